// SPDX-License-Identifier: Apache-2.0
// Tokens, sizes, fonts, lines and drawings.
#include "forms/base/durable_file.h"
#include "kiosk/outlines/svg.h"
#include "kiosk/ui/assets.h"
#include "kiosk/ui/body_map.h"
#include "kiosk/ui/icons.h"
#include "kiosk/ui/raster.h"
#include "tests/ui/offscreen.h"
#include "tests/ui/picture_golden.h"
#include "tests/ui/samples.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <fstream>
#include <set>

using namespace bedside;
using namespace bedside::ui;
using namespace bedside::ui::test;
using outlines::parse_svg;

namespace {

/// What an SVG file of assets/ draws.
Drawing drawn(std::string const& file)
{
    auto const text = read_file(std::filesystem::path(BEDSIDE_SOURCE_DIR "/assets") / file, 1u << 20);
    REQUIRE(text);
    return parse_svg(*text);
}

} // namespace

TEST_CASE("every text colour stands out by 7 to 1 and every outline by 3 to 1, in each palette")
{
    auto const& tokens = Tokens::shipped();
    REQUIRE(tokens.text_pairs.size() >= 18);
    for (auto palette : { Palette::day, Palette::night, Palette::contrast }) {
        Theme const theme(tokens, palette, TextScale::normal, 149);
        for (auto const& [text, background] : tokens.text_pairs) {
            INFO(name_of(text) << " on " << name_of(background) << " in palette " << static_cast<int>(palette));
            CHECK(contrast_ratio(theme.colour(text), theme.colour(background)) >= 7.0);
        }
        for (auto const& [line, background] : tokens.control_pairs) {
            INFO(name_of(line) << " on " << name_of(background) << " in palette " << static_cast<int>(palette));
            CHECK(contrast_ratio(theme.colour(line), theme.colour(background)) >= 3.0);
        }
    }
}

TEST_CASE("contrast is WCAG's: black on white is 21, a colour on itself is 1")
{
    CHECK(contrast_ratio({ 0, 0, 0 }, { 255, 255, 255 }) > 20.99);
    CHECK(contrast_ratio({ 10, 77, 104 }, { 10, 77, 104 }) == 1.0);
}

TEST_CASE("a tokens file without a value is refused by name")
{
    CHECK_FALSE(Tokens::parse("not = [toml"));
    std::string text(asset("tokens.toml"));
    auto const at = text.find("guard_ms");
    REQUIRE(at != std::string::npos);
    text.replace(at, 8, "gourd_ms");
    auto const parsed = Tokens::parse(text);
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().message.find("guard_ms") != std::string::npos);
}

TEST_CASE("millimetres follow the panel, and a nonsensical density becomes the reference panel's")
{
    CHECK(Theme(Tokens::shipped(), Palette::day, TextScale::normal, 149).mm(20.1) == 118);
    CHECK(Theme(Tokens::shipped(), Palette::day, TextScale::normal, 254).mm(20.1) == 201);
    CHECK(Theme(Tokens::shipped(), Palette::day, TextScale::normal, 12).mm(20.1) == 118);
    CHECK(Theme(Tokens::shipped(), Palette::day, TextScale::normal, 1000).mm(20.1) == 118);
}

TEST_CASE("an ideograph has at least 7 mm of ink in a question and 6 mm in an answer", "[R-030]")
{
    Offscreen screen(1280, 800);
    screen.draw(sample("05_nrs"));
    auto const& theme = screen.ui().theme();
    auto const millimetres = [](int px) { return px * 25.4 / 149; };
    // The ink of 国 by glyph metrics ...
    CHECK(millimetres(screen.canvas().ink_of(U'国', theme.em(Font::item), Weight::regular).h) >= 7.0);
    CHECK(millimetres(screen.canvas().ink_of(U'国', theme.em(Font::option), Weight::regular).h) >= 6.0);
    // ... and in pixels on the screen.
    auto screenful = sample("05_nrs");
    std::get<flow::ItemView>(screenful.view).text = "国";
    screen.draw(screenful);
    auto const background = theme.colour(Colour::bg);
    int first = -1;
    int last = -1;
    for (int y = 120; y < 260; ++y) {
        for (int x = 48; x < 100; ++x) {
            if (contrast_ratio(screen.pixel(x, y), background) > 2.0) {
                if (first < 0)
                    first = y;
                last = y;
                break;
            }
        }
    }
    CHECK(millimetres(last - first + 1) >= 6.95);
}

TEST_CASE("Traditional Chinese is drawn from its own face")
{
    auto const picture = [](std::string const& language) {
        Offscreen screen(1280, 800);
        auto screenful = sample("05_nrs");
        screenful.frame.language = language;
        std::get<flow::ItemView>(screenful.view).text = "骨角直";
        screen.draw(screenful);
        std::vector<int> pixels;
        for (int y = 140; y < 230; ++y) {
            for (int x = 48; x < 220; ++x)
                pixels.push_back(screen.pixel(x, y).r);
        }
        return pixels;
    };
    CHECK(picture("zh-Hans") != picture("zh-Hant"));
    CHECK(picture("zh-Hans") == picture("en"));
}

TEST_CASE("the fonts' files are mapped, not copied into memory")
{
    auto const private_kilobytes = [] {
        std::ifstream file("/proc/self/smaps_rollup");
        std::string word;
        while (file >> word) {
            if (word == "Private_Dirty:") {
                long value = 0;
                file >> value;
                return value;
            }
        }
        return 0l;
    };
    auto const before = private_kilobytes();
    Offscreen screen(1280, 800);
    for (auto const* name : { "05_nrs", "05b_nrs_selected", "06_item4", "06b_item4_selected", "07_overall7" })
        screen.draw(sample(name));
    auto const after = private_kilobytes();
    REQUIRE(before > 0);
    // Two files of 20 MB each would be seen; the window's own surface is 4 MB.
    CHECK(after - before < 20'000);
    CHECK(screen.canvas().texture_bytes() <= 4u << 20);
}

TEST_CASE("a rehearsed screen brings nothing new to the texture when it is shown, and rehearsing changes nothing of what is shown")
{
    for (auto const* name : { "06_item4", "07_overall7", "08d_number", "09_body", "11_review", "12c_pain_high" }) {
        INFO(name);
        Offscreen screen(1280, 800);
        screen.draw(sample("05_nrs"));
        screen.draw(sample(name));
        CHECK(screen.canvas().loads() > 1); // not rehearsed: it does bring something

        Offscreen rehearsed(1280, 800);
        auto const rehearsal = rehearsed.ui().rehearsal();
        rehearsed.draw(sample("05_nrs"));
        auto const before = rehearsed.ui().elements().size();
        auto const pixel = rehearsed.pixel(640, 400);
        CHECK_FALSE(draw(sample(name), rehearsed.window, *rehearsal));
        CHECK(rehearsed.ui().elements().size() == before);
        CHECK(rehearsed.ui().screen() == "item");
        CHECK(rehearsed.pixel(640, 400) == pixel);
        auto const loads = rehearsed.canvas().loads();
        rehearsed.draw(sample(name));
        CHECK(rehearsed.canvas().loads() == loads);
        CHECK(different_cells(small_picture(rehearsed), small_picture(screen)) == 0);
    }
}

TEST_CASE("a missing font is one sentence that says what to do")
{
    auto* const surface = SDL_CreateRGBSurfaceWithFormat(0, 8, 8, 32, SDL_PIXELFORMAT_ABGR8888);
    auto* const renderer = SDL_CreateSoftwareRenderer(surface);
    auto const canvas = Canvas::create(renderer, { "/nowhere/Regular.ttc", "/nowhere/Bold.ttc" });
    REQUIRE_FALSE(canvas);
    CHECK(canvas.error().code == Code::not_found);
    CHECK(canvas.error().message.find("fonts-noto-cjk") != std::string::npos);
    SDL_DestroyRenderer(renderer);
    SDL_FreeSurface(surface);
}

namespace {

/// Wraps with every character one unit wide.
std::vector<std::string> wrapped(std::string_view text, std::string_view language, float width, bool* forced = nullptr)
{
    LineBreaker breaker;
    auto const paragraph = wrap(text, language, width, breaker, [](std::string_view part) {
        float count = 0;
        for (char c : part)
            count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
        return count;
    });
    std::vector<std::string> lines;
    for (auto const& line : paragraph.lines)
        lines.emplace_back(text.substr(line.begin, line.end - line.begin));
    if (forced)
        *forced = paragraph.forced;
    return lines;
}

} // namespace

TEST_CASE("a closing mark never begins a line")
{
    CHECK(wrapped("过去一周疼痛，", "zh-Hans", 6) == std::vector<std::string> { "过去一周", "疼痛，" });
    for (float width = 4; width < 20; ++width) {
        for (auto const& line : wrapped("请点“再试一次”。没有删除任何东西（数据仍在本机）！还不行：换用纸质问卷、联系管理员……", "zh-Hans", width)) {
            INFO(width << " " << line);
            for (std::string_view mark : { "，", "。", "”", "）", "！", "：", "、", "…" })
                CHECK_FALSE(line.starts_with(mark));
        }
    }
}

TEST_CASE("lines end where phrases end when that costs no line")
{
    CHECK(wrapped("过去24小时，疼痛平均有多重？", "zh-Hans", 12) == std::vector<std::string> { "过去24小时，", "疼痛平均有多重？" });
    CHECK(wrapped("To change it, tap another number.", "en", 22) == std::vector<std::string> { "To change it,", "tap another number." });
}

TEST_CASE("one word left over draws others down to it")
{
    CHECK(wrapped("什么引起这次痛？", "zh-Hans", 6) == std::vector<std::string> { "什么引起", "这次痛？" });
}

TEST_CASE("no line ends inside a Chinese word, before a particle, or between a number and what it counts")
{
    std::string_view const text = "今天的 3 件事都做完了，可以把平板交还给护士或者家里人，谢谢您花时间填写疼痛日记";
    LineBreaker breaker;
    auto const words = breaker.word_ends(text);
    for (float width = 6; width < 40; ++width) {
        std::string joined;
        for (auto const& line : wrapped(text, "zh-Hans", width)) {
            INFO(width << " " << line);
            CHECK_FALSE(line.starts_with("的"));
            CHECK_FALSE(line.starts_with("件"));
            CHECK_FALSE(line.starts_with("事"));
            CHECK_FALSE(line.starts_with("了"));
            auto const begin = text.find(line, joined.size());
            REQUIRE(begin != text.npos);
            joined = text.substr(0, begin + line.size());
            CHECK(std::binary_search(words.begin(), words.end(), joined.size()));
        }
        CHECK(joined == text);
    }
}

TEST_CASE("line feeds stay, spaces at line ends go, and a word that is too wide is reported")
{
    CHECK(wrapped("one\ntwo", "en", 20) == std::vector<std::string> { "one", "two" });
    CHECK(wrapped("one two", "en", 4) == std::vector<std::string> { "one", "two" });
    bool forced = false;
    CHECK(wrapped("incomprehensible", "en", 6, &forced).size() == 3);
    CHECK(forced);
    CHECK(wrapped("", "en", 6).empty());
}

TEST_CASE("every icon has a drawing")
{
    for (int i = 1; i <= static_cast<int>(flow::Icon::unknown); ++i) {
        auto const file = file_of(static_cast<flow::Icon>(i));
        INFO(file);
        auto const drawing = decode(asset(file));
        CHECK(drawing.width == 24);
        CHECK_FALSE(drawing.outline.empty());
        for (auto const& shape : drawing.outline) {
            CHECK_FALSE(shape.lines.empty());
            for (auto const& line : shape.lines) {
                for (auto const& point : line.points)
                    CHECK((point.x >= 0 && point.x <= 24 && point.y >= 0 && point.y <= 24));
            }
        }
    }
}

TEST_CASE("the outline of each drawing in the program is its SVG's, to the last point")
{
    int drawings = 0;
    for (auto const* folder : { "icons", "body" }) {
        for (auto const& entry : std::filesystem::directory_iterator(std::filesystem::path(BEDSIDE_SOURCE_DIR "/assets") / folder)) {
            auto const embedded = asset(entry.path().stem().concat(".outline").string());
            if (embedded.empty())
                continue; // the plain bodies
            INFO(entry.path());
            CHECK(decode(embedded) == drawn(std::string(folder) + "/" + entry.path().filename().string()));
            ++drawings;
        }
    }
    CHECK(drawings == 40);
}

TEST_CASE("bytes that are no outline make a drawing of nothing, never a crash")
{
    auto const whole = encode(drawn("icons/check.svg"));
    for (std::size_t size = 0; size < whole.size(); ++size)
        CHECK(decode(std::string_view(whole).substr(0, size)).width <= 24);
    CHECK(decode(std::string(64, '\xff')).outline.size() < 64);
}

TEST_CASE("paths: relative and absolute, curves, glued numbers, subpaths after a close")
{
    auto const shape = parse_svg(R"(<svg viewBox="0 0 24 24"><path d="M2 3h4v.5-1zm10 0L14-2a3 3 0 1 1 0 6Q1 1 2 2C1 1 2 2 3 3"/></svg>)").outline.at(0);
    REQUIRE(shape.lines.size() == 2);
    CHECK(shape.lines[0].closed);
    CHECK(shape.lines[0].points[1] == Point { 6, 3 });
    CHECK(shape.lines[1].points[0] == Point { 12, 3 });
    CHECK(shape.lines[1].points[1] == Point { 14, -2 });
    CHECK(shape.lines[1].points.back() == Point { 3, 3 });
    CHECK(parse_svg("<svg viewBox=\"0 0 1 1\"><path d=\"M1 1L\"/><path d=\"x\"/><polygon points=\"1,\"/>").outline.size() == 3);
}

TEST_CASE("the human figure has exactly the region codes of the plain one, the loins as one")
{
    for (auto side : { BodySide::front, BodySide::back }) {
        std::set<std::string> plain;
        for (auto const& region : drawn(side == BodySide::front ? "body/body_front.svg" : "body/body_back.svg").regions)
            plain.insert(region.id);
        std::set<std::string> human;
        for (auto const& region : body_figure(side).regions)
            human.insert(region.code);
        CHECK(human == plain);
        CHECK_FALSE(body_figure(side).outline.empty());
    }
}

TEST_CASE("a filled shape covers its area")
{
    Mask mask(20, 20);
    std::vector<Polyline> const square { { { { 2.5f, 2.5f }, { 12.5f, 2.5f }, { 12.5f, 12.5f }, { 2.5f, 12.5f } }, true } };
    add_fill(mask, square, 1, {});
    double sum = 0;
    for (auto cell : mask.coverage)
        sum += cell / 255.0;
    CHECK(sum > 99);
    CHECK(sum < 101);
}
