// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/task.h"

#include "forms/study/episode.h"
#include "kiosk/flow/state.h"

namespace bedside::flow {
namespace {

/// Planned forms of one filler: due now, or done in a window that is still open.
void add_planned(std::vector<Task>& tasks, AppState const& state, study::Participant const& person, study::Filler filler)
{
    auto const begun = [&](std::string_view form, std::string_view visit) -> std::optional<OpenForm> {
        for (auto const& open : state.facts.open) {
            if (open.participant == person.number && open.form == form && open.visit == visit && open.amends.empty() && open.by_staff == (filler == study::Filler::staff))
                return open;
        }
        return std::nullopt;
    };
    static std::vector<study::ResponseFact> const none;
    auto const history = state.facts.history.find(person.number);
    for (auto const& planned : study::plan(*state.facts.study, person, history == state.facts.history.end() ? none : history->second, state.now)) {
        auto const* form = state.facts.study->form(planned.form);
        if (!form || form->staff != (filler == study::Filler::staff) || !form->definition)
            continue;
        bool const finished = planned.state == study::DueState::done || planned.state == study::DueState::late;
        bool const open_window = planned.opens.wall_ms <= state.now.wall_ms && state.now.wall_ms < planned.closes.wall_ms;
        if (planned.state == study::DueState::due || planned.state == study::DueState::overdue || (finished && open_window))
            tasks.push_back({ planned.form, planned.visit, finished, finished ? std::nullopt : begun(planned.form, planned.visit), planned.closes, false });
    }
}

} // namespace

std::vector<Task> tasks_of(AppState const& state, std::string_view number)
{
    std::vector<Task> tasks;
    auto const* person = participant(state, number);
    if (!state.facts.study || !person)
        return tasks;
    for (auto const& open : state.facts.open) {
        auto const* form = state.facts.study->form(open.form);
        if (open.participant == number && open.visit.empty() && !open.by_staff && form && !form->staff)
            tasks.push_back({ open.form, {}, false, open, {}, true });
    }
    add_planned(tasks, state, *person, study::Filler::patient);
    return tasks;
}

std::vector<Task> staff_tasks_of(AppState const& state, std::string_view number)
{
    std::vector<Task> tasks;
    auto const* person = participant(state, number);
    if (state.facts.study && person)
        add_planned(tasks, state, *person, study::Filler::staff);
    return tasks;
}

OpenForm const* begun_by_staff(AppState const& state, std::string_view number, std::string_view form, std::string_view visit)
{
    for (auto const& open : state.facts.open) {
        if (open.by_staff && open.amends.empty() && open.participant == number && open.form == form && open.visit == visit)
            return &open;
    }
    return nullptr;
}

study::StudyForm const* episode_form(AppState const& state, std::string_view number)
{
    auto const* person = participant(state, number);
    if (!state.facts.study || !person)
        return nullptr;
    for (auto const& event : study::event_forms(*state.facts.study, *person, state.now)) {
        auto const* form = state.facts.study->form(event.form);
        if (form && !form->staff && form->definition)
            return form;
    }
    return nullptr;
}

} // namespace bedside::flow
