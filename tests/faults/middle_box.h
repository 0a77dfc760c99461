// SPDX-License-Identifier: Apache-2.0
// A box between tablet and server that ends TLS on both sides with keys that no real one would have, so that it can do its worst.
#pragma once

#include "sync/client/http_client.h"
#include "sync/server/http/https_server.h"
#include "tests/faults/site.h"

#include <functional>
#include <mutex>

namespace bedside::test {

/// What the box gives back. `forward` asks the server; calling it twice sends twice.
using Mischief = std::function<server::HttpResponse(server::HttpRequest const&, std::function<server::HttpResponse()> const& forward)>;

class MiddleBox {
public:
    /// In the place of the site's server for this one tablet: the cable leads here afterwards.
    static Result<std::unique_ptr<MiddleBox>> put_in(Site& site, TabletProgram const& tablet, Clock const& clock, Mischief mischief);
    /// The cable leads to the server again.
    void take_out() { m_site.cable().retarget(m_site.server_port()); }
    void put_back() { m_site.cable().retarget(m_port->port()); }
    /// Sends something of its own with the tablet's certificate.
    Result<client::Reply> send(std::string path, std::string body);

private:
    MiddleBox(Site& site, client::Credentials credentials)
        : m_site(site)
        , m_client(std::move(credentials))
    {
    }
    server::HttpResponse forward(server::HttpRequest const& request);

    Site& m_site;
    std::mutex m_mutex;
    client::HttpClient m_client;
    std::unique_ptr<server::HttpsServer> m_port; ///< goes first
};

} // namespace bedside::test
