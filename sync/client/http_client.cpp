// SPDX-License-Identifier: Apache-2.0
// libcurl: one multi handle that keeps connections, easy handles that are used again.
#include "sync/client/http_client.h"

#include "forms/base/service_manager.h"
#include "sync/pki/certificate.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <curl/curl.h>
#include <map>
#include <mutex>
#include <zlib.h>

namespace bedside::client {
namespace {

/// A reply larger than this is not ours.
constexpr std::size_t largest_reply = 64u << 20;
/// Bodies from this size on are compressed.
constexpr std::size_t worth_compressing = 1024;

void initialise_once()
{
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

std::string gzip(std::string const& text)
{
    z_stream stream {};
    if (deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return {};
    std::string out(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    auto const done = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return done == Z_STREAM_END ? out : std::string();
}

struct Transfer {
    CURL* handle = nullptr;
    curl_slist* headers = nullptr;
    std::int64_t id = 0;
    Request request;
    std::string body; ///< as sent
    Reply reply;
    char error[CURL_ERROR_SIZE] = {};
    bool too_large = false;

    ~Transfer()
    {
        curl_slist_free_all(headers);
        if (handle != nullptr)
            curl_easy_cleanup(handle);
    }
};

std::size_t take_body(char* data, std::size_t size, std::size_t count, void* target)
{
    auto& transfer = *static_cast<Transfer*>(target);
    if (transfer.reply.body.size() + size * count > largest_reply) {
        transfer.too_large = true;
        return 0;
    }
    transfer.reply.body.append(data, size * count);
    return size * count;
}

std::size_t take_header(char* data, std::size_t size, std::size_t count, void* target)
{
    auto& reply = static_cast<Transfer*>(target)->reply;
    std::string_view line(data, size * count);
    auto const colon = line.find(':');
    if (colon != std::string_view::npos) {
        std::string name(line.substr(0, colon));
        std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        auto value = line.substr(colon + 1);
        while (!value.empty() && std::isspace(static_cast<unsigned char>(value.front())) != 0)
            value.remove_prefix(1);
        while (!value.empty() && std::isspace(static_cast<unsigned char>(value.back())) != 0)
            value.remove_suffix(1);
        auto const moment = [&]() -> std::optional<std::int64_t> {
            auto const seconds = curl_getdate(std::string(value).c_str(), nullptr);
            return seconds < 0 ? std::nullopt : std::optional(static_cast<std::int64_t>(seconds) * 1000);
        };
        if (name == "etag")
            reply.etag = value;
        else if (name == "location")
            reply.location = value;
        else if (name == "date")
            reply.date_ms = moment();
        else if (name == "retry-after" && !value.empty() && value.find_first_not_of("0123456789") == std::string_view::npos && value.size() < 8)
            reply.retry_after_ms = std::atoll(std::string(value).c_str()) * 1000;
        else if (name == "retry-after" && moment() && reply.date_ms)
            reply.retry_after_ms = std::max<std::int64_t>(0, *moment() - *reply.date_ms);
    }
    return size * count;
}

CURLcode ignore_dates(CURL*, void* context, void*)
{
    pki::ignore_dates(context);
    return CURLE_OK;
}

curl_blob blob_of(std::string_view text)
{
    return { const_cast<char*>(text.data()), text.size(), CURL_BLOB_NOCOPY };
}

/// The failure of a transfer in our words; curl's own text may hold addresses, which are no secret, but no content.
Error error_of(CURLcode code, Transfer const& transfer)
{
    auto const* words = transfer.error[0] != '\0' ? transfer.error : curl_easy_strerror(code);
    // A connection that was cut in the handshake (a server at its limit, a lost link) says nothing about who is there.
    bool const cut = code == CURLE_SSL_CONNECT_ERROR && std::string_view(words).find("SSL_ERROR_SYSCALL") != std::string_view::npos;
    switch (cut ? CURLE_RECV_ERROR : code) {
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_CACERT_BADFILE:
        return { Code::tls, std::string("the server is not the one of this study, or refuses this tablet (") + words + ")" };
    default:
        return { Code::network, std::string("no answer from the server (") + words + "); it is tried again" };
    }
}

} // namespace

struct HttpClient::Impl {
    Credentials credentials;
    Patience patience;
    CURLM* multi = nullptr;
    std::map<CURL*, std::unique_ptr<Transfer>> running;
    std::vector<std::unique_ptr<Transfer>> idle;

    std::unique_ptr<Transfer> prepared(std::int64_t id, Request request);
};

std::unique_ptr<Transfer> HttpClient::Impl::prepared(std::int64_t id, Request request)
{
    std::unique_ptr<Transfer> transfer;
    if (idle.empty()) {
        transfer = std::make_unique<Transfer>();
        transfer->handle = curl_easy_init();
    } else {
        transfer = std::move(idle.back());
        idle.pop_back();
        curl_easy_reset(transfer->handle);
        curl_slist_free_all(transfer->headers);
        transfer->headers = nullptr;
        transfer->error[0] = '\0';
        transfer->too_large = false;
    }
    transfer->id = id;
    transfer->request = std::move(request);
    transfer->body.clear();
    transfer->reply = {};
    auto* handle = transfer->handle;
    auto const& asked = transfer->request;
    curl_easy_setopt(handle, CURLOPT_URL, asked.url.c_str());
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "https,http");
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, transfer->error);
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, static_cast<long>(patience.connect));
    curl_easy_setopt(handle, CURLOPT_TIMEOUT, static_cast<long>(patience.whole));
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L); // a redirect is a captive portal's, never ours
    curl_easy_setopt(handle, CURLOPT_ACCEPT_ENCODING, "gzip");
    curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(handle, CURLOPT_TCP_NODELAY, 1L);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, transfer.get());
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, transfer.get());
    if (!credentials.authority.empty()) {
        // Pinned: our study's authority and nobody else's.
        auto authority = blob_of(credentials.authority);
        curl_easy_setopt(handle, CURLOPT_CAINFO_BLOB, &authority);
        curl_easy_setopt(handle, CURLOPT_CAPATH, nullptr);
        curl_easy_setopt(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_3));
        // A tablet whose clock has stopped still delivers: of this one authority's server the dates say nothing more.
        curl_easy_setopt(handle, CURLOPT_SSL_CTX_FUNCTION, ignore_dates);
    }
    if (!credentials.certificate.empty()) {
        auto certificate = blob_of(credentials.certificate);
        auto key = blob_of({ reinterpret_cast<char const*>(credentials.key.bytes().data()), credentials.key.bytes().size() });
        curl_easy_setopt(handle, CURLOPT_SSLCERTTYPE, "PEM");
        curl_easy_setopt(handle, CURLOPT_SSLKEYTYPE, "PEM");
        curl_easy_setopt(handle, CURLOPT_SSLCERT_BLOB, &certificate);
        curl_easy_setopt(handle, CURLOPT_SSLKEY_BLOB, &key);
    }
    auto const header = [&](std::string const& line) { transfer->headers = curl_slist_append(transfer->headers, line.c_str()); };
    for (auto const& line : asked.headers)
        header(line);
    if (!credentials.bearer.empty())
        header("Authorization: Bearer " + credentials.bearer);
    if (asked.method != "GET") {
        header("Content-Type: " + asked.content_type);
        header("Expect:");
        if (asked.may_compress && asked.body.size() >= worth_compressing)
            transfer->body = gzip(asked.body);
        if (!transfer->body.empty())
            header("Content-Encoding: gzip");
        else
            transfer->body = asked.body;
        curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, asked.method.c_str());
        curl_easy_setopt(handle, CURLOPT_POSTFIELDS, transfer->body.data());
        curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(transfer->body.size()));
    }
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, transfer->headers);
    return transfer;
}

HttpClient::HttpClient(Credentials credentials, Patience patience)
    : m_impl(std::make_unique<Impl>())
{
    initialise_once();
    m_impl->credentials = std::move(credentials);
    m_impl->patience = patience;
    m_impl->multi = curl_multi_init();
}

HttpClient::~HttpClient()
{
    for (auto const& [handle, transfer] : m_impl->running)
        curl_multi_remove_handle(m_impl->multi, handle);
    m_impl->running.clear();
    m_impl->idle.clear();
    curl_multi_cleanup(m_impl->multi);
}

std::size_t HttpClient::in_flight() const { return m_impl->running.size(); }

void HttpClient::start(std::int64_t id, Request request)
{
    auto transfer = m_impl->prepared(id, std::move(request));
    auto* handle = transfer->handle;
    m_impl->running.emplace(handle, std::move(transfer));
    curl_multi_add_handle(m_impl->multi, handle);
}

std::optional<HttpClient::Finished> HttpClient::wait()
{
    while (!m_impl->running.empty()) {
        int running = 0;
        curl_multi_perform(m_impl->multi, &running);
        int left = 0;
        while (auto* message = curl_multi_info_read(m_impl->multi, &left)) {
            if (message->msg != CURLMSG_DONE)
                continue;
            auto const code = message->data.result;
            auto const found = m_impl->running.find(message->easy_handle);
            auto transfer = std::move(found->second);
            m_impl->running.erase(found);
            curl_multi_remove_handle(m_impl->multi, transfer->handle);
            Finished finished { transfer->id, std::unexpected(error_of(code, *transfer)) };
            if (code == CURLE_OK) {
                long status = 0;
                char* type = nullptr;
                curl_easy_getinfo(transfer->handle, CURLINFO_RESPONSE_CODE, &status);
                curl_easy_getinfo(transfer->handle, CURLINFO_CONTENT_TYPE, &type);
                transfer->reply.status = static_cast<int>(status);
                transfer->reply.content_type = type != nullptr ? type : "";
                finished.reply = std::move(transfer->reply);
            }
            m_impl->idle.push_back(std::move(transfer));
            tell_service_manager("WATCHDOG=1"); // however long a round takes, it goes on
            return finished;
        }
        curl_multi_poll(m_impl->multi, nullptr, 0, 1000, nullptr);
    }
    return std::nullopt;
}

Result<Reply> HttpClient::perform(Request const& request)
{
    start(-1, request);
    auto finished = wait();
    return finished ? std::move(finished->reply) : Result<Reply>(fail(Code::internal, "a request vanished"));
}

Result<Reply> HttpClient::get_unverified(std::string const& url, Patience patience)
{
    initialise_once();
    HttpClient client({}, patience);
    auto transfer = client.m_impl->prepared(0, { .method = "GET", .url = url, .body = {}, .content_type = {}, .headers = {} });
    curl_easy_setopt(transfer->handle, CURLOPT_SSL_VERIFYPEER, 0L);
    curl_easy_setopt(transfer->handle, CURLOPT_SSL_VERIFYHOST, 0L);
    auto const code = curl_easy_perform(transfer->handle);
    if (code != CURLE_OK)
        return std::unexpected(error_of(code, *transfer));
    long status = 0;
    curl_easy_getinfo(transfer->handle, CURLINFO_RESPONSE_CODE, &status);
    transfer->reply.status = static_cast<int>(status);
    return std::move(transfer->reply);
}

} // namespace bedside::client
