// SPDX-License-Identifier: Apache-2.0
// The glass is wiped: no touch counts until the time is over.
#pragma once

#include "kiosk/flow/screen.h"

namespace bedside::flow {

struct TimePassed;

struct CleaningScreen {
    std::int64_t until = 0; ///< monotonic ms
};
inline std::string_view name_of(CleaningScreen const&) { return "cleaning"; }

struct CleaningView {
    std::string title;
    std::string text;
    std::string note;
    int seconds_left = 0;
    int seconds_total = 0;
    std::string seconds_word; ///< "秒"
    bool operator==(CleaningView const&) const = default;
};
CleaningView view_of(AppState const& state, CleaningScreen const& screen, Catalogue const& words);
void describe(CleaningView const& view, Listing& out);

void handle(CleaningScreen&, StopCleaning const&, Transition&);
void handle(CleaningScreen&, TimePassed const&, Transition&);
std::optional<std::int64_t> deadline(AppState const& state, CleaningScreen const& screen);

} // namespace bedside::flow
