// SPDX-License-Identifier: Apache-2.0
#include "sync/server/storage/audit.h"
#include "sync/server/storage/data_management.h"
#include "tests/sync/hospital.h"

using namespace bedside;
using namespace bedside::test;

namespace {

template <typename F>
auto write(Hospital& hospital, F&& work)
{
    return hospital.server->storage().write(std::forward<F>(work));
}

} // namespace

TEST_CASE("a query on a form is raised, answered once and closed; the form stays as it came", "[R-054]")
{
    Hospital hospital;
    TabletAtBed tablet(hospital, "T-03");
    auto const form = tablet.completes_pain(7);
    REQUIRE(tablet.drains());
    auto const before = hospital.responses();
    auto const now = hospital.clock.now();
    auto const raise = [&](std::string const& id, std::string const& text) { return write(hospital, [&](sql::Connection& connection) { return server::raise_query(connection, now, id, "worst", text, "console:li"); }); };
    CHECK(raise("nothing", "why?").error().code == Code::not_found);
    CHECK(raise(form.entry.response_id, "  ").error().code == Code::invalid_argument);
    auto const number = ok(raise(form.entry.response_id, "Worst pain below average: right?"));
    auto const close = [&] { return write(hospital, [&](sql::Connection& connection) { return server::close_query(connection, now, number, "console:li"); }); };
    CHECK(close().error().message.find("no answer yet") != std::string::npos);
    auto const answer = [&](std::string const& text) { return write(hospital, [&](sql::Connection& connection) { return server::answer_query(connection, now, number, text, "console:nurse"); }); };
    ok(answer("Confirmed with the patient."));
    CHECK(answer("Or not.").error().code == Code::conflict);
    ok(close());
    CHECK(close().error().code == Code::conflict);
    CHECK(hospital.read([](sql::ReadConnection& connection) { return server::data_queries(connection, server::Queries::open); }).empty());
    auto const all = hospital.read([](sql::ReadConnection& connection) { return server::data_queries(connection, server::Queries::all); });
    REQUIRE(all.size() == 1);
    CHECK(all[0].participant == "P-009");
    CHECK(all[0].answer == "Confirmed with the patient.");
    CHECK(all[0].closed_by == "console:li");
    CHECK(hospital.responses() == before);
    CHECK_FALSE(write(hospital, [&](sql::Connection& connection) { return connection.run("UPDATE data_query SET text = 'another' WHERE number = ?1", number); }));
    CHECK_FALSE(write(hospital, [&](sql::Connection& connection) { return connection.run("DELETE FROM data_query"); }));
    std::vector<std::string> events;
    for (auto const& row : hospital.read([](sql::ReadConnection& connection) { return server::audit_rows(connection, 0, 3); }))
        events.push_back(row.event);
    CHECK(events == std::vector<std::string> { "query-closed", "query-answered", "query-raised" });
}

TEST_CASE("a locked study takes nothing, loses nothing, and goes on after an unlock with its reason", "[R-055]")
{
    Hospital hospital;
    TabletAtBed tablet(hospital, "T-03");
    tablet.completes_pain(4);
    REQUIRE(tablet.drains());
    auto const now = hospital.clock.now();
    auto const lock = [&](std::string const& reason) { return write(hospital, [&](sql::Connection& connection) { return server::lock_study(connection, now, reason, "console:li"); }); };
    auto const unlock = [&](std::string const& reason) { return write(hospital, [&](sql::Connection& connection) { return server::unlock_study(connection, now, reason, "console:li"); }); };
    CHECK(unlock("none").error().code == Code::conflict);
    CHECK(lock("").error().code == Code::invalid_argument);

    auto const id = hospital.responses().begin()->first;
    auto const number = ok(write(hospital, [&](sql::Connection& connection) { return server::raise_query(connection, now, id, "", "Signed?", "console:li"); }));
    CHECK(lock("analysis").error().message.find("queries are open") != std::string::npos);
    ok(write(hospital, [&](sql::Connection& connection) { return server::answer_query(connection, now, number, "Yes.", "console:li"); }));
    ok(write(hospital, [&](sql::Connection& connection) { return server::close_query(connection, now, number, "console:li"); }));
    ok(lock("analysis"));
    CHECK(lock("again").error().code == Code::conflict);

    tablet.completes_pain(9);
    ok(tablet.round());
    CHECK_FALSE(tablet.trouble.empty());
    CHECK(tablet.counts().waiting == 1);
    CHECK(tablet.counts().quarantined == 0);
    CHECK(hospital.responses().size() == 1);
    auto const told = hospital.read([](sql::ReadConnection& connection) { return server::tablet(connection, "T-03"); });
    CHECK(told.said.last_sequence == 2); // what waits is told even so
    CHECK(told.said.queue == 1);
    CHECK(hospital.server->publish_folder(BEDSIDE_SOURCE_DIR "/forms/studies/idds-hydromorphone", "test").error().message.find("locked (analysis)") != std::string::npos);
    CHECK(hospital.server->enrolment_code("T-04", "test").error().code == Code::conflict);
    CHECK(write(hospital, [&](sql::Connection& connection) { return server::raise_query(connection, now, id, "", "Late?", "console:li"); }).error().code == Code::conflict);
    CHECK_FALSE(write(hospital, [&](sql::Connection& connection) { return connection.run("INSERT INTO publication (study, version, etag, published_ms, published_by) VALUES ('a', '1', '', 0, '')"); }));

    CHECK(unlock(" ").error().code == Code::invalid_argument);
    ok(unlock("a form came late"));
    CHECK(tablet.drains());
    CHECK(hospital.responses().size() == 2);
}

TEST_CASE("a study is not locked while a tablet's form is missing", "[R-055]")
{
    Hospital hospital;
    TabletAtBed tablet(hospital, "T-03");
    tablet.completes_pain(4);
    hospital.before = [](server::HttpRequest const& request, server::HttpResponse const&) -> std::optional<server::HttpResponse> {
        if (request.path != "/fhir")
            return std::nullopt;
        server::HttpResponse away;
        away.status = 503;
        return away;
    };
    ok(tablet.round());
    hospital.before = {};
    ok(write(hospital, [&](sql::Connection& connection) -> Result<void> {
        auto const before = TRY(server::tablet(connection, "T-03"));
        server::Heartbeat said;
        said.last_sequence = 1;
        said.queue = 1;
        return server::store_heartbeat(connection, hospital.clock.now(), before, said);
    }));
    auto const locked = write(hospital, [&](sql::Connection& connection) { return server::lock_study(connection, hospital.clock.now(), "analysis", "console:li"); });
    CHECK(locked.error().message.find("T-03 has form 1") != std::string::npos);
    REQUIRE(tablet.drains());
    ok(write(hospital, [&](sql::Connection& connection) { return server::lock_study(connection, hospital.clock.now(), "analysis", "console:li"); }));
}
