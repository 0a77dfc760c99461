// SPDX-License-Identifier: Apache-2.0
// Login, assets, and the list of pages.
#include "sync/server/console/console.h"

#include "sync/server/console/fleet_page.h"
#include "sync/server/console/page.h"
#include "sync/server/console/record_routes.h"
#include "sync/server/console/sessions.h"
#include "sync/server/storage/audit.h"
#include "sync/server/storage/settings.h"
#include "sync/server/storage/users.h"

#include "embedded_console_assets.h"

#include <spdlog/spdlog.h>

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

HttpResponse redirect(std::string const& path)
{
    HttpResponse response;
    response.status = 303;
    response.content_type = "text/plain";
    response.headers.emplace_back("Location", path);
    return response;
}

HttpResponse login_page(HttpRequest const& request, int status, std::string const& notice)
{
    auto const& words = words_of(request);
    auto response = bare_page(words, words.text("Log in"),
        "<form class=\"panel login\" method=\"post\" action=\"/login\"><h1>Bedside</h1><p>" + escaped(words.text("Study console")) + "</p><label>" + escaped(words.text("Name"))
            + "<input name=\"user\" autocomplete=\"username\" required autofocus></label><label>" + escaped(words.text("Password"))
            + "<input name=\"password\" type=\"password\" autocomplete=\"current-password\" required></label>"
            + (notice.empty() ? std::string() : "<p class=\"alert\" role=\"alert\">" + escaped(notice) + "</p>") + "<button class=\"btn primary\" type=\"submit\">" + escaped(words.text("Log in"))
            + "</button></form>");
    response.status = status;
    return response;
}

HttpResponse failure_page(HttpRequest const& request, Error const& error)
{
    if (error.code == Code::unauthorised)
        return login_page(request, 401, "");
    auto const& words = words_of(request);
    auto const sentence = error.code == Code::forbidden ? words.text("This is not for your role.") : error.code == Code::not_found ? words.text("There is nothing here.") : words.text("The server could not do this. Please try again.");
    auto response = bare_page(words, words.text("Bedside"), "<section class=\"panel login\"><p>" + escaped(sentence) + "</p><a href=\"/\">" + escaped(words.text("Tablets")) + "</a></section>");
    response.status = http_status_of(error.code);
    return response;
}

class Console {
public:
    explicit Console(StudyServer& server)
        : m_server(server)
        , m_records(server)
    {
    }
    using RecordPage = Result<HttpResponse> (RecordRoutes::*)(HttpRequest const&, PageContext const&);
    /// One of the record pages. Who saw what is written before it is shown.
    HttpResponse record_page(HttpRequest const& request, Caller const& caller, RecordPage handler, std::string const& path);
    Result<Caller> caller(HttpRequest const& request)
    {
        auto const session = find(request);
        if (!session)
            return fail(Code::unauthorised, "log in first");
        return session->caller;
    }
    HttpResponse login(HttpRequest const& request);
    HttpResponse logout(HttpRequest const& request);
    HttpResponse tablets_page(HttpRequest const& request, Caller const& caller);
    HttpResponse acknowledge(HttpRequest const& request, Caller const& caller);

private:
    std::optional<Session> find(HttpRequest const& request) { return m_sessions.find(request.cookie(session_cookie), m_server.clock().now().monotonic_ms); }
    bool token_fits(HttpRequest const& request)
    {
        auto const session = find(request);
        return session && equal_in_constant_time(session->form_token, request.form_field("token"));
    }
    Result<void> note_view(HttpRequest const& request, Caller const& caller);
    StudyServer& m_server;
    RecordRoutes m_records;
    Sessions m_sessions;
    std::mutex m_hashing; ///< Argon2id takes 64 MB: one login at a time
};

HttpResponse Console::login(HttpRequest const& request)
{
    auto const& words = words_of(request);
    auto const name = request.form_field("user").substr(0, 40);
    auto const password = request.form_field("password").substr(0, 200);
    auto const now = m_server.clock().now();
    auto const user = m_server.storage().read([&](Connection& connection) { return console_user(connection, name); });
    if (!user)
        return failure_page(request, user.error());
    if (*user && (*user)->locked_until_ms > now.wall_ms)
        return login_page(request, 429, words.text("Too many wrong passwords. Please wait and try again."));
    bool accepted = false;
    {
        std::lock_guard const one_at_a_time(m_hashing);
        // An unknown name costs the same time as a known one.
        static std::string const nobody = hash_password("nobody has this password", PasswordCost::interactive).value_or("");
        accepted = verify_password(*user ? (*user)->password_hash : nobody, password) && *user;
    }
    auto const noted = m_server.storage().write([&](Connection& connection) { return accepted ? note_login(connection, now, name) : note_failed_login(connection, now, name); });
    if (!noted)
        return failure_page(request, noted.error());
    if (!accepted)
        return login_page(request, 401, words.text("Name or password is not right."));
    auto response = redirect("/");
    response.headers.emplace_back("Set-Cookie",
        std::string(session_cookie) + "=" + m_sessions.begin({ role_named((*user)->role), name }, now.monotonic_ms) + "; Path=/; Secure; HttpOnly; SameSite=Strict");
    return response;
}

HttpResponse Console::logout(HttpRequest const& request)
{
    if (!token_fits(request))
        return failure_page(request, { Code::forbidden, "" });
    m_sessions.end(request.cookie(session_cookie));
    return redirect("/");
}

Result<void> Console::note_view(HttpRequest const& request, Caller const& caller)
{
    if (!m_sessions.first_view(request.cookie(session_cookie), request.path))
        return {};
    return m_server.storage().write([&](Connection& connection) { return append_audit(connection, m_server.clock().now(), "console:" + caller.name, "view", request.path); });
}

HttpResponse Console::record_page(HttpRequest const& request, Caller const& caller, RecordPage handler, std::string const& path)
{
    auto const session = find(request);
    if (auto const noted = note_view(request, caller); !noted)
        return failure_page(request, noted.error());
    auto const published = m_server.storage().read([](Connection& connection) { return publication(connection); });
    if (!published)
        return failure_page(request, published.error());
    PageContext const context { words_of(request), caller, session ? session->form_token : "", *published ? (*published)->study : "", path };
    auto response = (m_records.*handler)(request, context);
    return response ? std::move(*response) : failure_page(request, response.error());
}

HttpResponse Console::tablets_page(HttpRequest const& request, Caller const& caller)
{
    auto const session = find(request);
    if (auto const noted = note_view(request, caller); !noted)
        return failure_page(request, noted.error());
    auto const late = m_records.late_participants();
    if (!late)
        return failure_page(request, late.error());
    struct Shown {
        std::vector<FleetRow> rows;
        std::vector<Alert> alerts;
        std::string study;
    };
    auto const shown = m_server.storage().read([](Connection& connection) -> Result<Shown> {
        auto const published = TRY(publication(connection));
        return Shown { TRY(fleet(connection)), TRY(alerts(connection, 200)), published ? published->study : "" };
    });
    if (!shown)
        return failure_page(request, shown.error());
    PageContext const context { words_of(request), caller, session ? session->form_token : "", shown->study, "/" };
    return fleet_page(context, shown->rows, shown->alerts, late->numbers, m_server.clock().now());
}

HttpResponse Console::acknowledge(HttpRequest const& request, Caller const& caller)
{
    if (!token_fits(request))
        return failure_page(request, { Code::forbidden, "" });
    auto const id = request.path_parameters.find("id")->second;
    auto const done = m_server.storage().write([&](Connection& connection) { return acknowledge_alert(connection, m_server.clock().now(), id, "console:" + caller.name, ""); });
    return done ? redirect("/") : failure_page(request, done.error());
}

HttpResponse asset(HttpRequest const& request)
{
    auto const name = request.path_parameters.find("name")->second;
    for (auto const& file : embedded_console_assets::files()) {
        if (file.name != name)
            continue;
        HttpResponse response;
        response.body = file.bytes;
        response.content_type = name.ends_with(".css") ? "text/css; charset=utf-8" : name.ends_with(".svg") ? "image/svg+xml" : "text/javascript; charset=utf-8";
        response.headers.emplace_back("Cache-Control", "max-age=300");
        return response;
    }
    return failure_page(request, { Code::not_found, "" });
}

Handler guarded(Handler handler)
{
    return [handler = std::move(handler)](HttpRequest const& request, Caller const& caller) {
        auto response = handler(request, caller);
        add_security_headers(response);
        return response;
    };
}

} // namespace

std::shared_ptr<Router const> console_router(StudyServer& server)
{
    auto const console = std::make_shared<Console>(server); // owned by the handlers
    auto router = std::make_shared<Router>([console](HttpRequest const& request) { return console->caller(request); },
        [](HttpRequest const& request, Error const& error) {
            auto response = failure_page(request, error);
            add_security_headers(response);
            return response;
        });
    std::vector<Role> const readers { Role::monitor, Role::coordinator, Role::statistician, Role::administrator };
    std::vector<Role> const staff { Role::coordinator, Role::administrator };
    router->add({ "GET", "/login", {}, guarded([](HttpRequest const& request, Caller const&) { return login_page(request, 200, ""); }) });
    router->add({ "POST", "/login", {}, guarded([console](HttpRequest const& request, Caller const&) { return console->login(request); }) });
    router->add({ "POST", "/logout", readers, guarded([console](HttpRequest const& request, Caller const&) { return console->logout(request); }) });
    router->add({ "GET", "/assets/{name}", {}, guarded([](HttpRequest const& request, Caller const&) { return asset(request); }) });
    router->add({ "GET", "/", readers, guarded([console](HttpRequest const& request, Caller const& caller) { return console->tablets_page(request, caller); }) });
    auto const add_page = [&](char const* pattern, std::vector<Role> const& roles, Console::RecordPage handler, char const* path) {
        router->add({ "GET", pattern, roles, guarded([console, handler, path](HttpRequest const& request, Caller const& caller) { return console->record_page(request, caller, handler, path); }) });
    };
    add_page("/compliance", readers, &RecordRoutes::compliance, "/compliance");
    add_page("/compliance.csv", readers, &RecordRoutes::compliance_file, "/compliance");
    add_page("/participants/{number}", readers, &RecordRoutes::participant, "/compliance");
    add_page("/responses/{id}", readers, &RecordRoutes::response, "/compliance");
    add_page("/alerts", readers, &RecordRoutes::alert_list, "/alerts");
    add_page("/audit", { Role::monitor, Role::coordinator, Role::administrator }, &RecordRoutes::audit_trail, "/audit");
    router->add({ "POST", "/alerts/{id}/acknowledge", staff, guarded([console](HttpRequest const& request, Caller const& caller) { return console->acknowledge(request, caller); }) });
    return router;
}

} // namespace bedside::server
