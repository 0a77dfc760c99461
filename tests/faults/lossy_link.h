// SPDX-License-Identifier: Apache-2.0
// A network namespace at the end of a bad line: IP packets are delayed, lost, doubled and overtake each other.
#pragma once

#include "forms/base/file_descriptor.h"
#include "forms/base/result.h"

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace bedside::test {

/// Two TUN devices, the far one in a namespace of its own, and a thread that carries packets between them, badly.
class LossyLink {
public:
    /// Fails with unavailable where namespaces or TUN devices are not permitted.
    static Result<std::unique_ptr<LossyLink>> make(unsigned seed);
    ~LossyLink();
    std::string near_address() const;
    /// Before a command that runs at the far end.
    std::vector<std::string> prefix() const;
    int lost() const { return m_lost; }

private:
    LossyLink(FileDescriptor near_end, FileDescriptor far_end, unsigned seed);
    void carry(unsigned seed);

    FileDescriptor m_near;
    FileDescriptor m_far;
    std::atomic<bool> m_stopping = false;
    std::atomic<int> m_lost = 0;
    std::thread m_thread;
};

} // namespace bedside::test
