// SPDX-License-Identifier: Apache-2.0
// The service manager's end of NOTIFY_SOCKET.
#pragma once

#include "tests/support/temporary_folder.h"

#include <chrono>
#include <cstring>
#include <poll.h>
#include <string>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace bedside::test {

class NotifySocket {
public:
    NotifySocket()
    {
        sockaddr_un address {};
        address.sun_family = AF_UNIX;
        std::strncpy(address.sun_path, path().c_str(), sizeof address.sun_path - 1);
        m_descriptor = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        m_bound = ::bind(m_descriptor, reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0;
    }
    ~NotifySocket() { ::close(m_descriptor); }
    NotifySocket(NotifySocket const&) = delete;
    NotifySocket& operator=(NotifySocket const&) = delete;

    bool bound() const { return m_bound; }
    std::string path() const { return (m_folder.path() / "notify").string(); }
    /// The next datagram; "" when none comes in time.
    std::string next(int milliseconds = 5000)
    {
        pollfd wait { m_descriptor, POLLIN, 0 };
        char buffer[4096];
        if (::poll(&wait, 1, milliseconds) != 1)
            return {};
        auto const got = ::recv(m_descriptor, buffer, sizeof buffer, 0);
        return got > 0 ? std::string(buffer, static_cast<std::size_t>(got)) : std::string();
    }
    /// Whether this very word comes, whatever comes before it.
    bool hears(std::string const& wanted, int milliseconds = 10'000)
    {
        auto const until = std::chrono::steady_clock::now() + std::chrono::milliseconds(milliseconds);
        for (;;) {
            auto const left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now()).count();
            if (left <= 0)
                return false;
            if (next(static_cast<int>(left)) == wanted)
                return true;
        }
    }

private:
    TemporaryFolder m_folder;
    int m_descriptor = -1;
    bool m_bound = false;
};

} // namespace bedside::test
