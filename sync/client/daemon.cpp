// SPDX-License-Identifier: Apache-2.0
#include "sync/client/daemon.h"

#include "forms/base/file_descriptor.h"
#include "forms/base/service_manager.h"
#include "sync/client/backoff.h"
#include "sync/client/synchroniser.h"

#include <csignal>
#include <cstring>
#include <poll.h>
#include <spdlog/spdlog.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace bedside::client {
namespace {

constexpr std::int64_t heartbeat_ms = 60'000;
/// A file's notice comes before its commit can be seen: how long to look again after one, and how often.
constexpr std::int64_t commit_ms = 2'000;
constexpr std::int64_t look_ms = 50;
/// A barred tablet asks again now and then: somebody may have enrolled it anew.
constexpr std::int64_t barred_ms = 600'000;

enum class Woken { by_time, by_store, by_signal };

/// Sleeps until the time, a change in the folder or a signal; eats the notices.
Woken sleep(int signals, int notices, std::int64_t milliseconds)
{
    pollfd waits[2] = { { signals, POLLIN, 0 }, { notices, POLLIN, 0 } };
    auto const ready = ::poll(waits, notices >= 0 ? 2 : 1, static_cast<int>(std::clamp<std::int64_t>(milliseconds, 0, 3'600'000)));
    if (ready > 0 && (waits[0].revents & POLLIN) != 0)
        return Woken::by_signal;
    if (ready > 0 && (waits[1].revents & POLLIN) != 0) {
        char buffer[4096];
        while (::read(notices, buffer, sizeof buffer) > 0) {
        }
        return Woken::by_store;
    }
    return Woken::by_time;
}

std::uint64_t random_number()
{
    std::uint64_t number = 0;
    auto const bytes = random_bytes(sizeof number);
    std::memcpy(&number, bytes.data(), sizeof number);
    return number;
}

} // namespace

Result<sql::FolderLock> lock_folder(std::filesystem::path const& directory)
{
    return sql::FolderLock::take(directory / ".sync.lock", "another bedside-sync works on this folder; nothing needs to be done");
}

Result<int> run(store::Store& store, std::filesystem::path const& directory, std::string_view version, Clock const& clock, UpdatePlace const& updates)
{
    sigset_t mask;
    sigemptyset(&mask);
    sigaddset(&mask, SIGTERM);
    sigaddset(&mask, SIGINT);
    sigprocmask(SIG_BLOCK, &mask, nullptr);
    FileDescriptor const signals(::signalfd(-1, &mask, SFD_CLOEXEC));
    FileDescriptor const notices(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
    if (notices.number() >= 0)
        ::inotify_add_watch(notices.number(), directory.c_str(), IN_MODIFY | IN_CREATE);

    auto synchroniser = TRY(Synchroniser::open(store, directory, version, clock, {}, updates));
    spdlog::info("syncing");
    tell_service_manager("READY=1");
    auto const watchdog_ms = watchdog_period_ms();
    Backoff backoff;
    std::string told;
    for (;;) {
        tell_service_manager("WATCHDOG=1");
        auto version_seen = TRY(store.data_version()); // before the round: what is written during it counts
        auto const round = TRY(synchroniser.round());
        if (round.wiped) {
            spdlog::warn("this tablet was wiped by order of the study");
            return 0;
        }
        if (round.trouble != told) {
            told = round.trouble;
            if (told.empty())
                spdlog::info("in touch with the server");
            else
                spdlog::warn("{}", told);
        }
        if (round.complete)
            backoff.succeeded();
        auto const pause = round.barred ? barred_ms : round.complete ? heartbeat_ms : backoff.failed(random_number(), round.wish_ms);
        auto const until = clock.now().monotonic_ms + pause;
        auto const requested = TRY(store.setting("sync.requested")).value_or("");
        auto look_until = clock.now().monotonic_ms + commit_ms;
        for (;;) {
            auto const now = clock.now().monotonic_ms;
            if (now >= until)
                break;
            tell_service_manager("WATCHDOG=1");
            auto const version_now = TRY(store.data_version());
            if (version_now == version_seen) {
                auto const awake_ms = watchdog_ms > 0 ? std::min(until - now, watchdog_ms) : until - now;
                auto const woken = sleep(signals.number(), notices.number(), std::min(awake_ms, now < look_until ? look_ms : awake_ms));
                if (woken == Woken::by_signal) {
                    spdlog::info("stopping");
                    return 0;
                }
                if (woken == Woken::by_store)
                    look_until = clock.now().monotonic_ms + commit_ms;
                continue;
            }
            version_seen = version_now;
            auto const wish = TRY(store.setting("sync.requested")).value_or("");
            if (wish != requested)
                break; // somebody tapped "send now"
            auto const waiting = TRY(store.outbox(store::OutboxState::waiting, 1));
            // While the server is away only an alert is worth another try before its time.
            if (!waiting.empty() && (round.complete || waiting.front().priority > 0))
                break;
        }
    }
}

} // namespace bedside::client
