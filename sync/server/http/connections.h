// SPDX-License-Identifier: Apache-2.0
// Open TLS connections and when each must have said something: slow senders are cut, whatever they trickle.
#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <thread>

struct ssl_st;
struct ssl_ctx_st;

namespace bedside::server {

struct ConnectionTimes {
    std::chrono::seconds handshake { 5 };
    std::chrono::seconds request { 20 };
    std::chrono::seconds keep_alive { 15 };
};

class Connections {
public:
    /// `per_address`: connections at once from one peer's address; 0: no limit.
    Connections(ConnectionTimes times, std::size_t per_address);
    ~Connections();
    Connections(Connections const&) = delete;
    Connections& operator=(Connections const&) = delete;

    /// Follows every connection of this context from its handshake to its end.
    void watch(ssl_ctx_st* context);
    /// The handler works: no deadline.
    void working(ssl_st const* connection);
    /// The reply was made: it must be taken, and the next request be complete, within keep-alive and request time.
    void answered(ssl_st const* connection);
    /// Reads nothing more from this peer after the reply.
    void close_after_reply(ssl_st const* connection);
    /// Cuts everything, now.
    void cut_all();
    std::size_t count() const;

private:
    using Moment = std::chrono::steady_clock::time_point;
    struct Entry {
        int socket = -1;
        std::string peer; ///< its address
        Moment deadline;
    };
    void set_deadline(ssl_st const* connection, Moment deadline);
    void on_handshake(ssl_st const* connection, bool done);
    void forget(ssl_st const* connection);
    void run();

    friend struct ConnectionHooks;
    ConnectionTimes m_times;
    std::size_t m_per_address;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::map<ssl_st const*, Entry> m_entries;
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace bedside::server
