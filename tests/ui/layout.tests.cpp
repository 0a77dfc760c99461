// SPDX-License-Identifier: Apache-2.0
// Layout is proven: every sample, in every language, text size, orientation and theme.
#include "tests/ui/offscreen.h"
#include "tests/ui/samples.h"

#include "forms/engine/navigation.h"
#include "forms/instruments/instruments.h"
#include "kiosk/ui/body_map.h"
#include "locales/catalogue.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

using namespace bedside;
using namespace bedside::ui;
using namespace bedside::ui::test;

namespace {

struct Case {
    Setting look;
    bool portrait = false;
    std::string name() const
    {
        constexpr char const* sizes[] = { "normal", "large", "x-large" };
        constexpr char const* themes[] = { "day", "night", "contrast" };
        return look.language + " " + sizes[static_cast<int>(look.size)] + " " + themes[static_cast<int>(look.theme)] + (portrait ? " portrait" : " landscape");
    }
};

/// Calls `check(sample, screen, where)` after drawing each sample of one language in each of the cases.
template <typename Check> void for_each_layout(std::string const& language, std::vector<flow::Theme> const& themes, std::vector<flow::TextSize> const& sizes, Check check)
{
    for (bool portrait : { false, true }) {
        Offscreen screen(portrait ? 800 : 1280, portrait ? 1280 : 800);
        for (auto size : sizes) {
            for (auto theme : themes) {
                Case const one { { language, size, theme, flow::Hand::right }, portrait };
                for (auto const& sample : samples(one.look)) {
                    screen.draw(sample.screenful);
                    check(sample, screen, sample.name + " " + one.name());
                }
            }
        }
    }
}

std::vector<flow::TextSize> const every_size { flow::TextSize::normal, flow::TextSize::large, flow::TextSize::x_large };

double millimetres(int px) { return px * 25.4 / 149; }

/// Where the ink of a paragraph can be: its lines without the leading above and below.
Rect ink(DrawnText const& text)
{
    int const line = text.used.h / std::max<int>(1, static_cast<int>(text.lines.size()));
    int const leading = std::max(0, line - static_cast<int>(text.em)) / 2;
    return text.used.inset(0, leading + 1);
}

bool begins_with_forbidden(std::string_view line)
{
    for (std::string_view mark : { "，", "。", "、", "；", "：", "？", "！", "）", "”", "」", "》", "…", ",", ".", ";", ":", "?", "!", ")", "%" }) {
        if (line.starts_with(mark))
            return true;
    }
    return false;
}

/// Nothing is cut, broken inside a word or outside the window.
void check_whole(Offscreen& screen)
{
    for (auto const& text : screen.ui().texts()) {
        INFO(text.text << " needs " << text.used.w << "x" << text.used.h << ", has " << text.area.w << "x" << text.area.h);
        CHECK_FALSE(text.cut);
        CHECK(Rect { 0, 0, screen.window.width, screen.window.height }.contains(ink(text)));
    }
}

void check_apart(Offscreen& screen)
{
    auto const& texts = screen.ui().texts();
    for (std::size_t i = 0; i < texts.size(); ++i) {
        for (std::size_t k = i + 1; k < texts.size(); ++k) {
            if (ink(texts[i]).overlaps(ink(texts[k])))
                FAIL_CHECK(texts[i].text << " lies over " << texts[k].text);
        }
    }
}

void check_cards(Offscreen& screen)
{
    for (auto const& card : screen.ui().cards()) {
        for (auto const& text : screen.ui().texts()) {
            auto const words = ink(text);
            if (words.overlaps(card) && !card.inset(-1).contains(words))
                FAIL_CHECK(text.text << " sticks out of its card");
        }
    }
}

/// Returns how many line starts were looked at.
int check_line_starts(Offscreen& screen)
{
    int lines = 0;
    for (auto const& text : screen.ui().texts()) {
        for (std::size_t i = 1; i < text.lines.size(); ++i, ++lines) {
            INFO(text.lines[i]);
            CHECK_FALSE(begins_with_forbidden(text.lines[i]));
        }
    }
    return lines;
}

void check_least_size(Sample const& sample, Offscreen& screen)
{
    if (sample.name.starts_with("01_"))
        return; // digits on the dial are part of a drawing
    for (auto const& text : screen.ui().texts()) {
        INFO(text.text);
        CHECK(text.em * 25.4 / 149 >= 3.89);
    }
}

void check_targets(Sample const& sample, Offscreen& screen)
{
    static std::set<std::string> const staff { "02_participants", "13_sync", "18_recovery", "18b_passphrase", "08g_text" };
    std::vector<Element> targets;
    for (auto const& element : screen.ui().elements()) {
        if (element.role != "text" && element.role != "region")
            targets.push_back(element);
    }
    for (std::size_t i = 0; i < targets.size(); ++i) {
        INFO(targets[i].id << " " << targets[i].rect.w << "x" << targets[i].rect.h);
        CHECK(Rect { 0, 0, screen.window.width, screen.window.height }.contains(targets[i].rect));
        // 11.25 mm is the tool key of the design; letter keys may be 10 mm.
        double const least = staff.contains(sample.name) ? 10.0 : 11.2;
        CHECK(millimetres(targets[i].rect.h) >= least);
        CHECK(millimetres(targets[i].rect.w) >= (screen.window.width < 1000 ? 10.0 : least));
        for (std::size_t k = i + 1; k < targets.size(); ++k) {
            if (targets[i].rect.overlaps(targets[k].rect))
                FAIL_CHECK(targets[i].id << " lies over " << targets[k].id);
        }
        // A text lies wholly on a target or wholly beside it.
        for (auto const& text : screen.ui().texts()) {
            auto const words = ink(text);
            if (words.overlaps(targets[i].rect) && !targets[i].rect.inset(-1).contains(words))
                FAIL_CHECK(text.text << " sticks out of " << targets[i].id);
        }
    }
}

/// Square root of the area in which a finger presses a region of the body, in mm, by region.
std::map<std::string, double> reach_of_regions(Offscreen& screen)
{
    std::map<std::string, int, std::less<>> cells;
    for (auto const& element : screen.ui().elements()) {
        if (element.role == "region")
            cells[element.id] = 0;
    }
    constexpr int step = 4;
    for (int y = 0; !cells.empty() && y < screen.window.height; y += step) {
        for (int x = 0; x < screen.window.width; x += step) {
            auto const found = cells.find(screen.ui().input().target_at({ static_cast<float>(x), static_cast<float>(y) }));
            if (found != cells.end())
                ++found->second;
        }
    }
    std::map<std::string, double> reach;
    for (auto const& [id, count] : cells)
        reach[id] = std::sqrt(count) * millimetres(step);
    return reach;
}

/// Answers of one scale are equal in size, all visible, and as large as the design says.
void check_answers(Sample const& sample, Offscreen& screen)
{
    bool const portrait = screen.window.width < screen.window.height;
    auto const* const view = std::get_if<flow::ItemView>(&sample.screenful.view);
    if (!view)
        return;
    std::vector<Element> answers;
    for (auto const& element : screen.ui().elements()) {
        if (element.id.starts_with("nrs:") || element.id.starts_with("box:") || element.id.starts_with("option:"))
            answers.push_back(element);
    }
    std::size_t expected = 0;
    if (auto const* const boxes = std::get_if<flow::BoxRowControl>(&view->control))
        expected = boxes->boxes.size();
    if (auto const* const options = std::get_if<flow::OptionsControl>(&view->control))
        expected = options->options.size();
    REQUIRE(answers.size() == expected);
    for (std::size_t i = 0; i < answers.size(); ++i) {
        auto const& rect = answers[i].rect;
        INFO(answers[i].id << " " << rect.w << "x" << rect.h);
        CHECK(rect.w == answers[0].rect.w);
        CHECK(rect.h == answers[0].rect.h);
        if (answers[i].id.starts_with("nrs:")) {
            CHECK(millimetres(rect.w) >= (portrait ? 10.2 : 16.0));
            CHECK(millimetres(rect.h) >= (portrait ? 29.9 : 24.9));
            if (i > 0)
                CHECK(millimetres(rect.x - answers[i - 1].rect.right()) >= (portrait ? 1.2 : 1.95));
        } else {
            CHECK(millimetres(rect.h) >= 19.9);
        }
    }
}

/// A first answer to an item, where its options or boxes give one.
std::optional<forms::Answer> some_answer(forms::Item const& item)
{
    if (auto const* const choice = std::get_if<forms::ChoiceItem>(&item.kind); choice && !choice->options.empty())
        return forms::Answer { { choice->options.front().value }, std::nullopt };
    if (auto const* const integer = std::get_if<forms::IntegerItem>(&item.kind))
        return forms::Answer { { integer->maximum.value_or(7) }, std::nullopt };
    return std::nullopt;
}

/// Every item of every shipped instrument, before and after an answer, as the kiosk shows it.
void check_instruments(std::string const& language)
{
    int screens = 0;
    for (auto const name : forms::shipped_instruments()) {
        auto const loaded = forms::load_questionnaire(*forms::shipped_instrument(name));
        REQUIRE(loaded);
        auto const definition = std::make_shared<forms::Definition const>(*loaded);
        for (bool portrait : { false, true }) {
            Offscreen screen(portrait ? 800 : 1280, portrait ? 1280 : 800);
            for (auto size : every_size) {
                flow::AppState state;
                state.language = language;
                state.text_size = size;
                state.practice = definition;
                state.form.emplace();
                state.form->definition = definition;
                for (auto const& step : forms::steps(*definition, {})) {
                    for (bool answered : { false, true }) {
                        flow::ItemScreen shown;
                        shown.path = step.path;
                        state.screen = shown;
                        auto const answer = some_answer(*step.item);
                        if (answered && !answer)
                            continue;
                        if (answered)
                            state.form->answers[step.path] = *answer;
                        Sample const sample { "item", flow::view_of(state, locales::Catalogue::of(language)) };
                        screen.draw(sample.screenful);
                        INFO(name << " " << step.path << " " << language << " size " << static_cast<int>(size) << (portrait ? " portrait" : " landscape"));
                        check_whole(screen);
                        check_apart(screen);
                        check_cards(screen);
                        check_line_starts(screen);
                        check_targets(sample, screen);
                        check_answers(sample, screen);
                        ++screens;
                    }
                }
            }
        }
    }
    CHECK(screens >= 2 * 3 * 2 * 34);
}

void check_language(std::string const& language)
{
    std::map<std::string, Rect> next_at; // by everything but the item
    int lines = 0;
    for_each_layout(language, { flow::Theme::day }, every_size, [&](Sample const& sample, Offscreen& screen, std::string const& where) {
        INFO(where);
        check_whole(screen);
        check_apart(screen);
        check_cards(screen);
        lines += check_line_starts(screen);
        check_least_size(sample, screen);
        check_targets(sample, screen);
        check_answers(sample, screen);
        if (sample.screenful.screen == "item") {
            auto const* const next = screen.element("next");
            REQUIRE(next);
            CHECK(millimetres(next->rect.h) >= 19.9);
            CHECK(next_at.emplace(where.substr(where.find(' ')), next->rect).first->second == next->rect);
        }
    });
    CHECK(lines > 100);
}

} // namespace

TEST_CASE("layout holds in Simplified Chinese: whole, apart, large enough, equal, at the same place", "[R-030]") { check_language("zh-Hans"); }
TEST_CASE("layout holds in Traditional Chinese: whole, apart, large enough, equal, at the same place", "[R-030]") { check_language("zh-Hant"); }
TEST_CASE("layout holds in English: whole, apart, large enough, equal, at the same place", "[R-030]") { check_language("en"); }

TEST_CASE("layout of every shipped item holds in Simplified Chinese", "[R-030]") { check_instruments("zh-Hans"); }
TEST_CASE("layout of every shipped item holds in Traditional Chinese", "[R-030]") { check_instruments("zh-Hant"); }
TEST_CASE("layout of every shipped item holds in English", "[R-030]") { check_instruments("en"); }

TEST_CASE("every text stands out by 7 to 1 from what is behind it, in every theme", "[R-030]")
{
    for_each_layout("zh-Hans", { flow::Theme::day, flow::Theme::night, flow::Theme::contrast }, { flow::TextSize::normal },
        [](Sample const&, Offscreen& screen, std::string const& where) {
            for (auto const& text : screen.ui().texts()) {
                INFO(where << ": " << text.text << " " << contrast_ratio(text.colour, text.background));
                CHECK(contrast_ratio(text.colour, text.background) >= 7.0);
            }
        });
}

TEST_CASE("every region of the body can be pressed on the area of a square of 12 mm")
{
    constexpr double grid = 0.3; // the area is counted in cells
    for (bool portrait : { false, true }) {
        Offscreen screen(portrait ? 800 : 1280, portrait ? 1280 : 800);
        for (auto size : every_size) {
            screen.draw(sample("09_body", { "zh-Hans", size, flow::Theme::day, flow::Hand::right }));
            auto const reach = reach_of_regions(screen);
            CHECK(reach.size() == body_figure(BodySide::front).regions.size() + body_figure(BodySide::back).regions.size());
            for (auto const& [id, side] : reach) {
                INFO(id << (portrait ? " portrait" : " landscape") << " size " << static_cast<int>(size));
                CHECK(side >= (portrait && size == flow::TextSize::x_large ? 10.5 : 12.0) - grid); // there the words need some of the figure's height
            }
        }
    }
}

TEST_CASE("the theme changes colours, never places")
{
    for (bool portrait : { false, true }) {
        Offscreen screen(portrait ? 800 : 1280, portrait ? 1280 : 800);
        for (auto const& sample_of_day : samples({})) {
            screen.draw(sample_of_day.screenful);
            auto const day = screen.ui().elements();
            for (auto theme : { flow::Theme::night, flow::Theme::contrast }) {
                screen.draw(sample(sample_of_day.name, { "zh-Hans", flow::TextSize::normal, theme, flow::Hand::right }));
                auto const& other = screen.ui().elements();
                INFO(sample_of_day.name);
                REQUIRE(other.size() == day.size());
                for (std::size_t i = 0; i < day.size(); ++i) {
                    INFO(day[i].id << " " << day[i].label);
                    // Thicker outlines leave words a pixel less; what is pressed stays where it is.
                    // The chooser's own chosen key is another one in each theme.
                    if (sample_of_day.name == "19_chooser" && day[i].role == "text")
                        continue;
                    if (day[i].role == "text")
                        CHECK(other[i].rect.inset(-3).contains(day[i].rect));
                    else
                        CHECK(other[i].rect == day[i].rect);
                }
            }
        }
    }
}

TEST_CASE("for the left hand the keys change sides and nothing else is lost")
{
    Offscreen screen(1280, 800);
    for (auto const& right : samples({})) {
        screen.draw(right.screenful);
        auto const before = screen.ui().elements();
        auto const* next = screen.element("next");
        auto const next_x = next ? next->rect.x : -1;
        screen.draw(sample(right.name, { "zh-Hans", flow::TextSize::normal, flow::Theme::day, flow::Hand::left }));
        INFO(right.name);
        CHECK(screen.ui().elements().size() == before.size());
        for (auto const& element : before) {
            INFO(element.id);
            CHECK(screen.element(element.id));
        }
        if (right.screenful.screen == "item") {
            CHECK(next_x > 640);
            CHECK(screen.element("next")->rect.right() < 640);
        }
    }
}
