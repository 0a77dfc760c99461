// SPDX-License-Identifier: Apache-2.0
// The tablet's audit trail on the server, without a gap.
#include "sync/server/storage/tablet_audit.h"
#include "tests/sync/hospital.h"

using namespace bedside;
using namespace bedside::test;

namespace {

std::int64_t held(Hospital& hospital)
{
    return hospital.read([](server::ReadConnection& connection) { return server::audit_held(connection, "T-03"); });
}

std::vector<wire::ReceivedAuditEvent> events_of(TabletAtBed& tablet, std::int64_t after)
{
    std::vector<wire::ReceivedAuditEvent> events;
    for (auto const& row : ok(tablet.store->audit_rows(after, 100)))
        events.push_back(ok(wire::parse_audit_event(wire::audit_event("T-03", store::audit_record(row)))));
    return events;
}

Result<std::int64_t> append(Hospital& hospital, std::vector<wire::ReceivedAuditEvent> const& events)
{
    return hospital.server->storage().write([&](server::Connection& connection) { return server::append_tablet_audit(connection, hospital.clock.now(), "T-03", events); });
}

} // namespace

TEST_CASE("the whole audit trail comes to the server, and what is added comes with the next round", "[R-052]")
{
    Hospital hospital;
    TabletAtBed tablet(hospital, "T-03");
    tablet.completes_pain(4);
    ok(tablet.store->audit("handed-over", "P-009", { .who = "staff:N-03", .assisted_by = {} }));
    ok(tablet.store->audit("answered-aloud", "", { .who = "patient", .assisted_by = "relative" }));
    REQUIRE(tablet.drains());
    ok(tablet.round());
    auto const rows = ok(tablet.store->audit_rows(0, 1000));
    CHECK(rows.size() > 5);
    CHECK(held(hospital) == static_cast<std::int64_t>(rows.size()));
    CHECK(hospital.read([](server::ReadConnection& connection) { return server::verify_tablet_audit(connection); }) == held(hospital));
}

TEST_CASE("a changed row, a gap and another trail are refused; the same rows again change nothing", "[R-051]")
{
    Hospital hospital;
    TabletAtBed tablet(hospital, "T-03");
    auto const before = held(hospital);
    tablet.completes_pain(4);
    auto events = events_of(tablet, before);
    REQUIRE(events.size() >= 2);
    auto changed = events;
    changed[0].record.detail += "x";
    CHECK(append(hospital, changed).error().code == Code::rejected);
    CHECK(append(hospital, { events.begin() + 1, events.end() }).error().code == Code::rejected);
    CHECK(held(hospital) == before);
    CHECK(ok(append(hospital, events)) == before + static_cast<std::int64_t>(events.size()));
    CHECK(ok(append(hospital, events)) == before + static_cast<std::int64_t>(events.size()));
    auto other = events;
    other[0].record.hash = std::string(64, 'a');
    CHECK(append(hospital, other).error().code == Code::conflict);
}

TEST_CASE("a server's database of every released schema is upgraded and whole", "[R-012]")
{
    SystemClock const clock;
    TemporaryFolder folder;
    std::filesystem::copy_file(BEDSIDE_SOURCE_DIR "/tests/sync/kept/server-1.db", folder.path() / "bedside-server.db");
    std::ofstream(folder.path() / "key") << [] { std::string digits; for (int i = 0; i < 32; ++i) digits += "07"; return digits; }() << "\n";
    ::chmod((folder.path() / "key").c_str(), 0600);
    server::Config config;
    config.directory = folder.path();
    config.key_file = folder.path() / "key";
    auto const server = ok(server::StudyServer::open(config, clock));
    CHECK(ok(server->storage().read([](server::ReadConnection& connection) { return server::verify_submissions(connection); })) == 2);
    CHECK(ok(server->storage().read([](server::ReadConnection& connection) { return server::verify_tablet_audit(connection); })) == 0);
    CHECK(std::filesystem::exists(folder.path() / "bedside-server.before-upgrade.db"));
}
