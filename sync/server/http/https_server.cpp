// SPDX-License-Identifier: Apache-2.0
// cpp-httplib behind our own types.
#include "sync/server/http/https_server.h"

#include "forms/base/crypto.h"

#include <condition_variable>
#include <deque>
#include <httplib.h>
#include <mutex>
#include <openssl/ssl.h>
#include <thread>
#include <utility>

namespace bedside::server {
namespace {

bool set_up(SSL_CTX& context, HttpsOptions const& options, pki::Identity const& identity)
{
    if (SSL_CTX_set_min_proto_version(&context, TLS1_3_VERSION) != 1 || !pki::show_identity(&context, identity))
        return false;
    // No resumption: a revoked certificate must not live on in a ticket; tablets keep their connections open instead.
    SSL_CTX_set_session_cache_mode(&context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets(&context, 0);
    SSL_CTX_set_options(&context, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION);
    return options.client_certificates == ClientCertificates::none || pki::ask_for_certificate_of(&context, options.authority);
}

std::string peer_fingerprint(SSL const* connection)
{
    auto const* certificate = connection != nullptr ? SSL_get0_peer_certificate(connection) : nullptr;
    Digest digest {};
    unsigned int size = digest.size();
    if (certificate == nullptr || SSL_get_verify_result(connection) != X509_V_OK || X509_digest(certificate, EVP_sha256(), digest.data(), &size) != 1)
        return {};
    return hex(digest);
}

/// Whether the job is taken: newer versions of the library ask, older ones do not.
using Taken = decltype(std::declval<httplib::TaskQueue>().enqueue(nullptr));

/// Threads are made as connections come, up to a limit; each serves one connection at a time.
class GrowingPool final : public httplib::TaskQueue {
public:
    explicit GrowingPool(std::size_t limit)
        : m_limit(limit)
    {
    }
    Taken enqueue(std::function<void()> job) override
    {
        {
            std::lock_guard const lock(m_mutex);
            m_jobs.push_back(std::move(job));
            if (m_idle < m_jobs.size() && m_threads.size() < m_limit)
                m_threads.emplace_back([this] { run(); });
        }
        m_wake.notify_one();
        return static_cast<Taken>(true);
    }
    void shutdown() override
    {
        {
            std::lock_guard const lock(m_mutex);
            m_stopping = true;
        }
        m_wake.notify_all();
        for (auto& thread : m_threads)
            thread.join();
    }

private:
    void run()
    {
        std::unique_lock lock(m_mutex);
        for (;;) {
            ++m_idle;
            m_wake.wait(lock, [&] { return m_stopping || !m_jobs.empty(); });
            --m_idle;
            if (m_jobs.empty())
                return;
            auto const job = std::move(m_jobs.front());
            m_jobs.pop_front();
            lock.unlock();
            job();
            lock.lock();
        }
    }

    std::size_t m_limit;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::function<void()>> m_jobs;
    std::vector<std::thread> m_threads;
    std::size_t m_idle = 0;
    bool m_stopping = false;
};

/// The library listens with a backlog of 5; a ward coming back from an outage is more.
class Listener final : public httplib::SSLServer {
public:
    using SSLServer::SSLServer;
    void deepen_backlog() { ::listen(svr_sock_, 512); }
};

HttpRequest translated(httplib::Request const& from)
{
    HttpRequest request;
    request.method = from.method == "HEAD" ? "GET" : from.method;
    request.path = from.path;
    request.remote = from.remote_addr;
    request.certificate_sha256 = peer_fingerprint(from.ssl);
    for (auto const& [name, value] : from.headers) {
        auto lower = name;
        for (auto& c : lower)
            c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        request.headers.emplace(std::move(lower), value);
    }
    request.query.insert(from.params.begin(), from.params.end());
    return request;
}

/// The library would choose brotli at its slowest: a second of work for a page that gzip makes small in milliseconds. It asks only the request.
void prefer_gzip(httplib::Request const& from)
{
    auto& headers = const_cast<httplib::Request&>(from).headers; // the library's own, not a constant; it lends nobody another
    bool const gzip = from.get_header_value("Accept-Encoding").find("gzip") != std::string::npos;
    headers.erase("Accept-Encoding");
    if (gzip)
        headers.emplace("Accept-Encoding", "gzip");
}

void give(HttpResponse&& from, httplib::Response& to)
{
    to.status = from.status;
    for (auto const& [name, value] : from.headers)
        to.set_header(name, value);
    to.set_content(from.body, from.content_type);
}

} // namespace

struct HttpsServer::Impl {
    HttpsOptions options;
    std::shared_ptr<Router const> router;
    Connections connections;
    std::unique_ptr<Listener> listener;
    int port = 0;
    std::thread thread;

    explicit Impl(HttpsOptions given)
        : options(std::move(given))
        , connections(options.times, options.connections_per_address)
    {
    }
    void answer(httplib::Request const& from, httplib::Response& to, httplib::ContentReader const* reader);
};

void HttpsServer::Impl::answer(httplib::Request const& from, httplib::Response& to, httplib::ContentReader const* reader)
{
    auto request = translated(from);
    if (reader != nullptr) {
        bool too_large = false;
        bool const complete = (*reader)([&](char const* data, std::size_t size) {
            if (request.body.size() + size > options.max_body) {
                too_large = true;
                return false;
            }
            request.body.append(data, size);
            return true;
        });
        if (!complete) {
            connections.close_after_reply(from.ssl);
            auto const error = too_large || to.status == 413 ? Error { Code::too_large, "The request is larger than this server takes." }
                                                             : Error { Code::invalid_data, "The request's body broke off or does not decompress." };
            return give(router->failure(request, error), to);
        }
    }
    connections.working(from.ssl);
    give(router->dispatch(request), to);
    connections.answered(from.ssl);
}

HttpsServer::HttpsServer(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}

HttpsServer::~HttpsServer() { stop(); }

int HttpsServer::port() const { return m_impl->port; }

void HttpsServer::stop()
{
    if (!m_impl->thread.joinable())
        return;
    m_impl->listener->stop();
    m_impl->connections.cut_all();
    m_impl->thread.join();
}

Result<std::unique_ptr<HttpsServer>> HttpsServer::start(HttpsOptions const& options, pki::Identity const& identity, std::shared_ptr<Router const> router)
{
    auto impl = std::make_unique<Impl>(options);
    impl->router = std::move(router);
    auto* raw = impl.get();
    impl->listener = std::make_unique<Listener>([&](SSL_CTX& context) {
        raw->connections.watch(&context);
        return set_up(context, options, identity);
    });
    auto& listener = *impl->listener;
    if (!listener.is_valid())
        return fail(Code::internal, "TLS cannot be set up with the stored certificate");
    listener.new_task_queue = [limit = options.connections] { return new GrowingPool(limit); };
    listener.set_tcp_nodelay(true);
    listener.set_payload_max_length(options.max_body);
    listener.set_keep_alive_max_count(1'000'000);
    listener.set_keep_alive_timeout(options.times.keep_alive.count());
    listener.set_read_timeout(options.times.request);
    listener.set_write_timeout(options.times.request);
    // Before the library's own routing, which matches regular expressions and reads bodies without a limit after decompression.
    listener.set_pre_routing_handler([raw](httplib::Request const& request, httplib::Response& response) {
        prefer_gzip(request);
        if (request.method == "POST" && request.path.size() < 512)
            return httplib::Server::HandlerResponse::Unhandled;
        if (request.method != "GET" && request.method != "HEAD")
            raw->connections.close_after_reply(request.ssl); // whatever body there is stays unread
        raw->answer(request, response, nullptr);
        return httplib::Server::HandlerResponse::Handled;
    });
    listener.Post("/.*", [raw](httplib::Request const& request, httplib::Response& response, httplib::ContentReader const& reader) { raw->answer(request, response, &reader); });
    listener.set_exception_handler([](httplib::Request const&, httplib::Response& response, std::exception_ptr) { response.status = 500; });

    impl->port = options.port;
    if (options.port == 0) {
        impl->port = listener.bind_to_any_port(options.address);
    } else if (!listener.bind_to_port(options.address, options.port)) {
        impl->port = -1;
    }
    if (impl->port <= 0)
        return fail(Code::io, "cannot listen on " + options.address + " port " + std::to_string(options.port) + "; another program has it, or the address is not this machine's");
    listener.deepen_backlog();
    impl->thread = std::thread([raw] { raw->listener->listen_after_bind(); });
    for (int i = 0; i < 5000 && !listener.is_running(); ++i) // the library forgets a stop that comes before its loop
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return std::unique_ptr<HttpsServer>(new HttpsServer(std::move(impl)));
}

} // namespace bedside::server
