// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/view.h"

#include "kiosk/flow/battery.h"
#include "kiosk/flow/listing.h"
#include "kiosk/flow/speech.h"
#include "kiosk/flow/words.h"

namespace bedside::flow {
namespace {

template <typename V>
View as_view(V view)
{
    return view;
}
/// Of a screen that shows one of several.
template <typename... V>
View as_view(std::variant<V...> view)
{
    return std::visit([](auto&& one) { return View(std::move(one)); }, std::move(view));
}

/// Demonstration notice, or the licensed footer of the form shown, verbatim.
std::string strip_text(AppState const& state, Catalogue const& words)
{
    if (auto const* form = shown_form(state)) {
        if (!form->footer.empty())
            return form->footer.in(words.language());
        if (form->wording == forms::Wording::demonstration)
            return words.text("Demonstration wording, not the licensed version");
    }
    bool const demonstration = state.mode == Mode::practice || (state.facts.study && state.facts.study->demonstration);
    return demonstration ? words.text("Demonstration wording, not the licensed version") : std::string {};
}

bool is_staff_screen(AppState const& state)
{
    return state.staff || std::holds_alternative<RecoveryScreen>(state.screen) || std::holds_alternative<CleaningScreen>(state.screen)
        || std::holds_alternative<PinScreen>(state.screen);
}

Frame frame_of(AppState const& state, Catalogue const& words)
{
    Frame frame;
    frame.text_size = state.text_size;
    frame.theme = state.theme;
    frame.hand = state.hand;
    frame.language = words.language();
    if (std::holds_alternative<DarkScreen>(state.screen))
        return frame;
    frame.strip = strip_text(state, words);
    auto const clock = clock_text(state.now);
    bool const tablet_known = !state.facts.tablet.empty();
    if (std::holds_alternative<LockScreen>(state.screen))
        frame.strip_right.clear(); // the lock has its own clock
    else if (is_staff_screen(state) && tablet_known)
        frame.strip_right = words.text("Tablet {id}", { { "id", state.facts.tablet } }) + "　" + clock;
    else
        frame.strip_right = clock;
    if (battery_level(state) != BatteryLevel::fine && !frame.strip_right.empty())
        frame.strip_right = words.text("Battery {text}", { { "text", battery_text(state, words) } }) + "　" + frame.strip_right;
    if (state.mode == Mode::practice)
        frame.watermark = words.text("Practice");
    if (state.chooser)
        return frame;
    std::visit(
        [&](auto const& screen) {
            if constexpr (requires { furnish(frame, state, screen, words); })
                furnish(frame, state, screen, words);
        },
        state.screen);
    return frame;
}

Listing listing_of(Screenful const& screenful)
{
    Listing out;
    auto const& frame = screenful.frame;
    out.line("screen", screenful.screen);
    out.line("strip", frame.strip);
    out.line("right", frame.strip_right);
    out.line("watermark", frame.watermark);
    if (frame.progress)
        out.line("progress", frame.progress->strong + " " + frame.progress->rest + " " + std::to_string(static_cast<int>(frame.progress->fraction * 100 + 0.5)) + "%");
    out.line("tool title", frame.tool_title);
    out.keys(frame.tools);
    std::visit([&](auto const& view) { describe(view, out); }, screenful.view);
    return out;
}

} // namespace

Screenful view_of(AppState const& state, Catalogue const& words)
{
    auto view = state.chooser ? View(view_of(state, Chooser {}, words))
                              : std::visit([&](auto const& screen) { return as_view(view_of(state, screen, words)); }, state.screen);
    Screenful shown { screen_name(state), place_name(state), frame_of(state, words), std::move(view) };
    if (!state.staff && can_read(state, shown.view))
        shown.frame.tools.insert(shown.frame.tools.begin(), read_key(state, words));
    return shown;
}

std::optional<Screenful> view_ahead(AppState const& state, Catalogue const& words)
{
    auto ahead = state;
    bool const known = state.chooser ? go_ahead(ahead, Chooser {}) : std::visit(
                                           [&](auto const& screen) {
                                               if constexpr (requires { go_ahead(ahead, screen); })
                                                   return go_ahead(ahead, screen);
                                               else
                                                   return false;
                                           },
                                           state.screen);
    return known ? std::optional(view_of(ahead, words)) : std::nullopt;
}

std::vector<Key> keys_of(Screenful const& screenful) { return listing_of(screenful).all_keys(); }

std::string text_of(Screenful const& screenful) { return listing_of(screenful).text(); }

} // namespace bedside::flow
