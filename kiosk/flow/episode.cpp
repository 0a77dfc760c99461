// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/episode.h"

#include "kiosk/flow/entry.h"
#include "kiosk/flow/form_session.h"

namespace bedside::flow {

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
