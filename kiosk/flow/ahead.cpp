// SPDX-License-Identifier: Apache-2.0
// The screen that comes next, before it comes.
#include "kiosk/flow/session.h"
#include "kiosk/flow/view.h"

namespace bedside::flow {
namespace {

Screen item_or_review(FormSession const& form, std::string_view path)
{
    auto const next = item_after(form, path);
    if (!next || *next == path) // the only open one is the present one, which is answered by then
        return ReviewScreen {};
    return item_screen(form, *next);
}

/// The first item of the first task that is not done.
bool begin_first_task(AppState& state)
{
    for (auto const& task : tasks_of(state, state.patient->number)) {
        auto const* form = task.done || task.begun ? nullptr : state.facts.study->form(task.form);
        if (!form || !form->definition)
            continue;
        auto const steps = screens_of(*form->definition, {});
        if (steps.empty())
            return false;
        FormSession session;
        session.participant = state.patient->number;
        session.form = task.form;
        session.visit = task.visit;
        session.definition = form->definition;
        state.screen = item_screen(session, steps.front().path);
        state.form = std::move(session);
        return true;
    }
    return false;
}

bool leads_to_help(FormSession const& form, ItemScreen const& item, int limit)
{
    auto const steps = screens_of(*form.definition, form.answers);
    auto const place = place_of(steps, item.path);
    return !form.pain_told && place && calls_for_help(*steps[*place].item, answer_at(form.answers, item.path), limit);
}

/// Turns the state into the one that "go on" leads to.
bool go_ahead(AppState& state)
{
    auto const* form = state.form && state.form->definition ? &*state.form : nullptr;
    if (state.chooser) {
        state.chooser = false;
        return true;
    }
    if (auto const* item = std::get_if<ItemScreen>(&state.screen); item && form && !item->declining) {
        if (leads_to_help(*form, *item, state.timing.pain_high))
            state.screen = PainHighScreen { false, item->path, {}, state.now };
        else
            state.screen = item_or_review(*form, item->path);
        return true;
    }
    if (auto const* pain = std::get_if<PainHighScreen>(&state.screen); pain && form && !pain->at_end) {
        state.screen = item_or_review(*form, pain->path);
        return true;
    }
    if (std::holds_alternative<ReviewScreen>(state.screen) && form) {
        if (calls_for_help(*form, state.timing.pain_high))
            state.screen = PainHighScreen { true, {}, form->response_id, state.now };
        else
            state.screen = ThanksScreen { form->response_id, state.now, 0 };
        return true;
    }
    if (std::holds_alternative<TasksScreen>(state.screen))
        return state.patient && state.facts.study && begin_first_task(state);
    if (std::holds_alternative<LockScreen>(state.screen) && state.mode == Mode::bedside) {
        state.screen = PinScreen {};
        return true;
    }
    return false;
}

} // namespace

std::optional<Screenful> view_ahead(AppState const& state, locales::Catalogue const& words)
{
    auto ahead = state;
    return go_ahead(ahead) ? std::optional(view_of(ahead, words)) : std::nullopt;
}

} // namespace bedside::flow
