// SPDX-License-Identifier: Apache-2.0
// Hands each press and each event to who knows it: what holds everywhere, then the present screen.
#include "kiosk/flow/apply.h"

#include "kiosk/flow/privacy.h"
#include "kiosk/flow/reminder.h"
#include "kiosk/flow/speech.h"
#include "kiosk/flow/transition.h"

#include <algorithm>

namespace bedside::flow {
namespace {

template <typename S, typename Input>
concept Handles = requires(S& screen, Input const& input, Transition& t) { handle(screen, input, t); };

/// A screen's own function for it, where it has one.
template <typename S, typename Input>
void hand_to(S& screen, Input const& input, Transition& t)
{
    if constexpr (std::is_same_v<Input, TurnPage> && requires { screen.page; })
        screen.page = std::max(input.page, 0);
    else if constexpr (Handles<S, Input>)
        handle(screen, input, t);
}

template <typename Input>
void hand_everywhere(Input const& input, Transition& t)
{
    if constexpr (requires { handle(input, t); })
        handle(input, t);
}

// --- nothing that can be pressed or that can happen is handled by nobody

template <typename Input, typename... S>
constexpr bool handled_by_one(std::variant<S...>*)
{
    return (Handles<S, Input> || ...) || Handles<Chooser, Input>;
}

template <typename Input>
constexpr bool handled = std::is_same_v<Input, TurnPage> || handled_by_one<Input>(static_cast<Screen*>(nullptr))
    || requires(Input const& input, Transition& t) { handle(input, t); };

template <typename... Input>
constexpr bool all_handled(std::variant<Input...>*)
{
    return (handled<Input> && ...);
}
static_assert(all_handled(static_cast<Intent*>(nullptr)), "an intent that no screen handles: declare its handle() in the screen's header");
static_assert(all_handled(static_cast<Event*>(nullptr)), "an event that nobody handles");

/// Silence and a guard time where the transition led to another place.
void settle(std::string const& place_before, Transition& t)
{
    if (place_name(t.state) != place_before) {
        stop_reading(t);
        t.state.guard_until = t.now.monotonic_ms + t.state.timing.guard;
    }
}

} // namespace

std::vector<Effect> start(AppState& state, Instant const& now)
{
    std::vector<Effect> effects;
    state.now = now;
    state.last_touch = now.monotonic_ms;
    Transition t(state, now, effects);
    if (state.mode == Mode::practice)
        lock(t);
    else
        t.ask(OpenStore {});
    return effects;
}

std::vector<Effect> apply(AppState& state, Intent const& intent, Instant const& now)
{
    std::vector<Effect> effects;
    state.now = now;
    state.last_touch = now.monotonic_ms;
    if (now.monotonic_ms < state.guard_until)
        return effects;
    bool const wiping = std::holds_alternative<CleaningScreen>(state.screen);
    if (wiping && !std::holds_alternative<StopCleaning>(intent))
        return effects;
    Transition t(state, now, effects);
    auto const before = place_name(state);
    if (!std::holds_alternative<ReadAloud>(intent))
        stop_reading(t);
    bool const chooser_shown = state.chooser;
    std::visit([&](auto const& wanted) { hand_everywhere(wanted, t); }, intent);
    if (Chooser chooser; chooser_shown)
        std::visit([&](auto const& wanted) { hand_to(chooser, wanted, t); }, intent);
    else
        std::visit([&](auto& screen, auto const& wanted) { hand_to(screen, wanted, t); }, state.screen, intent);
    settle(before, t);
    return effects;
}

std::vector<Effect> apply(AppState& state, Event const& event, Instant const& now)
{
    std::vector<Effect> effects;
    state.now = now;
    Transition t(state, now, effects);
    auto const before = place_name(state);
    std::visit([&](auto const& happened) { hand_everywhere(happened, t); }, event);
    std::visit([&](auto& screen, auto const& happened) { hand_to(screen, happened, t); }, state.screen, event);
    settle(before, t);
    return effects;
}

void handle(Touched const&, Transition& t) { t.state.last_touch = t.now.monotonic_ms; }

void handle(TimePassed const&, Transition& t)
{
    remind(t);
    if (is_watched(t.state) && t.now.monotonic_ms - t.state.last_touch >= t.state.timing.privacy_lock)
        lock(t);
}

std::optional<std::int64_t> next_deadline(AppState const& state)
{
    auto const mono = state.now.monotonic_ms;
    auto due = mono + 60'000 - state.now.wall_ms % 60'000; // the clock's next minute
    if (is_watched(state))
        due = std::min(due, state.last_touch + state.timing.privacy_lock);
    std::visit(
        [&](auto const& screen) {
            if constexpr (requires { deadline(state, screen); })
                due = std::min(due, deadline(state, screen).value_or(due));
        },
        state.screen);
    return std::max(due, mono);
}

} // namespace bedside::flow
