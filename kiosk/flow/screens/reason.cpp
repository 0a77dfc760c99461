// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/screens/reason.h"

#include "kiosk/flow/transition.h"
#include "kiosk/flow/words.h"

namespace bedside::flow {

ListView view_of(AppState const&, ReasonScreen const&, Catalogue const& words)
{
    ListView view;
    view.title = words.text("Why is it corrected?");
    view.text = words.text("The reason goes with the correction. The original stays as it was handed in.");
    auto const reason = [&](char const* code, std::string text) {
        view.rows.push_back({ text, {}, {}, make_key(std::string("reason:") + code, text, Correct { code }, Icon::next) });
    };
    reason("entry-error", words.text("Wrongly tapped or typed"));
    reason("misunderstood", words.text("The question was misunderstood"));
    reason("source-differs", words.text("The ward's record says otherwise"));
    reason("wrong-participant", words.text("Answered by somebody else"));
    view.actions = { make_key("back", words.text("Back"), Back {}, Icon::back) };
    return view;
}

void handle(ReasonScreen& screen, Correct const& intent, Transition& t)
{
    auto const* sent = sent_form(t.state, screen.response_id);
    auto const* form = sent && t.state.facts.study ? t.state.facts.study->form(sent->form) : nullptr;
    if (!t.state.staff || !form || !form->definition)
        return;
    OpenResponse effect { .response_id = {}, .participant = sent->participant, .form = sent->form, .visit = sent->visit,
        .actor = t.actor(), .assisted_by = {}, .amends = sent->response_id };
    for (auto const& open : t.state.facts.open) {
        if (open.amends == sent->response_id)
            effect.response_id = open.response_id; // a correction that was cut off goes on
    }
    open_staff_form({ .number = sent->participant, .opening = true, .reason = intent.reason }, std::move(effect), t);
}

void handle(ReasonScreen& reason, Back const&, Transition& t) { t.show(StaffScreen { .number = reason.number }); }

} // namespace bedside::flow
