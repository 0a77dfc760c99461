// SPDX-License-Identifier: Apache-2.0
#include "forms/engine/inspection.h"
#include "forms/engine/json.h"
#include "forms/engine/revision.h"
#include "tests/support/scenario.h"

using namespace bedside;
using namespace bedside::forms;
using namespace bedside::test;

namespace {

std::string form(std::string const& items, std::string const& head = "")
{
    return R"({"resourceType":"Questionnaire","url":"http://example.org/q","version":"1","status":"active")" + head + ",\"item\":[" + items + "]}";
}

std::string extension(std::string const& url, std::string const& expression, std::string const& name = "")
{
    return R"({"url":")" + url + R"(","valueExpression":{"language":"text/fhirpath")" + (name.empty() ? "" : R"(,"name":")" + name + "\"") + R"(,"expression":")" + expression + R"("}})";
}
std::string const sdc = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-";
std::string calculated(std::string const& expression) { return extension(sdc + "calculatedExpression", expression); }
std::string asked_when(std::string const& expression) { return extension(sdc + "enableWhenExpression", expression); }
std::string variable(std::string const& name, std::string const& expression) { return extension("http://hl7.org/fhir/StructureDefinition/variable", expression, name); }
std::string constraint(std::string const& expression, std::string const& severity = "warning")
{
    return R"({"url":"http://hl7.org/fhir/StructureDefinition/questionnaire-constraint","extension":[{"url":"key","valueId":"k1"},)"
           R"({"url":"severity","valueCode":")" + severity + R"("},{"url":"human","valueString":"The sum must fit."},{"url":"expression","valueString":")" + expression + R"("}]})";
}

std::string item(std::string const& link_id, std::string const& type, std::string const& extensions = "", std::string const& rest = "")
{
    return R"({"linkId":")" + link_id + R"(","type":")" + type + "\"" + (extensions.empty() ? "" : R"(,"extension":[)" + extensions + "]") + rest + "}";
}
std::string value_of_item(std::string const& link_id) { return "%resource.item.where(linkId='" + link_id + "').answer.value"; }

/// "ok", or verdict, place and sentence of the first issue that is no note.
std::string verdict(std::string const& json)
{
    for (auto const& issue : inspect_questionnaire(json).issues)
        if (issue.verdict != FormVerdict::note)
            return std::string(issue.verdict == FormVerdict::invalid ? "invalid " : "unsupported ") + issue.where + ": " + issue.text;
    return "ok";
}

/// What the frozen response holds for a linkId: the answers' values, as they are written; "none" without.
std::string frozen(std::string const& response, std::string_view link_id)
{
    auto const json = *Json::parse(response);
    std::string values;
    for (auto const& one : json.find("item") ? json.find("item")->array() : Json::Array())
        if (one.string_at("linkId") == link_id)
            for (auto const& answer : one.find("answer")->array())
                for (auto const& [name, value] : answer.object())
                    if (name.starts_with("value"))
                        values += (values.empty() ? "" : " ") + value.dump();
    return values.empty() ? "none" : values;
}

std::vector<std::string> tags_of(std::string const& response, Definition const& definition) { return parse_response(definition, response)->header.flags; }

} // namespace

TEST_CASE("a calculated total is in the frozen response with the hash of its expression, and is empty while an item lacks", "[R-095]")
{
    auto patient = Scenario::of_json(form(item("a", "integer") + "," + item("b", "integer") + "," + item("sum", "integer", calculated(value_of_item("a") + " + " + value_of_item("b")))));
    CHECK(patient.asked() == std::vector<std::string> { "a", "b" });
    patient.says("a", 3);
    CHECK(frozen(patient.completed(), "sum") == "none");
    patient.says("b", 4);
    CHECK(patient.missing().empty());
    auto const bytes = patient.completed();
    CHECK(frozen(bytes, "sum") == "7");
    auto const hash = patient.form.find("sum")->formulas.calculated[0].hash;
    CHECK(hash.size() == 64);
    CHECK(bytes.find(hash) != std::string::npos);
    CHECK(validate_response(patient.form, bytes).empty());
    auto const read = parse_response(patient.form, bytes);
    REQUIRE(read);
    CHECK(read->answers.at("sum").values == std::vector<Value> { 7 });
    CHECK(*build_response(patient.form, read->answers, read->header) == bytes);
    patient.declines("b");
    CHECK(frozen(patient.completed(), "sum") == "none");
}

TEST_CASE("a corrected answer corrects what is calculated from it", "[R-095]")
{
    auto patient = Scenario::of_json(form(item("a", "integer") + "," + item("double", "integer", calculated(value_of_item("a") + " * 2"))));
    patient.says("a", 3);
    auto read = parse_response(patient.form, patient.completed());
    REQUIRE(read);
    read->answers.at("a").values = { 5 };
    CHECK(frozen(*build_response(patient.form, read->answers, read->header), "double") == "10");
}

TEST_CASE("every kind of question can be calculated, and what is no answer to it is left out")
{
    auto const gives = [](std::string const& type, std::string const& expression, std::string const& rest = "", std::string const& more = "") {
        auto patient = Scenario::of_json(form(item("a", "integer") + "," + item("c", type, calculated(expression) + more, rest)));
        patient.says("a", 3);
        return frozen(patient.completed(), "c");
    };
    CHECK(gives("boolean", "1 = 1") == "true");
    CHECK(gives("boolean", "1") == "none");
    CHECK(gives("integer", "7 / 2") == "none");
    CHECK(gives("integer", "6 / 2") == "3");
    CHECK(gives("integer", "3000000000") == "none");
    CHECK(gives("integer", "'7'") == "none");
    CHECK(gives("integer", "1 | 2") == "none");
    CHECK(gives("integer", "1 | 2", R"(,"repeats":true)") == "1 2");
    CHECK(gives("integer", "11", "", R"(,{"url":"http://hl7.org/fhir/StructureDefinition/maxValue","valueInteger":10})") == "none");
    CHECK(gives("decimal", "2 / 3") == "0.66666667");
    CHECK(gives("decimal", "2 / 3", "", R"(,{"url":"http://hl7.org/fhir/StructureDefinition/maxDecimalPlaces","valueInteger":1})") == "0.7");
    CHECK(gives("string", "'high'") == "\"high\"");
    CHECK(gives("string", "''") == "none");
    CHECK(gives("date", "@2026-02-28 + 1 day") == "\"2026-03-01\"");
    CHECK(gives("date", "@2026-02-28T10:00:00Z") == "none");
    CHECK(gives("dateTime", "@2026-02-28T10:00:00Z") == "\"2026-02-28T10:00:00Z\"");
    CHECK(gives("time", "@T10:00:00") == "\"10:00:00\"");
    std::string const units = R"(,{"url":"http://hl7.org/fhir/StructureDefinition/questionnaire-unitOption","valueCoding":{"system":"http://unitsofmeasure.org","code":"mg","display":"mg"}})";
    CHECK(gives("quantity", "2.5", "", units) == R"({"code":"mg","system":"http://unitsofmeasure.org","unit":"mg","value":2.5})");
    CHECK(gives("quantity", "2.5 'mg' * 2", "", units) == R"({"code":"mg","system":"http://unitsofmeasure.org","unit":"mg","value":5})");
    CHECK(gives("quantity", "2.5 'g'", "", units) == "none");
    CHECK(gives("quantity", "'2.5'", "", units) == "none");
    CHECK(gives("choice", "'x'", R"(,"answerOption":[{"valueString":"x"},{"valueString":"y"}])") == "\"x\"");
    CHECK(gives("choice", "'z'", R"(,"answerOption":[{"valueString":"x"}])") == "none");
    CHECK(gives("choice", "1", R"(,"answerOption":[{"valueString":"x"}])") == "none");
    CHECK(gives("attachment", "1") == "none");
}

TEST_CASE("weights of options, dates, quantities and answers below answers are seen by expressions", "[R-095]")
{
    std::string const options = R"(,"answerOption":[{"valueCoding":{"system":"s","code":"no"},"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/itemWeight","valueDecimal":0}]},)"
                                R"({"valueCoding":{"system":"s","code":"much"},"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/itemWeight","valueDecimal":3}]}])";
    auto patient = Scenario::of_json(form(item("q1", "choice", "", options) + "," + item("q2", "choice", "", options) + "," + item("born", "date") + ","
        + item("ache", "boolean", "", R"(,"item":[)" + item("where", "string") + "]") + "," + item("drops", "decimal") + ","
        + item("score", "decimal", calculated("%resource.item.answer.value.ofType(Coding).weight().sum()")) + "," + item("copy", "choice", calculated(value_of_item("q2")), options) + ","
        + item("age", "integer", calculated(value_of_item("born") + ".duration(today(), 'years')")) + ","
        + item("place", "string", calculated("%resource.item.where(linkId='ache').answer.item.answer.value")) + "," + item("half", "decimal", calculated(value_of_item("drops") + " / 2"))));
    patient.chooses("q1", { "much" }).chooses("q2", { "no" }).says("born", Date { "1950-11-25" }).says("ache", true).says("where", Text { "left arm" }).says("drops", Decimal { "2.50" });
    auto const bytes = patient.completed();
    CHECK(frozen(bytes, "score") == "3");
    CHECK(frozen(bytes, "copy") == R"({"code":"no","system":"s"})");
    CHECK(frozen(bytes, "age") == "75"); // 76 on the day after
    CHECK(frozen(bytes, "place") == "\"left arm\"");
    CHECK(frozen(bytes, "half") == "1.25");
}

TEST_CASE("an enableWhenExpression decides what is asked; an item that it hides has no answer", "[R-095]")
{
    auto patient = Scenario::of_json(form(item("a", "integer") + "," + item("b", "integer") + "," + item("why", "string", asked_when(value_of_item("a") + " + " + value_of_item("b") + " >= 7"))));
    CHECK_FALSE(patient.asks("why"));
    patient.says("a", 3).says("b", 3);
    CHECK_FALSE(patient.asks("why"));
    patient.says("b", 4);
    CHECK(patient.asks("why"));
    patient.says("why", Text { "weather" });
    patient.says("b", 0);
    CHECK(patient.hidden() == std::vector<ItemPath> { "why" });
    CHECK(frozen(patient.completed(), "why") == "none");
}

TEST_CASE("expressions may lean on calculated values, which lean on others, in any order of the form", "[R-095]")
{
    auto patient = Scenario::of_json(form(item("more", "boolean", asked_when(value_of_item("level") + " = 'high'")) + "," + item("level", "string", calculated("iif(" + value_of_item("sum") + " > 5, 'high', 'low')")) + ","
        + item("sum", "integer", calculated(value_of_item("a") + " + " + value_of_item("b"))) + "," + item("a", "integer") + "," + item("b", "integer")));
    CHECK(patient.asked() == std::vector<std::string> { "a", "b" });
    patient.says("a", 3).says("b", 3);
    CHECK(patient.asks("more"));
    patient.says("b", 1);
    CHECK_FALSE(patient.asks("more"));
    CHECK(frozen(patient.completed(), "level") == "\"low\"");
}

TEST_CASE("expressions that chase each other end")
{
    auto patient = Scenario::of_json(form(item("a", "integer", calculated("iif(" + value_of_item("b") + ".exists(), " + value_of_item("b") + " + 1, 1)")) + "," + item("b", "integer", calculated(value_of_item("a") + " + 1"))));
    CHECK(patient.completed() == patient.completed());
    auto flicker = Scenario::of_json(form(item("a", "boolean", asked_when(value_of_item("c") + " = 1")) + "," + item("c", "integer", calculated("iif(%resource.item.where(linkId='d').exists(), 1, 0)")) + "," + item("d", "integer", calculated("iif(" + value_of_item("c") + " = 1, {}, 1)"))));
    CHECK(flicker.asked() == flicker.asked());
}

TEST_CASE("variables are known to their item and below, each in the item's context", "[R-095]")
{
    std::string const group = item("g", "group", variable("own", "item.where(linkId='x').answer.value") + "," + variable("twice", "%own * 2"),
        R"(,"repeats":true,"item":[)" + item("x", "integer") + "," + item("y", "integer", calculated("%twice + %top")) + "]");
    auto patient = Scenario::of_json(form(item("t", "integer") + "," + group, R"(,"extension":[)" + variable("top", value_of_item("t")) + "]"));
    patient.says("t", 100).says("x", 1);
    patient.answers["g#2/x"] = { { 2 }, {} };
    auto const read = parse_response(patient.form, patient.completed());
    REQUIRE(read);
    CHECK(read->answers.at("y").values == std::vector<Value> { 102 });
    CHECK(read->answers.at("g#2/y").values == std::vector<Value> { 104 });
    CHECK(verdict(form(item("g", "group", variable("own", "1"), R"(,"item":[)" + item("x", "integer") + "]") + "," + item("y", "integer", calculated("%own"))))
          == "unsupported Questionnaire.item.where(linkId='y').calculatedExpression: Its expression is not understood from character 1 on: %own is not known here.");
}

TEST_CASE("today() gives no value while the form is filled in, and the day of completion in what is frozen", "[R-095]")
{
    auto patient = Scenario::of_json(form(item("a", "boolean") + "," + item("day", "date", calculated("today()")) + "," + item("b", "boolean", asked_when(value_of_item("day") + ".exists()"))));
    patient.says("a", true);
    CHECK(patient.asked() == std::vector<std::string> { "a" });
    CHECK(frozen(patient.completed(), "day") == "\"2026-11-24\"");
    CHECK(validate_response(patient.form, patient.completed()).empty());
    std::string const at_b = "unsupported Questionnaire.item.where(linkId='b').enableWhenExpression: What is asked can't depend on today() or now(): the form would change by itself.";
    CHECK(verdict(form(item("b", "boolean", asked_when("today() > @2026-01-01")))) == at_b);
    CHECK(verdict(form(item("b", "boolean", variable("d", "now()") + "," + variable("e", "%d") + "," + asked_when("%e.exists()")))) == at_b);
}

TEST_CASE("a broken constraint flags the response and never holds it back", "[R-095]")
{
    auto patient = Scenario::of_json(form(item("a", "integer", constraint("answer.value < 5")) + "," + item("b", "integer"), R"(,"extension":[)" + constraint(value_of_item("b") + " > 0") + "]"));
    CHECK(tags_of(patient.completed(), patient.form).empty()); // nothing is known, so nothing is broken
    patient.says("a", 4).says("b", 1);
    CHECK(tags_of(patient.completed(), patient.form).empty());
    patient.says("a", 7).says("b", 0);
    auto const bytes = patient.completed();
    CHECK(tags_of(bytes, patient.form) == std::vector<std::string> { "constraint-k1", "constraint-k1" });
    auto const issues = validate_response(patient.form, bytes);
    REQUIRE(issues.size() == 2);
    CHECK(is_valid(issues));
    CHECK(issues[0].expression == "QuestionnaireResponse");
    CHECK(issues[1].expression == "QuestionnaireResponse.item[0]");
    CHECK(issues[1].text == "The answers break the form's constraint k1: The sum must fit.");
    auto read = *parse_response(patient.form, bytes);
    read.answers.at("a").values = { 1 };
    read.answers.at("b").values = { 1 };
    CHECK(tags_of(*build_response(patient.form, read.answers, read.header), patient.form).empty());
}

TEST_CASE("a response whose calculated value is another, or from another expression, is told", "[R-095]")
{
    auto patient = Scenario::of_json(form(item("a", "integer") + "," + item("c", "integer", calculated(value_of_item("a") + " + 1"))));
    patient.says("a", 1);
    auto const bytes = patient.completed();
    auto changed = bytes;
    changed.replace(changed.find("\"valueInteger\":2"), 16, "\"valueInteger\":3");
    auto const issues = validate_response(patient.form, changed);
    REQUIRE(issues.size() == 1);
    CHECK(issues[0].severity == Severity::warning);
    CHECK(issues[0].text == "Item c: Its value is not what the form's expression gives for these answers.");
    auto other = bytes;
    auto const hash = patient.form.find("c")->formulas.calculated[0].hash;
    other.replace(other.find(hash), 64, std::string(64, '0'));
    auto const refused = validate_response(patient.form, other);
    REQUIRE(refused.size() == 1);
    CHECK(refused[0].severity == Severity::error);
}

TEST_CASE("what an expression needs beyond the subset makes the form unsupported, with its place", "[R-095][R-036]")
{
    CHECK(verdict(form(item("a", "integer", calculated("1 + 'x'.matches('y')"))))
          == "unsupported Questionnaire.item.where(linkId='a').calculatedExpression: Its expression is not understood from character 9 on: The function matches() is outside the supported part of FHIRPath.");
    CHECK(verdict(form(item("a", "integer", R"({"url":")" + sdc + R"(calculatedExpression","valueExpression":{"language":"text/cql","expression":"1"}})"))).starts_with("unsupported"));
    CHECK(verdict(form(item("a", "integer", R"({"url":")" + sdc + R"(calculatedExpression","valueString":"1"})"))).starts_with("invalid"));
    CHECK(verdict(form(item("a", "integer", calculated("1") + "," + calculated("2")))).starts_with("invalid"));
    CHECK(verdict(form(item("a", "boolean", asked_when("true") + "," + asked_when("true")))).starts_with("invalid"));
    CHECK(verdict(form(item("a", "display", calculated("1")))).starts_with("unsupported"));
    CHECK(verdict(form(item("a", "integer", calculated("1"), R"(,"item":[)" + item("b", "integer") + "]"))).starts_with("unsupported"));
    CHECK(verdict(form(item("b", "boolean") + "," + item("a", "boolean", asked_when("true"), R"(,"enableWhen":[{"question":"b","operator":"=","answerBoolean":true}])"))).starts_with("unsupported"));
    CHECK(verdict(form(item("a", "integer", constraint("answer.value < 5", "error")))).starts_with("unsupported"));
    CHECK(verdict(form(item("a", "integer", constraint("answer.value ~ 5")))).starts_with("unsupported"));
    CHECK(verdict(form(item("a", "integer", constraint("", "warning")))).starts_with("invalid"));
    CHECK(verdict(form(item("a", "integer", variable("", "1")))).starts_with("invalid"));
    CHECK(verdict(form(item("a", "integer", variable("resource", "1")))).starts_with("invalid"));
    CHECK(verdict(form(item("a", "integer", variable("v", "1") + "," + variable("v", "2")))).starts_with("invalid"));
    CHECK(verdict(form(item("a", "integer", variable("v", "'x'.matches('y')")))) == "ok"); // nothing uses it
    CHECK(verdict(form(item("a", "integer", variable("v", "'x'.matches('y')") + "," + calculated("%v")))).starts_with("unsupported"));
    std::string many;
    for (int i = 0; i < 501; ++i)
        many += (i ? "," : "") + item("i" + std::to_string(i), "integer", calculated("1"));
    CHECK(verdict(form(many)) == "unsupported Questionnaire.item.where(linkId='i500').calculatedExpression: There are more than 500 expressions.");
}

TEST_CASE("a value calculated by another expression means something else in another version")
{
    auto const before = form_of(form(item("a", "integer", calculated("1"))));
    auto const after = form_of(form(item("a", "integer", calculated("2"))));
    CHECK(same_meaning(before.items[0], before.items[0]));
    CHECK_FALSE(same_meaning(before.items[0], after.items[0]));
}
