// SPDX-License-Identifier: Apache-2.0
#include "tests/support/scenario.h"

using namespace bedside;
using namespace bedside::forms;
using namespace bedside::test;

namespace {

/// A question of this type and a text that appears under one condition.
bool shown(std::string const& question, std::string const& op, std::string const& answer, std::vector<Value> given)
{
    auto scenario = Scenario::of_json(R"({"resourceType":"Questionnaire","url":"http://example.org/q","version":"1","status":"active","item":[{"linkId":"a","repeats":true,)" + question
        + R"(},{"linkId":"b","type":"boolean","enableWhen":[{"question":"a","operator":")" + op + "\"," + answer + "}]}]}");
    if (!given.empty())
        scenario.says_all("a", std::move(given));
    return scenario.asks("b");
}

} // namespace

TEST_CASE("every operator works on every type that has an order")
{
    struct Row {
        std::string question, member;
        Value less, same, more;
    };
    Row const rows[] = {
        { R"("type":"integer")", R"("answerInteger":5)", 4, 5, 6 },
        { R"("type":"decimal")", R"("answerDecimal":5.50)", Decimal { "5.49" }, Decimal { "5.5" }, Decimal { "55.1e-1" } },
        { R"("type":"decimal")", R"("answerInteger":-5)", Decimal { "-5.01" }, Decimal { "-5.0" }, Decimal { "0" } },
        { R"("type":"date")", R"("answerDate":"2026-11-24")", Date { "2026-11-23" }, Date { "2026-11-24" }, Date { "2027" } },
        { R"("type":"time")", R"("answerTime":"12:00:00")", Time { "11:59:59.9" }, Time { "12:00:00.0" }, Time { "12:00:00.1" } },
        { R"("type":"dateTime")", R"("answerDateTime":"2026-11-24T12:00:00+08:00")", DateTime { "2026-11-24T03:59:59Z" }, DateTime { "2026-11-24T04:00:00Z" }, DateTime { "2026-11-25" } },
        { R"("type":"quantity")", R"("answerQuantity":{"value":5,"code":"mg"})", Quantity { { "4.9" }, "", "", "mg" }, Quantity { { "5.0" }, "", "", "mg" }, Quantity { { "5.1" }, "", "", "mg" } },
        { R"("type":"choice","answerOption":[{"valueInteger":4},{"valueInteger":5},{"valueInteger":6}])", R"("answerInteger":5)", 4, 5, 6 },
    };
    for (auto const& row : rows) {
        INFO(row.question << " " << row.member);
        auto const at = [&](std::string const& op, Value const& given) { return shown(row.question, op, row.member, { given }); };
        CHECK((!at("=", row.less) && at("=", row.same) && !at("=", row.more)));
        CHECK((at("!=", row.less) && !at("!=", row.same) && at("!=", row.more)));
        CHECK((!at(">", row.less) && !at(">", row.same) && at(">", row.more)));
        CHECK((at("<", row.less) && !at("<", row.same) && !at("<", row.more)));
        CHECK((!at(">=", row.less) && at(">=", row.same) && at(">=", row.more)));
        CHECK((at("<=", row.less) && at("<=", row.same) && !at("<=", row.more)));
    }
}

TEST_CASE("yes and no, texts and codes are equal or not")
{
    CHECK(shown(R"("type":"boolean")", "=", R"("answerBoolean":true)", { true }));
    CHECK_FALSE(shown(R"("type":"boolean")", "=", R"("answerBoolean":true)", { false }));
    CHECK(shown(R"("type":"string")", "!=", R"("answerString":"x")", { Text { "y" } }));
    CHECK(shown(R"("type":"open-choice","answerOption":[{"valueString":"x"}])", "=", R"("answerString":"own")", { Text { "own" } }));
    auto const codes = R"("type":"choice","answerOption":[{"valueCoding":{"system":"s","code":"x","display":"X"}},{"valueCoding":{"system":"s","code":"y"}}])";
    CHECK(shown(codes, "=", R"("answerCoding":{"system":"s","code":"x"})", { Coding { "s", "x", "shown otherwise" } }));
    CHECK_FALSE(shown(codes, "=", R"("answerCoding":{"system":"s","code":"x"})", { Coding { "s", "y", "" } }));
}

TEST_CASE("of several answers one that fits is enough, and 'not equal' needs that none is equal")
{
    CHECK(shown(R"("type":"integer")", "=", R"("answerInteger":5)", { 1, 5 }));
    CHECK(shown(R"("type":"integer")", ">", R"("answerInteger":5)", { 1, 6 }));
    CHECK_FALSE(shown(R"("type":"integer")", "!=", R"("answerInteger":5)", { 1, 5 }));
    CHECK(shown(R"("type":"integer")", "!=", R"("answerInteger":5)", { 1, 2 }));
}

TEST_CASE("without an answer only 'not equal' and 'does not exist' hold")
{
    CHECK(shown(R"("type":"integer")", "!=", R"("answerInteger":5)", {}));
    CHECK(shown(R"("type":"integer")", "exists", R"("answerBoolean":false)", {}));
    CHECK_FALSE(shown(R"("type":"integer")", "exists", R"("answerBoolean":true)", {}));
    CHECK(shown(R"("type":"integer")", "exists", R"("answerBoolean":true)", { 0 }));
    for (auto const* op : { "=", ">", "<", ">=", "<=" })
        CHECK_FALSE(shown(R"("type":"integer")", op, R"("answerInteger":5)", {}));
}

TEST_CASE("what precision leaves open, and units that differ, hold for no order")
{
    for (auto const* op : { ">", "<", ">=", "<=", "=" }) {
        CHECK_FALSE(shown(R"("type":"date")", op, R"("answerDate":"2026")", { Date { "2026-05" } }));
        CHECK_FALSE(shown(R"("type":"dateTime")", op, R"("answerDateTime":"2026-11-24")", { DateTime { "2026-11-24T10:00:00Z" } }));
        CHECK_FALSE(shown(R"("type":"quantity")", op, R"("answerQuantity":{"value":5,"code":"mg"})", { Quantity { { "5" }, "", "", "g" } }));
    }
}

static constexpr auto nested = R"({"resourceType":"Questionnaire","url":"http://example.org/q","version":"1","status":"active","item":[
 {"linkId":"a","type":"boolean"},
 {"linkId":"b","type":"boolean","enableWhen":[{"question":"a","operator":"=","answerBoolean":true}]},
 {"linkId":"g","type":"group","enableBehavior":"any","enableWhen":[{"question":"a","operator":"=","answerBoolean":true},{"question":"b","operator":"=","answerBoolean":true}],
  "item":[{"linkId":"h","type":"group","item":[{"linkId":"c","type":"integer"}]}]},
 {"linkId":"both","type":"boolean","enableBehavior":"all","enableWhen":[{"question":"a","operator":"=","answerBoolean":true},{"question":"b","operator":"=","answerBoolean":true}]},
 {"linkId":"later","type":"boolean","enableWhen":[{"question":"c","operator":">","answerInteger":0}]}]})";

TEST_CASE("a hidden answer counts as none: hiding goes on along the chain", "[R-038]")
{
    auto scenario = Scenario::of_json(nested);
    scenario.says("a", true).says("b", true).says("c", 3).says("both", true).says("later", true);
    CHECK(scenario.asked() == std::vector<std::string> { "a", "b", "c", "both", "later" });
    CHECK(scenario.missing().empty());
    scenario.says("a", false);
    CHECK(scenario.asked() == std::vector<std::string> { "a" });
    CHECK(scenario.hidden() == std::vector<ItemPath> { "b", "both", "c", "later" });
    CHECK(parse_response(scenario.form, scenario.completed())->answers.size() == 1);
    scenario.says("a", true);
    CHECK(scenario.hidden().empty());
}

TEST_CASE("all conditions or any of them, as the form says")
{
    auto scenario = Scenario::of_json(nested);
    scenario.says("a", true);
    CHECK(scenario.asks("c"));
    CHECK_FALSE(scenario.asks("both"));
    scenario.says("b", true);
    CHECK(scenario.asks("both"));
}

TEST_CASE("items below a question are asked once it has an answer, for each answer")
{
    auto scenario = Scenario::of_json(R"({"resourceType":"Questionnaire","url":"http://example.org/q","version":"1","status":"active","item":[
     {"linkId":"where","type":"choice","repeats":true,"answerOption":[{"valueCoding":{"code":"head"}},{"valueCoding":{"code":"back"}}],
      "item":[{"linkId":"bad","type":"integer"},{"linkId":"why","type":"string","enableWhen":[{"question":"bad","operator":">","answerInteger":5}]}]}]})");
    CHECK(scenario.asked() == std::vector<std::string> { "where" });
    scenario.declines("where");
    CHECK(scenario.asked() == std::vector<std::string> { "where" });
    scenario.chooses("where", { "head", "back" });
    CHECK(scenario.asked() == std::vector<std::string> { "where", "bad", "where#2/bad" });
    scenario.says("bad", 2).says("where#2/bad", 8);
    CHECK(scenario.missing() == std::vector<ItemPath> { "where#2/why" });
    scenario.says("where#2/why", Text { "fell" });
    auto const json = scenario.completed();
    CHECK(validate_response(scenario.form, json).empty());
    CHECK(parse_response(scenario.form, json)->answers == scenario.answers);
    scenario.chooses("where", { "head" });
    CHECK(scenario.hidden() == std::vector<ItemPath> { "where#2/bad", "where#2/why" });
}

TEST_CASE("conditions inside a repetition look at their own instance")
{
    auto scenario = Scenario::of_json(R"({"resourceType":"Questionnaire","url":"http://example.org/q","version":"1","status":"active","item":[
     {"linkId":"dose","type":"group","repeats":true,"item":[{"linkId":"given","type":"boolean"},{"linkId":"amount","type":"integer","enableWhen":[{"question":"given","operator":"=","answerBoolean":true}]}]},
     {"linkId":"after","type":"boolean","enableWhen":[{"question":"given","operator":"=","answerBoolean":true}]}]})");
    scenario.says("given", false).says("dose#2/given", true);
    CHECK_FALSE(scenario.asks("amount"));
    CHECK(scenario.asks("dose#2/amount"));
    CHECK(scenario.asks("after")); // outside, any instance is enough
    scenario.says("dose#2/amount", 3).says("after", true);
    auto const json = scenario.completed();
    CHECK(validate_response(scenario.form, json).empty());
    CHECK(parse_response(scenario.form, json)->answers == scenario.answers);
}

TEST_CASE("repeat-while opens one more instance, and closes what follows a no")
{
    Scenario scenario("pump-record");
    scenario.says("basal-rate", 200).says("basal-minutes", 600);
    CHECK_FALSE(scenario.asks("basal#2/basal-rate"));
    scenario.says("basal-more", true);
    CHECK(scenario.asks("basal#2/basal-rate"));
    scenario.says("basal#2/basal-rate", 250).says("basal#2/basal-minutes", 840).says("basal#2/basal-more", false);
    CHECK_FALSE(scenario.asks("basal#3/basal-rate"));
    scenario.says("basal-more", false);
    CHECK(scenario.hidden() == std::vector<ItemPath> { "basal#2/basal-minutes", "basal#2/basal-more", "basal#2/basal-rate" });
}

TEST_CASE("linkIds with slashes, hashes and percent signs keep their answers apart")
{
    auto scenario = Scenario::of_json(R"({"resourceType":"Questionnaire","url":"http://example.org/q","version":"1","status":"active","item":[
     {"linkId":"/1#2/a%2F","type":"boolean"},{"linkId":"g","type":"group","repeats":true,"item":[{"linkId":"#","type":"boolean"}]}]})");
    auto const all = steps(scenario.form, {});
    REQUIRE(all.size() == 2);
    scenario.answers[all[0].path] = { { true }, {} };
    scenario.answers[all[1].path] = { { false }, {} };
    scenario.answers["g#2/" + all[1].path.text()] = { { true }, {} };
    auto const json = scenario.completed();
    CHECK(validate_response(scenario.form, json).empty());
    CHECK(parse_response(scenario.form, json)->answers == scenario.answers);
}

TEST_CASE("hidden and read-only items are not asked and block nothing")
{
    auto scenario = Scenario::of_json(R"({"resourceType":"Questionnaire","url":"http://example.org/q","version":"1","status":"active","item":[
     {"linkId":"a","type":"boolean","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/questionnaire-hidden","valueBoolean":true}]},
     {"linkId":"b","type":"boolean","readOnly":true},{"linkId":"c","type":"boolean"}]})");
    CHECK(scenario.asked() == std::vector<std::string> { "c" });
    CHECK(scenario.missing() == std::vector<ItemPath> { "c" });
    CHECK(progress(scenario.form, {}, "c").total == 1);
}
