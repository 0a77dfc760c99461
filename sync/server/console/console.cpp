// SPDX-License-Identifier: Apache-2.0
// Login, assets, and the list of pages.
#include "sync/server/console/console.h"

#include "sync/server/console/acts.h"
#include "sync/server/console/login.h"
#include "sync/server/console/page.h"
#include "sync/server/console/setup_page.h"
#include "sync/server/storage/audit.h"
#include "sync/server/storage/data_management.h"
#include "sync/server/storage/settings.h"

#include "embedded_console_assets.h"

#include <spdlog/spdlog.h>

#include <thread>

namespace bedside::server {
namespace {

HttpResponse redirect(std::string const& path)
{
    HttpResponse response;
    response.status = 303;
    response.content_type = "text/plain";
    response.headers.emplace_back("Location", path);
    return response;
}

/// What staff read when something did not work. A failure of the machine says nothing about the machine.
HttpResponse failure_page(HttpRequest const& request, Error const& error)
{
    if (error.code == Code::unauthorised)
        return login_page(request, 401, "");
    auto const& words = words_of(request);
    auto const status = http_status_of(error.code);
    auto const sentence = error.code == Code::forbidden ? words.text("This is not for your role.")
        : error.code == Code::not_found && request.method == "GET" ? words.text("There is nothing here.")
        : status == 500                                            ? words.text("The server could not do this. Please try again.")
                                                                   : told(words, error.message);
    // The page that the form was on; only its path, so that nothing leads elsewhere.
    auto const referer = request.header("referer");
    auto const host_end = request.method == "POST" && referer.starts_with("https://") ? referer.find('/', 8) : std::string::npos;
    auto const back = host_end == std::string::npos || referer.substr(host_end).starts_with("//") ? std::string("/") : referer.substr(host_end);
    auto response = bare_page(words, words.text("Bedside"),
        "<section class=\"panel login\"><h1>" + escaped(words.text("Not done")) + "</h1><p role=\"alert\">" + escaped(sentence) + "</p><a class=\"btn\" href=\"" + escaped(back) + "\">" + escaped(words.text("Back")) + "</a></section>");
    response.status = status;
    return response;
}

class Console {
public:
    explicit Console(StudyServer& server)
        : m_server(server)
        , m_records(server)
        , m_login(server)
        , m_warming([this] { m_records.warm_up(); })
    {
    }
    ~Console() { m_warming.join(); }
    using RecordPage = Result<HttpResponse> (RecordRoutes::*)(HttpRequest const&, PageContext const&);
    using OwnPage = Result<HttpResponse> (Console::*)(HttpRequest const&, PageContext const&);
    Login& login() { return m_login; }
    /// One of the pages. Who saw what is written before it is shown.
    HttpResponse record_page(HttpRequest const& request, Caller const& caller, RecordPage handler, std::string const& path)
    {
        return shown(request, caller, path, [&](PageContext const& context) { return (m_records.*handler)(request, context); });
    }
    HttpResponse own_page(HttpRequest const& request, Caller const& caller, OwnPage handler, std::string const& path)
    {
        return shown(request, caller, path, [&](PageContext const& context) { return (this->*handler)(request, context); });
    }
    /// The same for a form that was sent: its token first.
    HttpResponse sent_page(HttpRequest const& request, Caller const& caller, OwnPage handler, std::string const& path)
    {
        return m_login.token_fits(request) ? own_page(request, caller, handler, path) : failure_page(request, { Code::forbidden, "" });
    }
    HttpResponse perform(HttpRequest const& request, Caller const& caller, Act act)
    {
        if (!m_login.token_fits(request))
            return failure_page(request, { Code::forbidden, "" });
        auto const to = act(request, { m_server, "console:" + caller.name });
        return to ? redirect(*to) : failure_page(request, to.error());
    }
    HttpResponse state();
    Result<HttpResponse> setup(HttpRequest const&, PageContext const& context);
    Result<HttpResponse> make_code(HttpRequest const& request, PageContext const& context);
    Result<HttpResponse> put_user(HttpRequest const& request, PageContext const& context);
    Result<HttpResponse> end_user(HttpRequest const& request, PageContext const& context);
    Result<HttpResponse> lock(HttpRequest const& request, PageContext const& context);
    Result<HttpResponse> unlock(HttpRequest const& request, PageContext const& context);
    Result<HttpResponse> account(HttpRequest const& request, PageContext const& context) { return m_login.account(request, context); }
    Result<HttpResponse> offer_totp(HttpRequest const& request, PageContext const& context) { return m_login.offer_totp(request, context); }
    Result<HttpResponse> confirm_totp(HttpRequest const& request, PageContext const& context) { return m_login.confirm_totp(request, context); }
    Result<HttpResponse> end_totp(HttpRequest const& request, PageContext const& context) { return m_login.end_totp(request, context); }
    Result<HttpResponse> change_password(HttpRequest const& request, PageContext const& context) { return m_login.change_password(request, context); }

private:
    template <typename F>
    HttpResponse shown(HttpRequest const& request, Caller const& caller, std::string const& path, F&& make);
    StudyServer& m_server;
    RecordRoutes m_records;
    Login m_login;
    std::thread m_warming; ///< reads the roster's compliance while nobody waits yet
};

template <typename F>
HttpResponse Console::shown(HttpRequest const& request, Caller const& caller, std::string const& path, F&& make)
{
    auto const session = m_login.find(request);
    auto const now = m_server.clock().now();
    if (m_login.first_view(request)) {
        auto const noted = m_server.storage().write([&](Connection& connection) { return append_audit(connection, now, "console:" + caller.name, "view", request.path); });
        if (!noted)
            return failure_page(request, noted.error());
    }
    struct Around {
        std::string study;
        long open_alerts = 0;
        bool locked = false;
    };
    auto const around = m_server.storage().read([](ReadConnection& connection) -> Result<Around> {
        auto const published = TRY(publication(connection));
        return Around { published ? published->study : "", TRY(count_of_open_alerts(connection)), TRY(study_lock(connection)).has_value() };
    });
    if (!around)
        return failure_page(request, around.error());
    PageContext const context { words_of(request), caller, session ? session->form_token : "", around->study, path, now, around->open_alerts, around->locked };
    auto response = make(context);
    return response ? std::move(*response) : failure_page(request, response.error());
}

/// Changes whenever a page may look different; asked every few seconds by pages that are open.
HttpResponse Console::state()
{
    auto const seen = m_server.storage().read([](ReadConnection& connection) -> Result<std::string> {
        auto query = TRY(connection.query("SELECT (SELECT coalesce(max(number), 0) FROM submission) || ' ' || (SELECT coalesce(max(contact_ms), 0) FROM tablet) || ' ' || "
                                          "(SELECT count(*) FROM alert WHERE acknowledged_ms IS NULL) || ' ' || (SELECT coalesce(max(number), 0) FROM tablet_order)"));
        TRY(query.step());
        return query.text(0);
    });
    HttpResponse response;
    response.content_type = "text/plain";
    response.headers.emplace_back("Cache-Control", "no-store");
    response.status = seen ? 200 : 503;
    response.body = seen.value_or("");
    return response;
}

Result<HttpResponse> Console::setup(HttpRequest const&, PageContext const& context)
{
    auto const study = m_server.study_in_force();
    auto const read = [&](ReadConnection& connection) -> Result<HttpResponse> {
        std::string incomplete;
        for (auto const& tablet : TRY(tablets(connection)))
            if (!TRY(missing(connection, tablet)).empty())
                incomplete += (incomplete.empty() ? "" : ", ") + tablet.id;
        SetupView const view { study ? *study : nullptr, TRY(publications(connection, context.now, 8)), TRY(open_offers(connection, context.now)), TRY(console_users(connection)), TRY(mirror_sources(connection)), TRY(study_lock(connection)), static_cast<long>(TRY(data_queries(connection, Queries::open)).size()), incomplete };
        return setup_page(context, view);
    };
    return m_server.storage().read(read);
}

Result<HttpResponse> Console::make_code(HttpRequest const& request, PageContext const& context)
{
    auto const tablet = request.form_field("tablet", 40);
    auto const code = TRY(m_server.enrolment_code(tablet, "console:" + context.caller.name));
    return code_page(context, tablet, code.text(), m_server.config().public_url, minute_of(context.now.wall_ms + m_server.config().enrolment_hours * 3'600'000LL, context.now));
}

Result<HttpResponse> Console::put_user(HttpRequest const& request, PageContext const& context)
{
    auto const name = request.form_field("name");
    auto const put = [&](Connection& connection) { return put_console_user(connection, context.now, name, request.form_field("role"), request.form_field("password"), "console:" + context.caller.name); };
    TRY(m_server.storage().write(put));
    if (name != context.caller.name)
        m_login.end_sessions_of(name);
    return redirect("/setup");
}

Result<HttpResponse> Console::end_user(HttpRequest const& request, PageContext const& context)
{
    auto const name = request.path_parameters.find("name")->second;
    if (name == context.caller.name)
        return fail(Code::invalid_argument, "Nobody ends their own account.");
    TRY(m_server.storage().write([&](Connection& connection) { return revoke_console_user(connection, context.now, name, "console:" + context.caller.name); }));
    m_login.end_sessions_of(name);
    return redirect("/setup");
}

Result<HttpResponse> Console::lock(HttpRequest const& request, PageContext const& context)
{
    TRY(m_server.storage().write([&](Connection& connection) { return lock_study(connection, context.now, request.form_field("reason", 300), "console:" + context.caller.name); }));
    return redirect("/setup");
}

Result<HttpResponse> Console::unlock(HttpRequest const& request, PageContext const& context)
{
    TRY(m_server.storage().write([&](Connection& connection) { return unlock_study(connection, context.now, request.form_field("reason", 300), "console:" + context.caller.name); }));
    return redirect("/setup");
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
    auto router = std::make_shared<Router>([console](HttpRequest const& request) { return console->login().caller(request); },
        [](HttpRequest const& request, Error const& error) {
            auto response = failure_page(request, error);
            add_security_headers(response);
            return response;
        });
    std::vector<Role> const readers { Role::monitor, Role::coordinator, Role::statistician, Role::administrator };
    std::vector<Role> const not_statistician { Role::monitor, Role::coordinator, Role::administrator };
    std::vector<Role> const staff { Role::coordinator, Role::administrator };
    std::vector<Role> const administrators { Role::administrator };
    router->add({ "GET", "/login", {}, guarded([](HttpRequest const& request, Caller const&) { return login_page(request, 200, ""); }) });
    router->add({ "POST", "/login", {}, guarded([console](HttpRequest const& request, Caller const&) { return console->login().begin(request); }) });
    router->add({ "POST", "/logout", readers, guarded([console](HttpRequest const& request, Caller const&) { return console->login().end(request) ? redirect("/") : failure_page(request, { Code::forbidden, "" }); }) });
    router->add({ "GET", "/assets/{name}", {}, guarded([](HttpRequest const& request, Caller const&) { return asset(request); }) });
    router->add({ "GET", "/state", readers, guarded([console](HttpRequest const&, Caller const&) { return console->state(); }) });
    auto const add_page = [&](char const* pattern, std::vector<Role> const& roles, Console::RecordPage handler, char const* path) {
        router->add({ "GET", pattern, roles, guarded([console, handler, path](HttpRequest const& request, Caller const& caller) { return console->record_page(request, caller, handler, path); }) });
    };
    auto const add_own = [&](char const* method, char const* pattern, std::vector<Role> const& roles, Console::OwnPage handler, char const* path) {
        bool const sent = std::string_view(method) == "POST";
        router->add({ method, pattern, roles, guarded([console, handler, path, sent](HttpRequest const& request, Caller const& caller) {
                         return sent ? console->sent_page(request, caller, handler, path) : console->own_page(request, caller, handler, path);
                     }) });
    };
    add_page("/", readers, &RecordRoutes::tablet_list, "/");
    add_page("/tablets/{id}", readers, &RecordRoutes::one_tablet, "/");
    add_page("/compliance", readers, &RecordRoutes::compliance, "/compliance");
    add_page("/compliance.csv", readers, &RecordRoutes::compliance_file, "/compliance");
    add_page("/participants/{number}", readers, &RecordRoutes::participant, "/compliance");
    add_page("/responses/{id}", readers, &RecordRoutes::response, "/compliance");
    add_page("/queries", readers, &RecordRoutes::query_list, "/queries");
    add_page("/alerts", readers, &RecordRoutes::alert_list, "/alerts");
    add_page("/audit", not_statistician, &RecordRoutes::audit_trail, "/audit");
    add_own("GET", "/setup", not_statistician, &Console::setup, "/setup");
    add_own("POST", "/setup/code", staff, &Console::make_code, "/setup");
    add_own("POST", "/setup/user", administrators, &Console::put_user, "/setup");
    add_own("POST", "/setup/user/{name}/end", administrators, &Console::end_user, "/setup");
    add_own("POST", "/setup/lock", administrators, &Console::lock, "/setup");
    add_own("POST", "/setup/unlock", administrators, &Console::unlock, "/setup");
    add_own("GET", "/account", readers, &Console::account, "/account");
    add_own("POST", "/account/totp", readers, &Console::offer_totp, "/account");
    add_own("POST", "/account/totp/confirm", readers, &Console::confirm_totp, "/account");
    add_own("POST", "/account/totp/off", readers, &Console::end_totp, "/account");
    add_own("POST", "/account/password", readers, &Console::change_password, "/account");
    for (auto const& [pattern, act] : staff_acts())
        router->add({ "POST", pattern, staff, guarded([console, act = act](HttpRequest const& request, Caller const& caller) { return console->perform(request, caller, act); }) });
    return router;
}

} // namespace bedside::server
