// SPDX-License-Identifier: Apache-2.0
// The only writer of AppState.
#pragma once

#include "kiosk/flow/effect.h"
#include "kiosk/flow/state.h"

#include <optional>
#include <vector>

namespace bedside::flow {

/// Does what a person wants, where the present screen allows it; anything else changes nothing.
/// Taps within Timing::guard after a screen change are ignored.
std::vector<Effect> apply(AppState& state, Intent const& intent, Instant const& now);
/// What the program asks for first: the store, or in practice mode the form.
std::vector<Effect> start(AppState& state, Instant const& now);
/// Takes in what came back.
std::vector<Effect> apply(AppState& state, Event const& event, Instant const& now);
/// Monotonic ms at which apply(TimePassed) is due next (the clock's minute included).
std::optional<std::int64_t> next_deadline(AppState const& state);

} // namespace bedside::flow
