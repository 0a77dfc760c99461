// SPDX-License-Identifier: Apache-2.0
// The model trial as a study in memory, its participants, and what is planned for them.
#pragma once

#include "forms/study/planner.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

namespace bedside::study {

inline Instant at(std::string const& text) { return parse_iso8601(text).value(); }

/// The model trial's visits (targets and windows as the example study has them), one form each and a diary.
inline Study trial(char const* time_zone = "Asia/Shanghai")
{
    Study study;
    study.id = "trial";
    study.time_zone = time_zone;
    study.zone = Zone::named(time_zone).value();
    study.languages = { "zh-Hans" };
    study.anchors = { "epidural-trial", "pca-start", "discharge" };
    study.treatment_anchor = "pca-start";
    auto const form = [&](char const* id, int recall_days) {
        StudyForm one;
        one.id = id;
        one.recall_days = recall_days;
        study.forms.push_back(one);
    };
    form("qlq-c30", 7);
    form("nrs", 0);
    form("btp-episode", 0);
    form("end-of-day", 0);
    auto const visit = [&](char const* id, char const* anchor, bool hours, int target, int before, int after) {
        Visit one;
        one.id = id;
        one.anchor = anchor;
        one.in_hours = hours;
        one.target = target;
        one.window_before = before;
        one.window_after = after;
        one.forms = { "qlq-c30", "nrs" };
        study.visits.push_back(one);
    };
    visit("T0", "epidural-trial", false, -1, 2, 0);
    visit("T1d", "pca-start", true, 24, 6, 6);
    visit("Tdis", "discharge", false, 0, 1, 0);
    visit("T1m", "pca-start", false, 30, 5, 5);
    visit("T2m", "pca-start", false, 60, 7, 7);
    visit("T3m", "pca-start", false, 90, 7, 7);
    Diary episodes;
    episodes.id = "btp";
    episodes.kind = DiaryKind::event;
    episodes.form = "btp-episode";
    episodes.anchor = "pca-start";
    episodes.first_day = 0;
    episodes.last_day = 90;
    episodes.onset_item = "onset";
    study.diaries.push_back(episodes);
    Diary evening;
    evening.id = "evening";
    evening.kind = DiaryKind::end_of_day;
    evening.form = "end-of-day";
    evening.anchor = "pca-start";
    evening.first_day = 0;
    evening.last_day = 90;
    study.diaries.push_back(evening);
    return study;
}

inline Participant participant(std::map<std::string, std::string> const& anchors)
{
    Participant one;
    one.number = "P-001";
    for (auto const& [name, text] : anchors)
        one.anchors[name] = at(text);
    return one;
}

inline Participant started() { return participant({ { "epidural-trial", "2026-03-01T10:00:00+08:00" }, { "pca-start", "2026-03-03T09:30:00+08:00" } }); }

inline PlannedForm find(std::vector<PlannedForm> const& all, std::string const& form, std::string const& visit)
{
    auto const found = std::find_if(all.begin(), all.end(), [&](auto const& one) { return one.form == form && one.visit == visit; });
    REQUIRE(found != all.end());
    return *found;
}

inline PlannedForm planned(Participant const& who, std::string const& visit, std::string const& now, std::vector<ResponseFact> const& responses = {}, std::string const& form = "nrs")
{
    return find(plan(trial(), who, responses, at(now)), form, visit);
}

inline bool has_flag(PlannedForm const& one, std::string const& flag) { return std::find(one.flags.begin(), one.flags.end(), flag) != one.flags.end(); }

} // namespace bedside::study
