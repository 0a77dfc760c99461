// SPDX-License-Identifier: Apache-2.0
// What the server says to others: HTTPS requests and e-mail, over libcurl.
#pragma once

#include "forms/base/result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace bedside::server {

struct OutgoingReply {
    int status = 0;
    std::string content_type {};
    std::string body {};
};
struct Outgoing {
    std::string url {};
    std::string body {};                  ///< non-empty: POST
    std::string content_type = "application/json";
    std::vector<std::string> headers {};  ///< "Name: value"
    std::filesystem::path authority {};   ///< PEM; empty: the system's authorities
    std::filesystem::path certificate {};     ///< client certificate, PEM, with
    std::filesystem::path certificate_key {}; ///< its key, PEM
    int seconds = 30;                  ///< for the whole exchange
};
/// Fails with network or tls. Redirects are not followed: an address is configured, not guessed.
Result<OutgoingReply> exchange(Outgoing const& request);

struct Mail {
    std::string server {};    ///< "smtp://host:25" (STARTTLS when it is offered) or "smtps://host:465"
    std::string user {};      ///< empty: no login
    std::string password {};
    std::filesystem::path authority {};
    std::string from {};
    std::vector<std::string> to {};
    std::string subject {};   ///< UTF-8
    std::string text {};      ///< UTF-8
    std::string date {};      ///< RFC 5322
};
/// Fails with network or tls. A login never goes over a line without TLS.
Result<void> send_mail(Mail const& mail);

} // namespace bedside::server
