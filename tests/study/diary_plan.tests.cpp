// SPDX-License-Identifier: Apache-2.0
// The diary: records of each day, and episodes.
#include "model_trial.h"

using namespace bedside;
using namespace bedside::study;

TEST_CASE("the end-of-day record is open from 18:00 to 11:59 of the next day")
{
    auto const who = started();
    auto const day = [&](char const* now, std::vector<ResponseFact> const& responses = {}) { return find(plan(trial(), who, responses, at(now)), "end-of-day", "2026-03-05").state; };
    CHECK(day("2026-03-05T17:59:59+08:00") == DueState::upcoming);
    CHECK(day("2026-03-05T18:00:00+08:00") == DueState::due);
    CHECK(day("2026-03-06T00:00:00+08:00") == DueState::overdue);
    CHECK(day("2026-03-06T11:59:59+08:00") == DueState::overdue);
    CHECK(day("2026-03-06T12:00:00+08:00") == DueState::missed);
    CHECK(day("2026-03-07T12:00:00+08:00", { { "end-of-day", "2026-03-05", at("2026-03-06T09:00:00+08:00") } }) == DueState::done);
    CHECK(day("2026-03-07T12:00:00+08:00", { { "end-of-day", "2026-03-04", at("2026-03-05T19:00:00+08:00") } }) == DueState::missed);
}

TEST_CASE("the diary has one record for each day of its period, and no day beyond today")
{
    auto const count = [](char const* now) {
        auto const all = plan(trial(), started(), {}, at(now));
        return std::count_if(all.begin(), all.end(), [](auto const& one) { return one.form == "end-of-day"; });
    };
    CHECK(count("2026-03-02T12:00:00+08:00") == 0);
    CHECK(count("2026-03-03T00:00:00+08:00") == 1);
    CHECK(count("2026-03-12T23:59:59+08:00") == 10);
    CHECK(count("2027-03-12T12:00:00+08:00") == 91);
}

TEST_CASE("an episode can be reported whenever the diary runs")
{
    auto const offered = [](char const* now) { return event_forms(trial(), started(), at(now)).size(); };
    CHECK(offered("2026-03-02T23:59:59+08:00") == 0);
    CHECK(offered("2026-03-03T00:00:00+08:00") == 1);
    CHECK(offered("2026-06-01T23:59:59+08:00") == 1);
    CHECK(offered("2026-06-02T00:00:00+08:00") == 0);
}

TEST_CASE("an episode entered within two hours is in real time, within a day late, older refused", "[R-046]")
{
    auto const diary = trial().diaries.front();
    auto const entered = at("2026-03-05T12:00:00+08:00");
    CHECK(timing_of(diary, at("2026-03-05T10:00:00+08:00"), entered) == EntryTiming::real_time);
    CHECK(timing_of(diary, at("2026-03-05T09:59:59+08:00"), entered) == EntryTiming::late);
    CHECK(timing_of(diary, at("2026-03-04T12:00:00+08:00"), entered) == EntryTiming::late);
    CHECK(timing_of(diary, at("2026-03-04T11:59:59+08:00"), entered) == EntryTiming::refused);
    CHECK(timing_of(diary, at("2026-03-05T12:05:00+08:00"), entered) == EntryTiming::real_time);
    CHECK(timing_of(diary, at("2026-03-05T12:05:01+08:00"), entered) == EntryTiming::refused);
}

TEST_CASE("episodes are asked of those on study, and of nobody else")
{
    auto one = started();
    auto const now = at("2026-03-05T10:00:00+08:00");
    REQUIRE(event_forms(trial(), one, now).size() == 1);
    for (auto const state : { ParticipantState::screened, ParticipantState::withdrawn, ParticipantState::died, ParticipantState::completed }) {
        one.state = state;
        CHECK(event_forms(trial(), one, now).empty());
    }
}
