// SPDX-License-Identifier: Apache-2.0
// Why the server refused a form, as staff reads it on the tablet.
#include "kiosk/flow/refusal.h"
#include "ward.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

using namespace bedside;
using namespace bedside::tests;

namespace {

/// Everything that the server and the readers of what a tablet sends say.
std::string sources()
{
    std::string all;
    for (auto const* folder : { "/sync/server", "/sync/wire", "/forms/engine" }) {
        for (auto const& entry : std::filesystem::recursive_directory_iterator(std::string(BEDSIDE_SOURCE_DIR) + folder)) {
            if (entry.path().extension() == ".cpp") {
                std::ifstream file(entry.path());
                all.append(std::istreambuf_iterator<char>(file), {});
            }
        }
    }
    return all;
}

bool has_latin(std::string const& text)
{
    return std::any_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}

} // namespace

TEST_CASE("each reason of our server has a sentence in each language")
{
    for (auto const& known : flow::known_refusals()) {
        INFO(known.begins);
        auto const reason = std::string(known.begins) + " and more.";
        CHECK(flow::refusal_text(reason, locales::Catalogue::of("en")) == known.said);
        for (auto const* language : { "zh-Hans", "zh-Hant" })
            CHECK_FALSE(has_latin(flow::refusal_text(reason, locales::Catalogue::of(language))));
    }
    CHECK(flow::refusal_text("Item q1: 11 is greater than 10.", locales::Catalogue::of("zh-Hans")) == "服务器未接收，原文：“Item q1: 11 is greater than 10.”");
}

TEST_CASE("the reasons that the tablet knows are those that the server gives")
{
    auto const said = sources();
    for (auto const& known : flow::known_refusals()) {
        INFO(known.begins);
        CHECK(said.find("\"" + std::string(known.begins)) != std::string::npos);
    }
}

TEST_CASE("forms that were refused for the same reason stand in one line, and the rest is counted")
{
    Ward ward;
    ward.unlock("1470");
    ward.press("sync");
    auto facts = ward.facts();
    for (int n = 12; n > 0; --n) {
        flow::SentForm form;
        form.sequence = n;
        form.participant = "P-017";
        form.delivery = flow::Delivery::refused;
        form.reason = n == 12 ? "The JSON is nested deeper than 64 levels." : "Conflict: other bytes; both are kept.";
        facts.sync.forms.push_back(form);
    }
    ward.happen(flow::FactsLoaded { facts });
    auto const view = ward.view<flow::SyncStatusView>();
    REQUIRE(view.problem.size() == 4);
    CHECK(view.problem[0] == "12：服务器无法读取这份问卷。请联系数据管理员。");
    CHECK(view.problem[1].starts_with("11, 10, 9, 8, 7, 6：服务器在这个编号下已有另一份"));
    CHECK(view.problem[2] == "另有 5 份，见上表");
}
