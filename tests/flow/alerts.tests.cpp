// SPDX-License-Identifier: Apache-2.0
// From an answer that sets off a rule to the nurse who has looked.
#include "ward.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

using namespace bedside;
using namespace bedside::tests;

namespace {

bool says(Ward const& ward, std::string_view words) { return ward.text().find(words) != std::string::npos; }

/// P-017 hands in a pain score with this rating of every item; the tablet lies locked afterwards.
void hand_in_pain(Ward& ward, int nrs)
{
    ward.hand_over_to("P-017");
    ward.press("task:0");
    ward.fill_in(nrs);
    ward.press("submit");
}

} // namespace

TEST_CASE("severe pain raises an alert that reads not delivered until the receipt, then delivered", "[R-075]")
{
    Ward ward;
    hand_in_pain(ward, 8);
    REQUIRE(ward.screen() == "pain_high");
    CHECK(says(ward, "提醒还没有送达"));
    ward.press("hand_back");
    REQUIRE(ward.screen() == "lock");
    CHECK(says(ward, "1 条提醒，请护士查看"));
    CHECK_FALSE(says(ward, "P-017"));
    ward.unlock();
    REQUIRE(ward.screen() == "alerts");
    CHECK(says(ward, "P-017　疼痛 ≥ 7"));
    CHECK(says(ward, "未送达"));
    ward.receive_all();
    CHECK_FALSE(says(ward, "未送达"));
    CHECK(says(ward, "已送达"));
}

TEST_CASE("the text at the end turns to delivered with the receipt", "[R-075]")
{
    Ward ward;
    hand_in_pain(ward, 7);
    CHECK(says(ward, "提醒还没有送达"));
    ward.receive_all();
    CHECK(says(ward, "您的回答和提醒都已送达"));
}

TEST_CASE("the nurse acknowledges an alert on the tablet, by name and in the audit trail; then it is no longer pressed upon anybody", "[R-076]")
{
    Ward ward;
    hand_in_pain(ward, 8);
    ward.press("hand_back");
    ward.unlock();
    auto const& alerts = ward.state.facts.alerts;
    REQUIRE(alerts.size() == 1);
    auto const id = alerts.front().id;
    ward.press("acknowledge:" + id);
    auto const entry = std::find_if(ward.audit.begin(), ward.audit.end(), [](auto const& one) { return one.event == "alert-acknowledged"; });
    REQUIRE(entry != ward.audit.end());
    CHECK(entry->detail == id);
    CHECK(entry->actor == "staff:N-01");
    CHECK(says(ward, "N-01 于"));
    CHECK_FALSE(ward.shows("acknowledge:" + id));
    ward.press("next");
    CHECK(ward.screen() == "participants");
    ward.press("lock");
    CHECK_FALSE(says(ward, "条提醒"));
    ward.unlock();
    CHECK(ward.screen() == "participants");
}

TEST_CASE("an administrator sees an alert and may not answer for the participant's care", "[R-020]")
{
    Ward ward;
    hand_in_pain(ward, 8);
    ward.press("hand_back");
    ward.unlock("2582");
    REQUIRE(ward.screen() == "alerts");
    auto const id = "acknowledge:" + ward.state.facts.alerts.front().id;
    CHECK_FALSE(ward.offers(id));
    ward.wait(400);
    ward.apply(ward.key(id).intent);
    CHECK(ward.state.facts.alerts.front().acknowledged_by.empty());
}

TEST_CASE("a rule other than pain shows the calm text too: trouble with breathing", "[R-074]")
{
    Ward ward;
    ward.hand_over_to("P-017");
    ward.press("task:2");
    for (int rounds = 0; ward.screen() != "review"; ++rounds) {
        REQUIRE(rounds < 30);
        auto const path = std::get<flow::ItemScreen>(ward.state.screen).path;
        if (path == "breathing")
            ward.answer_with("box:1");
        else if (ward.shows("option:1"))
            ward.answer_with("option:2"); // no
        else
            ward.answer_item(0);
    }
    ward.press("submit");
    REQUIRE(ward.screen() == "pain_high");
    CHECK(says(ward, "需要帮助，请按床头呼叫铃。"));
    CHECK(ward.state.facts.alerts.front().rule == "breathing");
}

TEST_CASE("pain up by three points within a day raises an alert though it is below seven")
{
    Ward ward;
    ward.hand_over_to("P-017");
    ward.press("task:0");
    ward.fill_in(2);
    ward.press("submit");
    CHECK(ward.screen() == "thanks");
    CHECK(ward.state.facts.alerts.empty());
    ward.wait(4 * 3'600'000LL); // the evening record asks again
    ward.hand_over_to("P-017");
    ward.press("task:3");
    ward.fill_in(5);
    ward.press("submit");
    REQUIRE(ward.screen() == "pain_high");
    CHECK(ward.state.facts.alerts.front().rule == "pain-rise");
}

TEST_CASE("an alert sounds only where the study says so")
{
    Ward quiet;
    hand_in_pain(quiet, 8);
    CHECK(quiet.calls == 0);
    Ward loud;
    auto study = std::make_shared<study::Study>(loud.study());
    study->tablet.alert_sound = true;
    loud.use(study);
    hand_in_pain(loud, 8);
    CHECK(loud.calls == 1);
}
