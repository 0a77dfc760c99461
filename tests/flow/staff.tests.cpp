// SPDX-License-Identifier: Apache-2.0
// What staff records, who may, and what a correction leaves untouched; who helped the patient.
#include "ward.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <algorithm>

using namespace bedside;
using namespace bedside::tests;

namespace {

bool says(Ward const& ward, std::string_view words) { return ward.text().find(words) != std::string::npos; }

void open_records(Ward& ward, std::string const& pin, std::string const& number = "P-017")
{
    ward.unlock(pin);
    if (ward.screen() == "alerts")
        ward.press("next");
    ward.press("filter_staff");
    ward.press("participant:" + number);
    REQUIRE(ward.screen() == "staff");
}

StoredForm const& form_of(Ward const& ward, std::string const& form)
{
    for (auto const& [id, stored] : ward.store) {
        if (stored.open.form == form && stored.completed)
            return stored;
    }
    FAIL("no completed " + form);
    return ward.store.begin()->second;
}

/// P-017's pain score, handed in by the patient; its id.
std::string hand_in_pain(Ward& ward, int nrs)
{
    ward.hand_over_to("P-017");
    ward.press("task:0");
    ward.fill_in(nrs);
    ward.press("submit");
    ward.press(nrs >= 7 ? "hand_back" : "done");
    return form_of(ward, "pain-nrs").open.response_id;
}

} // namespace

TEST_CASE("a nurse records the pump behind the PIN; the response is the nurse's, not the patient's", "[R-022]")
{
    Ward ward;
    open_records(ward, "2580");
    CHECK(says(ward, "P-017"));
    ward.press("record:pump-record:T1m");
    REQUIRE(ward.screen() == "item");
    CHECK(says(ward, "P-017　")); // whose pump this is stays on the screen
    CHECK_FALSE(ward.shows("rest"));
    while (std::get<flow::ItemScreen>(ward.state.screen).path != "basal-more")
        ward.answer_item(2);
    ward.answer_with("option:2"); // one rate
    while (std::get<flow::ItemScreen>(ward.state.screen).path != "alarm")
        ward.answer_item(2);
    ward.answer_with("option:2"); // no alarm
    ward.press("submit");
    REQUIRE(ward.screen() == "staff");
    auto const& pump = form_of(ward, "pump-record");
    CHECK(pump.header.staff == "N-01");
    CHECK(pump.open.participant == "P-017");
    CHECK(pump.open.visit == "T1m");
    CHECK(pump.bytes.find("\"source\":{\"identifier\":{\"system\":\"https://bedside.health/fhir/CodeSystem/staff\",\"value\":\"N-01\"}}") != std::string::npos);
    CHECK(says(ward, "已完成"));
    CHECK_FALSE(ward.shows("record:pump-record:T1m"));
}

TEST_CASE("a pump with two rates is asked for the second, and a staff form cut off goes on where it was")
{
    Ward ward;
    open_records(ward, "2580");
    ward.press("record:pump-record:T1m");
    while (std::get<flow::ItemScreen>(ward.state.screen).path != "basal-more")
        ward.answer_item(2);
    ward.answer_with("option:1");
    CHECK(std::get<flow::ItemScreen>(ward.state.screen).path == "basal#2/basal-rate");
    auto const place = ward.sees().place;
    ward.wait(180'001);
    CHECK(ward.screen() == "lock");
    ward.unlock();
    CHECK(ward.screen() == "participants"); // no patient is offered the nurse's form
    ward.press("lock");
    open_records(ward, "2580");
    ward.press("record:pump-record:T1m");
    CHECK(ward.sees().place == place);
}

TEST_CASE("a patient's tasks never show what staff began", "[R-022]")
{
    Ward ward;
    open_records(ward, "2580");
    ward.press("record:btp-episode");
    ward.answer_item(0);
    ward.press("leave");
    CHECK(ward.screen() == "staff");
    ward.press("lock");
    ward.hand_over_to("P-017");
    CHECK(ward.view<flow::TasksView>().rows.size() == 3);
    for (auto const& row : ward.view<flow::TasksView>().rows)
        CHECK_FALSE(row.fraction.has_value());
}

TEST_CASE("staff may enter an episode older than a day; it is marked as a staff correction", "[R-046]")
{
    Ward ward;
    open_records(ward, "2580");
    ward.press("record:btp-episode");
    ward.press("day:1");
    ward.press("hour_less");
    CHECK_FALSE(says(ward, "时间太久了"));
    ward.press("next");
    ward.fill_in(3);
    ward.press("submit");
    auto const& episode = form_of(ward, "btp-episode");
    CHECK(episode.header.flags == std::vector<std::string> { "staff-correction" });
    CHECK(episode.header.staff == "N-01");
}

TEST_CASE("a correction is a new response that names the original and a reason; the original stays", "[R-053]")
{
    Ward ward;
    auto const original = hand_in_pain(ward, 3);
    auto const bytes = ward.store.at(original).bytes;
    open_records(ward, "1470");
    ward.press("correct:" + original);
    REQUIRE(ward.screen() == "reason");
    ward.press("reason:entry-error");
    REQUIRE(ward.screen() == "review");
    CHECK_FALSE(ward.offers("submit")); // nothing was changed yet
    ward.press("edit:now");
    ward.answer_with("nrs:5");
    REQUIRE(ward.screen() == "review");
    ward.press("submit");
    REQUIRE(ward.screen() == "staff");
    CHECK(ward.store.at(original).bytes == bytes);
    REQUIRE(ward.store.size() == 2);
    auto const& correction = std::find_if(ward.store.begin(), ward.store.end(), [&](auto const& entry) { return entry.first != original; })->second;
    auto const& header = correction.header;
    CHECK(header.status == forms::ResponseStatus::amended);
    CHECK(header.amends == original);
    CHECK(header.reason == "entry-error");
    CHECK(header.corrected_by == "CRC-1");
    CHECK(header.subject == "P-017");
    CHECK(correction.bytes.find("\"status\":\"amended\"") != std::string::npos);
    CHECK(correction.bytes.find("QuestionnaireResponse/" + original) != std::string::npos);
    CHECK(correction.answers.at("average") == ward.store.at(original).answers.at("average"));
    CHECK(correction.sequence == 2);
    CHECK(says(ward, "已更正"));
    CHECK_FALSE(ward.shows("correct:" + original)); // the correction itself may be corrected, the original is done with
}

TEST_CASE("a correction that changes nothing leaves nothing behind")
{
    Ward ward;
    auto const original = hand_in_pain(ward, 3);
    open_records(ward, "1470");
    ward.press("correct:" + original);
    ward.press("reason:misunderstood");
    ward.press("leave");
    CHECK(ward.screen() == "staff");
    CHECK(ward.store.size() == 1);
}

TEST_CASE("what a role may do: a nurse corrects no patient's answers and keeps no study status, an administrator records nothing", "[R-020]")
{
    Ward ward;
    auto const original = hand_in_pain(ward, 3);
    struct {
        char const* pin;
        bool records, corrects, status, inspects;
    } const roles[] = { { "2580", true, false, false, false }, { "1470", true, true, true, true }, { "2582", false, false, false, true } };
    for (auto const& role : roles) {
        INFO("PIN " << role.pin);
        open_records(ward, role.pin);
        CHECK(ward.offers("record:pump-record:T1m") == role.records);
        CHECK(ward.offers("correct:" + original) == role.corrects);
        CHECK(ward.offers("record:study-status") == role.status);
        // a press that a script makes up does no more than a finger
        ward.wait(400);
        ward.apply(flow::AskReason { original });
        CHECK((ward.screen() == "reason") == role.corrects);
        if (ward.screen() == "reason")
            ward.press("back");
        ward.press("back");
        ward.press("filter_due");
        ward.press("sync");
        CHECK(ward.shows("audit") == role.inspects);
        CHECK(ward.shows("rescue") == role.inspects);
        ward.press("back");
        ward.press("lock");
    }
}

TEST_CASE("a coordinator records a withdrawal with its reason", "[R-048]")
{
    Ward ward;
    open_records(ward, "1470");
    ward.press("record:study-status");
    ward.answer_with("option:4");
    ward.answer_with("quick:0");
    ward.answer_with("option:1");
    ward.press("submit");
    auto const& record = form_of(ward, "study-status");
    CHECK(record.header.staff == "CRC-1");
    CHECK(record.answers.contains("withdrawal-reason"));
}

TEST_CASE("who helped is asked on the tasks, noted with the answers and in the audit trail", "[R-022]")
{
    Ward ward;
    ward.hand_over_to("P-017");
    CHECK(says(ward, "有人帮我填"));
    ward.press("helper");
    REQUIRE(ward.screen() == "helper");
    CHECK(ward.key("helper:nobody").selected);
    ward.press("helper:family");
    REQUIRE(ward.screen() == "tasks");
    CHECK(says(ward, "帮忙的人：家人"));
    ward.press("task:0");
    ward.fill_in(3);
    ward.press("submit");
    auto const& pain = form_of(ward, "pain-nrs");
    CHECK(pain.header.assisted_by == "family");
    CHECK(pain.bytes.find("\"author\":{\"identifier\":{\"system\":\"https://bedside.health/fhir/CodeSystem/role\",\"value\":\"family\"}}") != std::string::npos);
    CHECK(pain.bytes.find("\"source\":{\"reference\":\"Patient/P-017\"}") != std::string::npos);
    CHECK(std::any_of(ward.audit.begin(), ward.audit.end(), [](auto const& entry) { return entry.event == "helper-named" && entry.detail == "family"; }));
    // the next patient begins alone
    ward.press("done");
    ward.hand_over_to("P-009");
    CHECK(says(ward, "有人帮我填"));
}

TEST_CASE("the coordinator reads the audit trail and writes a rescue file", "[R-052]")
{
    Ward ward;
    hand_in_pain(ward, 3);
    ward.unlock("1470");
    ward.press("sync");
    ward.press("audit");
    REQUIRE(ward.screen() == "audit");
    CHECK(says(ward, "屏幕已锁"));
    CHECK(says(ward, "没有缺失，没有改动"));
    ward.press("back");
    REQUIRE(ward.screen() == "sync");
    ward.press("rescue");
    ward.press("write_rescue");
    CHECK(says(ward, "文件里有 1 份表"));
    CHECK(says(ward, ".sealed"));
    ward.press("back");
    ward.press("back");
    CHECK(ward.screen() == "participants");
}

TEST_CASE("every refused form is shown with the server's reason", "[R-010]")
{
    Ward ward;
    hand_in_pain(ward, 3);
    auto facts = ward.facts();
    facts.sync.forms.front().delivery = flow::Delivery::refused;
    facts.sync.forms.front().reason = "This form version is not known.";
    auto second = facts.sync.forms.front();
    second.sequence = 7;
    second.reason = "The participant is not on the roster.";
    facts.sync.forms.push_back(second);
    ward.unlock("1470");
    ward.press("sync");
    ward.happen(flow::FactsLoaded { facts });
    CHECK(says(ward, "1：服务器未接收，原文：“This form version is not known.”"));
    CHECK(says(ward, "7：服务器未接收，原文：“The participant is not on the roster.”"));
}

TEST_CASE("the self-test leads through touch, size and sound, and its report goes to the server by the audit trail")
{
    Ward ward;
    ward.state.dpi = 149;
    ward.unlock("1470");
    ward.press("sync");
    ward.press("self_test");
    REQUIRE(ward.screen() == "self_test");
    for (int place = 0; place < flow::test_targets; ++place) {
        CHECK(ward.view<flow::SelfTestView>().place == place);
        ward.wait(400); // the guard time
        if (place == 3)
            ward.press("missed");
        else
            ward.apply(flow::SelfTestAct { flow::SelfTestAct::hit, 1.2 * place });
    }
    REQUIRE(ward.view<flow::SelfTestView>().outline == flow::card_width);
    CHECK(ward.kept_dpi.empty());
    for (int i = 0; i < 20; ++i)
        ward.press("wider");
    CHECK(ward.view<flow::SelfTestView>().outline == flow::card_width + 100);
    ward.press("next");
    ward.press("play");
    ward.press("heard");
    auto const result = ward.view<flow::ListView>();
    REQUIRE(result.rows.size() >= 6);
    CHECK(result.rows[0].chip->tone == flow::Tone::alert); // a corner did not answer
    CHECK(ward.kept_dpi == std::vector { 166 }); // 149 x 95.6 / 85.6: the panel is finer than it was set to
    CHECK(ward.state.dpi == 166);
    CHECK(result.rows[1].title.find("166") != std::string::npos);
    CHECK(result.rows[1].detail.find("149") != std::string::npos);
    CHECK(result.rows[2].chip->tone == flow::Tone::ok);
    ward.press("send_test");
    CHECK_FALSE(ward.key("send_test").enabled);
    REQUIRE(ward.audit.back().event == "self-test");
    CHECK(ward.audit.back().detail.find("touch LOOK: 4 of 5 targets hit, at most 4.3 mm off") == 0);
    CHECK(ward.audit.back().actor == "staff:CRC-1");
    ward.press("back");
    CHECK(ward.screen() == "sync");
}

TEST_CASE("touches far from where a finger aims are no good panel, and a key of a keyboard is no touch")
{
    Ward ward;
    ward.state.dpi = 149;
    ward.unlock("1470");
    ward.press("sync");
    ward.press("self_test");
    ward.press("target"); // without a place: by a keyboard
    CHECK(ward.view<flow::SelfTestView>().place == 0);
    bool const skewed = GENERATE(false, true);
    for (int place = 0; place < flow::test_targets; ++place)
        ward.apply(flow::SelfTestAct { flow::SelfTestAct::hit, place == 2 && skewed ? 5.3 : 2.0 });
    ward.press("next");
    ward.press("heard");
    auto const result = ward.view<flow::ListView>();
    CHECK(result.rows[0].chip->tone == (skewed ? flow::Tone::alert : flow::Tone::ok));
    CHECK(ward.kept_dpi.empty()); // the size was right
}

TEST_CASE("a battery that runs down is told of twice, on every screen and to staff, and called for once")
{
    Ward ward;
    auto const discharged_to = [&](int percent) { ward.happen(flow::BatteryRead { Battery { percent, false } }); };
    auto const told = [&] { return std::ranges::count(ward.audit, std::string("battery-low"), &flow::Audit::event); };
    discharged_to(21);
    CHECK(told() == 0);
    CHECK(ward.text().find("21%") != std::string::npos);
    discharged_to(20);
    CHECK(told() == 1);
    CHECK(ward.calls == 0);
    CHECK(ward.text().find("20%，请充电") != std::string::npos);
    discharged_to(11);
    CHECK(told() == 1);
    discharged_to(10);
    CHECK(told() == 2);
    CHECK(ward.audit.back().detail == "10%");
    CHECK(ward.calls == 1);
    discharged_to(11); // the gauge wavers
    discharged_to(9);
    CHECK(told() == 2);
    CHECK(ward.calls == 1);
    ward.hand_over_to("P-017");
    ward.press("next");
    REQUIRE(ward.screen() == "item");
    CHECK(ward.text().find("电量 9%，请马上充电") != std::string::npos);
    ward.happen(flow::BatteryRead { Battery { 9, true } });
    CHECK(ward.text().find("电量") == std::string::npos);
    discharged_to(9); // pulled out again: told again
    CHECK(told() == 3);
    ward.happen(flow::BatteryRead {});
    CHECK(ward.text().find("9%") == std::string::npos);
}

TEST_CASE("only an administrator leaves the kiosk, with a PIN, and nobody stays logged in behind")
{
    for (auto const* pin : { "2580", "1470" }) {
        Ward ward;
        ward.unlock(pin);
        ward.press("sync");
        CHECK_FALSE(ward.shows("leave"));
        ward.apply(flow::OpenLeave {});
        CHECK(ward.screen() == "sync");
        ward.apply(flow::LeaveKiosk {});
        CHECK(ward.screen() == "sync");
    }
    Ward ward;
    ward.unlock("2582");
    ward.press("sync");
    ward.press("leave");
    REQUIRE(ward.screen() == "leave");
    CHECK(ward.ended == 0);
    ward.press("back");
    CHECK(ward.screen() == "sync");
    ward.press("leave");
    ward.press("leave_now");
    CHECK(ward.ended == 1);
    CHECK(ward.screen() == "lock");
    CHECK_FALSE(ward.state.staff);
}
