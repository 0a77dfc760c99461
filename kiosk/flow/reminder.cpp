// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/reminder.h"

#include "kiosk/flow/privacy.h"
#include "kiosk/flow/task.h"
#include "kiosk/flow/transition.h"

#include <algorithm>

namespace bedside::flow {
namespace {

constexpr std::int64_t too_late_ms = 10 * 60'000; ///< a tablet that was off then does not call hours later

} // namespace

void remind(Transition& t)
{
    auto& state = t.state;
    auto const seen = std::exchange(state.reminders_seen, t.now.wall_ms);
    auto const* own = owner(state);
    if (!own || !is_locked(state) || state.chooser || seen == 0 || is_night(state))
        return;
    auto const& study = *state.facts.study;
    auto const tasks = tasks_of(state, own->number);
    if (std::all_of(tasks.begin(), tasks.end(), [](Task const& task) { return task.done; }))
        return;
    auto const today = study.zone.date_at(t.now.wall_ms);
    for (int const minute : study.tablet.reminders) {
        auto const hour = study.zone.moment(today, minute);
        if (seen < hour && hour <= t.now.wall_ms && t.now.wall_ms - hour < too_late_ms) {
            t.show(LockScreen {});
            state.last_touch = t.now.monotonic_ms; // lit for as long as after a touch
            t.ask(CallAttention {});
            t.audit("reminded");
            return;
        }
    }
}

} // namespace bedside::flow
