// SPDX-License-Identifier: Apache-2.0
// What staff may do, what they still have to look at, and what the time rules say about an episode.
#include "kiosk/flow/entry.h"
#include "kiosk/flow/session.h"

#include <algorithm>

namespace bedside::flow {

bool may(StaffSession const& staff, Right right)
{
    if (staff.role == "coordinator")
        return right != Right::administer;
    if (staff.role == "nurse")
        return right == Right::record || right == Right::correct_staff;
    return staff.role == "administrator" && (right == Right::inspect || right == Right::administer);
}

Right right_to_correct(AppState const& state, SentForm const& form)
{
    auto const* known = state.facts.study ? state.facts.study->form(form.form) : nullptr;
    if (!known || !known->staff)
        return Right::correct_patient;
    return form.visit.empty() ? Right::study_status : Right::correct_staff;
}

OpenForm const* begun_by_staff(AppState const& state, std::string_view number, std::string_view form, std::string_view visit)
{
    for (auto const& open : state.facts.open) {
        if (open.by_staff && open.amends.empty() && open.participant == number && open.form == form && open.visit == visit)
            return &open;
    }
    return nullptr;
}

std::vector<AlertFact const*> open_alerts(AppState const& state)
{
    std::vector<AlertFact const*> found;
    for (auto const& alert : state.facts.alerts) {
        if (alert.acknowledged_by.empty())
            found.push_back(&alert);
    }
    return found;
}

std::vector<std::string> episode_flags(study::Study const& study, study::CompletedForm const& episode, Filler filler)
{
    std::vector<std::string> flags;
    auto const* diary = study.diary_of_form(episode.form);
    if (!diary || diary->kind != study::DiaryKind::event)
        return flags;
    if (auto const onset = moment_of(answer_at(episode.answers, diary->onset_item))) {
        auto const timing = study::timing_of(*diary, *onset, episode.authored);
        if (timing == study::EntryTiming::refused && filler == Filler::staff)
            flags.push_back("staff-correction");
        else if (timing != study::EntryTiming::real_time)
            flags.push_back("late"); // an onset that was young enough when it was given, in a form left half done, is kept
    }
    auto const background = study::episode_of(study, episode).background_pain;
    if (background && *background > study.background_pain_limit)
        flags.push_back("pain-flare");
    return flags;
}

} // namespace bedside::flow
