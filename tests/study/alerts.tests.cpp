// SPDX-License-Identifier: Apache-2.0
#include "forms/study/alerts.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

using namespace bedside;
using namespace bedside::study;

namespace {

/// The example study's rules, written out.
Study trial()
{
    Study study;
    study.zone = Zone::named("Asia/Shanghai").value();
    auto const rule = [&](char const* id, AlertKind kind, std::vector<std::string> forms, std::vector<std::string> items, std::optional<double> at_least, int hours = 24, char const* equals = "") {
        AlertRule one;
        one.id = id;
        one.kind = kind;
        one.forms = std::move(forms);
        one.items = std::move(items);
        one.at_least = at_least;
        one.within_hours = hours;
        one.equals = equals;
        study.alerts.push_back(one);
    };
    rule("severe-pain", AlertKind::value, { "pain-nrs" }, { "now", "average" }, 7);
    rule("pain-rise", AlertKind::rise, { "pain-nrs" }, { "now" }, 3);
    rule("dose-rise", AlertKind::dose_rise, {}, {}, 50, 168);
    rule("many-episodes", AlertKind::count, { "btp-episode", "end-of-day" }, { "unlogged" }, 5);
    rule("hard-to-wake", AlertKind::value, { "side-effects" }, { "hard-to-wake" }, std::nullopt, 24, "true");
    rule("lost-appetite", AlertKind::value, { "side-effects" }, { "appetite" }, std::nullopt, 24, "none");
    rule("rotation-review", AlertKind::all_of, {}, {}, std::nullopt, 168);
    study.alerts.back().rules = { "severe-pain", "dose-rise" };
    study.alerts.back().urgent = false;
    Diary episodes;
    episodes.kind = DiaryKind::event;
    episodes.form = "btp-episode";
    episodes.onset_item = "onset";
    Diary evening;
    evening.kind = DiaryKind::end_of_day;
    evening.form = "end-of-day";
    study.diaries = { episodes, evening };
    study.opioid.form = "pump-record";
    return study;
}

CompletedForm form(std::string const& id, std::string const& authored, std::map<std::string, forms::Value> const& values, std::string const& visit = "")
{
    CompletedForm one;
    one.form = id;
    one.visit = visit;
    one.authored = parse_iso8601(authored).value();
    for (auto const& [path, value] : values)
        one.answers[path].values = { value };
    return one;
}

CompletedForm pain(std::string const& authored, int now, int average = 0) { return form("pain-nrs", authored, { { "now", now }, { "average", average } }); }

CompletedForm episode(std::string const& authored, std::string const& onset) { return form("btp-episode", authored, { { "onset", forms::DateTime { onset } } }); }

CompletedForm pump(std::string const& authored, int concentration, int observed = 1440)
{
    return form("pump-record", authored,
        { { "drug", forms::Coding { "s", "morphine", "" } }, { "concentration", concentration }, { "observed-minutes", observed }, { "basal-rate", 200 }, { "basal-minutes", observed }, { "boluses-delivered", 0 } });
}

bool raises(std::string const& rule, CompletedForm const& completed, std::vector<CompletedForm> const& earlier = {})
{
    auto const alerts = alerts_of(trial(), completed, earlier);
    return std::any_of(alerts.begin(), alerts.end(), [&](Alert const& one) { return one.rule == rule; });
}

} // namespace

TEST_CASE("pain of 7 now or on average alerts, 6 does not, a refusal does not", "[R-073]")
{
    CHECK(raises("severe-pain", pain("2026-03-05T10:00:00+08:00", 7)));
    CHECK(raises("severe-pain", pain("2026-03-05T10:00:00+08:00", 0, 7)));
    CHECK_FALSE(raises("severe-pain", pain("2026-03-05T10:00:00+08:00", 6, 6)));
    CompletedForm declined = form("pain-nrs", "2026-03-05T10:00:00+08:00", {});
    declined.answers["now"].absence = forms::Absence::asked_declined;
    CHECK_FALSE(raises("severe-pain", declined));
    // the same linkId of another form is another question
    CHECK_FALSE(raises("severe-pain", form("other", "2026-03-05T10:00:00+08:00", { { "now", 9 } })));
}

TEST_CASE("a rise of 3 within 24 hours alerts", "[R-073]")
{
    auto const now = pain("2026-03-05T10:00:00+08:00", 5);
    CHECK(raises("pain-rise", now, { pain("2026-03-04T10:00:00+08:00", 2) }));
    CHECK_FALSE(raises("pain-rise", now, { pain("2026-03-04T09:59:59+08:00", 2) }));
    CHECK_FALSE(raises("pain-rise", now, { pain("2026-03-04T10:00:00+08:00", 3) }));
    CHECK_FALSE(raises("pain-rise", now, { pain("2026-03-05T11:00:00+08:00", 1) }));
    CHECK(raises("pain-rise", now, { pain("2026-03-05T01:00:00+08:00", 5), pain("2026-03-05T08:00:00+08:00", 1) }));
    CHECK_FALSE(raises("pain-rise", now));
}

TEST_CASE("five episodes of one study-local day alert, by their onset, not their entry", "[R-073]")
{
    std::vector<CompletedForm> earlier;
    for (auto const* onset : { "2026-03-05T00:10:00+08:00", "2026-03-05T08:00:00+08:00", "2026-03-05T09:00:00+08:00", "2026-03-05T10:00:00+08:00" })
        earlier.push_back(episode("2026-03-05T11:00:00+08:00", onset));
    CHECK(raises("many-episodes", episode("2026-03-06T00:30:00+08:00", "2026-03-05T23:50:00+08:00"), earlier));
    CHECK_FALSE(raises("many-episodes", episode("2026-03-06T00:30:00+08:00", "2026-03-06T00:10:00+08:00"), earlier));
    auto fewer = earlier;
    fewer.pop_back();
    CHECK_FALSE(raises("many-episodes", episode("2026-03-05T23:55:00+08:00", "2026-03-05T23:50:00+08:00"), fewer));
    // what was not logged counts when the day ends
    auto const evening = [](int unlogged) { return form("end-of-day", "2026-03-05T20:00:00+08:00", { { "unlogged", unlogged } }, "2026-03-05"); };
    CHECK(raises("many-episodes", evening(1), earlier));
    CHECK_FALSE(raises("many-episodes", evening(0), earlier));
}

TEST_CASE("a daily dose up by half within seven days alerts, normalised to 24 hours", "[R-073]")
{
    CHECK(raises("dose-rise", pump("2026-03-10T10:00:00+08:00", 750), { pump("2026-03-03T10:00:00+08:00", 500) }));
    CHECK_FALSE(raises("dose-rise", pump("2026-03-10T10:00:00+08:00", 749), { pump("2026-03-03T10:00:00+08:00", 500) }));
    CHECK_FALSE(raises("dose-rise", pump("2026-03-10T10:00:01+08:00", 750), { pump("2026-03-03T10:00:00+08:00", 500) }));
    CHECK(raises("dose-rise", pump("2026-03-10T10:00:00+08:00", 750, 720), { pump("2026-03-09T10:00:00+08:00", 500) }));
    auto incomplete = pump("2026-03-10T10:00:00+08:00", 750);
    incomplete.answers.erase("boluses-delivered");
    CHECK_FALSE(raises("dose-rise", incomplete, { pump("2026-03-09T10:00:00+08:00", 500) }));
}

TEST_CASE("yes to hard to wake alerts, no does not", "[R-073]")
{
    CHECK(raises("hard-to-wake", form("side-effects", "2026-03-05T10:00:00+08:00", { { "hard-to-wake", true } })));
    CHECK_FALSE(raises("hard-to-wake", form("side-effects", "2026-03-05T10:00:00+08:00", { { "hard-to-wake", false } })));
}

TEST_CASE("severe pain and a fast-rising dose ask for a review, whichever comes last, and only once they meet", "[R-073]")
{
    std::vector<CompletedForm> const doses { pump("2026-03-03T10:00:00+08:00", 500), pump("2026-03-05T10:00:00+08:00", 800) };
    auto const severe = pain("2026-03-06T10:00:00+08:00", 8);
    CHECK(raises("rotation-review", severe, doses));
    CHECK_FALSE(raises("rotation-review", severe, { doses[0] }));
    CHECK_FALSE(raises("rotation-review", pain("2026-03-06T10:00:00+08:00", 3), doses));
    CHECK_FALSE(raises("rotation-review", pain("2026-03-12T10:00:01+08:00", 8), doses)); // a week later
    CHECK(raises("rotation-review", doses[1], { doses[0], pain("2026-03-04T10:00:00+08:00", 8) }));
    // neither raised by this response: the review was asked for before
    CHECK_FALSE(raises("rotation-review", form("side-effects", "2026-03-06T11:00:00+08:00", {}), { doses[0], doses[1], severe }));
    auto const alerts = alerts_of(trial(), severe, doses);
    CHECK(alerts.front().urgent);
    CHECK_FALSE(alerts.back().urgent);
}

TEST_CASE("a pump record is read whole or not at all")
{
    auto const whole = pump("2026-03-05T10:00:00+08:00", 500);
    REQUIRE(pump_record_of(whole));
    for (auto const* item : { "drug", "concentration", "observed-minutes", "basal-rate", "basal-minutes", "boluses-delivered" }) {
        auto incomplete = whole;
        incomplete.answers.erase(item);
        CHECK_FALSE(pump_record_of(incomplete));
    }
    auto with_boluses = whole;
    with_boluses.answers["boluses-delivered"].values = { 4 };
    CHECK_FALSE(pump_record_of(with_boluses));
    with_boluses.answers["bolus-volume"].values = { 400 };
    with_boluses.answers["basal-minutes"].values = { 1000 };
    with_boluses.answers["basal#2/basal-rate"].values = { 0 };
    with_boluses.answers["basal#2/basal-minutes"].values = { 440 };
    auto const record = pump_record_of(with_boluses);
    REQUIRE(record);
    REQUIRE(record->basal.size() == 2);
    CHECK(record->basal[1].minutes == 440);
    CHECK(record->bolus_ul == 400);
}

TEST_CASE("an end-of-day record gives its day, zero only when confirmed")
{
    auto const day = [](char const* code, std::optional<int> unlogged) {
        auto one = form("end-of-day", "2026-03-06T09:00:00+08:00", { { "episodes", forms::Coding { "s", code, "" } } }, "2026-03-05");
        if (unlogged)
            one.answers["unlogged"].values = { *unlogged };
        return diary_day_of(one);
    };
    CHECK(day("none", {})->no_episodes == true);
    CHECK(day("none", {})->date == CivilDate { 2026, 3, 5 });
    CHECK(day("some", 2)->no_episodes == false);
    CHECK(day("some", 2)->unlogged == 2);
    CHECK_FALSE(diary_day_of(form("end-of-day", "2026-03-06T09:00:00+08:00", {}, ""))); 
    CHECK_FALSE(diary_day_of(form("end-of-day", "2026-03-06T09:00:00+08:00", {}, "2026-03-05"))->no_episodes);
}

TEST_CASE("an answer that equals the rule's code raises it, and no other answer")
{
    auto const appetite = [](char const* code) { return form("side-effects", "2026-06-01T10:00:00+08:00", { { "appetite", forms::Coding { "s", code, "" } } }); };
    CHECK(raises("lost-appetite", appetite("none")));
    CHECK_FALSE(raises("lost-appetite", appetite("some")));
}
