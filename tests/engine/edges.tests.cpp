// SPDX-License-Identifier: Apache-2.0
// Each rule at its very edge.
#include "forms/engine/occurrence.h"
#include "tests/support/scenario.h"

using namespace bedside;
using namespace bedside::forms;
using namespace bedside::test;

namespace {

std::string form(std::string const& items) { return R"({"resourceType":"Questionnaire","url":"http://example.org/q","version":"1","status":"active","item":[)" + items + "]}"; }
std::string extension(std::string const& name, std::string const& value) { return R"({"url":"http://hl7.org/fhir/StructureDefinition/)" + name + "\"," + value + "}"; }

/// What is wrong with these answers to one item; empty: nothing.
std::string complaint(std::string const& item, std::vector<Value> values)
{
    auto const definition = form_of(form(R"({"linkId":"a",)" + item + "}"));
    auto const checked = check_answer(definition.items[0], { std::move(values), {} });
    return checked ? std::string() : checked.error().message;
}

bool loads(std::string const& item) { return load_questionnaire(form(R"({"linkId":"a",)" + item + "}")).has_value(); }

} // namespace

TEST_CASE("repeat-while stops at maxOccurs")
{
    auto scenario = Scenario::of_json(form(R"({"linkId":"g","type":"group","repeats":true,"extension":[)" + extension("questionnaire-maxOccurs", R"("valueInteger":2)")
        + R"(,{"url":"https://bedside.health/fhir/StructureDefinition/repeat-while","valueString":"more"}],"item":[{"linkId":"more","type":"boolean"}]})"));
    scenario.says("more", true).says("g#2/more", true);
    CHECK(scenario.asked() == std::vector<std::string> { "more", "g#2/more" });
}

TEST_CASE("minOccurs of a group asks for as many, and of a question for as many answers")
{
    auto scenario = Scenario::of_json(form(R"({"linkId":"g","type":"group","repeats":true,"extension":[)" + extension("questionnaire-minOccurs", R"("valueInteger":2)") + R"(],"item":[{"linkId":"day","type":"date"}]})"));
    CHECK(scenario.asked() == std::vector<std::string> { "day", "g#2/day" });
    auto const two = R"("type":"integer","repeats":true,"extension":[)" + extension("questionnaire-minOccurs", R"("valueInteger":2)") + "]";
    CHECK_FALSE(complaint(two, { 1 }).empty());
    CHECK(complaint(two, { 1, 2 }).empty());
}

TEST_CASE("a required item that is hidden or read-only blocks no response")
{
    auto const json = form(R"({"linkId":"g","type":"group","required":true,"item":[{"linkId":"a","type":"boolean","extension":[)" + extension("questionnaire-hidden", R"("valueBoolean":true)")
        + R"(]},{"linkId":"b","type":"boolean","readOnly":true}]})");
    auto scenario = Scenario::of_json(json);
    CHECK(scenario.asked().empty());
    CHECK(validate_response(scenario.form, R"({"resourceType":"QuestionnaireResponse","questionnaire":"http://example.org/q|1","status":"completed"})").empty());
}

TEST_CASE("weights are read from the option, its coding, or a concept of a value set")
{
    auto const weight = extension("ordinalValue", R"("valueDecimal":2)");
    auto const weight_of = [](std::string const& item, std::string const& contained = "") {
        auto const definition = form_of(R"({"resourceType":"Questionnaire","url":"http://example.org/q","version":"1","status":"active",)" + contained + R"("item":[{"linkId":"a","type":"choice",)" + item + "}]}");
        auto const& options = std::get<ChoiceItem>(definition.items[0].kind).options;
        return options.at(0).weight ? options[0].weight->text : "none";
    };
    CHECK(weight_of(R"("answerOption":[{"valueCoding":{"code":"x"},"extension":[)" + weight + "]}]") == "2");
    CHECK(weight_of(R"("answerOption":[{"valueCoding":{"code":"x","extension":[)" + weight + "]}}]") == "2");
    CHECK(weight_of(R"("answerOption":[{"valueCoding":{"code":"x"}}])") == "none");
    CHECK(weight_of(R"("answerOption":[{"valueInteger":1,"_valueInteger":{"extension":[)" + weight + "]}}]") == "2");
    CHECK(weight_of(R"("answerOption":[{"valueString":"x","_valueString":{"extension":[)" + weight + "]}}]") == "2");
    CHECK(weight_of(R"("answerOption":[{"valueString":"x","extension":[)" + extension("itemWeight", R"("valueInteger":-3)") + "]}]") == "-3");
    CHECK(weight_of(R"("answerValueSet":"#v")", R"("contained":[{"resourceType":"ValueSet","id":"v","compose":{"include":[{"system":"s","concept":[{"code":"x","extension":[)" + weight + "]}]}]}}],") == "2");
}

TEST_CASE("a unit is its code in its system")
{
    auto const item = R"("type":"quantity","extension":[)" + extension("questionnaire-unitOption", R"("valueCoding":{"system":"http://unitsofmeasure.org","code":"mg"})") + "]";
    CHECK(complaint(item, { Quantity { { "1" }, "mg", "http://unitsofmeasure.org", "mg" } }).empty());
    CHECK_FALSE(complaint(item, { Quantity { { "1" }, "mg", "http://example.org", "mg" } }).empty());
    CHECK_FALSE(complaint(item, { Quantity { { "1" }, "mg", "http://unitsofmeasure.org", "g" } }).empty());
}

TEST_CASE("a slider goes in steps of one")
{
    CHECK(loads(R"("type":"integer","extension":[)" + extension("questionnaire-sliderStepValue", R"("valueInteger":1)") + "]"));
    CHECK_FALSE(loads(R"("type":"integer","extension":[)" + extension("questionnaire-sliderStepValue", R"("valueInteger":2)") + "]"));
}

TEST_CASE("a text has at least its shortest length, counted in characters, and is not blank")
{
    auto const item = R"("type":"string","extension":[)" + extension("minLength", R"("valueInteger":2)") + "]";
    CHECK(complaint(item, { Text { "痛痛" } }).empty());
    CHECK_FALSE(complaint(item, { Text { "痛" } }).empty());
    CHECK_FALSE(complaint(R"("type":"string")", { Text { " \t\n" } }).empty());
}

TEST_CASE("an amended response must be as complete as a completed one")
{
    auto const definition = form_of(form(R"({"linkId":"a","type":"boolean","required":true})"));
    auto const issues = [&](std::string const& status) { return validate_response(definition, R"({"resourceType":"QuestionnaireResponse","questionnaire":"http://example.org/q|1","status":")" + status + "\"}"); };
    CHECK(issues("in-progress").empty());
    for (auto const* status : { "completed", "amended" }) {
        REQUIRE(issues(status).size() == 1);
        CHECK(issues(status)[0].code == "required");
        CHECK_FALSE(is_valid(issues(status)));
    }
}

TEST_CASE("a response that changes meaning, stands in the wrong place, or repeats what is not asked is refused")
{
    auto const definition = form_of(form(R"({"linkId":"a","type":"boolean","item":[{"linkId":"b","type":"boolean"}]},
        {"linkId":"two","type":"group","repeats":true,"extension":[)" + extension("questionnaire-minOccurs", R"("valueInteger":2)") + R"(],"item":[{"linkId":"c","type":"boolean"}]},
        {"linkId":"g","type":"group","repeats":true,"extension":[{"url":"https://bedside.health/fhir/StructureDefinition/repeat-while","valueString":"more"}],"item":[{"linkId":"more","type":"boolean"}]})"));
    auto const yes = [](std::string const& link_id) { return R"({"linkId":")" + link_id + R"(","answer":[{"valueBoolean":true}]})"; };
    auto const no = R"({"linkId":"more","answer":[{"valueBoolean":false}]})";
    auto const group = [](std::string const& link_id, std::string const& inside) { return R"({"linkId":")" + link_id + R"(","item":[)" + inside + "]}"; };
    auto const issues = [&](std::string const& items, std::string const& head = "") {
        std::string all;
        for (auto const& issue : validate_response(definition, R"({"resourceType":"QuestionnaireResponse","questionnaire":"http://example.org/q|1","status":"completed",)" + head + "\"item\":[" + items + "]}"))
            all += issue.code + " " + issue.expression + "\n";
        return all;
    };
    auto const both = group("two", yes("c")) + "," + group("two", yes("c"));
    CHECK(issues(yes("a") + "," + both).empty());
    CHECK(issues(yes("a") + "," + both, R"("modifierExtension":[{"url":"http://example.org/not"}],)") == "not-supported QuestionnaireResponse\n");
    CHECK(issues(R"({"linkId":"a","item":[)" + yes("b") + "]}," + both) == "structure QuestionnaireResponse.item[0].item\n");
    CHECK(issues(group("two", yes("c"))) == "required QuestionnaireResponse\n");
    CHECK(issues(both + "," + group("g", yes("more")) + "," + group("g", no)).empty());
    CHECK(issues(both + "," + group("g", no) + "," + group("g", no)) == "business-rule QuestionnaireResponse.item[3]\nbusiness-rule QuestionnaireResponse.item[3].item[0]\n");
}

TEST_CASE("a text under a condition is shown when it holds, and no text counts as a question")
{
    auto scenario = Scenario::of_json(form(R"({"linkId":"a","type":"boolean"},{"linkId":"t","type":"display","text":"Well","enableWhen":[{"question":"a","operator":"=","answerBoolean":true}]},{"linkId":"b","type":"boolean"})"));
    CHECK(steps(scenario.form, scenario.answers).size() == 2);
    scenario.says("a", true);
    CHECK(steps(scenario.form, scenario.answers).size() == 3);
    CHECK(progress(scenario.form, scenario.answers, "b").total == 2);
    CHECK(progress(scenario.form, scenario.answers, "b").position == 2);
}

TEST_CASE("on a screen for one item a page gives its items, and from a step that is not there it goes nowhere")
{
    auto const page = form_of(form(R"({"linkId":"p","type":"group","extension":[)" + extension("questionnaire-itemControl", R"("valueCodeableConcept":{"coding":[{"code":"page"}]})")
        + R"(],"item":[{"linkId":"a","type":"boolean"},{"linkId":"t","type":"display","text":"Well"},{"linkId":"b","type":"boolean"}]},{"linkId":"c","type":"boolean"})"));
    auto const paths = [](std::vector<Step> const& all) {
        std::vector<ItemPath> each;
        for (auto const& step : all)
            each.push_back(step.path);
        return each;
    };
    CHECK(paths(steps(page, {})) == std::vector<ItemPath> { "p", "c" });
    CHECK(paths(single_steps(page, {})) == std::vector<ItemPath> { "a", "t", "b", "c" });
    CHECK(next_step(page, {}, "p")->path == "c");
    CHECK_FALSE(next_step(page, {}, "a"));
    CHECK_FALSE(next_step(page, {}, "gone"));
    CHECK_FALSE(previous_step(page, {}, "gone"));
}

TEST_CASE("a page waits for what it shows, not for what it hides")
{
    auto scenario = Scenario::of_json(form(R"({"linkId":"p","type":"group","extension":[)" + extension("questionnaire-itemControl", R"("valueCodeableConcept":{"coding":[{"code":"page"}]})")
        + R"(],"item":[{"linkId":"a","type":"boolean"},{"linkId":"h","type":"group","item":[{"linkId":"c","type":"boolean"}],"extension":[)" + extension("questionnaire-hidden", R"("valueBoolean":true)")
        + R"(]},{"linkId":"b","type":"boolean","enableWhen":[{"question":"a","operator":"=","answerBoolean":true}]}]})"));
    CHECK(scenario.missing() == std::vector<ItemPath> { "a" });
    scenario.says("a", false);
    CHECK(scenario.missing().empty());
    scenario.says("a", true);
    CHECK(scenario.missing() == std::vector<ItemPath> { "b" });
}

TEST_CASE("a response names the wording pack that its words came from")
{
    std::string const pack = R"({"url":"https://bedside.health/fhir/StructureDefinition/wording-pack","valueString":")" + std::string(64, 'a') + "\"}";
    auto const patient = [](std::string const& head) { return Scenario::of_json(R"({"resourceType":"Questionnaire","url":"http://example.org/q","version":"1","status":"active",)" + head + R"("item":[{"linkId":"a","type":"boolean"}]})"); };
    CHECK(patient(R"("extension":[)" + pack + "],").completed().find(pack) != std::string::npos);
    CHECK(patient("").completed().find("wording-pack") == std::string::npos);
}

TEST_CASE("of a form without end 50000 items are unrolled, and what depends on the rest is not asked")
{
    std::string items = R"({"linkId":"open","type":"boolean","enableWhen":[{"question":"last","operator":"!=","answerBoolean":true}]})";
    for (int i = 2; i < 99; ++i)
        items += R"(,{"linkId":"i)" + std::to_string(i) + R"(","type":"boolean"})";
    struct Seen {
        bool last, open;
        bool operator==(Seen const&) const = default;
    };
    auto const unrolled = [&](std::string const& one_more) {
        auto const endless = form_of(form(R"({"linkId":"g","type":"group","repeats":true,"extension":[)" + extension("questionnaire-minOccurs", R"("valueInteger":500)") + R"(],"item":[)" + items + one_more
            + R"(]},{"linkId":"last","type":"boolean"})"));
        Answers const none;
        Occurrences const tree(endless, none);
        return Seen { tree.find("last") != nullptr, tree.find("g#500/open")->enabled };
    };
    CHECK(unrolled("") == Seen { true, true }); // 500 groups of 98 items
    CHECK(unrolled(R"(,{"linkId":"i99","type":"boolean"})") == Seen { false, false });
}
