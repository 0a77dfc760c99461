// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/screens/cleaning.h"

#include "kiosk/flow/listing.h"
#include "kiosk/flow/transition.h"
#include "kiosk/flow/words.h"

#include <algorithm>

namespace bedside::flow {

CleaningView view_of(AppState const& state, CleaningScreen const& screen, Catalogue const& words)
{
    CleaningView view;
    view.title = words.text("Please wipe the screen");
    view.text = words.text("Touch is off, nothing can be pressed by mistake. The lock screen comes back by itself. To end early, press a volume key.");
    view.note = words.text("Use a damp disinfecting wipe, do not spray.");
    view.seconds_total = static_cast<int>(state.timing.cleaning / 1000);
    view.seconds_left = static_cast<int>(std::clamp<std::int64_t>((screen.until - state.now.monotonic_ms + 999) / 1000, 0, view.seconds_total));
    view.seconds_word = words.text("seconds");
    return view;
}

void describe(CleaningView const& view, Listing& out)
{
    out.line("title", view.title);
    out.line("text", view.text);
    out.line("note", view.note);
    out.line("left", std::to_string(view.seconds_left) + " / " + std::to_string(view.seconds_total) + " " + view.seconds_word);
}

void handle(CleaningScreen&, StopCleaning const&, Transition& t) { t.show(LockScreen {}); }

void handle(CleaningScreen& cleaning, TimePassed const&, Transition& t)
{
    if (t.now.monotonic_ms >= cleaning.until)
        t.show(LockScreen {});
}

std::optional<std::int64_t> deadline(AppState const& state, CleaningScreen const& cleaning)
{
    constexpr std::int64_t countdown_step_ms = 1000;
    return std::min(state.now.monotonic_ms + countdown_step_ms, cleaning.until);
}

} // namespace bedside::flow
