// SPDX-License-Identifier: Apache-2.0
// Programs of the product, started, watched and killed.
#pragma once

#include "forms/base/result.h"

#include <csignal>
#include <filesystem>
#include <optional>
#include <string>
#include <sys/types.h>
#include <utility>
#include <vector>

namespace bedside::test {

struct Command {
    std::vector<std::string> arguments;        ///< the program first, by path
    std::vector<std::string> environment = {}; ///< "NAME=value", beside our own
    std::filesystem::path output = {};         ///< appended to; nowhere when empty
    std::filesystem::path log = {};            ///< what it says on standard error
};

/// A running program; killed when this goes.
class Process {
public:
    static Result<Process> start(Command const& command);
    Process(Process&& other) noexcept
        : m_id(std::exchange(other.m_id, 0))
        , m_status(other.m_status)
    {
    }
    Process& operator=(Process&& other) noexcept
    {
        std::swap(m_id, other.m_id);
        std::swap(m_status, other.m_status);
        return *this;
    }
    ~Process() { kill(); }

    /// kill -9. True when it was still running.
    bool kill(int signal = SIGKILL);
    /// Its exit status; 128 + signal when it was killed.
    int wait();
    bool running();
    pid_t id() const { return m_id; }

private:
    explicit Process(pid_t id)
        : m_id(id)
    {
    }
    pid_t m_id = 0;
    std::optional<int> m_status;
};

/// Runs to the end; the exit status.
Result<int> run(Command const& command);

} // namespace bedside::test
