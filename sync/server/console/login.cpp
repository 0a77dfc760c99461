// SPDX-License-Identifier: Apache-2.0
#include "sync/server/console/login.h"

#include "sync/server/console/setup_page.h"
#include "sync/server/console/totp.h"
#include "sync/server/storage/users.h"

namespace bedside::server {
namespace {

constexpr char const* session_cookie = "bedside_session";

Role role_named(std::string_view name)
{
    if (name == "administrator")
        return Role::administrator;
    if (name == "statistician")
        return Role::statistician;
    return name == "coordinator" ? Role::coordinator : Role::monitor;
}

Result<ConsoleUser> own_account(ReadConnection& connection, std::string_view name)
{
    auto user = TRY(console_user(connection, name));
    if (!user)
        return fail(Code::unauthorised, "this account was ended");
    return std::move(*user);
}

} // namespace

HttpResponse login_page(HttpRequest const& request, int status, std::string const& notice)
{
    auto const& words = words_of(request);
    auto response = bare_page(words, words.text("Log in"),
        "<form class=\"panel login\" method=\"post\" action=\"/login\"><h1>Bedside</h1><p>" + escaped(words.text("Study console")) + "</p>" + field(words.text("Name"), "user", "text", "autocomplete=\"username\" required autofocus")
            + field(words.text("Password"), "password", "password", "autocomplete=\"current-password\" required")
            + field(words.text("Code of the app, when you have set one up"), "code", "text", "inputmode=\"numeric\" maxlength=\"6\" autocomplete=\"one-time-code\"")
            + (notice.empty() ? std::string() : "<p class=\"alert\" role=\"alert\">" + escaped(notice) + "</p>") + "<button class=\"btn primary\" type=\"submit\">" + escaped(words.text("Log in")) + "</button></form>");
    response.status = status;
    return response;
}

std::optional<Session> Login::find(HttpRequest const& request)
{
    auto const use = request.header("x-refresh").empty() ? Use::by_person : Use::by_page;
    return m_sessions.find(request.cookie(session_cookie), m_server.clock().now().monotonic_ms, use);
}

Result<Caller> Login::caller(HttpRequest const& request)
{
    auto const session = find(request);
    if (!session)
        return fail(Code::unauthorised, "log in first");
    return session->caller;
}

bool Login::token_fits(HttpRequest const& request)
{
    auto const session = find(request);
    return session && equal_in_constant_time(session->form_token, request.form_field("token"));
}

bool Login::first_view(HttpRequest const& request) { return m_sessions.first_view(request.cookie(session_cookie), request.path); }

bool Login::password_fits(std::string const& hash, std::string const& password)
{
    std::lock_guard const one_at_a_time(m_hashing);
    return verify_password(hash, password);
}

HttpResponse Login::begin(HttpRequest const& request)
{
    auto const& words = words_of(request);
    auto const name = request.form_field("user", 40);
    auto const now = m_server.clock().now();
    auto const failed = [&] { return login_page(request, 503, words.text("The server could not do this. Please try again.")); };
    auto const user = m_server.storage().read([&](ReadConnection& connection) { return console_user(connection, name); });
    if (!user)
        return failed();
    if (*user && (*user)->locked_until_ms > now.wall_ms)
        return login_page(request, 429, words.text("Too many wrong passwords. Please wait and try again."));
    // An unknown name costs the same time as a known one.
    static std::string const nobody = hash_password("nobody has this password", PasswordCost::interactive).value_or("");
    bool accepted = password_fits(*user ? (*user)->password_hash : nobody, request.form_field("password", 200)) && *user;
    std::int64_t step = 0;
    if (accepted && !(*user)->totp_secret.empty()) {
        step = totp_step_of((*user)->totp_secret, request.form_field("code"), now.wall_ms, (*user)->totp_step).value_or(0);
        accepted = step > 0;
    }
    auto const noted = m_server.storage().write([&](Connection& connection) { return accepted ? note_login(connection, now, name, step) : note_failed_login(connection, now, name); });
    if (!noted && noted.error().code != Code::unauthorised)
        return failed();
    if (!accepted || !noted)
        return login_page(request, 401, words.text("Name, password or code is not right."));
    HttpResponse response;
    response.status = 303;
    response.content_type = "text/plain";
    response.headers.emplace_back("Location", "/");
    response.headers.emplace_back("Set-Cookie",
        std::string(session_cookie) + "=" + m_sessions.begin({ role_named((*user)->role), name }, now.monotonic_ms) + "; Path=/; Secure; HttpOnly; SameSite=Strict");
    return response;
}

bool Login::end(HttpRequest const& request)
{
    if (!token_fits(request))
        return false;
    m_sessions.end(request.cookie(session_cookie));
    return true;
}

Result<HttpResponse> Login::own_page(HttpRequest const& request, PageContext const& context, std::string const& notice)
{
    auto const user = TRY(m_server.storage().read([&](ReadConnection& connection) { return own_account(connection, context.caller.name); }));
    auto const session = find(request);
    return account_page(context, user, session ? session->offered_totp : Bytes(), notice);
}

Result<HttpResponse> Login::account(HttpRequest const& request, PageContext const& context)
{
    m_sessions.offer_totp(request.cookie(session_cookie), {});
    return own_page(request, context, "");
}

Result<HttpResponse> Login::offer_totp(HttpRequest const& request, PageContext const& context)
{
    m_sessions.offer_totp(request.cookie(session_cookie), random_bytes(20)); // RFC 4226, 4: 160 bits
    return own_page(request, context, "");
}

Result<HttpResponse> Login::confirm_totp(HttpRequest const& request, PageContext const& context)
{
    auto const session = find(request);
    if (!session || session->offered_totp.empty())
        return own_page(request, context, "");
    if (!totp_step_of(session->offered_totp, request.form_field("code"), context.now.wall_ms, 0))
        return own_page(request, context, context.words.text("This code is not right. Is the clock of the phone right?"));
    TRY(m_server.storage().write([&](Connection& connection) { return set_totp(connection, context.now, context.caller.name, session->offered_totp, "console:" + context.caller.name); }));
    m_sessions.offer_totp(request.cookie(session_cookie), {});
    return own_page(request, context, "");
}

Result<HttpResponse> Login::end_totp(HttpRequest const& request, PageContext const& context)
{
    auto const user = TRY(m_server.storage().read([&](ReadConnection& connection) { return own_account(connection, context.caller.name); }));
    if (user.locked_until_ms > context.now.wall_ms || !totp_step_of(user.totp_secret, request.form_field("code"), context.now.wall_ms, user.totp_step)) {
        TRY(m_server.storage().write([&](Connection& connection) { return note_failed_login(connection, context.now, context.caller.name); }));
        return own_page(request, context, context.words.text("This code is not right. Is the clock of the phone right?"));
    }
    TRY(m_server.storage().write([&](Connection& connection) { return set_totp(connection, context.now, context.caller.name, {}, "console:" + context.caller.name); }));
    return own_page(request, context, "");
}

Result<HttpResponse> Login::change_password(HttpRequest const& request, PageContext const& context)
{
    auto const user = TRY(m_server.storage().read([&](ReadConnection& connection) { return own_account(connection, context.caller.name); }));
    if (user.locked_until_ms > context.now.wall_ms || !password_fits(user.password_hash, request.form_field("old", 200))) {
        TRY(m_server.storage().write([&](Connection& connection) { return note_failed_login(connection, context.now, context.caller.name); }));
        return own_page(request, context, context.words.text("The password is not right."));
    }
    TRY(m_server.storage().write([&](Connection& connection) { return put_console_user(connection, context.now, user.name, user.role, request.form_field("new"), "console:" + user.name); }));
    return own_page(request, context, context.words.text("The password is changed."));
}

} // namespace bedside::server
