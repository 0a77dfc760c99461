// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/form_session.h"

#include "kiosk/flow/entry.h"
#include "kiosk/flow/transition.h"

#include <algorithm>

namespace bedside::flow {

std::vector<forms::Step> screens_of(forms::Definition const& definition, forms::Answers const& answers) { return forms::single_steps(definition, answers); }

std::optional<std::size_t> place_of(std::vector<forms::Step> const& steps, std::string_view path)
{
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (steps[i].path == path)
            return i;
    }
    return std::nullopt;
}

bool asks(forms::Item const& item)
{
    return !std::holds_alternative<forms::DisplayItem>(item.kind) && !std::holds_alternative<forms::GroupItem>(item.kind) && !item.read_only;
}

std::optional<forms::ItemPath> item_after(FormSession const& form, std::string_view path)
{
    auto const steps = screens_of(*form.definition, form.answers);
    auto const place = place_of(steps, path);
    if (!form.reviewing && place && *place + 1 < steps.size()) // an edit from the review may have opened new questions
        return steps[*place + 1].path;
    return first_open(steps, form.answers);
}

forms::Answer const& answer_at(forms::Answers const& answers, std::string_view path)
{
    static forms::Answer const none;
    auto const found = answers.find(path);
    return found == answers.end() ? none : found->second;
}

std::optional<forms::ItemPath> first_open(std::vector<forms::Step> const& steps, forms::Answers const& answers)
{
    for (auto const& step : steps) {
        if (asks(*step.item) && !says_something(answer_at(answers, step.path)))
            return step.path;
    }
    return std::nullopt;
}

Count count(std::vector<forms::Step> const& steps, forms::Answers const& answers, std::string_view path)
{
    Count counted;
    for (auto const& step : steps) {
        if (asks(*step.item)) {
            ++counted.total;
            counted.answered += says_something(answer_at(answers, step.path)) ? 1 : 0;
        }
        if (step.path == path)
            counted.position = counted.total + (asks(*step.item) ? 0 : 1);
    }
    counted.position = std::min(counted.position, counted.total);
    return counted;
}

bool calls_for_help(forms::Item const& item, forms::Answer const& answer, int limit)
{
    auto const* integer = std::get_if<forms::IntegerItem>(&item.kind);
    if (!integer || integer->minimum != 0 || integer->maximum != 10 || answer.values.empty() || !std::holds_alternative<std::int32_t>(answer.values.front()))
        return false;
    // LOINC 72514-3: pain severity 0-10; CDISC QSCAT: PI0101 now, PI0102 average of the past 24 h
    bool const pain = std::any_of(item.codes.begin(), item.codes.end(),
        [](forms::Coding const& coding) { return coding.code == "72514-3" || coding.code == "PI0101" || coding.code == "PI0102"; });
    return pain && std::get<std::int32_t>(answer.values.front()) >= limit;
}

bool calls_for_help(FormSession const& form, int limit)
{
    if (!form.definition)
        return false;
    auto const steps = screens_of(*form.definition, form.answers);
    return std::any_of(steps.begin(), steps.end(),
        [&](forms::Step const& step) { return calls_for_help(*step.item, answer_at(form.answers, step.path), limit); });
}

bool is_event(AppState const& state)
{
    if (!state.form || !state.facts.study)
        return false;
    auto const* diary = state.facts.study->diary_of_form(state.form->form);
    return diary && diary->kind == study::DiaryKind::event;
}

forms::Definition const* shown_form(AppState const& state)
{
    if (state.form && state.form->definition)
        return state.form->definition.get();
    return state.practice.get();
}

bool is_unchanged(FormSession const& form) { return !form.amends.empty() && form.answers == form.original; }

// --- what became of its answers

void handle(AnswerSaved const& event, Transition& t)
{
    if (!t.state.form)
        return;
    std::erase_if(t.state.form->unsaved, [&](auto const& entry) { return entry.second == event.ticket; });
    t.state.form->save_failed = false;
}

void handle(SaveFailed const& event, Transition& t)
{
    auto& form = t.state.form;
    if (form && std::any_of(form->unsaved.begin(), form->unsaved.end(), [&](auto const& entry) { return entry.second == event.ticket; }))
        (event.then == SaveFailed::Then::drops ? form->lost : form->save_failed) = true;
}

} // namespace bedside::flow
