// SPDX-License-Identifier: Apache-2.0
// One TLS port with its router.
#pragma once

#include "sync/pki/certificate.h"
#include "sync/server/http/connections.h"
#include "sync/server/http/message.h"

#include <memory>

namespace bedside::server {

enum class ClientCertificates { none, optional };

struct HttpsOptions {
    std::string address = "127.0.0.1";
    int port = 0;                    ///< 0: any free one
    ClientCertificates client_certificates = ClientCertificates::none;
    std::string authority;           ///< PEM; signs clients when they are asked, and is sent with our own certificate
    std::size_t max_body = 4u << 20; ///< bytes after decompression
    std::size_t connections = 256;
    std::size_t connections_per_address = 64; ///< 0: no limit
    ConnectionTimes times;
};

/// Listens and serves until it goes.
class HttpsServer {
public:
    /// TLS 1.3 only. Fails with io when the port is taken.
    static Result<std::unique_ptr<HttpsServer>> start(HttpsOptions const& options, pki::Identity const& identity, std::shared_ptr<Router const> router);
    ~HttpsServer();
    int port() const;
    /// Ends the port; running handlers finish, open connections are cut.
    void stop();

private:
    struct Impl;
    explicit HttpsServer(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace bedside::server
