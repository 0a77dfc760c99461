// SPDX-License-Identifier: Apache-2.0
// The kiosk's program as the service manager sees it.
#include "tests/support/notify_socket.h"
#include "tests/support/process.h"

#include <catch2/catch_test_macros.hpp>

using namespace bedside;
using namespace bedside::test;

TEST_CASE("the kiosk says when its first frame is up, whether it is in use, and that it lives", "[app]")
{
    NotifySocket manager;
    REQUIRE(manager.bound());
    auto kiosk = Process::start({ .arguments = { BEDSIDE_BINARY_DIR "/bin/bedside-kiosk", "--practice", "pain-nrs", "--window", "640x400" },
        .environment = { "SDL_VIDEODRIVER=dummy", "SDL_AUDIODRIVER=dummy", "NOTIFY_SOCKET=" + manager.path(), "WATCHDOG_USEC=400000" } });
    REQUIRE(kiosk);
    CHECK(manager.next(20'000) == "READY=1");
    CHECK(manager.hears("STATUS=in use"));
    // nobody touches it, nothing is drawn, and still it is heard of
    while (manager.next(100) != "") {
    }
    CHECK(manager.hears("WATCHDOG=1", 2'000));
    CHECK(manager.hears("WATCHDOG=1", 2'000));
    // a process that does nothing any more is silent
    ::kill(kiosk->id(), SIGSTOP);
    while (manager.next(300) != "") {
    }
    CHECK(manager.next(1'000).empty());
    kiosk->kill();
}
