// SPDX-License-Identifier: Apache-2.0
#include "forms/engine/json.h"
#include "tests/support/json_reference.h"
#include "tests/support/temporary_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <filesystem>
#include <random>

using namespace bedside;
using forms::Json;
using test::bytes_of;

namespace {

std::vector<std::string> texts_below(std::filesystem::path const& folder)
{
    std::vector<std::string> texts;
    for (auto const& entry : std::filesystem::recursive_directory_iterator(folder))
        if (entry.is_regular_file())
            texts.push_back(bytes_of(entry.path()));
    std::ranges::sort(texts);
    return texts;
}

void agree(std::string const& text)
{
    for (int const depth : { 3, 128 }) {
        auto const read = Json::parse(text, depth);
        auto const expected = test::canonical_json(text, static_cast<std::size_t>(depth));
        if (read.has_value() == expected.has_value() && (!read || read->dump() == *expected))
            continue;
        INFO(text);
        CHECK(read.has_value() == expected.has_value());
        CHECK((read ? read->dump() : "") == expected.value_or(""));
    }
}

} // namespace

TEST_CASE("another library sees the same JSON, byte for byte, also in what was damaged", "[R-068]")
{
    auto texts = texts_below(BEDSIDE_SOURCE_DIR "/tests/fuzz/corpus/json");
    for (auto const* folder : { "/tests/fuzz/corpus/response", "/tests/fuzz/corpus/receipt", "/forms/instruments" })
        for (auto& text : texts_below(BEDSIDE_SOURCE_DIR + std::string(folder)))
            texts.push_back(std::move(text));
    REQUIRE(texts.size() > 40);
    std::mt19937 random(20'261'124);
    constexpr std::string_view telling = "{}[]\",:\\/bfnrtu0123456789aAdDeE+-. \n\xef\xbb\xbf\x80\xc3\xed\xf4\x01\x7f";
    for (auto const& text : texts) {
        agree(text);
        for (int round = 0; round < 60; ++round) {
            auto damaged = text.substr(0, 4000);
            for (auto changes = 1 + random() % 3; changes > 0 && !damaged.empty(); --changes) {
                auto const at = random() % damaged.size();
                auto const byte = telling[random() % telling.size()];
                switch (random() % 4) {
                case 0: damaged[at] = byte; break;
                case 1: damaged.insert(at, 1, byte); break;
                case 2: damaged.erase(at, 1 + random() % 4); break;
                case 3: damaged.insert(at, damaged.substr(random() % damaged.size(), 1 + random() % 24)); break;
                }
            }
            agree(damaged);
        }
    }
}

TEST_CASE("what is JSON, and how it is written canonically, is this", "[R-068]")
{
    auto const ones = std::string(400, '1');
    auto const zeros = std::string(400, '0');
    std::pair<std::string, std::string> const texts[] = {
        { "-0", "-0" },
        { "[-0.0,0.0,1.10,1E+5,1e-400,-7]", "[-0.0,0.0,1.10,1E+5,1e-400,-7]" },
        { "[9223372036854775808,18446744073709551616,-9223372036854775809]", "[9223372036854775808,18446744073709551616,-9223372036854775809]" },
        { "[0e309,0.0e99999999999,1e-99999999999]", "[0e309,0.0e99999999999,1e-99999999999]" },
        { "1.7976931348623157e308", "1.7976931348623157e308" },
        { ones + "e-200", ones + "e-200" },
        { "0." + zeros + "1e400", "0." + zeros + "1e400" },
        { R"("\u00e9\ud83d\ude00\/\u0000")", "\"\u00e9\U0001f600/\\u0000\"" },
        { "\"\x7f\xf4\x8f\xbf\xbf\"", "\"\x7f\xf4\x8f\xbf\xbf\"" },
        { "\xef\xbb\xbf [true,null]", "[true,null]" },
        { R"( {"b" : {} , "a" : [ ] , "" : "x"} )", R"({"":"x","a":[],"b":{}})" },
    };
    for (auto const& [text, canonical] : texts) {
        INFO(text);
        auto const read = Json::parse(text);
        CHECK((read ? read->dump() : read.error().message) == canonical);
    }
    for (auto const* text : { "", "1e309", "-1.8e308", "01", "1.", ".5", "+1", "1e", "NaN", "tru", "truee", "falsee", "nulll", "[falsee]", "[nul]", "\"a\"x", "[1\"a\"]", "[1,]", "{\"a\":1,}", "{} {}", "[1 2]", "/**/1", "'a'", "\"a", "\"\t\"", "\"\\x\"",
             "\"\\u12g4\"", "\"\\ud83d\"", "\"\\ude00\"", "\"\\ud83d\\u0041\"", "\"\xc0\x80\"", "\"\xed\xa0\x80\"", "\"\xf4\x90\x80\x80\"", "\"\xe7\x97\"", "\"\xff\"", "\xef\xbb[]" }) {
        INFO(text);
        auto const read = Json::parse(text);
        CHECK((read ? read->dump() : read.error().message).starts_with("This is not JSON: "));
    }
    CHECK_FALSE(Json::parse(ones));
    CHECK(Json::parse("[1,x]").error().message == "This is not JSON: it breaks off or goes wrong near byte 4.");
    CHECK(Json::parse("{} {}").error().message == "This is not JSON: it breaks off or goes wrong near byte 4.");
    CHECK(Json::parse(" ").error().message == "This is not JSON: it is empty.");
    CHECK(Json::parse("[\"a]").error().message == "This is not JSON: a string is not closed.");
    CHECK(Json::parse("\"\t\"").error().message == "This is not JSON: a string holds a control character.");
    CHECK(Json::parse("\"\xff\"").error().message == "This is not JSON: it is not UTF-8.");
    CHECK(Json::parse(R"([{"b":{"a":1,"\u0061":2}}])").error().message == "The JSON names \"a\" twice in one object.");
    CHECK(Json::parse(R"({"a":{"b":[]}})", 3));
    CHECK(Json::parse(R"({"a":{"b":[]}})", 2).error().message == "The JSON is nested deeper than 2 levels.");
    CHECK(Json::parse("7", 0));
}

TEST_CASE("a value's own bytes are found in the text that it was read from, as they were written", "[R-068]")
{
    std::string const text = "\xef\xbb\xbf { \"a\" : [ 1.50 , { } ,\"\\u75db\"] ,\n\"b\":\ttrue , \"c\" : null\t} \n";
    auto const json = Json::parse(text).value();
    CHECK(json.source_in(text) == text.substr(4, text.size() - 6));
    CHECK(json.find("a")->source_in(text) == "[ 1.50 , { } ,\"\\u75db\"]");
    CHECK(json.find("a")->array()[0].source_in(text) == "1.50");
    CHECK(json.find("a")->array()[1].source_in(text) == "{ }");
    CHECK(json.find("a")->array()[2].source_in(text) == "\"\\u75db\"");
    CHECK(json.find("b")->source_in(text) == "true");
    CHECK(json.find("c")->source_in(text) == "null");
    CHECK(Json::parse(" 7 ")->source_in(" 7 ") == "7");
    CHECK(Json::parse("\"x\"")->source_in("\"x\"") == "\"x\"");
    CHECK(json.find("c")->source_in("short").empty());
    CHECK(Json("made here").source_in(text).empty());
}

TEST_CASE("a byte of value 0 does not end JSON")
{
    CHECK_FALSE(Json::parse(std::string_view("{}\0garbage", 10)));
    CHECK_FALSE(Json::parse(std::string_view("{}\0", 3)));
    CHECK(Json::parse(R"("\u0000")")->text() == std::string_view("\0", 1));
}

TEST_CASE("members are found whatever their order was, and changed in their order")
{
    auto json = Json::parse(R"({"z":1,"a":{"n":"x"},"痛":true,"m":[1,2]})").value();
    CHECK(json.integer_at("z") == 1);
    CHECK(json.find("痛")->boolean());
    CHECK(json.find("m")->array().size() == 2);
    CHECK(json.find("b") == nullptr);
    CHECK(json.find("a")->string_at("n") == "x");
    auto& members = json.object_to_change();
    CHECK(members.emplace("b", Json("new")).second);
    CHECK_FALSE(members.emplace("b", Json("other")).second);
    members.insert_or_assign("z", Json("last"));
    members.erase("m");
    members.erase("nothing");
    CHECK(json.dump() == R"({"a":{"n":"x"},"b":"new","z":"last","痛":true})");
    CHECK(Json(Json::Object { { "\xff", Json("a\xe7\x97\"痛\xed\xa0\x80") } }).dump() == "{\"\ufffd\":\"a\ufffd\ufffd\\\"痛\ufffd\ufffd\ufffd\"}");
    CHECK(json.dump(Json::Layout::indented) == "{\n \"a\": {\n  \"n\": \"x\"\n },\n \"b\": \"new\",\n \"z\": \"last\",\n \"痛\": true\n}");
    CHECK(Json::parse(R"([[],{},[1,{"a":[2]}]])")->dump(Json::Layout::indented) == "[\n [],\n {},\n [\n  1,\n  {\n   \"a\": [\n    2\n   ]\n  }\n ]\n]");
    CHECK(Json(Json::Object { { "b", Json("first") }, { "a", Json(std::int64_t { 1 }) }, { "b", Json("second") } }).dump() == R"({"a":1,"b":"first"})");
}

TEST_CASE("a value says nothing of what it is not")
{
    auto const number = Json::parse("1.50").value();
    CHECK(number.text() == "1.50");
    CHECK_FALSE(number.boolean());
    CHECK(number.array().empty());
    CHECK(number.object().empty());
    CHECK_FALSE(number.integer());
    CHECK(Json().text().empty());
    CHECK(Json("7").integer() == std::nullopt);
}
