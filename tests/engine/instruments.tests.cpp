// SPDX-License-Identifier: Apache-2.0
#include "tests/support/scenario.h"

using namespace bedside;
using namespace bedside::forms;
using namespace bedside::test;

static Definition load(std::string_view name) { return form_of(*shipped_instrument(name)); }

TEST_CASE("every shipped instrument loads, with texts in three languages", "[R-031]")
{
    for (auto const name : shipped_instruments()) {
        INFO(name);
        auto const definition = load(name);
        CHECK(definition.url == "https://bedside.health/fhir/Questionnaire/" + std::string(name));
        CHECK(definition.language == "zh-Hans");
        for (auto const* language : { "zh-Hant", "en" })
            CHECK(definition.title.translations.contains(language));
        for (auto const& step : steps(definition, {})) {
            INFO(step.path);
            if (std::holds_alternative<GroupItem>(step.item->kind))
                continue; // a page's questions have their own words
            CHECK_FALSE(step.item->text.empty());
            for (auto const* language : { "zh-Hant", "en" })
                CHECK(step.item->text.translations.contains(language));
        }
    }
}

TEST_CASE("the quality-of-life form asks 30 items: 28 of four options, two of seven boxes")
{
    auto const definition = load("qlq-c30");
    CHECK(definition.wording == Wording::demonstration);
    CHECK(definition.footer.in("zh-Hans") == "演示措辞（非授权版本）");
    auto const all = steps(definition, {});
    REQUIRE(all.size() == 30);
    for (int n = 1; n <= 30; ++n) {
        auto const& item = *all[static_cast<std::size_t>(n - 1)].item;
        CHECK(item.link_id == "q" + std::to_string(n));
        CHECK(item.prefix == std::to_string(n) + ".");
        if (n <= 28) {
            auto const& choice = std::get<ChoiceItem>(item.kind);
            REQUIRE(choice.options.size() == 4);
            for (int k = 1; k <= 4; ++k)
                CHECK(choice.options[static_cast<std::size_t>(k - 1)].weight->number() == k);
        } else {
            auto const& integer = std::get<IntegerItem>(item.kind);
            CHECK((integer.minimum == 1 && integer.maximum == 7));
            REQUIRE(item.anchors);
            CHECK(item.anchors->low.in("en") == "Very bad");
        }
        CHECK(item.header.in("zh-Hans") == (n <= 5 ? "" : "过去一周："));
    }
}

TEST_CASE("a pain score from 0 to 10 fits, and nothing else does", "[R-037]")
{
    auto const definition = load("pain-nrs");
    auto const& now = *definition.find("now");
    for (int score = 0; score <= 10; ++score)
        CHECK(check_answer(now, { { score }, {} }));
    CHECK_FALSE(check_answer(now, { { -1 }, {} }));
    CHECK_FALSE(check_answer(now, { { 11 }, {} }));
    CHECK_FALSE(check_answer(now, { { Decimal { "3" } }, {} }));
    CHECK_FALSE(check_answer(now, { { 3, 4 }, {} }));
    CHECK_FALSE(check_answer(now, { {}, {} }));
    CHECK_FALSE(check_answer(now, { { 3 }, Absence::asked_declined }));
    CHECK(check_answer(now, { {}, Absence::asked_declined }));
}

TEST_CASE("answers and refusals survive the way through a response")
{
    auto const definition = load("qlq-c30");
    Answers answers;
    for (int n = 1; n <= 28; ++n)
        answers["q" + std::to_string(n)] = { { Coding { "https://bedside.health/fhir/CodeSystem/amount-4", std::to_string(1 + n % 4), "没有" } }, {} };
    answers["q15"] = { {}, Absence::asked_declined };
    answers["q29"] = { { 5 }, {} };
    CHECK(missing(definition, answers) == std::vector<ItemPath> { "q30" });
    CHECK(first_unanswered(definition, answers)->path == "q30");
    answers["q30"] = { { 6 }, {} };
    CHECK(missing(definition, answers).empty());

    auto const json = build_response(definition, answers, header_of());
    REQUIRE(json);
    CHECK(json->find("demonstration") != std::string::npos);
    auto const parsed = parse_response(definition, *json);
    REQUIRE(parsed);
    CHECK(parsed->answers == answers);
    CHECK(parsed->header.subject == "P-017");
    CHECK(parsed->header.visit == "T1m");
    CHECK(parsed->header.tablet == "T-03");
    CHECK(parsed->header.study == "idds-hydromorphone");
    CHECK(iso8601(parsed->header.authored) == "2026-11-24T14:42:00.000+08:00");
    CHECK(parsed->header.flags == std::vector<std::string> { "demonstration" });
    CHECK(build_response(definition, parsed->answers, header_of()) == *json);
}

TEST_CASE("progress counts what is asked and what is said")
{
    auto const definition = load("pain-nrs");
    Answers answers;
    answers["now"] = { { 0 }, {} };
    auto const at = progress(definition, answers, "average");
    CHECK(at.position == 2);
    CHECK(at.total == 4);
    CHECK(at.answered == 1);
    CHECK(next_step(definition, answers, "")->path == "now");
    CHECK(next_step(definition, answers, "now")->path == "average");
    CHECK_FALSE(next_step(definition, answers, "least"));
    CHECK(previous_step(definition, answers, "average")->path == "now");
    CHECK_FALSE(previous_step(definition, answers, "now"));
}
