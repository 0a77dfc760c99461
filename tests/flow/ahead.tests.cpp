// SPDX-License-Identifier: Apache-2.0
// The screen that is made ready is the one that comes.
#include "ward.h"

#include <catch2/catch_test_macros.hpp>

using namespace bedside;
using namespace bedside::tests;

namespace {

/// The coming screen, as text; empty where none is foreseen.
std::string ahead(Ward const& ward)
{
    auto const shown = flow::view_ahead(ward.state, locales::Catalogue::of(ward.state.language));
    return shown ? shown->place + "\n" + flow::text_of(*shown) : std::string {};
}

std::string now(Ward const& ward) { return ward.sees().place + "\n" + ward.text(); }

} // namespace

TEST_CASE("the foreseen screen is the one that going on leads to: through a form, its review and the thanks")
{
    Ward ward;
    ward.hand_over_to("P-017");
    for (auto const* task : { "task:0", "task:1" }) {
        ward.press(task);
        int screens = 0;
        for (; ward.screen() == "item"; ++screens) {
            INFO(ward.sees().place);
            auto const path = std::get<flow::ItemScreen>(ward.state.screen).path;
            auto const keys = flow::keys_of(ward.sees());
            auto const answer = std::find_if(keys.begin(), keys.end(), [](flow::Key const& key) { return key.id == "nrs:3" || key.id.starts_with("option:") || key.id == "box:3"; });
            REQUIRE(answer != keys.end());
            ward.press(answer->id);
            auto const foreseen = ahead(ward);
            ward.press("next");
            CHECK(foreseen == now(ward));
        }
        CHECK(screens >= 2);
        REQUIRE(ward.screen() == "review");
        CHECK(ahead(ward).starts_with("thanks"));
        ward.press("submit");
        ward.press("next");
    }
}

TEST_CASE("strong pain is foreseen with the words that send for help, after the answer and at the end")
{
    Ward ward;
    ward.hand_over_to("P-017");
    ward.press("task:0");
    CHECK_FALSE(ahead(ward).starts_with("pain_high"));
    ward.press("nrs:8");
    CHECK(ahead(ward).starts_with("pain_high"));
    auto const foreseen = ahead(ward);
    ward.press("next");
    CHECK(foreseen == now(ward));
    CHECK(ahead(ward).starts_with("item average"));
    ward.press("acknowledge");
    ward.fill_in();
    CHECK(ahead(ward).starts_with("pain_high"));
}

TEST_CASE("before a patient there is only the PIN pad to foresee, and foreseeing changes nothing")
{
    Ward ward;
    auto const before = now(ward);
    CHECK(ahead(ward).starts_with("pin"));
    CHECK(now(ward) == before);
    ward.hand_over_to("P-017");
    CHECK(ahead(ward).starts_with("item now"));
    CHECK_FALSE(ward.state.form);
    auto const tasks = now(ward);
    ward.press("text_size");
    CHECK(ahead(ward) == tasks); // what closing leads back to
    ward.press("close");
    ward.press("rest");
    CHECK(ahead(ward).empty());
}
