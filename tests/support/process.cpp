// SPDX-License-Identifier: Apache-2.0
#include "tests/support/process.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace bedside::test {
namespace {

int status_of(int waited) { return WIFSIGNALED(waited) ? 128 + WTERMSIG(waited) : WEXITSTATUS(waited); }

} // namespace

Result<Process> Process::start(Command const& command)
{
    std::vector<char*> arguments;
    for (auto const& argument : command.arguments)
        arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    std::vector<char*> environment;
    for (auto const& line : command.environment)
        environment.push_back(const_cast<char*>(line.c_str())); // getenv finds the first of a name
    for (auto** line = environ; *line != nullptr; ++line)
        environment.push_back(*line);
    environment.push_back(nullptr);

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    auto const to = [&](int descriptor, std::filesystem::path const& file) {
        posix_spawn_file_actions_addopen(&actions, descriptor, file.empty() ? "/dev/null" : file.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    };
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    to(1, command.output);
    to(2, command.log);
    pid_t id = 0;
    auto const failure = ::posix_spawn(&id, arguments[0], &actions, nullptr, arguments.data(), environment.data());
    posix_spawn_file_actions_destroy(&actions);
    if (failure != 0)
        return fail(Code::io, command.arguments.front() + " cannot be started: " + std::strerror(failure));
    return Process(id);
}

bool Process::kill(int signal)
{
    if (m_id <= 0 || !running())
        return false;
    ::kill(m_id, signal);
    wait();
    return true;
}

int Process::wait()
{
    if (m_id > 0 && !m_status) {
        int waited = 0;
        while (::waitpid(m_id, &waited, 0) < 0 && errno == EINTR) {
        }
        m_status = status_of(waited);
    }
    return m_status.value_or(-1);
}

bool Process::running()
{
    int waited = 0;
    if (m_id > 0 && !m_status && ::waitpid(m_id, &waited, WNOHANG) == m_id)
        m_status = status_of(waited);
    return m_id > 0 && !m_status;
}

Result<int> run(Command const& command) { return TRY(Process::start(command)).wait(); }

} // namespace bedside::test
