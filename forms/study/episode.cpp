// SPDX-License-Identifier: Apache-2.0
#include "forms/study/episode.h"

#include "forms/study/planner.h"

namespace bedside::study {

std::vector<std::string> episode_flags(Study const& study, CompletedForm const& episode, Filler filler)
{
    std::vector<std::string> flags;
    auto const* diary = study.diary_of_form(episode.form);
    if (!diary || diary->kind != DiaryKind::event)
        return flags;
    auto const onsets = values_at(episode, diary->onset_item);
    auto const* text = onsets.empty() ? nullptr : std::get_if<forms::DateTime>(&onsets.front());
    if (auto const onset = text ? parse_iso8601(text->text) : Result<Instant>(fail(Code::invalid_data, "no onset"))) {
        auto const timing = timing_of(*diary, *onset, episode.authored);
        if (timing == EntryTiming::refused && filler == Filler::staff)
            flags.push_back("staff-correction");
        else if (timing != EntryTiming::real_time)
            flags.push_back("late"); // an onset that was young enough when it was given, in a form left half done, is kept
    }
    auto const background = episode_of(study, episode).background_pain;
    if (background && *background > study.background_pain_limit)
        flags.push_back("pain-flare");
    return flags;
}

bool is_episode_flag(std::string_view flag) { return flag == "late" || flag == "staff-correction" || flag == "pain-flare"; }

} // namespace bedside::study
