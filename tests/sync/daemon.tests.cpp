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
    std::ofstream(credentials.path() / "bedside-store-key") << hex(tablet.key.bytes()) << "\n";
    ::chmod((credentials.path() / "bedside-store-key").c_str(), 0600);
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
