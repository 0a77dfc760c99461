// SPDX-License-Identifier: Apache-2.0
// A backup in the place of the server's database, or nothing at all.
#include "sync/server/commands/restore.h"
#include "tests/sync/hospital.h"

using namespace bedside;
using namespace bedside::test;

namespace {

void expect_refused(Hospital& hospital, std::filesystem::path const& backup, Code code)
{
    auto const before = bytes_of(hospital.config.database());
    auto const refused = server::restore(hospital.config, backup, hospital.clock);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == code);
    CHECK(bytes_of(hospital.config.database()) == before);
    CHECK_FALSE(std::filesystem::exists(hospital.config.directory / "restoring.db"));
}

} // namespace

TEST_CASE("a backup is restored whole, and what was there before is kept", "[R-013]")
{
    Hospital hospital;
    TabletAtBed tablet(hospital, "T-03");
    tablet.completes_pain(3);
    REQUIRE(tablet.drains());
    auto const backup = hospital.config.directory / "backup.db";
    ok(hospital.server->storage().backup(backup));
    auto const mode_of = [](std::filesystem::path const& file) { return std::filesystem::status(file).permissions(); };
    CHECK(mode_of(backup) == std::filesystem::perms(0600));
    tablet.completes_pain(4);
    REQUIRE(tablet.drains());
    hospital.stop();
    auto const restored = ok(server::restore(hospital.config, backup, hospital.clock));
    CHECK(restored.forms == 1);
    CHECK(mode_of(restored.before) == std::filesystem::perms(0600));
    CHECK(mode_of(hospital.config.database()) == std::filesystem::perms(0600));
    hospital.start();
    CHECK(hospital.responses().size() == 1);
    hospital.stop();
    ok(server::restore(hospital.config, restored.before, hospital.clock));
    hospital.start();
    CHECK(hospital.responses() == tablet.completed);
}

TEST_CASE("a damaged backup, one of another study, or a running server: nothing is restored and nothing changes", "[R-013]")
{
    Hospital hospital;
    TabletAtBed tablet(hospital, "T-03");
    tablet.completes_pain(3);
    REQUIRE(tablet.drains());
    TemporaryFolder elsewhere;
    auto const backup = elsewhere.path() / "backup.db";
    ok(hospital.server->storage().backup(backup));
    hospital.stop();
    {
        auto const lock = ok(server::lock_server(hospital.config)); // as a running server holds it
        expect_refused(hospital, backup, Code::busy);
    }
    expect_refused(hospital, elsewhere.path() / "none.db", Code::not_found);
    Hospital other;
    auto const foreign = elsewhere.path() / "foreign.db";
    ok(other.server->storage().backup(foreign));
    expect_refused(hospital, foreign, Code::wrong_key);
    auto bytes = bytes_of(backup);
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    std::ofstream(backup, std::ios::binary) << bytes;
    expect_refused(hospital, backup, Code::corrupted);
}
