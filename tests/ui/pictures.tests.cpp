// SPDX-License-Identifier: Apache-2.0
// Pictures of every screen as they were when somebody looked at them beside the design and agreed.
#include "tests/ui/picture_golden.h"
#include "tests/ui/samples.h"

#include <catch2/catch_test_macros.hpp>

using namespace bedside;
using namespace bedside::ui;
using namespace bedside::ui::test;

TEST_CASE("every screen looks as it was agreed, in landscape", "[R-033]")
{
    Offscreen screen(1280, 800);
    for (auto const& one : samples({})) {
        screen.draw(one.screenful);
        INFO(one.name);
        CHECK(matches_golden(screen, one.name));
    }
}

TEST_CASE("every screen looks as it was agreed, in portrait", "[R-033]")
{
    Offscreen screen(800, 1280);
    for (auto const& one : samples({})) {
        screen.draw(one.screenful);
        INFO(one.name);
        CHECK(matches_golden(screen, one.name + "_portrait"));
    }
}

TEST_CASE("night, high contrast and extra-large look as they were agreed")
{
    Offscreen screen(1280, 800);
    struct Variant {
        std::string name;
        Setting setting;
    };
    Variant const variants[] = { { "night", { "zh-Hans", flow::TextSize::normal, flow::Theme::night, flow::Hand::right } },
        { "contrast", { "zh-Hans", flow::TextSize::normal, flow::Theme::contrast, flow::Hand::right } },
        { "x-large", { "zh-Hans", flow::TextSize::x_large, flow::Theme::day, flow::Hand::right } }, { "english", { "en", flow::TextSize::normal, flow::Theme::day, flow::Hand::right } },
        { "traditional", { "zh-Hant", flow::TextSize::normal, flow::Theme::day, flow::Hand::right } } };
    for (auto const& variant : variants) {
        for (auto const* name : { "04_tasks", "05b_nrs_selected", "06b_item4_selected", "09_body", "11_review", "12c_pain_high" }) {
            screen.draw(sample(name, variant.setting));
            INFO(name << " " << variant.name);
            CHECK(matches_golden(screen, std::string(name) + "_" + variant.name));
        }
    }
}

TEST_CASE("a picture notices a chosen box, a missing sentence and another theme", "[R-033]")
{
    Offscreen screen(1280, 800);
    screen.draw(sample("05_nrs"));
    auto const plain = small_picture(screen);
    CHECK(different_cells(plain, plain) == 0);
    screen.draw(sample("05b_nrs_selected"));
    CHECK(different_cells(plain, small_picture(screen)) > 24);
    auto without_hint = sample("05_nrs");
    std::get<flow::ItemView>(without_hint.view).hint.clear();
    screen.draw(without_hint);
    CHECK(different_cells(plain, small_picture(screen)) > 24);
    screen.draw(sample("05_nrs", { "zh-Hans", flow::TextSize::normal, flow::Theme::night, flow::Hand::right }));
    CHECK(different_cells(plain, small_picture(screen)) > 5000);
}

// Dear ImGui 1.92.2 drops sizes that were not used for two frames when its texture is full, and then drew "Sy" of "Sync" in the size of a button.
TEST_CASE("a screen looks the same whatever was shown before it", "[R-016]")
{
    Setting const setting { "en", flow::TextSize::x_large, flow::Theme::day, flow::Hand::right };
    Offscreen long_used(1280, 800);
    for (auto const& one : samples(setting)) {
        long_used.draw(one.screenful);
        Offscreen fresh(1280, 800);
        fresh.draw(one.screenful);
        INFO(one.name);
        CHECK(different_cells(small_picture(long_used), small_picture(fresh)) == 0);
    }
}
