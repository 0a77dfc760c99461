// SPDX-License-Identifier: Apache-2.0
// Days on the running kiosk with a real store: what is in it afterwards.
#include "tablet.h"

#include "forms/engine/response.h"
#include "sync/store/rescue.h"
#include "sync/wire/alert.h"

#include <algorithm>

using namespace bedside;
using namespace bedside::tests;

namespace {

forms::ParsedResponse parsed(store::FrozenResponse const& frozen, std::string const& form)
{
    return ok(forms::parse_response(*ok(app::load_practice_form(form)), frozen.bytes));
}

} // namespace

TEST_CASE("an episode at home: two taps to its first question, the body map, and what the hospital will get")
{
    Tablet home({ .tablet = "T-07" });
    home.tap("episode");
    REQUIRE(home.screen() == "item");
    home.tap("quick:30");
    home.tap("next");
    home.fill_in(4);
    home.tap("submit");
    REQUIRE(home.screen() == "thanks");
    auto store = home.look();
    auto const frozen = ok(store.frozen("P-012"));
    REQUIRE(frozen.size() == 1);
    auto const episode = parsed(frozen.front(), "btp-episode");
    CHECK(episode.answers.at("sites").values.size() == 1);
    CHECK(episode.answers.at("background").values.front() == forms::Value(std::int32_t { 4 }));
    auto const has = [&](char const* flag) { return std::find(episode.header.flags.begin(), episode.header.flags.end(), flag) != episode.header.flags.end(); };
    CHECK_FALSE(has("late"));
    CHECK_FALSE(has("pain-flare"));
    ok(store.verify());
}

TEST_CASE("severe pain travels as a Communication with the form, first in the outbox; a nurse's word about it is in the audit trail", "[R-075]")
{
    Tablet tablet;
    tablet.hand_over_to("P-017");
    tablet.tap("task:0");
    tablet.fill_in(3);
    tablet.tap("submit");
    tablet.tap("done");
    tablet.hand_over_to("P-009");
    tablet.tap("task:0");
    tablet.fill_in(8);
    tablet.tap("submit");
    REQUIRE(tablet.screen() == "pain_high");
    CHECK(tablet.says("提醒还没有送达"));
    std::string id;
    {
        auto store = tablet.look();
        auto const waiting = ok(store.outbox(store::OutboxState::waiting, 10));
        REQUIRE(waiting.size() == 2);
        CHECK(waiting.front().sequence == 2); // before the calm one
        CHECK(waiting.front().priority == 1);
        auto const resources = ok(store.outbox_resources(2));
        REQUIRE(resources.size() == 1);
        auto const alert = ok(wire::parse_communication(resources.front()));
        CHECK(alert.rule == "severe-pain");
        CHECK(alert.participant == "P-009");
        CHECK(alert.urgent);
        CHECK(alert.response_id == waiting.front().response_id);
        id = alert.id;
        ok(wire::build_transaction(ok(store.submission(2))));
    }
    tablet.tap("hand_back");
    tablet.enter_pin();
    REQUIRE(tablet.screen() == "alerts");
    CHECK(tablet.says("未送达"));
    tablet.tap("acknowledge:" + id);
    CHECK(tablet.says("N-01 于"));
    auto store = tablet.look();
    auto const rows = ok(store.audit_rows_of("alert-acknowledged"));
    REQUIRE(rows.size() == 1);
    CHECK(rows.front().actor.who == "staff:N-01");
    CHECK(rows.front().detail == id);
    ok(store.verify());
}

TEST_CASE("an alert reads delivered when the sync program has stored the receipt", "[R-007]")
{
    Tablet tablet;
    tablet.hand_over_to("P-017");
    tablet.tap("task:0");
    tablet.fill_in(8);
    tablet.tap("submit");
    tablet.tap("hand_back");
    tablet.receive_all();
    tablet.enter_pin();
    REQUIRE(tablet.screen() == "alerts");
    CHECK_FALSE(tablet.says("已送达")); // the facts are those of the lock
    tablet.tap("next");
    tablet.tap("sync"); // reads them anew
    tablet.tap("back");
    tablet.tap("alerts");
    CHECK(tablet.says("已送达"));
}

TEST_CASE("a coordinator's correction on the tablet keeps the patient as source and the original's bytes", "[R-053]")
{
    Tablet tablet;
    tablet.hand_over_to("P-017");
    tablet.tap("helper");
    tablet.tap("helper:family");
    tablet.tap("task:0");
    tablet.fill_in(3);
    tablet.tap("submit");
    tablet.tap("done");
    std::string const original = ok(tablet.look().frozen("P-017")).front().entry.response_id;
    auto const bytes = ok(tablet.look().frozen_by_id(original))->bytes;
    tablet.enter_pin("1470");
    tablet.tap("filter_staff");
    tablet.tap("participant:P-017");
    tablet.tap("correct:" + original);
    tablet.tap("reason:misunderstood");
    tablet.tap("edit:now");
    tablet.tap("nrs:6");
    tablet.tap("next");
    tablet.tap("submit");
    REQUIRE(tablet.screen() == "staff");
    tablet.tap("page_down"); // what was handed in comes after what can be recorded
    CHECK(tablet.says("已更正"));
    auto store = tablet.look();
    auto const all = ok(store.frozen("P-017"));
    REQUIRE(all.size() == 2);
    CHECK(all[0].bytes == bytes);
    auto const correction = parsed(all[1], "pain-nrs");
    CHECK(correction.header.status == forms::ResponseStatus::amended);
    CHECK(correction.header.amends == original);
    CHECK(correction.header.reason == "misunderstood");
    CHECK(correction.header.corrected_by == "CRC-1");
    CHECK(correction.header.staff.empty());
    CHECK(all[1].bytes.find("\"source\":{\"reference\":\"Patient/P-017\"}") != std::string::npos);
    CHECK(correction.answers.at("now").values.front() == forms::Value(std::int32_t { 6 }));
    CHECK(correction.answers.at("average").values.front() == forms::Value(std::int32_t { 3 }));
    CHECK(ok(store.completed_forms()).at(1).amends == original);
    ok(store.verify());
}

TEST_CASE("a nurse's pump record is hers, and no patient is offered what she left half done", "[R-022]")
{
    Tablet tablet;
    tablet.enter_pin();
    tablet.tap("filter_staff");
    tablet.tap("participant:P-017");
    tablet.tap("record:pump-record:T1m");
    tablet.answer_item(1);
    tablet.kill_and_start_again();
    tablet.enter_pin();
    REQUIRE(tablet.screen() == "participants");
    tablet.tap("filter_staff");
    tablet.tap("participant:P-017");
    tablet.tap("record:pump-record:T1m");
    CHECK(tablet.place() == "item concentration");
    while (tablet.screen() == "item") {
        if (tablet.place() == "item basal-more" || tablet.place() == "item alarm") {
            tablet.tap("option:2");
            tablet.tap("next");
        } else
            tablet.answer_item(2);
    }
    tablet.tap("submit");
    REQUIRE(tablet.screen() == "staff");
    auto const pump = parsed(ok(tablet.look().frozen("P-017")).front(), "pump-record");
    CHECK(pump.header.staff == "N-01");
    CHECK(pump.header.visit == "T1m");
}

TEST_CASE("a withdrawal that staff recorded ends what is asked, before the roster says so", "[R-048]")
{
    Tablet tablet;
    tablet.enter_pin("1470");
    REQUIRE(tablet.element("participant:P-017"));
    tablet.tap("filter_staff");
    tablet.tap("participant:P-017");
    tablet.tap("record:study-status");
    tablet.tap("option:4");
    tablet.tap("next");
    tablet.tap("quick:30");
    tablet.tap("next");
    tablet.tap("option:1");
    tablet.tap("next");
    tablet.tap("submit");
    REQUIRE(tablet.screen() == "staff");
    tablet.tap("back");
    tablet.tap("filter_due");
    CHECK_FALSE(tablet.element("participant:P-017"));
    CHECK(tablet.element("participant:P-009"));
}

TEST_CASE("the passphrase of the sealed envelope opens the store, typed on the screen", "[R-062]")
{
    Tablet tablet({ .wrapped_with = "correct-horse-9" });
    std::filesystem::remove(tablet.folder.path() / "credentials/bedside-store-key");
    tablet.kill_and_start_again();
    REQUIRE(tablet.screen() == "recovery");
    tablet.tap("passphrase");
    REQUIRE(tablet.screen() == "passphrase");
    for (char const letter : std::string("wrong-horse-99"))
        tablet.tap(std::string("key:") + letter);
    tablet.tap("ok");
    REQUIRE(tablet.screen() == "passphrase");
    CHECK(tablet.says("口令不对。没有改动任何东西。"));
    for (char const letter : std::string("correct-horse-8"))
        tablet.tap(std::string("key:") + letter);
    tablet.tap("erase");
    tablet.tap("key:9");
    tablet.tap("ok");
    CHECK(tablet.screen() == "lock");
    tablet.enter_pin();
    CHECK(tablet.screen() == "participants");
}

TEST_CASE("three minutes, a sleep or a flat battery: the lock, and after the PIN the same item with its answer", "[R-018][R-026]")
{
    Tablet tablet;
    tablet.hand_over_to("P-017");
    tablet.tap("task:1");
    tablet.tap("option:2");
    tablet.tap("next");
    tablet.tap("option:3");
    auto const place = tablet.place();
    SECTION("three minutes") { tablet.pass(180'001); }
    SECTION("a sleep of two hours, in one step")
    {
        tablet.clock.pass(2 * 3'600'000);
        tablet.pass(1);
    }
    SECTION("the battery went flat")
    {
        tablet.clock.restart();
        tablet.clock.pass(600'000);
        tablet.kill_and_start_again();
    }
    REQUIRE(tablet.screen() == "lock");
    CHECK_FALSE(tablet.says("P-017"));
    tablet.enter_pin();
    REQUIRE(tablet.screen() == "identity");
    tablet.tap("yes");
    tablet.tap("next");
    CHECK(tablet.place() == place);
    CHECK(tablet.selected("option:3"));
}

TEST_CASE("while the glass is wiped a hand all over it presses nothing; the countdown and the volume key end it", "[R-035]")
{
    Tablet tablet;
    tablet.enter_pin();
    tablet.tap("clean");
    REQUIRE(tablet.screen() == "cleaning");
    for (float x = 20; x < 1280; x += 60) {
        for (float y = 20; y < 800; y += 60)
            tablet.tap_at(x, y, 1);
    }
    CHECK(tablet.screen() == "cleaning");
    tablet.type(SDLK_RETURN);
    CHECK(tablet.screen() == "cleaning");
    auto const early = tablet.kiosk->state().now;
    tablet.pass(30'000);
    CHECK(tablet.screen() == "lock");
    CHECK(early.monotonic_ms < tablet.clock.now().monotonic_ms);
    tablet.enter_pin();
    tablet.tap("clean");
    tablet.clock.pass(400);
    tablet.type(SDLK_VOLUMEUP);
    CHECK(tablet.screen() == "lock");
}

TEST_CASE("practice: a watermark on every screen, the whole form by taps, and nothing on the disk", "[R-023]")
{
    Tablet tablet({ .practice = true });
    REQUIRE(tablet.screen() == "item");
    auto const watermark = [&] { return flow::view_of(tablet.kiosk->state(), locales::Catalogue::of("zh-Hans")).frame.watermark; };
    CHECK(watermark() == "练习");
    tablet.fill_in(8);
    CHECK(watermark() == "练习");
    tablet.tap("submit");
    while (tablet.screen() == "pain_high")
        tablet.tap("acknowledge");
    REQUIRE(tablet.screen() == "thanks");
    CHECK(tablet.says("这是练习"));
    tablet.tap("done");
    CHECK(tablet.screen() == "item");
    CHECK_FALSE(std::filesystem::exists(tablet.options.data));
}

TEST_CASE("the coordinator writes a rescue file that only the study's key opens, with every form in it", "[R-011]")
{
    Tablet tablet;
    auto const key = BoxKey::generate();
    {
        auto store = tablet.look();
        ok(store.set_setting("rescue_public_key", hex(key.public_key)));
    }
    tablet.hand_over_to("P-017");
    tablet.tap("task:0");
    tablet.fill_in(3);
    tablet.tap("submit");
    tablet.tap("done");
    tablet.enter_pin("1470");
    tablet.tap("sync");
    tablet.tap("rescue");
    tablet.tap("write_rescue");
    CHECK(tablet.says("文件里有 1 份表"));
    std::filesystem::path written;
    for (auto const& entry : std::filesystem::directory_iterator(tablet.options.data / "rescue"))
        written = entry.path();
    auto const bytes = test::bytes_of(written);
    CHECK(bytes.find("P-017") == std::string::npos);
    auto const contents = ok(store::open_rescue({ reinterpret_cast<std::uint8_t const*>(bytes.data()), bytes.size() }, key));
    CHECK(contents.transactions.size() == 1);
    tablet.tap("back");
    tablet.tap("audit");
    CHECK(tablet.says("写好了救援文件"));
}

TEST_CASE("the screen goes dark at home, a touch lights it and presses nothing, the reminder lights it too")
{
    Tablet home({ .tablet = "T-07" });
    auto const at = home.element("episode")->rect;
    home.pass(300'000);
    REQUIRE(home.screen() == "dark");
    CHECK(home.pixel_sum({ 0, 0, 200, 200 }) == home.pixel_sum({ 700, 400, 200, 200 }));
    home.tap_at(static_cast<float>(at.centre_x()), static_cast<float>(at.centre_y()));
    REQUIRE(home.screen() == "lock");
    home.pass(4 * 3'600'000LL - 300'000 - 4 * 60'000); // 18:29
    REQUIRE(home.screen() == "dark");
    home.pass(2 * 60'000);
    CHECK(home.screen() == "lock");
}

TEST_CASE("the chime is short, soft, and silent at both ends")
{
    auto const samples = app::chime_samples(44'100);
    REQUIRE(samples.size() == 39'690);
    CHECK(std::abs(samples.front()) < 200);
    CHECK(std::abs(samples.back()) < 200);
    auto const loudest = *std::max_element(samples.begin(), samples.end());
    CHECK(loudest > 4'000);
    CHECK(loudest < 17'000);
}
