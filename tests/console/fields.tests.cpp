// SPDX-License-Identifier: Apache-2.0
// What people type into the console's fields, in characters of three bytes.
#include "forms/base/utf8.h"
#include "sync/server/console/acts.h"
#include "sync/server/console/console.h"
#include "sync/server/storage/data_management.h"
#include "sync/server/storage/orders.h"
#include "sync/server/storage/users.h"
#include "tests/sync/hospital.h"

using namespace bedside;
using namespace bedside::server;
using bedside::test::Hospital;
using bedside::test::ok;
using bedside::test::TabletAtBed;

namespace {

std::string pain(std::size_t times)
{
    std::string text;
    for (std::size_t i = 0; i < times; ++i)
        text += "痛";
    return text;
}

std::string encoded(std::string_view text)
{
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    for (auto const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        out += '%';
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
    return out;
}

/// Somebody at the console, logged in.
class Person {
public:
    Person(Hospital& hospital, std::string const& role)
        : m_router(console_router(*hospital.server))
    {
        auto const now = hospital.clock.now();
        ok(hospital.server->storage().write([&](Connection& connection) { return put_console_user(connection, now, role, role, "a long password", "test"); }));
        for (auto const& [name, value] : dispatch("POST", "/login", "user=" + role + "&password=a+long+password").headers)
            if (name == "Set-Cookie")
                m_cookie = value.substr(0, value.find(';'));
        auto const page = dispatch("GET", "/", "").body;
        constexpr std::string_view before = "name=\"token\" value=\"";
        m_token = page.substr(page.find(before) + before.size(), 32);
    }
    /// Status of the reply; `fields` are encoded.
    int posts(std::string const& path, std::string const& fields) { return dispatch("POST", path, "token=" + m_token + "&" + fields).status; }

private:
    HttpResponse dispatch(std::string const& method, std::string const& path, std::string const& body)
    {
        HttpRequest request;
        request.method = method;
        request.path = path;
        request.body = body;
        request.headers.emplace("cookie", m_cookie);
        request.headers.emplace("content-type", "application/x-www-form-urlencoded");
        return m_router->dispatch(request);
    }
    std::shared_ptr<Router const> m_router;
    std::string m_cookie;
    std::string m_token;
};

/// How many texts the server's database holds; each must be UTF-8.
std::size_t texts_of(Hospital& hospital)
{
    return hospital.read([](ReadConnection& connection) -> Result<std::size_t> {
        std::vector<std::pair<std::string, std::string>> columns;
        {
            auto query = TRY(connection.query("SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table'"));
            while (TRY(query.step()))
                columns.emplace_back(query.text(0), query.text(1));
        }
        std::size_t texts = 0;
        for (auto const& [table, column] : columns) {
            auto query = TRY(connection.query("SELECT \"" + column + "\" FROM \"" + table + "\" WHERE typeof(\"" + column + "\") = 'text'"));
            for (; TRY(query.step()); ++texts) {
                INFO(table << '.' << column);
                CHECK(utf8::valid(query.text(0)));
            }
        }
        return texts;
    });
}

std::string path_of(std::string pattern, std::string const& response)
{
    for (auto const& [name, value] : { std::pair<std::string, std::string> { "{id}", pattern.starts_with("/responses") ? response : "T-03" }, { "{number}", pattern.starts_with("/queries") ? "1" : "P-017" } })
        if (auto const at = pattern.find(name); at != std::string::npos)
            pattern.replace(at, name.size(), value);
    return pattern;
}

} // namespace

// A reason was cut after 300 bytes, which is inside the hundredth character here. It went into the tablet's orders, and no heartbeat's reply
// was JSON any more: no orders, no new study, until somebody edited the database.
TEST_CASE("a reason of a hundred Chinese characters does not end a tablet's heartbeats", "[R-008][R-010]")
{
    Hospital hospital;
    TabletAtBed tablet(hospital, "T-03");
    tablet.hands_in(6, "99"); // refused: beyond the scale
    ok(tablet.round());
    Person coordinator(hospital, "coordinator");
    CHECK(coordinator.posts("/tablets/T-03/lost", "sequence=1&reason=1" + encoded(pain(100))) == 303);
    ok(tablet.round());
    CHECK(tablet.trouble.empty());
    auto const aside = ok(tablet.store->outbox(store::OutboxState::quarantined, 10));
    REQUIRE(aside.size() == 1);
    CHECK(aside[0].reason == "given up: 1" + pain(100));
}

TEST_CASE("every field of the console takes 300 Chinese characters, and of 301 it keeps 300", "[R-069]")
{
    Hospital hospital;
    TabletAtBed tablet(hospital, "T-03");
    tablet.hands_in(6, "99");
    auto const response = tablet.completes_pain(3).entry.response_id;
    ok(tablet.round());
    Person coordinator(hospital, "coordinator");
    Person administrator(hospital, "administrator");
    auto const long_text = encoded(pain(301));
    for (auto const& [pattern, act] : staff_acts()) {
        auto const path = path_of(pattern, response);
        std::string fields = "sequence=1&number=1";
        for (auto const* name : { "reason", "text", "note", "value", "item", "field", "participant", "since", "back", "a:now" })
            fields += std::string("&") + name + "=" + long_text;
        INFO(path);
        CHECK(coordinator.posts(path, fields) < 500);
    }
    for (auto const* path : { "/setup/code", "/setup/user", "/setup/lock", "/setup/unlock", "/account/totp/confirm", "/account/totp/off", "/account/password" })
        CHECK(administrator.posts(path, "reason=" + long_text + "&tablet=" + long_text + "&name=" + long_text + "&role=" + long_text + "&code=" + long_text + "&old=" + long_text
                  + "&new=" + long_text + "&password=" + long_text)
            < 500);
    CHECK(coordinator.posts("/login", "user=" + long_text + "&password=" + long_text + "&code=" + long_text) < 500);
    CHECK(texts_of(hospital) > 100);
    auto const queries = hospital.read([&](ReadConnection& connection) { return queries_of(connection, response); });
    REQUIRE(queries.size() == 1);
    CHECK(queries[0].item == pain(300));
    CHECK(queries[0].text == pain(300));
    CHECK(queries[0].answer == pain(300));
    auto const orders = hospital.read([](ReadConnection& connection) { return orders_of(connection, "T-03"); });
    REQUIRE_FALSE(orders.empty());
    for (auto const& order : orders)
        CHECK((order.reason.empty() || order.reason == pain(300)));
}

TEST_CASE("a field that is not UTF-8 is refused before anything happens", "[R-068]")
{
    Hospital hospital;
    TabletAtBed tablet(hospital, "T-03");
    tablet.hands_in(6, "99");
    ok(tablet.round());
    Person coordinator(hospital, "coordinator");
    for (auto const* reason : { "%E7%97", "abc%FF", "%C0%80", "%ED%A0%80", "\xe7" }) {
        CHECK(coordinator.posts("/tablets/T-03/lost", std::string("sequence=1&reason=") + reason) == 400);
        CHECK(coordinator.posts("/tablets/T-03/lost", std::string("sequence=1&reason=x&other=") + reason) == 400);
    }
    CHECK(coordinator.posts("/tablets/T-\xff/lost", "sequence=1&reason=x") == 400);
    CHECK(hospital.read([](ReadConnection& connection) { return given_up(connection, "T-03"); }).empty());
}

TEST_CASE("a body that says it is JSON is no form")
{
    HttpRequest request;
    request.body = "a=%FF";
    CHECK(request.form_field("a") == "\xff");
    CHECK_FALSE(request.is_utf8());
    request.headers.emplace("content-type", "application/json; charset=utf-8");
    CHECK(request.form_field("a").empty());
    CHECK(request.is_utf8());
    request.body = "{\"a\":\"\xff\"}";
    CHECK_FALSE(request.is_utf8());
    request.query.emplace("a", "\xff");
    request.body = "{}";
    CHECK_FALSE(request.is_utf8());
}
