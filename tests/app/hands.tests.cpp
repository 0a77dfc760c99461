// SPDX-License-Identifier: Apache-2.0
// Fingers, palms, keyboards and switches on the running kiosk.
#include "tablet.h"

#include <set>

using namespace bedside;
using namespace bedside::tests;

namespace {

constexpr float millimetre = 149.0f / 25.4f;

/// P-017's first pain rating.
void show_pain_score(Tablet& tablet)
{
    tablet.hand_over_to("P-017");
    tablet.tap("task:0");
    REQUIRE(tablet.offers("nrs:5"));
    tablet.clock.pass(400);
}

struct Centre {
    float x;
    float y;
};
Centre centre_of(Tablet const& tablet, std::string const& id)
{
    auto const& rect = tablet.element(id)->rect;
    return { static_cast<float>(rect.centre_x()), static_cast<float>(rect.centre_y()) };
}

/// Every key of the screen that is shown can be reached by tab and by arrows, and the focus can be seen.
void check_reach(Tablet& tablet)
{
    INFO("screen " << tablet.place());
    std::set<std::string> wanted;
    for (auto const& one : tablet.kiosk->ui().elements()) {
        if (one.enabled && one.role != "text" && one.role != "ink")
            wanted.insert(one.id);
    }
    std::set<std::string> reached;
    for (std::size_t step = 0; step <= wanted.size(); ++step) {
        tablet.type(SDLK_TAB);
        auto const focus = tablet.kiosk->ui().input().focus();
        if (reached.insert(focus).second && tablet.element(focus)) {
            auto rect = tablet.element(focus)->rect;
            auto const with = tablet.pixel_sum(rect);
            tablet.type(SDLK_TAB);
            if (wanted.size() > 1)
                CHECK(tablet.pixel_sum(rect) != with);
            tablet.type(SDLK_TAB, KMOD_SHIFT);
        }
    }
    CHECK(reached == wanted);
    // arrows: a walk over the graph from any key finds all of them
    std::set<std::string> seen;
    std::vector<std::string> open { tablet.kiosk->ui().input().focus() };
    while (!open.empty()) {
        auto const from = open.back();
        open.pop_back();
        if (!seen.insert(from).second)
            continue;
        for (auto const key : { SDLK_LEFT, SDLK_RIGHT, SDLK_UP, SDLK_DOWN }) {
            for (int rounds = 0; tablet.kiosk->ui().input().focus() != from && rounds < 100; ++rounds)
                tablet.type(SDLK_TAB);
            tablet.type(key);
            open.push_back(tablet.kiosk->ui().input().focus());
        }
    }
    std::string missed;
    for (auto const& id : wanted) {
        if (!seen.contains(id))
            missed += id + " ";
    }
    INFO("not by arrows: " << missed);
    CHECK(missed.empty());
}

} // namespace

TEST_CASE("a finger acts when it is lifted, not when it comes down", "[R-028]")
{
    Tablet tablet;
    show_pain_score(tablet);
    auto const at = centre_of(tablet, "nrs:4");
    tablet.finger(SDL_FINGERDOWN, at.x, at.y);
    CHECK_FALSE(tablet.selected("nrs:4"));
    tablet.finger(SDL_FINGERUP, at.x, at.y);
    CHECK(tablet.selected("nrs:4"));
}

TEST_CASE("a second finger takes back what the first began, and neither acts until all are lifted", "[R-028]")
{
    Tablet tablet;
    show_pain_score(tablet);
    auto const four = centre_of(tablet, "nrs:4");
    auto const seven = centre_of(tablet, "nrs:7");
    tablet.finger(SDL_FINGERDOWN, four.x, four.y, 1);
    tablet.finger(SDL_FINGERDOWN, seven.x, seven.y, 2);
    tablet.finger(SDL_FINGERUP, four.x, four.y, 1);
    tablet.finger(SDL_FINGERDOWN, four.x, four.y, 3); // the second one still rests on the glass
    tablet.finger(SDL_FINGERUP, four.x, four.y, 3);
    tablet.finger(SDL_FINGERUP, seven.x, seven.y, 2);
    CHECK_FALSE(tablet.selected("nrs:4"));
    CHECK_FALSE(tablet.selected("nrs:7"));
    tablet.tap("nrs:4");
    CHECK(tablet.selected("nrs:4"));
}

TEST_CASE("a palm, which is many touches at once, chooses nothing", "[R-028]")
{
    Tablet tablet;
    show_pain_score(tablet);
    for (int part = 0; part < 5; ++part) {
        auto const at = centre_of(tablet, "nrs:" + std::to_string(part + 2));
        tablet.finger(SDL_FINGERDOWN, at.x, at.y + static_cast<float>(part), part);
    }
    for (int part = 4; part >= 0; --part) {
        auto const at = centre_of(tablet, "nrs:" + std::to_string(part + 2));
        tablet.finger(SDL_FINGERUP, at.x, at.y, part);
    }
    for (int number = 0; number <= 10; ++number)
        CHECK_FALSE(tablet.selected("nrs:" + std::to_string(number)));
}

TEST_CASE("a finger that slips by less than 8 mm still acts; one that slips farther, or onto another key, does not", "[R-028]")
{
    Tablet tablet;
    show_pain_score(tablet);
    auto const rect = tablet.element("nrs:5")->rect;
    auto const at = centre_of(tablet, "nrs:5");
    auto const slip = [&](float dx, float dy) {
        tablet.clock.pass(100);
        tablet.finger(SDL_FINGERDOWN, at.x, at.y);
        tablet.finger(SDL_FINGERMOTION, at.x + dx, at.y + dy);
        tablet.finger(SDL_FINGERUP, at.x + dx, at.y + dy);
        return tablet.selected("nrs:5");
    };
    float const half = static_cast<float>(rect.h) / 2;
    CHECK_FALSE(slip(0, -half - 9 * millimetre));
    CHECK_FALSE(slip(static_cast<float>(rect.w) + 2 * millimetre, 0)); // onto the six
    CHECK_FALSE(tablet.selected("nrs:6"));
    CHECK(slip(0, -half - 7 * millimetre));
}

TEST_CASE("for 300 ms after a screen change no tap and no key counts", "[R-028]")
{
    Tablet tablet;
    show_pain_score(tablet);
    tablet.tap("nrs:5");
    tablet.tap("next");
    auto const at = centre_of(tablet, "nrs:3");
    tablet.clock.pass(150);
    tablet.tap_at(at.x, at.y, 20);
    CHECK_FALSE(tablet.selected("nrs:3"));
    tablet.type(SDLK_3);
    CHECK_FALSE(tablet.selected("nrs:3"));
    tablet.clock.pass(200);
    tablet.tap_at(at.x, at.y, 20);
    CHECK(tablet.selected("nrs:3"));
}

TEST_CASE("for the left hand the keys that go on are at the left")
{
    Tablet tablet;
    show_pain_score(tablet);
    CHECK(tablet.element("next")->rect.centre_x() > tablet.making.width / 2);
    tablet.tap("text_size");
    tablet.tap("hand:left");
    tablet.tap("close");
    CHECK(tablet.element("next")->rect.centre_x() < tablet.making.width / 2);
    tablet.tap("nrs:5");
    tablet.tap("next"); // where it is now
    CHECK(tablet.place() == "item average");
}

TEST_CASE("tab and enter alone take a nurse and a patient through a whole form, as a switch does", "[R-029]")
{
    Tablet tablet;
    auto const press = [&](std::string const& id) {
        tablet.clock.pass(400);
        for (int rounds = 0; tablet.kiosk->ui().input().focus() != id; ++rounds) {
            INFO(id << " on " << tablet.place());
            REQUIRE(rounds < 80);
            tablet.type(SDLK_TAB);
        }
        tablet.type(SDLK_RETURN);
    };
    press("unlock");
    for (auto const* digit : { "pin:2", "pin:5", "pin:8", "pin:0", "pin_ok" })
        press(digit);
    press("participant:P-017");
    press("yes");
    press("task:0");
    while (tablet.screen() == "item") {
        press("nrs:4");
        press("next");
    }
    press("submit");
    CHECK(tablet.screen() == "thanks");
    press("done");
    CHECK(tablet.screen() == "lock");
}

TEST_CASE("every key of every screen can be reached by tab and by arrows, and where the focus is can be seen", "[R-029]")
{
    Tablet tablet;
    check_reach(tablet);
    tablet.tap("unlock");
    check_reach(tablet);
    for (auto const* digit : { "pin:1", "pin:4", "pin:7", "pin:0" })
        tablet.tap(digit);
    tablet.tap("pin_ok");
    check_reach(tablet);
    tablet.tap("sync");
    check_reach(tablet);
    tablet.tap("rescue");
    check_reach(tablet);
    tablet.tap("back");
    tablet.tap("back");
    tablet.tap("filter_staff");
    tablet.tap("participant:P-017");
    check_reach(tablet);
    tablet.tap("lock");
    tablet.hand_over_to("P-017");
    check_reach(tablet);
    tablet.tap("helper");
    check_reach(tablet);
    tablet.tap("back");
    tablet.tap("text_size");
    check_reach(tablet);
    tablet.tap("close");
    tablet.tap("task:0");
    check_reach(tablet);
    tablet.fill_in(3);
    check_reach(tablet);
    tablet.tap("submit");
    check_reach(tablet);
    tablet.tap("next");
    tablet.tap("task:1");
    check_reach(tablet);
    tablet.tap("back");
    tablet.tap("episode");
    check_reach(tablet);
}

TEST_CASE("tab and arrows reach every key of every kind of question, and of declining one", "[R-029]")
{
    Tablet tablet;
    tablet.hand_over_to("P-017");
    tablet.tap("episode");
    int kinds = 0;
    for (; tablet.screen() == "item"; ++kinds) {
        check_reach(tablet);
        tablet.answer_item();
        if (tablet.screen() == "pain_high") {
            check_reach(tablet);
            tablet.tap("acknowledge");
        }
    }
    CHECK(kinds >= 8); // moments, durations, ratings, the body map, tiles, numbers
    tablet.tap("back");
    tablet.tap("decline");
    check_reach(tablet);
}

TEST_CASE("tab and arrows reach every key of staff's screens", "[R-029]")
{
    Tablet tablet;
    tablet.hand_over_to("P-017");
    tablet.tap("task:0");
    tablet.fill_in(8);
    tablet.tap("submit");
    check_reach(tablet); // strong pain, at the end
    tablet.tap("hand_back");
    tablet.enter_pin("1470");
    REQUIRE(tablet.screen() == "alerts");
    check_reach(tablet);
    tablet.tap("next");
    tablet.tap("filter_staff");
    tablet.tap("participant:P-017");
    tablet.tap("chart");
    check_reach(tablet);
    tablet.tap("back");
    auto const correct = "correct:" + ok(tablet.look().completed_forms()).front().response_id;
    tablet.tap(correct);
    REQUIRE(tablet.screen() == "reason");
    check_reach(tablet);
    tablet.tap("back");
    tablet.tap("record:study-status");
    check_reach(tablet);
    tablet.tap("leave");
    tablet.tap("back");
    tablet.tap("sync");
    tablet.tap("audit");
    check_reach(tablet);
    tablet.tap("back");
    tablet.tap("self_test");
    for (auto const* press : { "target", "target", "target", "target", "missed", "next", "heard", "send_test" }) {
        check_reach(tablet);
        tablet.tap(press);
    }
    tablet.tap("back");
    tablet.tap("back");
    tablet.tap("lock");
    tablet.enter_pin("2582");
    tablet.tap("next");
    tablet.tap("sync");
    tablet.tap("leave");
    check_reach(tablet);
}

TEST_CASE("digits on a keyboard answer a rating, 1 and 0 make ten")
{
    Tablet tablet;
    show_pain_score(tablet);
    tablet.type(SDLK_7);
    CHECK(tablet.selected("nrs:7"));
    tablet.type(SDLK_1);
    CHECK(tablet.selected("nrs:1"));
    tablet.type(SDLK_0);
    CHECK(tablet.selected("nrs:10"));
}
