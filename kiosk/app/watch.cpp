// SPDX-License-Identifier: Apache-2.0
#include "kiosk/app/watch.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <string_view>

namespace bedside::app {

FolderWatch::FolderWatch(std::filesystem::path const& folder, std::string prefix, std::function<void()> changed)
{
    m_inotify = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    m_stop = eventfd(0, EFD_CLOEXEC);
    if (m_inotify < 0 || m_stop < 0 || inotify_add_watch(m_inotify, folder.c_str(), IN_MODIFY | IN_CREATE | IN_MOVED_TO) < 0)
        return;
    m_thread = std::thread([this, prefix = std::move(prefix), changed = std::move(changed)] { run(prefix, changed); });
}

FolderWatch::~FolderWatch()
{
    if (m_thread.joinable()) {
        std::uint64_t const one = 1;
        while (write(m_stop, &one, sizeof one) < 0 && errno == EINTR) { // it can't fail otherwise: the counter is 0 and the descriptor ours
        }
        m_thread.join();
    }
    if (m_inotify >= 0)
        close(m_inotify);
    if (m_stop >= 0)
        close(m_stop);
}

void FolderWatch::run(std::string const& prefix, std::function<void()> const& changed)
{
    alignas(inotify_event) std::array<char, 4096> buffer;
    // A database's file is written before its commit can be seen, by as long as the disk takes: look again after a while.
    constexpr std::array again_ms { 200, 1000, 3000 };
    std::size_t looked = again_ms.size();
    for (;;) {
        std::array<pollfd, 2> sources { pollfd { m_inotify, POLLIN, 0 }, pollfd { m_stop, POLLIN, 0 } };
        auto const ready = poll(sources.data(), sources.size(), looked < again_ms.size() ? again_ms[looked] : -1);
        if (ready < 0 && (errno == EINTR || errno == ENOMEM || errno == EAGAIN))
            continue;
        if (ready < 0 || (sources[1].revents & POLLIN))
            return;
        if (ready == 0) {
            ++looked;
            changed();
            continue;
        }
        bool ours = false;
        // gather what comes in one burst: a transaction writes many pages
        int wait = 0;
        for (int rounds = 0; rounds < 200 && poll(sources.data(), sources.size(), wait) > 0 && !(sources[1].revents & POLLIN); ++rounds) {
            wait = 50;
            auto const size = read(m_inotify, buffer.data(), buffer.size());
            for (long at = 0; at < size;) {
                auto const* event = reinterpret_cast<inotify_event const*>(buffer.data() + at);
                ours = ours || (event->mask & IN_Q_OVERFLOW) || (event->len > 0 && std::string_view(event->name).starts_with(prefix));
                at += static_cast<long>(sizeof(inotify_event) + event->len);
            }
        }
        if (ours) {
            changed();
            looked = 0;
        }
    }
}

} // namespace bedside::app
