// SPDX-License-Identifier: Apache-2.0
// Lock screen: the day and the hour, what happened to the answers, and the staff's key. Nothing about anybody.
#pragma once

#include "kiosk/flow/screen.h"

namespace bedside::flow {

struct TimePassed;

struct LockScreen {};
inline std::string_view name_of(LockScreen const&) { return "lock"; }

struct LockView {
    std::string day_part;   ///< "星期二 · 下午"
    std::string time;       ///< "2:32"
    std::string date;       ///< "2026年11月24日"
    int hour = 0;           ///< 0 .. 23, for the dial
    int minute = 0;         ///< 0 .. 59
    std::string message;    ///< two sentences
    std::vector<Chip> status; ///< tablet, delivery, battery
    Key unlock;             ///< "unlock"
    std::vector<Key> quick; ///< home mode: "episode" and what is due; empty at the bedside
    bool operator==(LockView const&) const = default;
};
LockView view_of(AppState const& state, LockScreen const&, Catalogue const& words);
void describe(LockView const& view, Listing& out);

void handle(LockScreen&, OpenPinPad const&, Transition&);
/// Home mode: "it is me" of the only participant.
void handle(LockScreen&, GoOn const&, Transition&);
void handle(LockScreen&, StartEpisode const&, Transition&);
void handle(LockScreen&, TimePassed const&, Transition&);
bool go_ahead(AppState& state, LockScreen const&);

/// Forgets who was there and shows the lock (in practice mode: begins the form again).
void lock(Transition&);

} // namespace bedside::flow
