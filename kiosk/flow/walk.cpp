// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/walk.h"

#include "kiosk/flow/entry.h"
#include "kiosk/flow/transition.h"

namespace bedside::flow {

ItemScreen item_screen(FormSession const& form, std::string_view path)
{
    auto const& answer = answer_at(form.answers, path);
    ItemScreen screen { forms::ItemPath(path), typed_text(answer), false, {} };
    auto const steps = screens_of(*form.definition, form.answers);
    if (auto const place = place_of(steps, path))
        screen.unit = unit_of(*steps[*place].item, answer);
    return screen;
}

Screen screen_after(FormSession const& form, std::string_view path)
{
    auto const next = item_after(form, path);
    if (!next || *next == path) // the only open one is the present one, which is answered by then
        return ReviewScreen {};
    return item_screen(form, *next);
}

void show_form(ResponseOpened const& opened, std::string const& reason, Transition& t)
{
    if (!opened.definition)
        return;
    FormSession form;
    form.by_staff = !t.state.patient;
    form.amends = opened.amends;
    form.reason = reason;
    form.participant = opened.participant;
    form.response_id = opened.response_id;
    form.form = opened.form;
    form.visit = opened.visit;
    form.definition = opened.definition;
    form.recordings = opened.recordings;
    for (auto const& [path, answer] : opened.answers) {
        if (says_something(answer))
            form.answers[path] = answer;
    }
    for (auto const& [path, answer] : opened.original) {
        if (says_something(answer))
            form.original[path] = answer;
    }
    form.unsaved = opened.waiting;
    form.save_failed = !opened.waiting.empty();
    t.state.form = std::move(form);
    auto const& answers = t.state.form->answers;
    auto const steps = screens_of(*opened.definition, answers);
    auto const open = first_open(steps, answers);
    if (!opened.current_path.empty() && place_of(steps, opened.current_path)) {
        show_item(opened.current_path, t);
    } else if (opened.answers.empty() && !steps.empty()) {
        show_item(steps.front().path, t);
    } else if (open) {
        show_item(*open, t);
    } else {
        t.state.form->reviewing = true;
        t.show(ReviewScreen {});
    }
}

void show_item(forms::ItemPath path, Transition& t)
{
    auto const& form = *t.state.form;
    t.show(item_screen(form, path));
    if (t.state.mode != Mode::practice)
        t.ask(SetCurrentPath { form.response_id, std::move(path) });
}

void show_after(forms::ItemPath const& path, Transition& t)
{
    if (auto const next = item_after(*t.state.form, path)) {
        show_item(*next, t);
    } else {
        t.state.form->reviewing = true;
        t.show(ReviewScreen {});
    }
}

} // namespace bedside::flow
