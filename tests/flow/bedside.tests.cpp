// SPDX-License-Identifier: Apache-2.0
// The bedside day in clinical words.
#include "ward.h"

#include "forms/engine/navigation.h"

#include <catch2/catch_test_macros.hpp>

using namespace bedside;
using namespace bedside::tests;

namespace {

bool says(Ward const& ward, std::string_view words) { return ward.text().find(words) != std::string::npos; }

/// At the first pain rating of P-017.
void begin_pain_score(Ward& ward)
{
    ward.hand_over_to("P-017");
    ward.press("next");
    REQUIRE(ward.screen() == "item");
}

} // namespace

TEST_CASE("a nurse unlocks, hands over, and the patient's pain score reaches the store as it was tapped")
{
    Ward ward;
    REQUIRE(ward.screen() == "lock");
    begin_pain_score(ward);
    ward.answer_with("nrs:6");
    ward.fill_in(4);
    ward.press("submit");
    CHECK(ward.screen() == "thanks");
    REQUIRE(ward.store.size() == 1);
    auto const& form = ward.store.begin()->second;
    CHECK(form.completed);
    CHECK(form.open.participant == "P-017");
    CHECK(form.open.visit == "T1m");
    CHECK(form.answers.at("now").values == std::vector<forms::Value> { std::int32_t { 6 } });
}

TEST_CASE("nothing is chosen beforehand, and Next is off until an answer is durable", "[R-001][R-024]")
{
    Ward ward;
    begin_pain_score(ward);
    for (auto const& key : flow::keys_of(ward.sees()))
        CHECK_FALSE(key.selected);
    CHECK_FALSE(ward.offers("next"));
    CHECK_FALSE(ward.key("next").reason.empty());
    ward.slow_disk = true;
    ward.press("nrs:0");
    CHECK(ward.key("nrs:0").selected);
    CHECK_FALSE(ward.offers("next"));
    ward.let_disk_work();
    CHECK(ward.offers("next"));
}

TEST_CASE("tapping a chosen answer keeps it and writes nothing")
{
    Ward ward;
    begin_pain_score(ward);
    ward.press("nrs:4");
    auto const tickets = ward.state.next_ticket;
    ward.press("nrs:4");
    CHECK(ward.key("nrs:4").selected);
    CHECK(ward.state.next_ticket == tickets);
}

TEST_CASE("a tap within 300 ms after a screen change is ignored", "[R-028]")
{
    Ward ward;
    begin_pain_score(ward);
    ward.press("nrs:4");
    ward.press("next");
    auto const second = ward.sees().place;
    ward.press_at_once("nrs:5");
    CHECK_FALSE(ward.key("nrs:5").selected);
    ward.press("nrs:5");
    CHECK(ward.key("nrs:5").selected);
    CHECK(ward.sees().place == second);
}

TEST_CASE("not wanting to answer is asked once, kept as a reason, and can be taken back by answering", "[R-025]")
{
    Ward ward;
    begin_pain_score(ward);
    ward.press("decline");
    CHECK(ward.screen() == "decline");
    ward.press("cancel");
    CHECK_FALSE(ward.offers("next"));
    ward.press("decline");
    ward.press("confirm");
    REQUIRE(ward.screen() == "item");
    CHECK(ward.offers("next"));
    CHECK(ward.store.begin()->second.answers.at("now").absence == forms::Absence::asked_declined);
    ward.press("nrs:2");
    CHECK_FALSE(ward.store.begin()->second.answers.at("now").absence.has_value());
}

TEST_CASE("all thirty items are asked, one is declined, one is changed in the review, and the review is where the change leads back to", "[R-027]")
{
    Ward ward;
    begin_pain_score(ward);
    ward.fill_in(3);
    ward.press("submit");
    ward.press("next");
    REQUIRE(ward.screen() == "tasks");
    ward.press("next");
    ward.press("decline");
    ward.press("confirm");
    ward.press("next");
    ward.fill_in(3);
    auto const review = ward.view<flow::ReviewView>();
    REQUIRE(review.rows.size() == 30);
    CHECK(review.rows[0].declined);
    CHECK(says(ward, "29 题已回答，1 题不想回答。"));
    ward.press(review.rows[8].key.id);
    REQUIRE(ward.screen() == "item");
    ward.press("option:4");
    ward.press("next");
    REQUIRE(ward.screen() == "review");
    CHECK(ward.view<flow::ReviewView>().rows[8].answer != review.rows[8].answer);
    ward.press("submit");
    CHECK(says(ward, "今天还有 1 件事。"));
}

TEST_CASE("killed in the middle of a form: after the PIN the same participant, the same item, every answer", "[R-002][R-026]")
{
    Ward ward;
    begin_pain_score(ward);
    ward.answer_with("nrs:5");
    ward.press("nrs:3");
    auto const place = ward.sees().place;
    ward.kill_and_start_again();
    CHECK(ward.screen() == "lock");
    ward.unlock();
    REQUIRE(ward.screen() == "identity");
    CHECK(says(ward, "P-017"));
    ward.press("yes");
    ward.press("next");
    CHECK(ward.sees().place == place);
    CHECK(ward.key("nrs:3").selected);
    ward.press("back");
    CHECK(ward.key("nrs:5").selected);
}

TEST_CASE("with one form in the middle, going on leads there and not to the first of the list", "[R-026]")
{
    Ward ward;
    ward.hand_over_to("P-017");
    ward.press("task:1");
    ward.answer_with("option:2");
    auto const place = ward.sees().place;
    ward.kill_and_start_again();
    ward.unlock();
    ward.press("yes");
    CHECK(says(ward, "接着做：第 2 题"));
    ward.press("next");
    CHECK(ward.sees().place == place);
}

TEST_CASE("somebody else at the bedside says it is not them, and the next PIN leads to the list", "[R-017]")
{
    Ward ward;
    begin_pain_score(ward);
    ward.kill_and_start_again();
    ward.unlock();
    ward.press("no");
    CHECK(ward.screen() == "lock");
    ward.unlock();
    CHECK(ward.screen() == "participants");
}

TEST_CASE("three minutes without a touch lock the screen; a touch puts it off", "[R-018]")
{
    Ward ward;
    begin_pain_score(ward);
    ward.wait(170'000);
    ward.touch();
    ward.wait(170'000);
    CHECK(ward.screen() == "item");
    ward.wait(10'001);
    CHECK(ward.screen() == "lock");
    CHECK_FALSE(says(ward, "P-017"));
    CHECK_FALSE(ward.state.form.has_value());
    CHECK_FALSE(ward.state.staff.has_value());
}

TEST_CASE("the question who is there locks itself after a minute, thanks after half a minute", "[R-018]")
{
    Ward ward;
    ward.unlock();
    ward.press("participant:P-017");
    ward.wait(59'000);
    CHECK(ward.screen() == "identity");
    ward.wait(1'001);
    CHECK(ward.screen() == "lock");

    begin_pain_score(ward);
    ward.fill_in(3);
    ward.press("submit");
    ward.wait(29'000);
    CHECK(ward.screen() == "thanks");
    ward.wait(1'001);
    CHECK(ward.screen() == "lock");
}

TEST_CASE("thanks says received by the hospital only after the receipt", "[R-007]")
{
    Ward ward;
    begin_pain_score(ward);
    ward.fill_in(3);
    ward.press("submit");
    CHECK(says(ward, "已保存在这台平板上"));
    CHECK(says(ward, "还没有送到医院"));
    CHECK_FALSE(says(ward, "医院已经收到"));
    ward.receive_all();
    CHECK(says(ward, "医院已经收到"));
    CHECK(ward.screen() == "thanks");
}

TEST_CASE("strong pain shows the call bell right after the answer, once, and again at the end", "[R-074]")
{
    Ward ward;
    begin_pain_score(ward);
    ward.answer_with("nrs:7");
    REQUIRE(ward.screen() == "pain_high");
    CHECK(says(ward, "需要帮助，请按床头呼叫铃。"));
    ward.press("acknowledge");
    REQUIRE(ward.screen() == "item");
    while (ward.screen() == "item")
        ward.answer_with("nrs:8");
    REQUIRE(ward.screen() == "review");
    ward.press("submit");
    REQUIRE(ward.screen() == "pain_high");
    CHECK(says(ward, "提醒还没有送达"));
    ward.press("acknowledge");
    CHECK(ward.screen() == "thanks");
}

TEST_CASE("a rating of six does not call for the bell", "[R-074]")
{
    Ward ward;
    begin_pain_score(ward);
    ward.answer_with("nrs:6");
    CHECK(ward.screen() == "item");
}

TEST_CASE("a save that finds no room is said calmly, Next stays off, and all is well when there is room", "[R-003]")
{
    Ward ward;
    begin_pain_score(ward);
    ward.disk_full = true;
    ward.press("nrs:5");
    CHECK_FALSE(ward.offers("next"));
    CHECK(says(ward, "平板暂时存不下来"));
    ward.disk_full = false;
    ward.press("nrs:6"); // the store saves what waited, in order
    CHECK(ward.offers("next"));
    CHECK_FALSE(says(ward, "平板暂时存不下来"));
}

TEST_CASE("text size and language change at any item without losing the place or the answer", "[R-031]")
{
    Ward ward;
    begin_pain_score(ward);
    ward.press("nrs:5");
    auto const place = ward.sees().place;
    ward.press("text_size");
    REQUIRE(ward.screen() == "chooser");
    ward.press("size:x-large");
    ward.press("language:en");
    ward.press("close");
    CHECK(ward.sees().place == place);
    CHECK(ward.sees().frame.text_size == flow::TextSize::x_large);
    CHECK(says(ward, "You chose 5"));
    ward.press("rest");
    ward.press("hand_back");
    CHECK(ward.sees().frame.text_size == flow::TextSize::normal);
    CHECK(ward.sees().frame.language == "zh-Hans");
}

TEST_CASE("rest keeps the place; giving the tablet back locks it", "[R-026]")
{
    Ward ward;
    begin_pain_score(ward);
    ward.answer_with("nrs:5");
    auto const place = ward.sees().place;
    ward.press("rest");
    CHECK(ward.screen() == "rest");
    ward.press("next");
    CHECK(ward.sees().place == place);
    ward.press("rest");
    ward.press("hand_back");
    CHECK(ward.screen() == "lock");
}

TEST_CASE("a wrong PIN opens nothing, and too many wait", "[R-019]")
{
    Ward ward;
    ward.press("unlock");
    for (int tries = 0; tries < 3; ++tries) {
        for (auto const* digit : { "pin:1", "pin:1", "pin:1", "pin:1" })
            ward.press(digit);
        ward.press("pin_ok");
        CHECK(ward.screen() == "pin");
    }
    CHECK_FALSE(ward.offers("pin:2"));
    ward.wait(30'001);
    CHECK(ward.offers("pin:2"));
    CHECK_FALSE(ward.state.staff.has_value());
}

TEST_CASE("while the glass is wiped no touch counts; a volume key or the countdown ends it", "[R-035]")
{
    Ward ward;
    ward.unlock();
    ward.press("clean");
    REQUIRE(ward.screen() == "cleaning");
    ward.wait(1'000);
    ward.apply(flow::OpenPinPad {});
    CHECK(ward.screen() == "cleaning");
    ward.apply(flow::StopCleaning {});
    CHECK(ward.screen() == "lock");
    ward.unlock();
    ward.press("clean");
    ward.wait(30'000);
    CHECK(ward.screen() == "lock");
}

TEST_CASE("a store that does not open shows what is certain and nothing that could harm", "[R-009]")
{
    Ward ward;
    ward.happen(flow::StoreFailed { Code::wrong_key, "R-10-abcd", 12'400'000, true, false });
    CHECK(ward.screen() == "recovery");
    CHECK(says(ward, "没有改动、没有删除任何东西。"));
    CHECK(says(ward, "R-10-abcd"));
    CHECK_FALSE(ward.shows("unlock"));
    ward.press("retry");
    CHECK(ward.screen() == "lock");
    ward.happen(flow::StoreFailed { Code::wrong_key, "R-10-abcd", 12'400'000, false, false });
    CHECK_FALSE(says(ward, "没有改动"));
}

TEST_CASE("handing in waits for every answer")
{
    Ward ward;
    begin_pain_score(ward);
    ward.fill_in(3);
    ward.press(ward.view<flow::ReviewView>().rows.at(0).key.id);
    ward.slow_disk = true;
    ward.press("nrs:1");
    ward.apply(flow::Submit {});
    CHECK(ward.screen() == "item");
    CHECK_FALSE(ward.offers("next"));
    ward.let_disk_work();
    ward.press("next");
    ward.press("submit");
    CHECK(ward.screen() == "thanks");
    CHECK(ward.store.begin()->second.answers.at("now").values == std::vector<forms::Value> { std::int32_t { 1 } });
}

TEST_CASE("a tablet is unused on the lock only, and not while somebody was cut off in a form")
{
    Ward ward;
    CHECK(flow::is_unused(ward.state));
    ward.press("unlock");
    CHECK_FALSE(flow::is_unused(ward.state));
    ward.press("cancel");
    CHECK(flow::is_unused(ward.state));

    begin_pain_score(ward);
    CHECK_FALSE(flow::is_unused(ward.state));
    ward.wait(ward.state.timing.privacy_lock + 1);
    REQUIRE(ward.screen() == "lock");
    CHECK_FALSE(flow::is_unused(ward.state)); // the patient goes on where the form was

    ward.unlock();
    ward.press("yes");
    if (ward.screen() == "tasks")
        ward.press("next");
    ward.fill_in();
    ward.press("submit");
    CHECK_FALSE(flow::is_unused(ward.state));
    ward.wait(ward.state.timing.thanks + 1);
    REQUIRE(ward.screen() == "lock");
    CHECK(flow::is_unused(ward.state));
}
