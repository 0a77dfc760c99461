// SPDX-License-Identifier: Apache-2.0
// Events from other threads, handed over by waking the event loop.
#pragma once

#include "kiosk/flow/effect.h"

#include <cstdint>
#include <deque>
#include <mutex>

namespace bedside::app {

class Mailbox {
public:
    /// `type` of the SDL event that wakes the loop.
    explicit Mailbox(std::uint32_t type)
        : m_type(type)
    {
    }
    void post(flow::Event event);
    std::deque<flow::Event> take();
    std::uint32_t type() const { return m_type; }

private:
    std::uint32_t m_type;
    std::mutex m_mutex;
    std::deque<flow::Event> m_events;
};

} // namespace bedside::app
