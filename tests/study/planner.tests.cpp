// SPDX-License-Identifier: Apache-2.0
// Visits: their windows, and what becomes of them.
#include "model_trial.h"

using namespace bedside;
using namespace bedside::study;

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
