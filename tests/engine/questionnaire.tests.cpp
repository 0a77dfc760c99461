// SPDX-License-Identifier: Apache-2.0
#include "forms/engine/inspection.h"

#include <catch2/catch_test_macros.hpp>

using namespace bedside;
using namespace bedside::forms;

namespace {

std::string form(std::string const& items, std::string const& head = "") { return R"({"resourceType":"Questionnaire","url":"http://example.org/q","version":"1","status":"active")" + head + ",\"item\":[" + items + "]}"; }

std::string item(std::string const& rest, std::string const& link_id = "a") { return R"({"linkId":")" + link_id + "\"," + rest + "}"; }

/// "ok", or the first invalid or unsupported issue as "verdict where".
std::string verdict(std::string const& json)
{
    auto const result = load_questionnaire(json);
    if (result)
        return "ok";
    auto const place = result.error().message.substr(0, result.error().message.find(": "));
    return std::string(name_of(result.error().code)) + " " + place;
}

std::string const at_a = "Questionnaire.item.where(linkId='a')";
std::string const invalid_a = "invalid_form " + at_a;
std::string const unsupported_a = "unsupported_form " + at_a;

} // namespace

TEST_CASE("every item type of the mapping is read")
{
    for (auto const* type : { "boolean", "decimal", "integer", "date", "dateTime", "time", "string", "text", "quantity", "attachment", "display" })
        CHECK(verdict(form(item(R"("type":")" + std::string(type) + "\""))) == "ok");
    CHECK(verdict(form(item(R"("type":"group","item":[{"linkId":"b","type":"display"}])"))) == "ok");
    for (auto const* type : { "choice", "open-choice" })
        CHECK(verdict(form(item(R"("type":")" + std::string(type) + R"(","answerOption":[{"valueInteger":1},{"valueString":"x"},{"valueDate":"2026-01-01"},{"valueCoding":{"code":"c"}}])"))) == "ok");
}

TEST_CASE("types that can't be asked are unsupported, types that do not exist invalid", "[R-036]")
{
    for (auto const* type : { "reference", "url", "question", "coding" })
        CHECK(verdict(form(item(R"("type":")" + std::string(type) + "\""))) == unsupported_a);
    CHECK(verdict(form(item(R"("type":"slider")"))) == invalid_a);
    CHECK(verdict(form(R"({"linkId":"a"})")) == invalid_a);
}

TEST_CASE("whatever changes meaning and is not understood makes a form unsupported", "[R-036]")
{
    auto const with_extension = [](std::string const& url) { return form(item(R"("type":"integer","extension":[{"url":")" + url + R"(","valueString":"x"}])")); };
    CHECK(verdict(with_extension("http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-answerExpression")) == unsupported_a);
    CHECK(verdict(with_extension("http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-initialExpression")) == unsupported_a);
    CHECK(verdict(with_extension("http://hl7.org/fhir/StructureDefinition/questionnaire-unheard-of")) == unsupported_a);
    CHECK(verdict(with_extension("http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-shortText")) == "ok");
    CHECK(verdict(form(item(R"("type":"integer","modifierExtension":[{"url":"http://example.org/not","valueBoolean":true}])"))) == unsupported_a);
    CHECK(verdict(form(item(R"("type":"integer")"), R"(,"modifierExtension":[{"url":"http://example.org/not","valueBoolean":true}])")) == "unsupported_form Questionnaire");
    CHECK(verdict(form(item(R"("type":"integer")"), R"(,"implicitRules":"http://example.org/rules")")) == "unsupported_form Questionnaire");
    CHECK(verdict(form(item(R"("type":"boolean")") + "," + item(R"("type":"boolean","enableWhen":[{"question":"a","operator":"exists","answerBoolean":true,"modifierExtension":[]}])", "b")))
        == "unsupported_form Questionnaire.item.where(linkId='b').enableWhen[0]");
}

TEST_CASE("an unknown extension of somebody else is ignored, and the author is told")
{
    auto const inspection = inspect_questionnaire(form(item(R"("type":"integer","extension":[{"url":"http://example.org/colour","valueString":"x"}])")));
    REQUIRE(inspection.definition);
    REQUIRE(inspection.issues.size() == 1);
    CHECK(inspection.issues[0].verdict == FormVerdict::note);
    CHECK(inspection.issues[0].where == at_a);
}

TEST_CASE("nothing may answer for the patient", "[R-024]")
{
    CHECK(verdict(form(item(R"("type":"integer","initial":[{"valueInteger":3}])"))) == unsupported_a);
    CHECK(verdict(form(item(R"("type":"choice","answerOption":[{"valueInteger":3,"initialSelected":true}])"))) == unsupported_a + ".answerOption[0]");
}

TEST_CASE("options need codes, values that differ, and a source")
{
    CHECK(verdict(form(item(R"("type":"choice")"))) == invalid_a);
    CHECK(verdict(form(item(R"("type":"choice","answerOption":[{"valueCoding":{"display":"x"}}])"))) == invalid_a + ".answerOption[0]");
    CHECK(verdict(form(item(R"("type":"choice","answerOption":[{"valueCoding":{"code":"x","display":"1"}},{"valueCoding":{"code":"x","display":"2"}}])"))) == invalid_a);
    CHECK(verdict(form(item(R"("type":"integer","answerOption":[{"valueInteger":1}])"))) == invalid_a);
    CHECK(verdict(form(item(R"("type":"choice","answerValueSet":"#x","answerOption":[{"valueInteger":1}])"))) == invalid_a);
    CHECK(verdict(form(item(R"("type":"choice","answerValueSet":"http://example.org/vs")"))) == unsupported_a);
    CHECK(verdict(form(item(R"("type":"choice","answerValueSet":"#x")"))) == invalid_a);
}

TEST_CASE("a contained value set gives options, with words in every language it has")
{
    auto const with = [](std::string const& body) { return form(item(R"("type":"choice","answerValueSet":"#x")"), R"(,"contained":[{"resourceType":"ValueSet","id":"x",)" + body + "}]"); };
    auto const composed = load_questionnaire(with(R"("compose":{"include":[{"system":"s","concept":[{"code":"1","display":"one","designation":[{"language":"zh","value":"一"}],"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/ordinalValue","valueDecimal":7}]},{"code":"2"}]}]})"));
    REQUIRE(composed);
    auto const& options = std::get<ChoiceItem>(composed->items[0].kind).options;
    REQUIRE(options.size() == 2);
    CHECK(options[0].value == Value(Coding { "s", "1", "" }));
    CHECK(options[0].display.in("zh-Hans") == "一");
    CHECK(options[0].display.in("fr") == "one");
    CHECK(options[0].weight->number() == 7);
    CHECK(options[1].display.original == "2");
    CHECK(verdict(with(R"("expansion":{"contains":[{"system":"s","code":"1","display":"one"},{"abstract":true,"display":"head"}]})")) == "ok");
    CHECK(verdict(with(R"("expansion":{"contains":[{"system":"s","code":"1","contains":[{"code":"2"}]}]})")) == unsupported_a);
    CHECK(verdict(with(R"("compose":{"include":[{"system":"s","filter":[{}]}]})")) == unsupported_a);
    CHECK(verdict(with(R"("compose":{"include":[{"system":"s"}]})")) == unsupported_a);
    CHECK(verdict(with(R"("compose":{"include":[{"system":"s","concept":[{"code":"1"}]}],"exclude":[{"system":"s"}]})")) == unsupported_a);
    CHECK(verdict(with(R"("compose":{"include":[{"system":"s","concept":[{"display":"no code"}]}]})")) == invalid_a);
}

TEST_CASE("linkIds are unique, and conditions lead to questions of the form")
{
    CHECK(verdict(form(item(R"("type":"boolean")") + "," + item(R"("type":"boolean")"))) == invalid_a);
    auto const when = [](std::string const& condition, std::string const& type = R"("type":"boolean")") {
        return verdict(form(item(type) + "," + item(R"("type":"string","enableWhen":[)" + condition + "]", "b")));
    };
    std::string const at_b = "invalid_form Questionnaire.item.where(linkId='b').enableWhen[0]";
    CHECK(when(R"({"question":"a","operator":"=","answerBoolean":true})") == "ok");
    CHECK(when(R"({"question":"z","operator":"=","answerBoolean":true})") == at_b);
    CHECK(when(R"({"question":"a","operator":"~","answerBoolean":true})") == at_b);
    CHECK(when(R"({"question":"a","operator":"="})") == at_b);
    CHECK(when(R"({"question":"a","operator":"=","answerBoolean":true,"answerInteger":1})") == at_b);
    CHECK(when(R"({"question":"a","operator":"=","answerInteger":1})") == at_b);
    CHECK(when(R"({"question":"a","operator":">","answerBoolean":true})") == at_b);
    CHECK(when(R"({"question":"a","operator":"exists","answerInteger":1})") == at_b);
    CHECK(when(R"({"question":"a","operator":"exists","answerBoolean":true})", R"("type":"display")") == at_b);
    CHECK(when(R"({"question":"a","operator":"=","answerCoding":{"code":"z"}})", R"("type":"choice","answerOption":[{"valueCoding":{"code":"y"}}])") == at_b);
    CHECK(when(R"({"question":"a","operator":"=","answerBoolean":true},{"question":"a","operator":"=","answerBoolean":false})") == "invalid_form Questionnaire.item.where(linkId='b')");
}

TEST_CASE("conditions that lead back to their own item are refused")
{
    auto const asks = [](std::string const& link_id, std::string const& question) {
        return item(R"("type":"boolean","enableWhen":[{"question":")" + question + R"(","operator":"=","answerBoolean":true}])", link_id);
    };
    CHECK(verdict(form(asks("a", "a"))) == invalid_a);
    CHECK(verdict(form(asks("a", "b") + "," + asks("b", "a"))).starts_with("invalid_form"));
    CHECK(verdict(form(asks("a", "b") + "," + asks("b", "c") + "," + asks("c", "d") + "," + item(R"("type":"boolean")", "d"))) == "ok");
    // a group that waits for an answer inside it
    CHECK(verdict(form(R"({"linkId":"g","type":"group","enableWhen":[{"question":"a","operator":"=","answerBoolean":true}],"item":[)" + item(R"("type":"boolean")") + "]}")).starts_with("invalid_form"));
}

TEST_CASE("FHIR's rules on items hold")
{
    CHECK(verdict(form(R"({"linkId":"a","type":"group"})")) == invalid_a);
    CHECK(verdict(form(item(R"("type":"display","item":[{"linkId":"b","type":"display"}])"))) == invalid_a);
    CHECK(verdict(form(item(R"("type":"display","required":true)"))) == invalid_a);
    CHECK(verdict(form(item(R"("type":"display","code":[{"code":"x"}])"))) == invalid_a);
    CHECK(verdict(form(item(R"("type":"date","maxLength":4)"))) == invalid_a);
    CHECK(verdict(form(item(R"("type":"string","maxLength":0)"))) == invalid_a);
    CHECK(verdict(form(item(R"("type":"string","requried":true)"))) == invalid_a);
    CHECK(verdict(form(item(R"("type":"string","text":"")"))) == invalid_a);
    CHECK(verdict(form(item(R"("type":"string","text":"a\u0007b")"))) == invalid_a);
    CHECK(verdict(form(item(R"("type":"integer","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/minValue","valueInteger":3},{"url":"http://hl7.org/fhir/StructureDefinition/maxValue","valueInteger":2}])"))) == invalid_a);
    CHECK(verdict(form(item(R"("type":"integer","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/minValue","valueDate":"2026-01-01"}])"))) == invalid_a);
    CHECK(verdict(form(item(R"("type":"string","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/regex","valueString":"("}])"))) == invalid_a);
    CHECK(verdict(form(item(R"json("type":"string","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/regex","valueString":"(?=x)"}])json"))) == unsupported_a);
    CHECK(verdict(R"({"resourceType":"Questionnaire","status":"active"})") == "invalid_form Questionnaire");
    CHECK(verdict(R"({"resourceType":"Questionnaire","item":[{"linkId":"a","type":"boolean"}]})") == "invalid_form Questionnaire");
    CHECK(verdict(R"({"resourceType":"Patient"})") == "invalid_form Questionnaire");
    CHECK(verdict("not json") == "invalid_form Questionnaire");
}

TEST_CASE("every problem of a file is reported, not only the first", "[R-036]")
{
    auto const inspection = inspect_questionnaire(form(item(R"("type":"choice")") + "," + item(R"("type":"reference")", "b") + "," + item(R"("type":"nonsense")", "c")));
    CHECK_FALSE(inspection.definition);
    CHECK(inspection.issues.size() == 3);
}

TEST_CASE("a file that is too large, too deep or too long ends in a sentence")
{
    CHECK(load_questionnaire(std::string(2 << 20, ' ')).error().code == Code::invalid_form); // read, and no JSON
    CHECK(load_questionnaire(std::string((2 << 20) + 1, ' ')).error().code == Code::too_large);
    std::string deep = R"({"linkId":"x","type":"display"})";
    for (int i = 0; i < 20; ++i)
        deep = R"({"linkId":"g)" + std::to_string(i) + R"(","type":"group","item":[)" + deep + "]}";
    CHECK(load_questionnaire(form(deep)).error().code == Code::too_large);
    CHECK(load_questionnaire(std::string(100000, '[')).error().code == Code::invalid_form);
    std::string many;
    for (int i = 0; i < 2001; ++i)
        many += std::string(many.empty() ? "" : ",") + item(R"("type":"boolean")", "i" + std::to_string(i));
    CHECK(load_questionnaire(form(many)).error().code == Code::too_large);
    // one shared value set must not be copied without end
    std::string concepts;
    for (int i = 0; i < 1000; ++i)
        concepts += std::string(concepts.empty() ? "" : ",") + R"({"code":")" + std::to_string(i) + "\"}";
    many.clear();
    for (int i = 0; i < 100; ++i)
        many += std::string(many.empty() ? "" : ",") + item(R"("type":"choice","answerValueSet":"#x")", "i" + std::to_string(i));
    CHECK(load_questionnaire(form(many, R"(,"contained":[{"resourceType":"ValueSet","id":"x","compose":{"include":[{"system":"s","concept":[)" + concepts + "]}]}}]")).error().code == Code::too_large);
}

TEST_CASE("words are found by language, then by its parent, then in the original")
{
    LocalizedText const text { "original", { { "zh-Hant", "繁" }, { "en", "english" } } };
    CHECK(text.in("zh-Hant-TW") == "繁");
    CHECK(text.in("en-GB") == "english");
    CHECK(text.in("zh-Hans") == "original");
    CHECK(text.in("") == "original");
}

TEST_CASE("texts below a question belong to its screen")
{
    auto const loaded = load_questionnaire(form(R"({"linkId":"a","type":"integer","text":"How bad?","extension":[
        {"url":"http://hl7.org/fhir/StructureDefinition/entryFormat","valueString":"0 to 10"},
        {"url":"http://hl7.org/fhir/StructureDefinition/questionnaire-unit","valueCoding":{"code":"min","display":"minutes"}}],
        "item":[{"linkId":"a.low","type":"display","text":"none","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl","valueCodeableConcept":{"coding":[{"code":"lower"}]}}]},
                {"linkId":"a.high","type":"display","text":"worst","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl","valueCodeableConcept":{"coding":[{"code":"upper"}]}}]}]})"));
    REQUIRE(loaded);
    auto const& question = loaded->items[0];
    REQUIRE(question.anchors);
    CHECK(question.anchors->low.original == "none");
    CHECK(question.anchors->high.original == "worst");
    CHECK(question.help.original == "0 to 10");
    CHECK(question.unit.original == "minutes");
    CHECK(question.children[0].hidden);
}

TEST_CASE("a wording pack's form is licensed, and never also demonstration")
{
    std::string const hash(64, 'a');
    auto const pack = R"(,"extension":[{"url":"https://bedside.health/fhir/StructureDefinition/wording-pack","valueString":")" + hash + "\"}]";
    auto const licensed = load_questionnaire(form(item(R"("type":"boolean")"), pack));
    REQUIRE(licensed);
    CHECK(licensed->wording == Wording::licensed);
    CHECK(licensed->wording_pack_hash == hash);
    CHECK(verdict(form(item(R"("type":"boolean")"), pack + R"(,"meta":{"tag":[{"system":"https://bedside.health/fhir/CodeSystem/tag","code":"demonstration"}]})")) == "invalid_form Questionnaire");
    CHECK(verdict(form(item(R"("type":"boolean")"), R"(,"extension":[{"url":"https://bedside.health/fhir/StructureDefinition/wording-pack","valueString":"abc"}])")) == "invalid_form Questionnaire");
}

TEST_CASE("a unit without words is shown as its code")
{
    auto const loaded = load_questionnaire(form(item(R"("type":"decimal","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/questionnaire-unit","valueCoding":{"system":"http://unitsofmeasure.org","code":"kg"}}])")));
    REQUIRE(loaded);
    CHECK(loaded->items[0].unit.original == "kg");
}
