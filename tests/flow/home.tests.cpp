// SPDX-License-Identifier: Apache-2.0
// The day of a participant at home: one tablet, one person.
#include "ward.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

using namespace bedside;
using namespace bedside::tests;

namespace {

/// Tablet T-07 is lent to P-012, in the window of month 3.
struct Home : Ward {
    Home()
        : Ward("T-07")
    {
    }
    bool says(std::string_view words) const { return text().find(words) != std::string::npos; }
    StoredForm const& last() const
    {
        return std::max_element(store.begin(), store.end(), [](auto const& a, auto const& b) { return a.second.sequence < b.second.sequence; })->second;
    }
    bool flagged(std::string const& flag) const
    {
        auto const& flags = last().header.flags;
        return std::find(flags.begin(), flags.end(), flag) != flags.end();
    }
    std::string minutes_before_now(int minutes) const
    {
        auto then = now;
        then.wall_ms -= minutes * 60'000LL;
        return iso8601(then);
    }
    /// From the lock: an episode with this onset, in minutes, and this background pain; handed in.
    void report_episode(int minutes_ago, int background)
    {
        press("episode");
        REQUIRE(screen() == "item");
        // an hour's step is the coarsest that the screen has besides the day
        press("quick:0");
        for (int hour = 0; hour < minutes_ago / 60; ++hour)
            press("hour_less");
        press("next");
        answer_with("option:1");
        while (screen() != "review") {
            if (screen() == "pain_high")
                press("acknowledge");
            else if (std::get<flow::ItemScreen>(state.screen).path == "background")
                answer_with("nrs:" + std::to_string(background));
            else
                answer_item(3);
        }
        press("submit");
    }
};

} // namespace

TEST_CASE("at home the first screen shows what is due and two taps lead to the first question of an episode")
{
    Home home;
    REQUIRE(home.screen() == "lock");
    CHECK(home.says("今天有 3 件事。"));
    CHECK_FALSE(home.says("P-012"));
    home.press("episode");
    REQUIRE(home.screen() == "item");
    CHECK(home.says("几点开始痛的？"));
    CHECK(home.store.begin()->second.open.participant == "P-012");
}

TEST_CASE("at home one tap opens the tasks, without a PIN, and only its own participant is known to the tablet", "[R-021]")
{
    Home home;
    CHECK(home.state.facts.roster.size() == 1);
    home.open_at_home();
    REQUIRE(home.screen() == "tasks");
    home.press("task:0");
    home.fill_in(3);
    home.press("submit");
    CHECK(home.screen() == "thanks");
    CHECK(home.last().open.participant == "P-012");
    home.press("done");
    CHECK(home.says("今天有 2 件事。"));
}

TEST_CASE("in the evening the day's record is asked for, and the visits' forms with it")
{
    Home home;
    home.wait(4 * 3'600'000LL); // 18:33
    home.open_at_home();
    auto const rows = home.view<flow::TasksView>().rows;
    CHECK(rows.size() == 4);
    CHECK(home.says("今晚小结"));
}

TEST_CASE("an episode in real time is not flagged, one after two hours is late", "[R-046]")
{
    Home home;
    home.report_episode(0, 3);
    CHECK_FALSE(home.flagged("late"));
    CHECK_FALSE(home.flagged("pain-flare"));
    home.press("done");
    home.report_episode(180, 3);
    CHECK(home.flagged("late"));
    // "when it hurt" and "when it was entered" stay two fields
    auto const onset = std::get<forms::DateTime>(home.last().answers.at("onset").values.front()).text;
    CHECK(onset.substr(0, 13) == "2026-11-24T11");
    CHECK(home.last().bytes.find("\"authored\":\"2026-11-24T14") != std::string::npos);
}

TEST_CASE("an episode on uncontrolled background pain is kept as a pain flare, never dropped")
{
    Home home;
    home.report_episode(0, 5);
    CHECK(home.last().completed);
    CHECK(home.flagged("pain-flare"));
    if (home.screen() == "pain_high")
        home.press("acknowledge");
    home.press("done");
    home.report_episode(0, 4);
    CHECK_FALSE(home.flagged("pain-flare"));
}

TEST_CASE("an onset of more than a day ago is refused with a calm word, yesterday goes as far back as it may", "[R-046]")
{
    Home home;
    home.press("episode");
    home.press("day:1");
    REQUIRE(home.offers("next"));
    auto const& answers = home.store.begin()->second.answers;
    auto const onset = parse_iso8601(std::get<forms::DateTime>(answers.at("onset").values.front()).text).value();
    CHECK(home.now.wall_ms - onset.wall_ms <= 24 * 3'600'000LL);
    CHECK(home.now.wall_ms - onset.wall_ms > 24 * 3'600'000LL - 6 * 60'000);
    home.press("hour_less");
    CHECK(home.says("时间太久了，不能在这里填。请告诉护士。"));
    CHECK(parse_iso8601(std::get<forms::DateTime>(answers.at("onset").values.front()).text).value().wall_ms == onset.wall_ms);
}

TEST_CASE("an episode left half done and finished two days later is kept, and late")
{
    Home home;
    home.press("episode");
    home.press("quick:0");
    home.press("next");
    home.answer_with("option:2");
    home.wait(2 * 24 * 3'600'000LL);
    REQUIRE(home.screen() == "dark");
    home.open_at_home();
    home.press("task:0");
    home.fill_in(3);
    home.press("submit");
    CHECK(home.last().open.form == "btp-episode");
    CHECK(home.flagged("late"));
}

TEST_CASE("the tablet at home calls at the configured hours while something is due, and never at night", "[R-034]")
{
    Home home;
    home.wait(4 * 3'600'000LL - 4 * 60'000); // 18:29
    CHECK(home.calls == 0);
    home.wait(2 * 60'000); // 18:31
    CHECK(home.calls == 1);
    home.wait(30 * 60'000);
    CHECK(home.calls == 1);
    home.wait(90 * 60'000); // 20:31
    CHECK(home.calls == 2);
    home.wait(11 * 3'600'000LL); // the night, to 07:31
    CHECK(home.calls == 2);
    home.wait(2 * 3'600'000LL); // 09:31
    CHECK(home.calls == 3);
    CHECK(std::count_if(home.audit.begin(), home.audit.end(), [](auto const& entry) { return entry.event == "reminded"; }) == 3);
}

TEST_CASE("nothing due, or the tablet in use: it does not call", "[R-034]")
{
    Home home;
    home.open_at_home();
    home.wait(4 * 3'600'000LL - 6 * 60'000 + 1); // locked long ago by itself
    home.open_at_home();
    for (int minute = 0; minute < 8; ++minute) {
        home.wait(60'000);
        home.touch();
    }
    CHECK(home.calls == 0); // 18:30 passed while somebody used it
    home.wait(200'000);
    REQUIRE(home.screen() == "lock");
    home.participant("P-012").state = study::ParticipantState::withdrawn;
    home.participant("P-012").state_since = home.now;
    home.happen(flow::FactsLoaded { home.facts() });
    home.wait(24 * 3'600'000LL);
    CHECK(home.calls == 0);
}

TEST_CASE("a ward's tablet never calls", "[R-034]")
{
    Ward ward;
    ward.wait(24 * 3'600'000LL);
    CHECK(ward.calls == 0);
}

TEST_CASE("at home the privacy lock leads back to the same item with two taps", "[R-018]")
{
    Home home;
    home.open_at_home();
    home.press("next");
    home.answer_with("nrs:5");
    auto const place = home.sees().place;
    home.wait(180'001);
    REQUIRE(home.screen() == "lock");
    CHECK_FALSE(home.says("P-012"));
    home.open_at_home();
    home.press("next");
    CHECK(home.sees().place == place);
}

TEST_CASE("staff reaches its own screens on a home tablet with a PIN")
{
    Home home;
    home.unlock("1470");
    CHECK(home.screen() == "participants");
    home.press("sync");
    CHECK(home.screen() == "sync");
}
