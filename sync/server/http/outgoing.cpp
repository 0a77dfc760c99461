// SPDX-License-Identifier: Apache-2.0
#include "sync/server/http/outgoing.h"

#include "forms/base/crypto.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <mutex>

namespace bedside::server {
namespace {

constexpr std::size_t largest_reply = 32u << 20;

struct Handle {
    std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl { nullptr, &curl_easy_cleanup };
    std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> list { nullptr, &curl_slist_free_all };
    void append(std::string const& text) { list.reset(curl_slist_append(list.release(), text.c_str())); }
    template <typename T>
    void set(CURLoption option, T value)
    {
        curl_easy_setopt(curl.get(), option, value);
    }
};

Handle handle_for(std::string const& url, std::filesystem::path const& authority, int seconds)
{
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    Handle handle;
    handle.curl.reset(curl_easy_init());
    handle.set(CURLOPT_URL, url.c_str());
    handle.set(CURLOPT_NOSIGNAL, 1L);
    handle.set(CURLOPT_CONNECTTIMEOUT, 10L);
    handle.set(CURLOPT_TIMEOUT, static_cast<long>(seconds));
    handle.set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!authority.empty())
        handle.set(CURLOPT_CAINFO, authority.c_str());
    return handle;
}

std::size_t take(char* data, std::size_t size, std::size_t count, void* into)
{
    auto& body = *static_cast<std::string*>(into);
    if (body.size() + size * count > largest_reply)
        return 0;
    body.append(data, size * count);
    return size * count;
}

std::size_t read_letter(char* into, std::size_t size, std::size_t count, void* from)
{
    auto& rest = *static_cast<std::string_view*>(from);
    auto const taken = std::min(size * count, rest.size());
    std::memcpy(into, rest.data(), taken);
    rest.remove_prefix(taken);
    return taken;
}

Result<void> perform(Handle& handle)
{
    auto const code = curl_easy_perform(handle.curl.get());
    if (code == CURLE_OK)
        return {};
    bool const tls = code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CONNECT_ERROR || code == CURLE_SSL_CACERT_BADFILE || code == CURLE_USE_SSL_FAILED;
    return fail(tls ? Code::tls : Code::network, curl_easy_strerror(code));
}

} // namespace

Result<OutgoingReply> exchange(Outgoing const& request)
{
    auto handle = handle_for(request.url, request.authority, request.seconds);
    OutgoingReply reply;
    for (auto const& header : request.headers)
        handle.append(header);
    if (!request.body.empty()) {
        handle.append("Content-Type: " + request.content_type);
        handle.set(CURLOPT_POSTFIELDS, request.body.c_str());
        handle.set(CURLOPT_POSTFIELDSIZE, static_cast<long>(request.body.size()));
    }
    if (!request.certificate.empty()) {
        handle.set(CURLOPT_SSLCERT, request.certificate.c_str());
        handle.set(CURLOPT_SSLKEY, request.certificate_key.c_str());
    }
    handle.set(CURLOPT_PROTOCOLS_STR, "https,http");
    handle.set(CURLOPT_HTTPHEADER, handle.list.get());
    handle.set(CURLOPT_ACCEPT_ENCODING, "");
    handle.set(CURLOPT_WRITEFUNCTION, &take);
    handle.set(CURLOPT_WRITEDATA, &reply.body);
    TRY(perform(handle));
    long status = 0;
    curl_easy_getinfo(handle.curl.get(), CURLINFO_RESPONSE_CODE, &status);
    reply.status = static_cast<int>(status);
    char const* type = nullptr;
    curl_easy_getinfo(handle.curl.get(), CURLINFO_CONTENT_TYPE, &type);
    reply.content_type = type == nullptr ? "" : type;
    return reply;
}

Result<void> send_mail(Mail const& mail)
{
    auto handle = handle_for(mail.server, mail.authority, 30);
    std::string recipients;
    for (auto const& to : mail.to) {
        handle.append("<" + to + ">");
        recipients += (recipients.empty() ? "" : ", ") + to;
    }
    auto const encoded = [](std::string const& text) { return base64({ reinterpret_cast<std::uint8_t const*>(text.data()), text.size() }); };
    auto body = encoded(mail.text);
    for (std::size_t at = 76; at < body.size(); at += 78)
        body.insert(at, "\r\n");
    auto const message = "Date: " + mail.date + "\r\nFrom: " + mail.from + "\r\nTo: " + recipients + "\r\nSubject: =?UTF-8?B?" + encoded(mail.subject) + "?=\r\nMessage-ID: <" + random_uuid()
        + "@bedside>\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" + body + "\r\n";
    std::string_view rest = message;
    handle.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    handle.set(CURLOPT_USE_SSL, static_cast<long>(mail.user.empty() ? CURLUSESSL_TRY : CURLUSESSL_ALL));
    if (!mail.user.empty()) {
        handle.set(CURLOPT_USERNAME, mail.user.c_str());
        handle.set(CURLOPT_PASSWORD, mail.password.c_str());
    }
    auto const sender = "<" + mail.from + ">";
    handle.set(CURLOPT_MAIL_FROM, sender.c_str());
    handle.set(CURLOPT_MAIL_RCPT, handle.list.get());
    handle.set(CURLOPT_READFUNCTION, &read_letter);
    handle.set(CURLOPT_READDATA, &rest);
    handle.set(CURLOPT_UPLOAD, 1L);
    return perform(handle);
}

} // namespace bedside::server
