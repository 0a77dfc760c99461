// SPDX-License-Identifier: Apache-2.0
#include "forms/scoring/qlq_c30.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <nlohmann/json.hpp>

#include <fstream>
#include <vector>

using namespace bedside;
using namespace bedside::scoring;
using nlohmann::json;

namespace {

json vectors() { return json::parse(std::ifstream(BEDSIDE_SOURCE_DIR "/tests/golden/vectors/qlq_c30_vectors.json")); }

/// Items of a vector; a number that is not whole has no place in the type and is refused where text is read.
std::optional<std::vector<std::optional<int>>> items_of(json const& numbers)
{
    std::vector<std::optional<int>> items;
    for (auto const& number : numbers) {
        if (number.is_number_float())
            return {};
        items.push_back(number.is_null() ? std::nullopt : std::optional(number.get<int>()));
    }
    return items;
}

QlqC30Items all_of(int value)
{
    QlqC30Items items;
    items.fill(value);
    return items;
}

} // namespace

TEST_CASE("every reference vector is scored to 1e-9, and what is not scorable is missing", "[R-043]")
{
    auto const all = vectors();
    REQUIRE(all["vectors"].size() == 16);
    for (auto const& vector : all["vectors"]) {
        auto const scores = score_qlq_c30(*items_of(vector["items"]));
        REQUIRE(scores);
        REQUIRE(vector["expected"].size() == 16);
        for (auto const& [code, expected] : vector["expected"].items()) {
            INFO(vector["id"] << " " << code);
            auto const score = scores->of(code);
            CHECK(score.has_value() == !expected.is_null());
            if (score && !expected.is_null())
                CHECK_THAT(*score, Catch::Matchers::WithinAbs(expected.get<double>(), 1e-9));
        }
    }
}

TEST_CASE("every invalid reference case is refused, and the valid one among them is not", "[R-043]")
{
    auto const all = vectors();
    auto const& invalid = all["invalid"];
    REQUIRE(invalid["cases"].size() == 10);
    for (auto const& one : invalid["cases"]) {
        auto numbers = invalid["base_items"];
        auto const& patches = one.value("items_patch", json::object());
        for (auto const& [item, value] : patches.items())
            numbers[std::stoul(item) - 1] = value;
        if (one.contains("drop_last"))
            numbers.erase(numbers.end() - 1);
        if (one.contains("append"))
            numbers.insert(numbers.end(), one["append"].begin(), one["append"].end());
        auto const items = items_of(numbers);
        INFO(one["id"]);
        CHECK((items && score_qlq_c30(*items)) == one.value("valid", false));
    }
}

TEST_CASE("the scales are the reference's, item by item", "[R-043]")
{
    auto const all = vectors();
    REQUIRE(all["scales"].size() == qlq_c30_scales().size());
    for (auto const& reference : all["scales"]) {
        auto const found = std::find_if(qlq_c30_scales().begin(), qlq_c30_scales().end(), [&](auto const& scale) { return scale.code == reference["code"].get<std::string>(); });
        REQUIRE(found != qlq_c30_scales().end());
        CHECK(reference["items"] == json(std::vector<int>(found->items.begin(), found->items.end())));
        CHECK(found->cdisc == reference["cdisc"].get<std::string>());
    }
}

TEST_CASE("a scale needs half of its items", "[R-043]")
{
    auto items = all_of(1);
    items[0] = items[1] = std::nullopt; // PF2: three of five left
    CHECK(score_qlq_c30(items)->of("PF2") == 100.0);
    items[2] = std::nullopt;
    CHECK_FALSE(score_qlq_c30(items)->of("PF2"));
    CHECK_FALSE(score_qlq_c30(items)->summary);
}

TEST_CASE("global health and financial difficulty are not in the summary score", "[R-043]")
{
    auto items = all_of(1);
    items[27] = items[28] = items[29] = std::nullopt;
    auto const scores = score_qlq_c30(items);
    CHECK_FALSE(scores->of("QL2"));
    CHECK_FALSE(scores->of("FI"));
    CHECK(scores->summary == 100.0);
}

TEST_CASE("nothing answered is nothing scored, not zero", "[R-043]")
{
    QlqC30Items items;
    auto const scores = score_qlq_c30(items);
    for (auto const& scale : qlq_c30_scales())
        CHECK_FALSE(scores->of(scale.code));
    CHECK_FALSE(scores->summary);
    CHECK_FALSE(scores->of("XX"));
}
