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

} // namespace

TEST_CASE("the screens say in simplified Chinese what was approved") { goldens("zh-Hans"); }
TEST_CASE("the screens say in traditional Chinese what was approved") { goldens("zh-Hant"); }
TEST_CASE("the screens say in English what was approved") { goldens("en"); }
