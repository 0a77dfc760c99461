// SPDX-License-Identifier: Apache-2.0
#include "forms/base/service_manager.h"

#include "tests/support/notify_socket.h"

#include <catch2/catch_test_macros.hpp>

#include <cstdlib>

using namespace bedside;

TEST_CASE("a word reaches the service manager, and nobody misses it where there is none", "[base]")
{
    test::NotifySocket manager;
    REQUIRE(manager.bound());
    ::setenv("NOTIFY_SOCKET", manager.path().c_str(), 1);
    tell_service_manager("READY=1");
    CHECK(manager.next(1000) == "READY=1");
    ::setenv("NOTIFY_SOCKET", "/nowhere/at/all", 1);
    tell_service_manager("READY=1");
    ::unsetenv("NOTIFY_SOCKET");
    tell_service_manager("READY=1");
    CHECK(manager.next(0).empty());
}

TEST_CASE("the watchdog is told twice as often as it looks, and only when it watches this process", "[base]")
{
    ::unsetenv("WATCHDOG_USEC");
    CHECK(watchdog_period_ms() == 0);
    ::setenv("WATCHDOG_USEC", "30000000", 1);
    ::setenv("WATCHDOG_PID", "1", 1);
    CHECK(watchdog_period_ms() == 0);
    ::setenv("WATCHDOG_PID", std::to_string(::getpid()).c_str(), 1);
    CHECK(watchdog_period_ms() == 15'000);
    ::unsetenv("WATCHDOG_PID");
    CHECK(watchdog_period_ms() == 15'000);
    ::unsetenv("WATCHDOG_USEC");
}
