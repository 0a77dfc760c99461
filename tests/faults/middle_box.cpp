// SPDX-License-Identifier: Apache-2.0
#include "tests/faults/middle_box.h"

#include "sync/server/tablets/study_server.h"
#include "sync/store/store.h"

namespace bedside::test {

Result<std::unique_ptr<MiddleBox>> MiddleBox::put_in(Site& site, TabletProgram const& tablet, Clock const& clock, Mischief mischief)
{
    auto const key = TRY(tablet.key());
    client::Credentials credentials;
    {
        auto const store = TRY(store::Store::open(tablet.folder, key, clock));
        credentials.authority = TRY(store.setting("authority_certificate")).value_or("");
        credentials.certificate = TRY(store.setting("tls_certificate")).value_or("");
        auto const text = TRY(store.setting("tls_key")).value_or("");
        credentials.key = Secret(std::span(reinterpret_cast<std::uint8_t const*>(text.data()), text.size()));
    }
    auto const config = TRY(server::read_config(site.server_folder() / "bedside-server.toml"));
    auto const server = TRY(server::StudyServer::open(config, clock));
    auto box = std::unique_ptr<MiddleBox>(new MiddleBox(site, std::move(credentials)));
    auto* raw = box.get();
    auto router = std::make_shared<server::Router>([](auto const&) { return server::Caller {}; },
        [](auto const&, Error const& error) { return server::HttpResponse { .status = 500, .content_type = "text/plain", .body = error.message, .headers = {} }; });
    for (auto const* pattern : { "/{a}", "/{a}/{b}" })
        for (auto const* method : { "GET", "POST" })
            router->add({ method, pattern, {}, [raw, mischief](server::HttpRequest const& request, server::Caller const&) { return mischief(request, [&] { return raw->forward(request); }); } });
    server::HttpsOptions options;
    options.client_certificates = server::ClientCertificates::optional;
    options.authority = server->authority().certificate;
    box->m_port = TRY(server::HttpsServer::start(options, server->identity(), router));
    box->put_back();
    return box;
}

Result<client::Reply> MiddleBox::send(std::string path, std::string body)
{
    std::lock_guard const lock(m_mutex);
    auto const url = "https://localhost:" + std::to_string(m_site.server_port()) + path;
    return m_client.perform({ .method = body.empty() ? "GET" : "POST", .url = url, .body = std::move(body), .content_type = "application/fhir+json", .headers = {} });
}

server::HttpResponse MiddleBox::forward(server::HttpRequest const& request)
{
    auto const reply = send(request.path, request.body);
    if (!reply)
        return { .status = 502, .content_type = "text/plain", .body = "the server does not answer", .headers = {} };
    server::HttpResponse response { .status = reply->status, .content_type = reply->content_type, .body = reply->body, .headers = {} };
    if (reply->retry_after_ms)
        response.headers.emplace_back("Retry-After", std::to_string(*reply->retry_after_ms / 1000));
    return response;
}

} // namespace bedside::test
