// SPDX-License-Identifier: Apache-2.0
// Deadlines by OpenSSL's own hooks, since the HTTP library only times single reads.
#include "sync/server/http/connections.h"

#include <algorithm>
#include <netdb.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

namespace bedside::server {

namespace {

std::string address_of(int socket)
{
    sockaddr_storage peer {};
    socklen_t size = sizeof peer;
    char text[NI_MAXHOST] = {};
    if (::getpeername(socket, reinterpret_cast<sockaddr*>(&peer), &size) == 0)
        ::getnameinfo(reinterpret_cast<sockaddr*>(&peer), size, text, sizeof text, nullptr, 0, NI_NUMERICHOST);
    return text;
}

} // namespace

struct ConnectionHooks {
    static int context_index()
    {
        static int const index = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
        return index;
    }
    /// Its free hook runs inside SSL_free, before the socket is closed.
    static int connection_index()
    {
        static int const index = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, freed);
        return index;
    }
    static void freed(void* parent, void* table, CRYPTO_EX_DATA*, int, long, void*)
    {
        if (table != nullptr)
            static_cast<Connections*>(table)->forget(static_cast<SSL const*>(parent));
    }
    static void state_changed(SSL const* connection, int where, int)
    {
        auto* table = static_cast<Connections*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(connection), context_index()));
        if ((where & SSL_CB_HANDSHAKE_START) != 0)
            table->on_handshake(connection, false);
        if ((where & SSL_CB_HANDSHAKE_DONE) != 0)
            table->on_handshake(connection, true);
    }
};

Connections::Connections(ConnectionTimes times, std::size_t per_address)
    : m_times(times)
    , m_per_address(per_address)
    , m_thread([this] { run(); })
{
}

Connections::~Connections()
{
    {
        std::lock_guard const lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

void Connections::watch(SSL_CTX* context)
{
    SSL_CTX_set_ex_data(context, ConnectionHooks::context_index(), this);
    SSL_CTX_set_info_callback(context, ConnectionHooks::state_changed);
}

void Connections::on_handshake(SSL const* connection, bool done)
{
    std::lock_guard const lock(m_mutex);
    auto const known = m_entries.find(connection);
    if (known == m_entries.end()) {
        // The hook that forgets it again; OpenSSL gives a const pointer here, the object is the connection's own.
        SSL_set_ex_data(const_cast<SSL*>(connection), ConnectionHooks::connection_index(), this);
        auto const socket = SSL_get_fd(connection);
        auto peer = address_of(socket);
        auto const others = std::ranges::count_if(m_entries, [&](auto const& entry) { return entry.second.peer == peer; });
        if (m_per_address != 0 && static_cast<std::size_t>(others) >= m_per_address)
            ::shutdown(socket, SHUT_RDWR);
        m_entries.emplace(connection, Entry { socket, std::move(peer), std::chrono::steady_clock::now() + m_times.handshake });
    } else if (done) {
        known->second.deadline = std::chrono::steady_clock::now() + m_times.request;
    }
}

void Connections::set_deadline(SSL const* connection, Moment deadline)
{
    std::lock_guard const lock(m_mutex);
    if (auto const known = m_entries.find(connection); known != m_entries.end())
        known->second.deadline = deadline;
}

void Connections::working(SSL const* connection) { set_deadline(connection, Moment::max()); }

void Connections::answered(SSL const* connection) { set_deadline(connection, std::chrono::steady_clock::now() + m_times.keep_alive + m_times.request); }

void Connections::close_after_reply(SSL const* connection)
{
    if (connection != nullptr)
        ::shutdown(SSL_get_fd(connection), SHUT_RD);
}

void Connections::forget(SSL const* connection)
{
    std::lock_guard const lock(m_mutex);
    m_entries.erase(connection);
}

void Connections::cut_all()
{
    std::lock_guard const lock(m_mutex);
    for (auto const& [connection, entry] : m_entries)
        ::shutdown(entry.socket, SHUT_RDWR);
}

std::size_t Connections::count() const
{
    std::lock_guard const lock(m_mutex);
    return m_entries.size();
}

void Connections::run()
{
    std::unique_lock lock(m_mutex);
    while (!m_stopping) {
        m_wake.wait_for(lock, std::chrono::milliseconds(500));
        auto const now = std::chrono::steady_clock::now();
        for (auto& [connection, entry] : m_entries) {
            if (entry.deadline < now) {
                ::shutdown(entry.socket, SHUT_RDWR);
                entry.deadline = Moment::max();
            }
        }
    }
}

} // namespace bedside::server
