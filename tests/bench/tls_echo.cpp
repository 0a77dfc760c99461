// SPDX-License-Identifier: Apache-2.0
#include "tls_echo.h"

#include "measure.h"

#include <catch2/catch_test_macros.hpp>

#include <arpa/inet.h>
#include <memory>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace bedside::bench {
namespace {

using Context = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;
using Session = std::unique_ptr<SSL, decltype(&SSL_free)>;

void send_all(SSL* session, std::string const& bytes)
{
    std::size_t sent = 0;
    SSL_write_ex(session, bytes.data(), bytes.size(), &sent);
}

bool receive(SSL* session, std::string& into)
{
    for (std::size_t have = 0, got = 0; have < into.size(); have += got) {
        if (SSL_read_ex(session, into.data() + have, into.size() - have, &got) != 1)
            return false;
    }
    return true;
}

void no_delay(int socket)
{
    int const on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

} // namespace

double tls_echoes_a_second(pki::Identity const& identity, int connections, int requests, std::size_t request_bytes, std::size_t reply_bytes)
{
    Context const serving(SSL_CTX_new(TLS_server_method()), &SSL_CTX_free);
    REQUIRE(SSL_CTX_set_min_proto_version(serving.get(), TLS1_3_VERSION) == 1);
    REQUIRE(pki::show_identity(serving.get(), identity));

    int const listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(::bind(listener, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::listen(listener, connections) == 0);
    REQUIRE(::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) == 0);

    auto const serve = [&](int socket) {
        no_delay(socket);
        Session const session(SSL_new(serving.get()), &SSL_free);
        SSL_set_fd(session.get(), socket);
        std::string request(request_bytes, ' ');
        std::string const reply(reply_bytes, 'r');
        if (SSL_accept(session.get()) == 1) {
            while (receive(session.get(), request))
                send_all(session.get(), reply);
        }
        ::close(socket);
    };
    Context const asking(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free);
    std::vector<std::jthread> servers;
    std::vector<int> sockets;
    std::vector<Session> sessions;
    for (int i = 0; i < connections; ++i) {
        sockets.push_back(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        REQUIRE(::connect(sockets.back(), reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0);
        no_delay(sockets.back());
        servers.emplace_back(serve, ::accept(listener, nullptr, nullptr));
        sessions.emplace_back(SSL_new(asking.get()), &SSL_free);
        SSL_set_fd(sessions.back().get(), sockets.back());
        REQUIRE(SSL_connect(sessions.back().get()) == 1);
    }
    auto const seconds = seconds_of([&] {
        std::vector<std::jthread> clients;
        for (auto& session : sessions) {
            clients.emplace_back([&] {
                std::string const request(request_bytes, 'q');
                std::string reply(reply_bytes, ' ');
                for (int i = 0; i < requests / connections; ++i) {
                    send_all(session.get(), request);
                    receive(session.get(), reply);
                }
            });
        }
    });
    for (auto& session : sessions)
        SSL_shutdown(session.get());
    for (int const socket : sockets)
        ::shutdown(socket, SHUT_RDWR);
    servers.clear();
    for (int const socket : sockets)
        ::close(socket);
    ::close(listener);
    return requests / connections * connections / seconds;
}

} // namespace bedside::bench
