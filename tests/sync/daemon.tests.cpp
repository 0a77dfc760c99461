// SPDX-License-Identifier: Apache-2.0
// The sync program as the service manager sees it.
#include "tests/support/notify_socket.h"
#include "tests/support/process.h"
#include "tests/sync/hospital.h"

using namespace bedside;
using namespace bedside::test;

TEST_CASE("the daemon says when it syncs and that it lives, also while no server answers", "[sync]")
{
    Hospital hospital;
    TabletAtBed tablet(hospital, "T-01");
    TemporaryFolder credentials;
    hand_over_key(credentials.path(), tablet.key);
    tablet.synchroniser.reset();
    tablet.store.reset();
    hospital.stop();

    NotifySocket manager;
    REQUIRE(manager.bound());
    auto daemon = ok(Process::start({ .arguments = { BEDSIDE_BINARY_DIR "/bin/bedside-sync", "run", "--data", tablet.folder.path().string() },
        .environment = { "CREDENTIALS_DIRECTORY=" + credentials.path().string(), "NOTIFY_SOCKET=" + manager.path(), "WATCHDOG_USEC=600000" } }));
    CHECK(manager.next(20'000) == "READY=1");
    for (int i = 0; i < 10; ++i)
        CHECK(manager.hears("WATCHDOG=1", 3'000));
    daemon.kill(SIGTERM);
    CHECK(daemon.wait() == 0);
}

TEST_CASE("the report of the machine's self-test goes into the audit trail, and nothing else does", "[sync]")
{
    Hospital hospital;
    TabletAtBed tablet(hospital, "T-01");
    TemporaryFolder credentials;
    hand_over_key(credentials.path(), tablet.key);
    auto const report = credentials.path() / "selftest.json";
    auto const note = [&] {
        return ok(test::run({ .arguments = { BEDSIDE_BINARY_DIR "/bin/bedside-sync", "selftest", report.string(), "--data", tablet.folder.path().string() },
            .environment = { "CREDENTIALS_DIRECTORY=" + credentials.path().string() } }));
    };
    CHECK(note() != 0); // there is no report
    std::ofstream(report) << R"({"machine":"m"})";
    CHECK(note() != 0);
    CHECK(ok(tablet.store->audit_rows_of("self-test")).empty());
    std::ofstream(report) << R"({"machine":"m","checks":[{"check":"touch","result":"ok","detail":"a touch panel is present"},{"check":"swap","result":"fail","detail":"swap is on"}]})";
    CHECK(note() == 0);
    auto const rows = ok(tablet.store->audit_rows_of("self-test"));
    REQUIRE(rows.size() == 1);
    CHECK(rows.front().detail == "touch ok: a touch panel is present; swap fail: swap is on");
    CHECK(tablet.store->verify());
}
