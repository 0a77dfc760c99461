// SPDX-License-Identifier: Apache-2.0
// The tablet's own Chinese voice once read 没有 as "may two, yow three": espeak-ng's voice `cmn` turns characters into pinyin and reads
// that as English.
#include "kiosk/speech/mandarin.h"
#include "kiosk/speech/texts.h"
#include "locales/catalogue.h"
#include "tests/support/temporary_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <fstream>
#include <regex>

using namespace bedside;

namespace {

std::string said(std::string_view text) { return speech::mandarin(text).value(); }

/// The tone of each syllable, 1 to 4, 5 for the neutral one; a third tone before another one is a second.
std::vector<int> tones_of(std::string const& phonemes)
{
static std::map<std::string, int> const contours { { "55", 1 }, { "35", 2 }, { "214", 3 }, { "21", 3 }, { "51", 4 }, { "53", 4 } };
static std::regex const contour("[1-5]{2,3}");
std::vector<int> tones;
for (std::sregex_iterator at(phonemes.begin(), phonemes.end(), contour), end; at != end; ++at) {
    auto const found = contours.find(at->str());
    tones.push_back(found == contours.end() ? 5 : found->second);
}
return tones;
}

std::size_t han_characters(std::string const& text)
{
return static_cast<std::size_t>(std::count_if(
    text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xE4 && static_cast<unsigned char>(c) <= 0xE9; }));
}

struct Phonemes {
test::TemporaryFolder folder;
speech::Voice voice { folder.path() / "text" };
std::string of(std::string const& text) const
{
    auto const phonemes = voice.phonemes_of({ "zh-Hans", text });
    INFO((phonemes ? "" : phonemes.error().message));
    REQUIRE(phonemes);
    return *phonemes;
}
};

bool is_letter(std::string const& text) { return text.size() == 1 && text[0] >= 'A' && text[0] <= 'Z'; }

} // namespace

TEST_CASE("numbers are said in Mandarin", "[R-032]")
{
    CHECK(said("24 小时") == "er4shi2si4 小 时");
    CHECK(said("过去24小时：") == "过 去 er4shi2si4 小 时,");
    CHECK(said("8 小时以上") == "ba1 小 时 以 上");
    for (auto const* range : { "0-10", "0–10", "0 - 10", "0～10", "0至10" })
        CHECK(said(range) == "ling2 dao4 shi2");
    CHECK(said("0 到 10") == "ling2 到 shi2");
    CHECK(said("10:30") == "shi2 dian3 san1shi2 fen1");
    CHECK(said("08:05") == "ba1 dian3 ling2 wu3 fen1");
    CHECK(said("2:00") == "liang3 dian3");
    CHECK(said("0:00") == "ling2 dian3");
    CHECK(said("24:00") == "er4shi2si4 dian3");
    CHECK(said("25:00") == "er4shi2wu3, ling2 ling2");
    CHECK(said("9:61") == "jiu3, liu4shi2yi1");
    CHECK(said("100") == "yi4bai3");
    CHECK(said("50%") == "bai3 fen1 zhi1 wu3shi2");
    CHECK(said("50％") == "bai3 fen1 zhi1 wu3shi2");
    CHECK(said("3.5") == "san1 dian3 wu3");
    CHECK(said("0.25 mg") == "ling2 dian3 er4 wu3 hao2ke4");
    CHECK(said("3.") == "san1.");
}

TEST_CASE("each place of a number is named, and a gap of zeros once", "[R-032]")
{
    std::map<std::string, std::string> const numbers { { "0", "ling2" }, { "7", "qi1" }, { "10", "shi2" }, { "11", "shi2yi1" },
        { "20", "er4shi2" }, { "99", "jiu3shi2jiu3" }, { "101", "yi4bai3 ling2 yi1" }, { "110", "yi4bai3 yi1shi2" },
        { "112", "yi4bai3 yi1shi2er4" }, { "1000", "yi4qian1" }, { "1005", "yi4qian1 ling2 wu3" }, { "1050", "yi4qian1 ling2 wu3shi2" },
        { "2222", "er4qian1 er4bai3 er4shi2er4" }, { "10000", "yi2wan4" }, { "10300", "yi2wan4 ling2 san1bai3" },
        { "21000", "er4 wan4 yi4qian1" }, { "120000", "shi2er4 wan4" }, { "007", "ling2 ling2 qi1" },
        { "123456789", "yi1 er4 san1 si4 wu3 liu4 qi1 ba1 jiu3" } };
    for (auto const& [number, words] : numbers)
        CHECK(said(number) == words);
}

TEST_CASE("one and two change with what they count", "[R-032]")
{
    CHECK(said("2 倍") == "liang3bei4");
    CHECK(said("2次") == "liang3ci4");
    CHECK(said("1 天") == "yi4tian1");
    CHECK(said("1 次") == "yi2ci4");
    CHECK(said("12 次") == "shi2er4 次");
    CHECK(said("第 2 天") == "第 er4 天");
    CHECK(said("第1次") == "第 yi1 次");
    CHECK(said("2 月 1 日") == "er4 月 yi1 日");
    CHECK(said("2026 年") == "er4 ling2 er4 liu4 年");
    CHECK(said("1–2 小时") == "yi1 dao4 liang3xiao3shi2");
    CHECK(said("一次也没有，不痛") == "yi2ci4 也 没 有, bu2tong4");
    CHECK(said("第一次") == "di4yi1 次");
}

TEST_CASE("signs are pauses, units are words, and what has no reading is refused", "[R-032]")
{
    CHECK(said("（痛）“好”？") == "痛, 好?");
    CHECK(said("5 ml") == "wu3 hao2sheng1");
    CHECK(said("") == "");
    for (auto const* unreadable : { "PIN 错误", "P-017", "€", "=", "αβ" })
        CHECK_FALSE(speech::mandarin(unreadable));
    test::TemporaryFolder const folder;
    speech::Voice const voice(folder.path() / "text");
    CHECK_FALSE(voice.sound_of({ "zh-Hans", "PIN 错误" }));
    CHECK_FALSE(voice.sound_of({ "zh-Hans", "，" }));
}

TEST_CASE("the voice has the tones of Mandarin, in each release of espeak-ng", "[R-032]")
{
    Phonemes const phonemes;
    std::map<std::string, std::vector<int>> const heard { { "没有", { 2, 3 } }, { "现在有多痛？", { 4, 4, 3, 1, 4 } }, { "不痛", { 2, 4 } },
        { "24 小时", { 4, 2, 4, 3, 2 } }, { "0-10", { 2, 4, 2 } }, { "0 到 10", { 2, 4, 2 } }, { "8 小时以上", { 1, 3, 2, 3, 4 } },
        { "10:30", { 2, 3, 1, 2, 1 } }, { "100", { 4, 3 } }, { "2 倍", { 3, 4 } }, { "50%", { 3, 1, 1, 3, 2 } }, { "3.5", { 1, 2, 3 } },
        { "氢吗啡酮", { 1, 3, 1, 2 } }, { "恶心", { 3, 1 } }, { "呕吐", { 3, 4 } }, { "重新", { 2, 1 } }, { "很好", { 2, 3 } },
        { "几点", { 2, 3 } }, { "情绪低落", { 2, 4, 1, 4 } }, { "护士", { 4, 5 } } };
    for (auto const& [text, tones] : heard) {
        auto const spoken = phonemes.of(text);
        INFO(text << ": " << spoken);
        CHECK(tones_of(spoken) == tones);
        CHECK_FALSE(spoken.contains("(en)"));
    }
    CHECK(phonemes.of("没有").contains("m")); // and it is this word that is said
    CHECK(phonemes.of("没有").contains("iou214"));
}

TEST_CASE("no Chinese recording falls into English, and each of its characters is one syllable", "[R-032]")
{
    Phonemes const phonemes;
    std::size_t heard = 0;
    auto const texts = speech::texts_to_record().value();
    for (auto const& [shown, spoken] : texts) {
        if (shown.language != "zh-Hans" || is_letter(shown.text))
            continue;
        auto const sounds = phonemes.of(spoken.text);
        INFO(shown.text << ": " << sounds);
        CHECK_FALSE(sounds.contains("(en)"));
        if (shown.text.find_first_of("0123456789") == std::string::npos)
            CHECK(tones_of(sounds).size() == han_characters(shown.text));
        CHECK_FALSE(std::regex_search(sounds, std::regex("p'?u51_\\| [^ ]*5[13]"))); // 不 before a fourth tone is bu2
        ++heard;
    }
    CHECK(heard >= 130);
}

TEST_CASE("the words of the product are Mandarin too, wherever a study's form repeats them", "[R-032]")
{
    Phonemes const phonemes;
    std::ifstream in(BEDSIDE_SOURCE_DIR "/locales/zh-Hans.po");
    std::string all;
    for (std::string line; std::getline(in, line);) {
        if (!line.starts_with("msgstr "))
            continue;
        auto const text = std::regex_replace(line.substr(8, line.size() - 9), std::regex("\\{\\w+\\}|\\\\n"), "");
        if (auto const words = speech::mandarin(text); words && !words->empty())
            all += text + "。";
    }
    CHECK(han_characters(all) > 5000);
    auto const sounds = phonemes.of(all);
    auto const english = sounds.find("(en)");
    INFO((english == std::string::npos ? "" : sounds.substr(english > 60 ? english - 60 : 0, 160)));
    CHECK(english == std::string::npos);
}

TEST_CASE("initials are spelled with the names that Latin letters have in China", "[R-032]")
{
    test::TemporaryFolder const folder;
    speech::Voice const voice(folder.path() / "text");
    CHECK(voice.phonemes_of({ "zh-Hans", "W" }).value() == voice.phonemes_of({ "en", "W" }).value());
    CHECK(voice.sound_of({ "zh-Hans", "W" }).value() == voice.sound_of({ "en", "W" }).value());
}
