// SPDX-License-Identifier: Apache-2.0
// Fingers and keys: what counts as a press, and what must not.
#include "tests/ui/offscreen.h"
#include "tests/ui/samples.h"

#include <catch2/catch_test_macros.hpp>

using namespace bedside;
using namespace bedside::ui;
using namespace bedside::ui::test;

namespace {

/// The NRS with a choice on every box, as the app would show it.
flow::Screenful nrs()
{
    auto screenful = sample("05_nrs");
    auto& boxes = std::get<flow::BoxRowControl>(std::get<flow::ItemView>(screenful.view).control).boxes;
    for (int i = 0; i <= 10; ++i)
        boxes[static_cast<std::size_t>(i)].intent = flow::Choose { "nrs", i };
    return screenful;
}

std::optional<int> chosen(std::optional<flow::Intent> const& intent)
{
    if (!intent)
        return std::nullopt;
    auto const* const choice = std::get_if<flow::Choose>(&*intent);
    return choice ? std::optional(choice->option) : std::nullopt;
}

Point middle(Rect const& rect) { return { static_cast<float>(rect.centre_x()), static_cast<float>(rect.centre_y()) }; }

/// A screen that was shown long enough for touches to count.
struct Shown {
    Offscreen screen { 1280, 800 };
    flow::Screenful screenful;
    explicit Shown(flow::Screenful what)
        : screenful(std::move(what))
    {
        screen.draw(screenful);
        screen.window.now_ms += 1000;
    }
    std::optional<flow::Intent> drag(Point from, Point to)
    {
        screen.ui().input().pointer(PointerPhase::down, from, screen.window.now_ms);
        screen.ui().input().pointer(PointerPhase::move, to, screen.window.now_ms + 20);
        screen.ui().input().pointer(PointerPhase::up, to, screen.window.now_ms + 40);
        return screen.draw(screenful);
    }
    Rect rect(std::string_view id) { return screen.element(id)->rect; }
};

float px(double millimetres) { return static_cast<float>(millimetres * 149 / 25.4); }

} // namespace

TEST_CASE("a tap acts on release and only once", "[R-028]")
{
    Shown shown(nrs());
    auto const at = middle(shown.rect("nrs:6"));
    shown.screen.ui().input().pointer(PointerPhase::down, at, shown.screen.window.now_ms);
    CHECK(shown.screen.ui().input().wants_frame());
    CHECK_FALSE(shown.screen.draw(shown.screenful));
    shown.screen.ui().input().pointer(PointerPhase::up, at, shown.screen.window.now_ms + 50);
    CHECK(chosen(shown.screen.draw(shown.screenful)) == 6);
    CHECK_FALSE(shown.screen.draw(shown.screenful));
    CHECK_FALSE(shown.screen.ui().input().wants_frame());
}

TEST_CASE("a pressed key looks pressed in the next frame and up again after it")
{
    Shown shown(nrs());
    auto const rect = shown.rect("nrs:6");
    auto const edge = shown.screen.pixel(rect.centre_x(), rect.bottom() - 4);
    shown.screen.ui().input().pointer(PointerPhase::down, middle(rect), shown.screen.window.now_ms);
    shown.screen.draw(shown.screenful);
    CHECK_FALSE(shown.screen.pixel(rect.centre_x(), rect.bottom() - 4) == edge);
    shown.screen.ui().input().pointer(PointerPhase::cancel, middle(rect), shown.screen.window.now_ms);
    CHECK_FALSE(shown.screen.draw(shown.screenful));
    CHECK(shown.screen.pixel(rect.centre_x(), rect.bottom() - 4) == edge);
}

TEST_CASE("a finger that slips less than 8 mm beside every target still chooses")
{
    Shown shown(nrs());
    auto const rect = shown.rect("nrs:0");
    Point const below { middle(rect).x, static_cast<float>(rect.bottom()) + px(7.5) };
    CHECK(chosen(shown.drag(middle(rect), below)) == 0);
    Point const too_far { middle(rect).x, static_cast<float>(rect.bottom()) + px(8.6) };
    CHECK_FALSE(shown.drag(middle(rect), too_far));
}

TEST_CASE("a finger that slips onto another answer chooses neither", "[R-028]")
{
    Shown shown(nrs());
    CHECK_FALSE(shown.drag(middle(shown.rect("nrs:6")), middle(shown.rect("nrs:7"))));
}

TEST_CASE("half of the gap around a box belongs to it")
{
    Shown shown(nrs());
    auto const rect = shown.rect("nrs:6");
    Point const beside { static_cast<float>(rect.right()) + px(0.9), middle(rect).y };
    CHECK(chosen(shown.drag(beside, beside)) == 6);
}

TEST_CASE("touches in the 300 ms after a screen change are ignored silently")
{
    Offscreen screen(1280, 800);
    auto const screenful = nrs();
    screen.draw(screenful);
    auto const at = middle(screen.element("nrs:6")->rect);
    auto const tap = [&](std::int64_t after) {
        screen.ui().input().pointer(PointerPhase::down, at, screen.window.now_ms + after);
        screen.ui().input().pointer(PointerPhase::up, at, screen.window.now_ms + after + 10);
        return screen.draw(screenful);
    };
    CHECK_FALSE(tap(299));
    CHECK(chosen(tap(300)) == 6);
}

TEST_CASE("a finger that was down when the screen changed presses nothing on the new one")
{
    Shown shown(nrs());
    auto const at = middle(shown.rect("next"));
    shown.screen.ui().input().pointer(PointerPhase::down, at, shown.screen.window.now_ms);
    auto const other = sample("06b_item4_selected");
    shown.screen.draw(other);
    shown.screen.ui().input().pointer(PointerPhase::up, at, shown.screen.window.now_ms + 500);
    CHECK_FALSE(shown.screen.draw(other));
}

TEST_CASE("what is off can't be pressed, by finger or key")
{
    Shown shown(nrs());
    REQUIRE_FALSE(shown.screen.element("next")->enabled);
    CHECK_FALSE(shown.drag(middle(shown.rect("next")), middle(shown.rect("next"))));
    for (int i = 0; i < 30; ++i) {
        shown.screen.ui().input().press_key(PhysicalKey::tab, shown.screen.window.now_ms);
        shown.screen.ui().input().press_key(PhysicalKey::enter, shown.screen.window.now_ms);
        auto const intent = shown.screen.draw(shown.screenful);
        REQUIRE(intent);
    }
}

TEST_CASE("digits choose; 1 and then 0 within 600 ms is 10")
{
    Shown shown(nrs());
    auto& ui = shown.screen.ui();
    auto const now = shown.screen.window.now_ms;
    ui.input().press_digit(7, now);
    CHECK(chosen(shown.screen.draw(shown.screenful)) == 7);
    ui.input().press_digit(1, now + 1000);
    CHECK(chosen(shown.screen.draw(shown.screenful)) == 1);
    ui.input().press_digit(0, now + 1599);
    CHECK(chosen(shown.screen.draw(shown.screenful)) == 10);
    ui.input().press_digit(1, now + 3000);
    CHECK(chosen(shown.screen.draw(shown.screenful)) == 1);
    ui.input().press_digit(0, now + 3600);
    CHECK(chosen(shown.screen.draw(shown.screenful)) == 0);
}

TEST_CASE("arrows reach every answer, Enter presses, Escape goes back, and a finger hides the ring")
{
    auto screenful = nrs();
    std::get<flow::ItemView>(screenful.view).back.intent = flow::Back {};
    Shown shown(std::move(screenful));
    auto& ui = shown.screen.ui();
    auto const now = shown.screen.window.now_ms;
    auto const ring = [&] {
        auto const rect = shown.rect("nrs:0");
        return shown.screen.pixel(rect.x - 6, rect.centre_y()) == ui.theme().colour(Colour::focus);
    };
    CHECK_FALSE(ring());
    ui.input().press_digit(9, now); // no ring for digits
    shown.screen.draw(shown.screenful);
    CHECK_FALSE(ring());
    // From the first tool key down to the row, then to its left end.
    ui.input().press_key(PhysicalKey::tab, now);
    ui.input().press_key(PhysicalKey::down, now);
    for (int i = 0; i < 11; ++i)
        ui.input().press_key(PhysicalKey::left, now);
    shown.screen.draw(shown.screenful);
    CHECK(ring());
    ui.input().press_key(PhysicalKey::enter, now);
    CHECK(chosen(shown.screen.draw(shown.screenful)) == 0);
    for (int i = 1; i <= 10; ++i) {
        ui.input().press_key(PhysicalKey::right, now);
        ui.input().press_key(PhysicalKey::enter, now);
        CHECK(chosen(shown.screen.draw(shown.screenful)) == i);
    }
    ui.input().press_key(PhysicalKey::escape, now);
    auto const back = shown.screen.draw(shown.screenful);
    REQUIRE(back);
    CHECK(std::holds_alternative<flow::Back>(*back));
    ui.input().pointer(PointerPhase::down, { 640, 600 }, now);
    shown.screen.draw(shown.screenful);
    CHECK_FALSE(ring());
}

TEST_CASE("Tab reaches every enabled target of every screen", "[R-029]")
{
    Offscreen screen(1280, 800);
    for (auto const& one : samples({})) {
        screen.draw(one.screenful);
        screen.window.now_ms += 1000;
        std::size_t enabled = 0;
        for (auto const& element : screen.ui().elements())
            enabled += element.role != "text" && element.role != "ink" && element.enabled;
        std::size_t pressed = 0;
        for (std::size_t i = 0; i < enabled; ++i) {
            screen.ui().input().press_key(PhysicalKey::tab, screen.window.now_ms);
            screen.ui().input().press_key(PhysicalKey::enter, screen.window.now_ms);
            pressed += screen.draw(one.screenful).has_value();
        }
        INFO(one.name);
        CHECK(pressed + (one.name == "08f_ink" ? 1 : 0) >= enabled);
    }
}

TEST_CASE("a tap between body regions takes the nearest within 8 mm, and none farther away")
{
    auto screenful = sample("09_body");
    auto& map = std::get<flow::BodyMapControl>(std::get<flow::ItemView>(screenful.view).control);
    for (std::size_t i = 0; i < map.regions.size(); ++i)
        map.regions[i].intent = flow::Choose { map.regions[i].id, static_cast<int>(i) };
    Shown shown(std::move(screenful));
    auto const region = [&](std::optional<flow::Intent> const& intent) -> std::string {
        auto const* const choice = intent ? std::get_if<flow::Choose>(&*intent) : nullptr;
        return choice ? choice->path.text() : "";
    };
    auto const head = shown.rect("region:front_head");
    CHECK(region(shown.drag(middle(head), middle(head))) == "region:front_head");
    Point const beside { static_cast<float>(head.right()) + px(6), middle(head).y };
    CHECK(region(shown.drag(beside, beside)) == "region:front_head");
    Point const far { static_cast<float>(head.right()) + px(10), middle(head).y };
    CHECK(region(shown.drag(far, far)).empty());
    // The patient's own left is at our right in front and at our left behind.
    CHECK(shown.rect("region:front_chest_left").x > shown.rect("region:front_chest_right").x);
    CHECK(shown.rect("region:back_upper_back_left").x < shown.rect("region:back_upper_back_right").x);
}

TEST_CASE("writing makes one stroke in thousandths of the field")
{
    Shown shown(sample("08f_ink"));
    auto const field = shown.rect("ink");
    auto& ui = shown.screen.ui();
    auto const now = shown.screen.window.now_ms;
    ui.input().pointer(PointerPhase::down, { static_cast<float>(field.x), static_cast<float>(field.y) }, now);
    ui.input().pointer(PointerPhase::move, middle(field), now + 10);
    CHECK(ui.input().wants_frame());
    CHECK_FALSE(shown.screen.draw(shown.screenful));
    ui.input().pointer(PointerPhase::up, middle(field), now + 20);
    auto const intent = shown.screen.draw(shown.screenful);
    REQUIRE(intent);
    auto const& stroke = std::get<flow::InkStroke>(*intent);
    CHECK(stroke.path == "note");
    REQUIRE(stroke.points.size() == 2);
    CHECK(stroke.points[0] == std::pair(0, 0));
    CHECK(stroke.points[1] == std::pair(500, 500));
}

TEST_CASE("a list that does not fit turns its pages")
{
    Shown shown(sample("11_review"));
    auto const intent = shown.screen.tap(shown.screenful, "page_down");
    REQUIRE(intent);
    CHECK(std::get<flow::TurnPage>(*intent).page == 2);
}
