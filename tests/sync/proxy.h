// SPDX-License-Identifier: Apache-2.0
// A cable between tablet and server that a test can cut.
#pragma once

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <atomic>
#include <chrono>
#include <mutex>
#include <netinet/in.h>
#include <poll.h>
#include <set>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace bedside::test {

/// Forwards TCP on a free local port to another local port.
class Proxy {
public:
    explicit Proxy(int target)
        : m_target(target)
    {
        m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address = local(0);
        ::bind(m_listener, reinterpret_cast<sockaddr*>(&address), sizeof address);
        ::listen(m_listener, 64);
        socklen_t size = sizeof address;
        ::getsockname(m_listener, reinterpret_cast<sockaddr*>(&address), &size);
        m_port = ntohs(address.sin_port);
        m_acceptor = std::thread([this] { accept_all(); });
    }
    ~Proxy()
    {
        m_stopping = true;
        ::shutdown(m_listener, SHUT_RDWR);
        m_acceptor.join();
        while (m_forwarding > 0) {
            cut();
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        cut(); // the last one has let go of the lock
        ::close(m_listener);
    }
    int port() const { return m_port; }
    void retarget(int port) { m_target = port; }
    /// Lets only so many more bytes of replies through, over all connections, then ends each; below 0: all.
    void allow_replies(long bytes) { m_allowed = bytes; }
    /// Ends every connection now; what was on its way is lost.
    void cut()
    {
        std::lock_guard const lock(m_mutex);
        for (auto const socket : m_open)
            ::shutdown(socket, SHUT_RDWR);
    }

private:
    static sockaddr_in local(int port)
    {
        sockaddr_in address {};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(static_cast<std::uint16_t>(port));
        return address;
    }
    void accept_all()
    {
        while (!m_stopping) {
            int const client = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
            if (client < 0)
                return;
            int const server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
            sockaddr_in const address = local(m_target);
            if (::connect(server, reinterpret_cast<sockaddr const*>(&address), sizeof address) != 0) {
                ::close(client);
                ::close(server);
                continue;
            }
            std::lock_guard const lock(m_mutex);
            m_open.insert({ client, server });
            ++m_forwarding;
            std::thread([this, client, server] { forward(client, server); }).detach(); // waited for by the destructor
        }
    }
    void forward(int client, int server)
    {
        std::array<char, 16384> buffer;
        for (bool open = true; open;) {
            pollfd waits[2] = { { client, POLLIN, 0 }, { server, POLLIN, 0 } };
            if (::poll(waits, 2, 1000) < 0)
                break;
            for (int side = 0; side < 2 && open; ++side) {
                if (waits[side].revents == 0)
                    continue;
                auto got = ::recv(waits[side].fd, buffer.data(), buffer.size(), 0);
                open = got > 0;
                bool const last = side == 1 && open && m_allowed >= 0 && (m_allowed -= got) < 0;
                if (last) {
                    got = std::max<ssize_t>(0, got + m_allowed);
                    m_allowed = 0;
                }
                for (ssize_t sent = 0; open && sent < got;) {
                    auto const now = ::send(waits[1 - side].fd, buffer.data() + sent, static_cast<std::size_t>(got - sent), MSG_NOSIGNAL);
                    open = now > 0;
                    sent += now;
                }
                open = open && !last;
            }
        }
        std::lock_guard const lock(m_mutex);
        m_open.erase(client);
        m_open.erase(server);
        ::close(client);
        ::close(server);
        --m_forwarding;
    }

    std::atomic<int> m_target;
    std::atomic<bool> m_stopping = false;
    int m_listener = -1;
    int m_port = 0;
    std::mutex m_mutex;
    std::set<int> m_open;
    std::atomic<long> m_allowed = -1;
    std::atomic<int> m_forwarding = 0;
    std::thread m_acceptor;
};

} // namespace bedside::test
