// SPDX-License-Identifier: Apache-2.0
#include "kiosk/app/mailbox.h"

#include <SDL.h>

#include <utility>

namespace bedside::app {

void Mailbox::post(flow::Event event)
{
    {
        std::lock_guard const guard(m_mutex);
        m_events.push_back(std::move(event));
    }
    SDL_Event message {};
    message.type = m_type;
    SDL_PushEvent(&message);
}

std::deque<flow::Event> Mailbox::take()
{
    std::lock_guard const guard(m_mutex);
    return std::exchange(m_events, {});
}

} // namespace bedside::app
