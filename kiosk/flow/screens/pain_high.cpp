// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/screens/pain_high.h"

#include "kiosk/flow/listing.h"
#include "kiosk/flow/transition.h"
#include "kiosk/flow/walk.h"
#include "kiosk/flow/words.h"

namespace bedside::flow {

PainHighView view_of(AppState const& state, PainHighScreen const& screen, Catalogue const& words)
{
    PainHighView view;
    view.title = screen.at_end ? words.text("Thank you, it is done") : words.text("Your answer is saved");
    view.call = words.text("If you need help, please press the call bell by the bed.");
    view.explanation = { words.text("Nobody is watching your answers live, so the nurse will not come because of them at once."),
        words.text("At home, please phone the ward, or tell the people with you.") };
    if (screen.at_end && state.mode != Mode::practice)
        view.delivery = delivery_of(state, screen.response_id, screen.saved, words);
    if (screen.at_end)
        view.hand_back = make_key("hand_back", words.text("Give it to the nurse"), HandBack {}, Icon::lock);
    view.acknowledge = make_key("acknowledge", words.text("I see"), Acknowledge {}, Icon::check);
    return view;
}

void describe(PainHighView const& view, Listing& out)
{
    out.line("title", view.title);
    out.line("call", view.call);
    for (auto const& sentence : view.explanation)
        out.line("explanation", sentence);
    describe(view.delivery, out);
    out.key(view.hand_back);
    out.key(view.acknowledge);
}

std::vector<SpokenPart> reading_of(PainHighView const& view)
{
    SpokenPart part { view.call };
    part.insert(part.end(), view.explanation.begin(), view.explanation.end());
    return { std::move(part) };
}

void handle(PainHighScreen& pain, Acknowledge const&, Transition& t)
{
    auto const shown = pain;
    if (t.state.mode != Mode::practice)
        t.audit("help-text-read", shown.at_end ? "end" : "item");
    if (shown.at_end)
        t.show(ThanksScreen { shown.response_id, shown.saved, t.now.monotonic_ms + t.state.timing.thanks });
    else if (t.state.form)
        show_after(shown.path, t);
}

void handle(PainHighScreen&, HandBack const&, Transition& t) { lock(t); }

bool go_ahead(AppState& state, PainHighScreen const& pain)
{
    if (pain.at_end || !state.form || !state.form->definition)
        return false;
    state.screen = screen_after(*state.form, pain.path);
    return true;
}

} // namespace bedside::flow
