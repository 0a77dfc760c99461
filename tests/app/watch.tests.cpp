// SPDX-License-Identifier: Apache-2.0
// The folder that another program writes into.
#include "kiosk/app/watch.h"
#include "tests/support/temporary_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <csignal>
#include <fstream>
#include <semaphore>
#include <unistd.h>

using namespace bedside;

namespace {

constexpr auto long_enough = std::chrono::seconds(30);

void ignore(int) { }

} // namespace

TEST_CASE("files of that name are watched, others are not, and a signal does not end the watch")
{
    test::TemporaryFolder const folder;
    struct sigaction action {};
    action.sa_handler = ignore; // without SA_RESTART: what waits is interrupted
    struct sigaction before {};
    ::sigaction(SIGUSR1, &action, &before);
    std::counting_semaphore<1000> changes { 0 };
    {
        app::FolderWatch const watch(folder.path(), "bedside.db", [&] { changes.release(); });
        sigset_t only_the_watch_takes_it;
        sigset_t mask;
        sigemptyset(&only_the_watch_takes_it);
        sigaddset(&only_the_watch_takes_it, SIGUSR1);
        pthread_sigmask(SIG_BLOCK, &only_the_watch_takes_it, &mask);
        std::ofstream(folder.path() / "other") << "x";
        for (int signals = 0; signals < 20; ++signals)
            ::kill(::getpid(), SIGUSR1);
        std::ofstream(folder.path() / "bedside.db-wal") << "x";
        CHECK(changes.try_acquire_for(long_enough));
        pthread_sigmask(SIG_SETMASK, &mask, nullptr);
    }
    ::sigaction(SIGUSR1, &before, nullptr);
}

TEST_CASE("a folder that is not there is not watched, and that is no failure")
{
    app::FolderWatch const watch("/nonexistent/folder", "bedside.db", [] { FAIL("nothing was written"); });
}
