// SPDX-License-Identifier: Apache-2.0
// What the store could not do is said; no screen waits for ever.
#include "ward.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

using namespace bedside;
using namespace bedside::tests;

namespace {

bool says(Ward const& ward, std::string_view words) { return ward.text().find(words) != std::string::npos; }

/// Presses a key whose effect the store does not answer yet.
void press_on_a_slow_disk(Ward& ward, std::string const& id)
{
    ward.wait(400);
    ward.slow_disk = true;
    ward.press_at_once(id);
}

/// A pain score of P-017 with `nrs` everywhere; its id.
std::string hand_in_pain(Ward& ward, int nrs)
{
    ward.hand_over_to("P-017");
    ward.press("task:0");
    ward.fill_in(nrs);
    ward.press("submit");
    ward.press("done");
    return ward.store.begin()->first;
}

void open_records(Ward& ward)
{
    ward.unlock("1470");
    ward.press("filter_staff");
    ward.press("participant:P-017");
}

void begin_correction(Ward& ward, std::string const& original)
{
    open_records(ward);
    ward.press("correct:" + original);
    ward.press("reason:entry-error");
}

/// From the item where a form was left, changing nothing.
void go_on_to_the_review(Ward& ward)
{
    for (int rounds = 0; ward.screen() == "item"; ++rounds) {
        REQUIRE(rounds < 50);
        ward.press("next");
    }
    REQUIRE(ward.screen() == "review");
}

} // namespace

TEST_CASE("a PIN that could not be checked is not called wrong", "[R-019]")
{
    Ward ward;
    ward.press("unlock");
    for (auto const* digit : { "pin:2", "pin:5", "pin:8", "pin:0" })
        ward.press(digit);
    press_on_a_slow_disk(ward, "pin_ok");
    ward.happen(flow::Failed<flow::CheckPin> { Code::disk_full });
    CHECK(says(ward, "平板存储已满，无法核对密码"));
    CHECK_FALSE(says(ward, "密码不对"));
    ward.slow_disk = false;
    for (auto const* digit : { "pin:2", "pin:5", "pin:8", "pin:0" })
        ward.press(digit);
    CHECK_FALSE(says(ward, "无法核对"));
    ward.press("pin_ok");
    CHECK(ward.screen() == "participants");
}

TEST_CASE("an audit trail and a chart that can't be read say so instead of asking for a moment")
{
    Ward ward;
    ward.unlock("1470");
    ward.press("sync");
    press_on_a_slow_disk(ward, "audit");
    CHECK(says(ward, "请稍等"));
    ward.happen(flow::Failed<flow::LoadAudit> { Code::io });
    CHECK_FALSE(says(ward, "请稍等"));
    CHECK(says(ward, "审计记录暂时读不出来"));
    ward.let_disk_work();
    ward.press("back");
    ward.press("back");
    ward.press("filter_staff");
    ward.press("participant:P-017");
    press_on_a_slow_disk(ward, "chart");
    ward.happen(flow::Failed<flow::LoadPainDays> { Code::io });
    CHECK(says(ward, "问卷暂时读不出来"));
}

TEST_CASE("the sync page and the lock say that files can't be read or nothing can be written, until they can")
{
    Ward ward;
    ward.happen(flow::Failed<flow::LoadFacts> { Code::invalid_study });
    CHECK(says(ward, "这台平板需要数据管理员"));
    ward.slow_disk = true;
    ward.unlock("1470");
    ward.let_disk_work();
    CHECK(ward.screen() == "participants"); // what was read before is still there
    press_on_a_slow_disk(ward, "sync");
    ward.happen(flow::Failed<flow::LoadFacts> { Code::invalid_study });
    CHECK(says(ward, "本机的研究文件读不出来"));
    ward.let_disk_work();
    CHECK_FALSE(says(ward, "本机的研究文件读不出来"));
    ward.happen(flow::Failed<flow::Audit> { Code::disk_full });
    CHECK(says(ward, "平板暂时写不进去"));
    ward.happen(flow::Done<flow::Audit> {});
    CHECK_FALSE(says(ward, "平板暂时写不进去"));
    ward.happen(flow::Failed<flow::VerifyStore> { Code::io });
    CHECK(says(ward, "暂时无法核对本机数据"));
    press_on_a_slow_disk(ward, "sync_now");
    ward.happen(flow::Failed<flow::RequestSync> { Code::disk_full });
    CHECK(says(ward, "没有通知到同步程序"));
}

TEST_CASE("an answer that the store will never take is said to the patient, and nobody goes on from it", "[R-003]")
{
    Ward ward;
    ward.hand_over_to("P-017");
    ward.press("task:0");
    press_on_a_slow_disk(ward, "nrs:4");
    ward.happen(flow::SaveFailed { ward.state.next_ticket - 1, Code::conflict, flow::SaveFailed::Then::drops });
    CHECK(says(ward, "这份问卷不能在这台平板上继续填写"));
    CHECK_FALSE(ward.offers("next"));
    CHECK(ward.offers("rest"));
}

TEST_CASE("a correction that the lock cut off can still be handed in, and leaving it keeps what was changed", "[R-053]")
{
    // "Changed" was once forgotten at the lock: the nurse could not hand in what she had corrected, and leaving deleted it.
    Ward ward;
    auto const original = hand_in_pain(ward, 3);
    begin_correction(ward, original);
    ward.press("edit:now");
    ward.answer_with("nrs:5");
    ward.wait(180'001);
    REQUIRE(ward.screen() == "lock");
    begin_correction(ward, original);
    go_on_to_the_review(ward);
    CHECK(ward.offers("submit"));
    ward.press("leave");
    CHECK(ward.store.size() == 2);
    ward.press("correct:" + original);
    ward.press("reason:entry-error");
    go_on_to_the_review(ward);
    ward.press("submit");
    CHECK(ward.screen() == "staff");
    CHECK(std::count_if(ward.store.begin(), ward.store.end(), [](auto const& entry) { return entry.second.completed; }) == 2);
}

TEST_CASE("a correction that says the same again in the end is none")
{
    Ward ward;
    auto const original = hand_in_pain(ward, 3);
    begin_correction(ward, original);
    ward.press("edit:now");
    ward.answer_with("nrs:5");
    ward.press("edit:now");
    ward.answer_with("nrs:3");
    CHECK_FALSE(ward.offers("submit"));
    ward.press("leave");
    CHECK(ward.store.size() == 1);
}

TEST_CASE("what a frame shows differs when a stroke, an icon or a tone does")
{
    Ward ward;
    auto before = ward.sees();
    auto after = before;
    CHECK(before == after);
    auto& lock = std::get<flow::LockView>(after.view);
    lock.unlock.icon = flow::Icon::key;
    CHECK(before != after);
    after = before;
    std::get<flow::LockView>(after.view).status.front().tone = flow::Tone::alert;
    CHECK(before != after);
    flow::TextControl one;
    one.ink = true;
    auto other = one;
    one.strokes = { { { 1, 1 } } };
    other.strokes = { { { 1, 2 } } };
    CHECK(one != other); // both are one stroke in words
}
