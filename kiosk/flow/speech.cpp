// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/speech.h"

#include "kiosk/flow/transition.h"
#include "kiosk/flow/words.h"

#include <algorithm>

namespace bedside::flow {

std::vector<SpokenPart> spoken_parts(View const& view)
{
    return std::visit(
        [](auto const& shown) -> std::vector<SpokenPart> {
            if constexpr (requires { reading_of(shown); })
                return reading_of(shown);
            else
                return {};
        },
        view);
}

bool can_read(AppState const& state, View const& view)
{
    auto const parts = spoken_parts(view);
    auto const* packs = state.form ? state.form->recordings.get() : nullptr;
    auto const recorded = [&](std::string const& text) { return (packs && packs->contains(text)) || state.recorded(text, state.language); };
    return state.recorded && !parts.empty() && std::all_of(parts.begin(), parts.end(), [&](auto const& part) { return !part.empty() && std::all_of(part.begin(), part.end(), recorded); });
}

Key read_key(AppState const& state, Catalogue const& words)
{
    if (state.spoken >= 0)
        return make_key("read_aloud", words.text("Stop"), StopReading {}, Icon::speaker);
    return make_key("read_aloud", words.text("Read aloud"), ReadAloud {}, Icon::speaker);
}

void stop_reading(Transition& t)
{
    if (t.state.spoken >= 0)
        t.ask(StopSpeaking {});
    t.state.spoken = -1;
}

void handle(ReadAloud const&, Transition& t)
{
    if (t.state.spoken >= 0)
        return stop_reading(t);
    auto const shown = view_of(t.state, Catalogue::of(t.state.language));
    if (!can_read(t.state, shown.view))
        return;
    t.state.spoken = 0;
    t.ask(Speak { spoken_parts(shown.view), t.state.language, t.state.form ? t.state.form->recordings : nullptr });
    if (t.state.mode != Mode::practice)
        t.audit("read-aloud", shown.place + " " + t.state.language);
}

void handle(StopReading const&, Transition& t) { stop_reading(t); }

void handle(SpeechAt const& event, Transition& t)
{
    if (t.state.spoken >= 0)
        t.state.spoken = event.part;
}

void handle(VoiceLost const&, Transition& t)
{
    t.state.spoken = -1;
    t.state.recorded = nullptr;
}

} // namespace bedside::flow
