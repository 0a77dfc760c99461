// SPDX-License-Identifier: Apache-2.0
// Logging in and out, and everybody's own account: password and second factor.
#pragma once

#include "sync/server/console/page.h"
#include "sync/server/console/sessions.h"
#include "sync/server/tablets/study_server.h"

namespace bedside::server {

HttpResponse login_page(HttpRequest const& request, int status, std::string const& notice);

class Login {
public:
    /// `server` must outlive it.
    explicit Login(StudyServer& server)
        : m_server(server)
    {
    }
    std::optional<Session> find(HttpRequest const& request);
    /// Fails with unauthorised.
    Result<Caller> caller(HttpRequest const& request);
    /// Whether the form that was sent came from this session's own page.
    bool token_fits(HttpRequest const& request);
    /// Whether this page is another than the one this session saw last.
    bool first_view(HttpRequest const& request);
    HttpResponse begin(HttpRequest const& request);
    /// False when the token does not fit.
    bool end(HttpRequest const& request);
    void end_sessions_of(std::string_view name) { m_sessions.end_of(name); }

    Result<HttpResponse> account(HttpRequest const& request, PageContext const& context);
    Result<HttpResponse> offer_totp(HttpRequest const& request, PageContext const& context);
    Result<HttpResponse> confirm_totp(HttpRequest const& request, PageContext const& context);
    Result<HttpResponse> end_totp(HttpRequest const& request, PageContext const& context);
    Result<HttpResponse> change_password(HttpRequest const& request, PageContext const& context);

private:
    Result<HttpResponse> own_page(HttpRequest const& request, PageContext const& context, std::string const& notice);
    bool password_fits(std::string const& hash, std::string const& password);
    StudyServer& m_server;
    Sessions m_sessions;
    std::mutex m_hashing; ///< Argon2id takes 64 MB: one at a time
};

} // namespace bedside::server
