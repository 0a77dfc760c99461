// SPDX-License-Identifier: Apache-2.0
// The store on a thread of its own: effects in, events out. A write that finds no room is tried again until it is durable.
#include "kiosk/app/store_effects.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace bedside::app {
namespace {

constexpr auto retry_after = std::chrono::seconds(3); ///< room on a disk comes back when somebody makes it, not sooner

class StorageThread final : public Storage {
public:
    StorageThread(std::filesystem::path directory, Clock const& clock, Post post)
        : m_effects(std::move(directory), clock, std::move(post))
        , m_thread([this] { run(); })
    {
    }

    ~StorageThread() override
    {
        {
            std::lock_guard const guard(m_mutex);
            m_stop = true;
        }
        m_wake.notify_one();
        m_thread.join();
    }

    void perform(flow::StoreEffect effect) override
    {
        {
            std::lock_guard const guard(m_mutex);
            m_queue.push_back(std::move(effect));
        }
        m_wake.notify_one();
    }

    void look() override
    {
        {
            std::lock_guard const guard(m_mutex);
            m_look = true;
        }
        m_wake.notify_one();
    }

private:
    void run()
    {
        std::unique_lock lock(m_mutex);
        for (;;) {
            auto const something = [&] { return !m_queue.empty() || m_look || m_stop; };
            bool const in_time = m_effects.has_waiting() ? m_wake.wait_for(lock, retry_after, something) : (m_wake.wait(lock, something), true);
            if (!in_time) {
                lock.unlock();
                m_effects.retry();
                lock.lock();
            } else if (!m_queue.empty()) {
                auto const effect = std::move(m_queue.front());
                m_queue.pop_front();
                lock.unlock();
                m_effects.perform(effect);
                lock.lock();
            } else if (m_look) {
                m_look = false;
                lock.unlock();
                m_effects.look();
                lock.lock();
            } else {
                lock.unlock();
                m_effects.retry();
                return; // asked to stop, and everything given was done
            }
        }
    }

    StoreEffects m_effects; ///< only the thread touches it

    std::mutex m_mutex; ///< of the next four
    std::condition_variable m_wake;
    std::deque<flow::StoreEffect> m_queue;
    bool m_look = false;
    bool m_stop = false;

    std::thread m_thread; ///< last: it uses all of the above
};

} // namespace

std::unique_ptr<Storage> make_store_storage(std::filesystem::path directory, Clock const& clock, Post post)
{
    return std::make_unique<StorageThread>(std::move(directory), clock, std::move(post));
}

} // namespace bedside::app
