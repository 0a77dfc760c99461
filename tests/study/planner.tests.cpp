// SPDX-License-Identifier: Apache-2.0
#include "forms/study/planner.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <random>

using namespace bedside;
using namespace bedside::study;

namespace {

Instant at(std::string const& text) { return parse_iso8601(text).value(); }

/// The model trial's visits (targets and windows as the example study has them), one form each and a diary.
Study trial(char const* time_zone = "Asia/Shanghai")
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

Participant participant(std::map<std::string, std::string> const& anchors)
{
    Participant one;
    one.number = "P-001";
    for (auto const& [name, text] : anchors)
        one.anchors[name] = at(text);
    return one;
}

Participant started() { return participant({ { "epidural-trial", "2026-03-01T10:00:00+08:00" }, { "pca-start", "2026-03-03T09:30:00+08:00" } }); }

PlannedForm find(std::vector<PlannedForm> const& all, std::string const& form, std::string const& visit)
{
    auto const found = std::find_if(all.begin(), all.end(), [&](auto const& one) { return one.form == form && one.visit == visit; });
    REQUIRE(found != all.end());
    return *found;
}

PlannedForm planned(Participant const& who, std::string const& visit, std::string const& now, std::vector<ResponseFact> const& responses = {}, std::string const& form = "nrs")
{
    return find(plan(trial(), who, responses, at(now)), form, visit);
}

bool has_flag(PlannedForm const& one, std::string const& flag) { return std::find(one.flags.begin(), one.flags.end(), flag) != one.flags.end(); }

} // namespace

TEST_CASE("a visit in days opens at study-local midnight and closes after its last day", "[R-047]")
{
    auto const who = started();
    auto const visit = planned(who, "T1m", "2026-03-03T12:00:00+08:00");
    CHECK(iso8601(visit.opens) == "2026-03-28T00:00:00.000+08:00");
    CHECK(iso8601(visit.target) == "2026-04-02T00:00:00.000+08:00");
    CHECK(iso8601(visit.closes) == "2026-04-08T00:00:00.000+08:00");
    CHECK(visit.state == DueState::upcoming);
    CHECK(planned(who, "T1m", "2026-03-27T23:59:59.999+08:00").state == DueState::upcoming);
    CHECK(planned(who, "T1m", "2026-03-28T00:00:00+08:00").state == DueState::due);
    CHECK(planned(who, "T1m", "2026-04-02T23:59:59.999+08:00").state == DueState::due);
    CHECK(planned(who, "T1m", "2026-04-03T00:00:00+08:00").state == DueState::overdue);
    CHECK(planned(who, "T1m", "2026-04-07T23:59:59.999+08:00").state == DueState::overdue);
    auto const missed = planned(who, "T1m", "2026-04-08T00:00:00+08:00");
    CHECK(missed.state == DueState::missed);
    CHECK(missed.reason == "The window closed without a response.");
}

TEST_CASE("T0 lies wholly before the day of epidural trialing")
{
    auto const visit = planned(started(), "T0", "2026-02-01T12:00:00+08:00");
    CHECK(iso8601(visit.opens) == "2026-02-26T00:00:00.000+08:00");
    CHECK(iso8601(visit.closes) == "2026-03-01T00:00:00.000+08:00");
}

TEST_CASE("a visit in hours counts elapsed hours from its anchor")
{
    auto const who = started();
    auto const visit = planned(who, "T1d", "2026-03-03T12:00:00+08:00");
    CHECK(iso8601(visit.opens) == "2026-03-04T03:30:00.000+08:00");
    CHECK(iso8601(visit.closes) == "2026-03-04T15:30:00.000+08:00");
    CHECK(planned(who, "T1d", "2026-03-04T09:29:59+08:00").state == DueState::due);
    CHECK(planned(who, "T1d", "2026-03-04T09:30:00+08:00").state == DueState::overdue);
    CHECK(planned(who, "T1d", "2026-03-04T15:30:00+08:00").state == DueState::missed);
}

TEST_CASE("hours are elapsed hours when the clock changes in between")
{
    auto const study = trial("Europe/Berlin");
    // started the day before the clock goes forward: 24 hours later it is one hour later on the clock
    auto const visit = find(plan(study, participant({ { "pca-start", "2026-03-28T12:00:00+01:00" } }), {}, at("2026-03-28T13:00:00+01:00")), "nrs", "T1d");
    CHECK(iso8601(visit.target) == "2026-03-29T13:00:00.000+02:00");
}

TEST_CASE("days are study-local dates when the clock changes in between")
{
    auto const study = trial("Europe/Berlin");
    auto const visit = find(plan(study, participant({ { "pca-start", "2026-03-05T23:30:00+01:00" } }), {}, at("2026-03-06T13:00:00+01:00")), "nrs", "T1m");
    CHECK(iso8601(visit.opens) == "2026-03-30T00:00:00.000+02:00");
    CHECK(iso8601(visit.closes) == "2026-04-10T00:00:00.000+02:00");
}

TEST_CASE("a response inside the window is done, after it late, before it marked", "[R-047]")
{
    auto const who = started();
    auto const answered = [&](char const* authored) { return planned(who, "T1m", "2026-05-01T00:00:00+08:00", { { "nrs", "T1m", at(authored) } }); };
    CHECK(answered("2026-04-02T10:00:00+08:00").state == DueState::done);
    CHECK(answered("2026-04-02T10:00:00+08:00").flags.empty());
    CHECK(answered("2026-04-08T00:00:00+08:00").state == DueState::late);
    CHECK(has_flag(answered("2026-04-08T00:00:00+08:00"), "out-of-window"));
    CHECK(answered("2026-03-27T23:59:00+08:00").state == DueState::done);
    CHECK(has_flag(answered("2026-03-27T23:59:00+08:00"), "out-of-window"));
}

TEST_CASE("another form's, another visit's or an unfinished response completes nothing")
{
    auto const who = started();
    CHECK(planned(who, "T1m", "2026-04-02T12:00:00+08:00", { { "qlq-c30", "T1m", at("2026-04-02T10:00:00+08:00") } }).state == DueState::due);
    CHECK(planned(who, "T1m", "2026-04-02T12:00:00+08:00", { { "nrs", "T2m", at("2026-04-02T10:00:00+08:00") } }).state == DueState::due);
    ResponseFact const begun { "nrs", "T1m", at("2026-04-02T10:00:00+08:00"), false };
    CHECK(planned(who, "T1m", "2026-04-02T12:00:00+08:00", { begun }).state == DueState::due);
    CHECK(planned(who, "T1m", "2026-04-20T12:00:00+08:00", { begun }).reason == "Begun, and not completed before the window closed.");
}

TEST_CASE("of two responses the one inside the window stands")
{
    auto const visit = planned(started(), "T1m", "2026-05-01T00:00:00+08:00", { { "nrs", "T1m", at("2026-03-20T10:00:00+08:00") }, { "nrs", "T1m", at("2026-04-03T10:00:00+08:00") } });
    CHECK(visit.state == DueState::done);
    CHECK(visit.flags.empty());
}

TEST_CASE("a visit whose anchor is not known is not expected, says why, and comes last")
{
    auto const all = plan(trial(), started(), {}, at("2026-03-05T12:00:00+08:00"));
    auto const visit = find(all, "nrs", "Tdis");
    CHECK(visit.state == DueState::not_expected);
    CHECK(visit.reason == "The date that this visit counts from is not known yet.");
    CHECK(all.back().visit == "Tdis");
}

TEST_CASE("nothing is expected from before someone is on study")
{
    auto who = started();
    who.state = ParticipantState::screened;
    CHECK(planned(who, "T1d", "2026-03-04T10:00:00+08:00").state == DueState::not_expected);
    CHECK(planned(who, "T1d", "2026-03-04T10:00:00+08:00").reason == "Not on study yet.");
}

TEST_CASE("death and withdrawal end what is expected, and take nothing back", "[R-048]")
{
    auto who = started();
    auto const now = "2026-06-30T12:00:00+08:00";
    ResponseFact const before { "nrs", "T1m", at("2026-03-30T10:00:00+08:00") };
    SECTION("before the target day: no longer expected")
    {
        who.state = ParticipantState::died;
        who.state_since = at("2026-04-02T20:00:00+08:00");
        CHECK(planned(who, "T1m", now).state == DueState::not_expected);
        CHECK(planned(who, "T1m", now).reason == "Died before it was due.");
        CHECK(planned(who, "T1m", now, { before }).state == DueState::done);
        CHECK(planned(who, "T1d", now).state == DueState::missed);
        CHECK(planned(who, "T2m", now).state == DueState::not_expected);
    }
    SECTION("after the target day: it was owed, and missed")
    {
        who.state = ParticipantState::withdrawn;
        who.state_since = at("2026-04-03T00:00:00+08:00");
        CHECK(planned(who, "T1m", now).state == DueState::missed);
        CHECK(planned(who, "T1m", "2026-04-03T01:00:00+08:00").state == DueState::missed);
        CHECK(planned(who, "T2m", now).reason == "Withdrew from the study before it was due.");
    }
    SECTION("no diary day is expected after it")
    {
        who.state = ParticipantState::died;
        who.state_since = at("2026-03-05T12:00:00+08:00");
        auto const all = plan(trial(), who, {}, at(now));
        CHECK(find(all, "end-of-day", "2026-03-04").state == DueState::missed);
        CHECK(find(all, "end-of-day", "2026-03-05").state == DueState::not_expected);
        CHECK(std::none_of(all.begin(), all.end(), [](auto const& one) { return one.visit == "2026-03-06"; }));
        CHECK(event_forms(trial(), who, at(now)).empty());
    }
}

TEST_CASE("a recall period that reaches back over the start of treatment is flagged, on the form that asks it")
{
    auto const who = started();
    CHECK(has_flag(planned(who, "T1d", "2026-03-04T10:00:00+08:00", {}, "qlq-c30"), "recall-overlap"));
    CHECK_FALSE(has_flag(planned(who, "T1d", "2026-03-04T10:00:00+08:00"), "recall-overlap"));
    CHECK_FALSE(has_flag(planned(who, "T0", "2026-02-27T10:00:00+08:00", {}, "qlq-c30"), "recall-overlap"));
    CHECK_FALSE(has_flag(planned(who, "T1m", "2026-04-02T10:00:00+08:00", {}, "qlq-c30"), "recall-overlap"));

    auto early = who;
    early.anchors["discharge"] = at("2026-03-09T10:00:00+08:00"); // day 6
    CHECK(has_flag(planned(early, "Tdis", "2026-03-09T10:00:00+08:00", {}, "qlq-c30"), "recall-overlap"));
    early.anchors["discharge"] = at("2026-03-10T10:00:00+08:00"); // day 7: the week begins with the start
    CHECK_FALSE(has_flag(planned(early, "Tdis", "2026-03-10T10:00:00+08:00", {}, "qlq-c30"), "recall-overlap"));
    // as completed, not as of now
    CHECK(has_flag(planned(early, "Tdis", "2026-05-10T10:00:00+08:00", { { "qlq-c30", "Tdis", at("2026-03-09T20:00:00+08:00") } }, "qlq-c30"), "recall-overlap"));
}

TEST_CASE("discharge on the day after the start: both visits stay expected, in order, and say that they overlap")
{
    auto who = started();
    who.anchors["discharge"] = at("2026-03-04T16:00:00+08:00");
    auto const all = plan(trial(), who, {}, at("2026-03-04T10:00:00+08:00"));
    auto const day = find(all, "nrs", "T1d");
    auto const discharge = find(all, "nrs", "Tdis");
    CHECK(day.state == DueState::overdue);
    CHECK(discharge.state == DueState::due);
    CHECK(has_flag(day, "visit-overlap"));
    CHECK(has_flag(discharge, "visit-overlap"));
    // a response to the one is no response to the other
    auto const after = plan(trial(), who, { { "nrs", "T1d", at("2026-03-04T10:00:00+08:00") } }, at("2026-03-04T11:00:00+08:00"));
    CHECK(find(after, "nrs", "T1d").state == DueState::done);
    CHECK(find(after, "nrs", "Tdis").state == DueState::due);

    who.anchors["discharge"] = at("2026-03-12T16:00:00+08:00");
    CHECK_FALSE(has_flag(planned(who, "T1d", "2026-03-04T10:00:00+08:00"), "visit-overlap"));
}

TEST_CASE("a form for a group is not expected of the others")
{
    auto study = trial();
    study.forms[1].only_for = { "home" };
    study.visits[3].only_for = { "sleep-substudy" };
    auto who = started();
    who.ward = "3 West";
    auto const state_of = [&](char const* visit) { return find(plan(study, who, {}, at("2026-03-04T10:00:00+08:00")), "nrs", visit); };
    CHECK(state_of("T1d").state == DueState::not_expected);
    CHECK(state_of("T1d").reason == "Not asked of this participant's group.");
    who.ward.clear();
    CHECK(state_of("T1d").state == DueState::overdue);
    CHECK(state_of("T1m").state == DueState::not_expected);
    who.groups = { "sleep-substudy" };
    CHECK(state_of("T1m").state == DueState::upcoming);
}

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

TEST_CASE("only the moment decides: not the tablet's zone, its boot or its monotonic clock", "[R-047]")
{
    auto const who = started();
    auto const responses = std::vector<ResponseFact> { { "nrs", "T1d", at("2026-03-04T10:00:00+08:00") } };
    auto const same = [](std::vector<PlannedForm> const& a, std::vector<PlannedForm> const& b) {
        return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](PlannedForm const& x, PlannedForm const& y) {
            return x.form == y.form && x.visit == y.visit && x.state == y.state && x.opens.wall_ms == y.opens.wall_ms && x.closes.wall_ms == y.closes.wall_ms && x.flags == y.flags && x.reason == y.reason;
        });
    };
    for (auto const* now : { "2026-03-04T23:59:59+08:00", "2026-03-28T00:00:00+08:00" }) {
        auto const here = at(now);
        auto elsewhere = here;
        elsewhere.offset_min = -600;
        elsewhere.monotonic_ms = 17;
        elsewhere.boot_id = "another";
        CHECK(same(plan(trial(), who, responses, here), plan(trial(), who, responses, elsewhere)));
    }
}

TEST_CASE("in any zone, for any anchors and any moment, the plan keeps its promises", "[R-047]")
{
    std::mt19937_64 random(20261124);
    auto const in = [&](std::int64_t low, std::int64_t high) { return std::uniform_int_distribution<std::int64_t>(low, high)(random); };
    constexpr std::int64_t day = 86'400'000;
    for (auto const* name : { "Asia/Shanghai", "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia" }) {
        auto const study = trial(name);
        for (int round = 0; round < 150; ++round) {
            auto const start = in(1'300'000'000'000, 1'900'000'000'000);
            auto who = participant({});
            who.anchors["epidural-trial"] = study.zone.instant(start - in(0, 5) * day);
            who.anchors["pca-start"] = study.zone.instant(start);
            if (random() % 4 != 0)
                who.anchors["discharge"] = study.zone.instant(start + in(0, 20 * day));
            if (random() % 3 == 0) {
                who.state = random() % 2 ? ParticipantState::died : ParticipantState::withdrawn;
                who.state_since = study.zone.instant(start + in(0, 100 * day));
            }
            std::vector<ResponseFact> responses;
            for (auto const& visit : study.visits) {
                if (random() % 2)
                    responses.push_back({ "nrs", visit.id, study.zone.instant(start + in(-5 * day, 110 * day)), random() % 5 != 0 });
            }
            std::int64_t now = start + in(-10 * day, 120 * day);
            auto earlier = plan(study, who, responses, study.zone.instant(now));
            // the clock goes on, and is sometimes set back: every plan stands by itself
            for (int step = 0; step < 4; ++step) {
                now += in(-3 * day, 20 * day);
                auto const all = plan(study, who, responses, study.zone.instant(now));
                INFO(name << " round " << round << " step " << step);
                std::int64_t last_opens = 0;
                for (auto const& one : all) {
                    if (one.closes.wall_ms == 0) {
                        CHECK(!one.reason.empty());
                        continue;
                    }
                    CHECK(one.opens.wall_ms >= last_opens);
                    last_opens = one.opens.wall_ms;
                    CHECK(one.opens.wall_ms < one.closes.wall_ms);
                    CHECK(one.target.wall_ms >= one.opens.wall_ms);
                    CHECK(one.target.wall_ms <= one.closes.wall_ms);
                    auto const open = now >= one.opens.wall_ms && now < one.closes.wall_ms;
                    auto const answered = std::any_of(responses.begin(), responses.end(), [&](auto const& fact) { return fact.completed && fact.form == one.form && fact.visit == one.visit; });
                    switch (one.state) {
                    case DueState::upcoming: CHECK((now < one.opens.wall_ms && !answered)); break;
                    case DueState::due:
                    case DueState::overdue: CHECK((open && !answered && who.state == ParticipantState::on_study)); break;
                    case DueState::missed: CHECK((!answered && !one.reason.empty() && (now >= one.closes.wall_ms || who.state != ParticipantState::on_study))); break;
                    case DueState::done:
                    case DueState::late: CHECK(answered); break;
                    case DueState::not_expected: CHECK((!answered && !one.reason.empty())); break;
                    }
                    // windows in days begin and end where a study-local date does
                    if (one.form == "nrs" && one.visit != "T1d") {
                        CHECK(study.zone.date_at(one.opens.wall_ms - 1) < study.zone.date_at(one.opens.wall_ms));
                        CHECK(study.zone.date_at(one.closes.wall_ms - 1) < study.zone.date_at(one.closes.wall_ms));
                    }
                    // windows do not move with the clock
                    auto const same = std::find_if(earlier.begin(), earlier.end(), [&](auto const& other) { return other.form == one.form && other.visit == one.visit; });
                    if (same != earlier.end())
                        CHECK((same->opens.wall_ms == one.opens.wall_ms && same->closes.wall_ms == one.closes.wall_ms));
                }
            }
        }
    }
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
