// SPDX-License-Identifier: Apache-2.0
#include "forms/engine/json.h"
#include "tests/support/json_reference.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

using namespace bedside;
using forms::Json;

namespace {

std::string bytes_of(std::filesystem::path const& file)
{
    std::ifstream stream(file, std::ios::binary);
    return { std::istreambuf_iterator<char>(stream), {} };
}

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
        auto const expected = testing::canonical_json(text, static_cast<std::size_t>(depth));
        if (read.has_value() == expected.has_value() && (!read || read->dump() == *expected))
            continue;
        INFO(text);
        CHECK(read.has_value() == expected.has_value());
        CHECK((read ? read->dump() : "") == expected.value_or(""));
    }
}

} // namespace

TEST_CASE("another parser reads the same JSON, byte for byte, also from what was damaged", "[R-068]")
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
