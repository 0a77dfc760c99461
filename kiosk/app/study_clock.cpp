// SPDX-License-Identifier: Apache-2.0
#include "kiosk/app/study_clock.h"

namespace bedside::app {

Instant StudyClock::now() const
{
    auto instant = m_machine.now();
    if (auto const zone = m_zone.load())
        instant.offset_min = zone->offset_seconds(instant.wall_ms) / 60;
    return instant;
}

} // namespace bedside::app
