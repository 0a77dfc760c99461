// SPDX-License-Identifier: Apache-2.0
// HTTPS to one server over kept connections, several requests in flight.
#pragma once

#include "forms/base/crypto.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bedside::client {

/// Whom to trust and who we are. Keys stay in memory; none is ever written to a file.
struct Credentials {
    std::string authority;       ///< PEM; empty: the system's own authorities
    std::string certificate;     ///< PEM; empty: none
    Secret key;                  ///< PEM
    std::string bearer;          ///< for a server that takes tokens
};

struct Request {
    std::string method = "GET";
    std::string url;
    std::string body;
    std::string content_type = "application/json";
    std::vector<std::string> headers; ///< "Name: value"
    bool may_compress = true;         ///< servers other than ours seldom take compressed requests
};

struct Reply {
    int status = 0;
    std::string content_type;
    std::string etag;
    std::string location;
    std::string body;
    std::optional<std::int64_t> retry_after_ms;
    std::optional<std::int64_t> date_ms; ///< the server's clock, whole seconds
};

/// Seconds after which a silent connection is given up.
struct Patience {
    int connect = 10;
    int whole = 60;
};

class HttpClient {
public:
    explicit HttpClient(Credentials credentials, Patience patience = {});
    ~HttpClient();

    /// One request. Fails with network (no route, timeout, cut) or tls (the peer is not who it should be).
    Result<Reply> perform(Request const& request);
    /// Starts a request; `id` comes back with its reply.
    void start(std::int64_t id, Request request);
    struct Finished {
        std::int64_t id = 0;
        Result<Reply> reply;
    };
    /// Waits for the next finished request; nullopt when none is in flight.
    std::optional<Finished> wait();
    std::size_t in_flight() const;

    /// GET without checking who answers; only for what is checked by a fingerprint afterwards.
    static Result<Reply> get_unverified(std::string const& url, Patience patience = {});

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace bedside::client
