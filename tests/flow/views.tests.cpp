// SPDX-License-Identifier: Apache-2.0
// Every screen as text, as somebody approved it.
#include "golden.h"
#include "ward.h"

#include <catch2/catch_test_macros.hpp>

using namespace bedside;
using namespace bedside::tests;

namespace {

void goldens(std::string const& language)
{
    Ward ward;
    auto const look = [&](std::string const& name) { check_golden(language + "_" + name, ward.text()); };
    auto const in_language = [&] { ward.state.language = ward.state.device_language = language; };
    in_language();
    look("lock");
    ward.press("unlock");
    look("pin");
    for (auto const* digit : { "pin:2", "pin:5", "pin:8", "pin:0" })
        ward.press(digit);
    ward.press("pin_ok");
    look("participants");
    ward.press("filter_all");
    look("participants_all");
    ward.press("sync");
    look("sync");
    ward.press("back");
    ward.press("participant:P-017");
    in_language();
    look("identity");
    ward.press("yes");
    look("tasks");
    ward.press("helper");
    look("helper");
    ward.press("back");
    ward.press("next");
    look("nrs");
    ward.press("nrs:7");
    look("nrs_chosen");
    ward.press("decline");
    look("decline");
    ward.press("cancel");
    ward.press("text_size");
    look("chooser");
    ward.press("close");
    ward.press("rest");
    look("rest");
    ward.press("next");
    ward.press("next");
    look("pain_high");
    ward.press("acknowledge");
    ward.fill_in(5);
    look("review");
    ward.press("submit");
    look("pain_high_end");
    ward.press("acknowledge");
    look("thanks_saved");
    ward.receive_all();
    look("thanks_received");
    ward.press("next");
    look("tasks_one_done");
    ward.press("next");
    ward.press("option:2");
    look("four_options_chosen");
    ward.happen(flow::StoreFailed { Code::wrong_key, "R-09-abcd", 12'400'000, true, true });
    in_language();
    look("recovery");
    ward.press("passphrase");
    look("passphrase");
}

void staff_goldens(std::string const& language)
{
    Ward ward;
    auto const look = [&](std::string const& name) { check_golden(language + "_" + name, ward.text()); };
    ward.hand_over_to("P-017");
    ward.press("task:0");
    ward.fill_in(8);
    ward.press("submit");
    ward.press("hand_back");
    ward.state.language = ward.state.device_language = language;
    look("lock_alert");
    ward.unlock("1470");
    look("alerts");
    ward.press("acknowledge:" + ward.state.facts.alerts.front().id);
    look("alerts_acknowledged");
    ward.press("next");
    ward.press("filter_staff");
    look("participants_staff");
    ward.press("participant:P-017");
    look("staff");
    ward.press("chart");
    ward.happen(flow::PainDaysLoaded { "P-017", { { { 2026, 11, 20 }, { 4, 7, 2 } }, { { 2026, 11, 21 }, { std::nullopt, std::nullopt, 0 } }, { { 2026, 11, 24 }, { 8, 9, std::nullopt } } } });
    look("chart");
    ward.press("back");
    ward.press("correct:" + ward.store.begin()->first);
    look("reason");
    ward.press("back");
    ward.press("back");
    ward.press("filter_due");
    ward.press("sync");
    ward.press("audit");
    look("audit");
    ward.press("back");
    ward.press("rescue");
    look("rescue");
    ward.press("write_rescue");
    look("rescue_written");
}

void home_goldens(std::string const& language)
{
    Ward home("T-07");
    home.state.language = home.state.device_language = language;
    check_golden(language + "_lock_home", home.text());
    home.press("episode");
    home.state.language = language;
    check_golden(language + "_onset_home", home.text());
}

} // namespace

TEST_CASE("staff's screens say what was approved", "[R-033]")
{
    for (auto const* language : { "zh-Hans", "zh-Hant", "en" })
        staff_goldens(language);
}

TEST_CASE("home's first screens say what was approved")
{
    for (auto const* language : { "zh-Hans", "zh-Hant", "en" })
        home_goldens(language);
}

TEST_CASE("the screens say in simplified Chinese what was approved", "[R-033]") { goldens("zh-Hans"); }
TEST_CASE("the screens say in traditional Chinese what was approved", "[R-033]") { goldens("zh-Hant"); }
TEST_CASE("the screens say in English what was approved", "[R-033]") { goldens("en"); }
