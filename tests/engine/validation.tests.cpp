// SPDX-License-Identifier: Apache-2.0
#include "forms/engine/json.h"
#include "tests/support/scenario.h"

using namespace bedside;
using namespace bedside::forms;
using namespace bedside::test;

namespace {

constexpr auto form_json = R"({"resourceType":"Questionnaire","url":"http://example.org/q","version":"2","status":"active","item":[
 {"linkId":"pain","type":"boolean","required":true},
 {"linkId":"where","type":"choice","required":true,"repeats":true,"enableWhen":[{"question":"pain","operator":"=","answerBoolean":true}],
  "extension":[{"url":"http://hl7.org/fhir/StructureDefinition/questionnaire-maxOccurs","valueInteger":2}],
  "answerOption":[{"valueCoding":{"system":"s","code":"head"}},{"valueCoding":{"system":"s","code":"back"}},{"valueCoding":{"system":"s","code":"hip"}},
   {"valueCoding":{"system":"s","code":"none"},"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/questionnaire-optionExclusive","valueBoolean":true}]}],
  "item":[{"linkId":"how-bad","type":"integer","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/minValue","valueInteger":0},{"url":"http://hl7.org/fhir/StructureDefinition/maxValue","valueInteger":10}]}]},
 {"linkId":"words","type":"open-choice","answerOption":[{"valueString":"dull"},{"valueString":"sharp"}],"maxLength":6},
 {"linkId":"note","type":"string","maxLength":3},
 {"linkId":"code","type":"string","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/regex","valueString":"[A-Z]{2}-\\d+"}]},
 {"linkId":"weight","type":"decimal","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/maxDecimalPlaces","valueInteger":1}]},
 {"linkId":"dose","type":"quantity","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/questionnaire-unitOption","valueCoding":{"system":"http://unitsofmeasure.org","code":"mg"}}]},
 {"linkId":"text","type":"display","text":"Thanks"},
 {"linkId":"visits","type":"group","repeats":true,"item":[{"linkId":"day","type":"date","required":true},{"linkId":"hour","type":"time"},{"linkId":"moment","type":"dateTime"}],
  "extension":[{"url":"http://hl7.org/fhir/StructureDefinition/questionnaire-maxOccurs","valueInteger":2}]}]})";

std::string response(std::string const& items, std::string const& head = R"("questionnaire":"http://example.org/q|2","status":"completed")")
{
    return R"({"resourceType":"QuestionnaireResponse",)" + head + (items.empty() ? "" : ",\"item\":[" + items + "]") + "}";
}

std::vector<ResponseIssue> check(std::string const& json)
{
    static auto const form = form_of(form_json);
    return validate_response(form, json);
}

/// The one issue of this response, as "code expression".
std::string only_issue(std::string const& items)
{
    auto const issues = check(response(items));
    std::string all;
    for (auto const& issue : issues)
        all += (all.empty() ? "" : "; ") + issue.code + " " + issue.expression.substr(std::min<std::size_t>(issue.expression.size(), 22));
    return all;
}

std::string const no_pain = R"({"linkId":"pain","answer":[{"valueBoolean":false}]})";
std::string const head_pain = R"({"linkId":"pain","answer":[{"valueBoolean":true}]},{"linkId":"where","answer":[{"valueCoding":{"system":"s","code":"head"}}]})";

} // namespace

TEST_CASE("a response that fits has no issue, and the outcome says so", "[R-040]")
{
    CHECK(check(response(no_pain)).empty());
    CHECK(check(response(head_pain)).empty());
    auto const outcome = Json::parse(operation_outcome({}));
    REQUIRE(outcome);
    CHECK(outcome->string_at("resourceType") == "OperationOutcome");
    CHECK(outcome->find("issue")->array()[0].string_at("severity") == "information");
}

TEST_CASE("an outcome carries severity, code, place and sentence of each issue")
{
    auto const issues = check(response(R"({"linkId":"pain","answer":[{"valueInteger":1}]})"));
    REQUIRE(issues.size() == 1);
    auto const outcome = Json::parse(operation_outcome(issues));
    auto const& issue = outcome->find("issue")->array()[0];
    CHECK(issue.string_at("severity") == "error");
    CHECK(issue.string_at("code") == "value");
    CHECK(issue.find("expression")->array()[0].text() == "QuestionnaireResponse.item[0].answer[0].value");
    CHECK(issue.string_at("diagnostics") == "Item pain: The answer must be yes or no.");
}

TEST_CASE("a required item must be answered where it is enabled, once the response is completed")
{
    CHECK(only_issue("") == "required ");
    CHECK(only_issue(R"({"linkId":"pain","answer":[{"valueBoolean":true}]})") == "required ");
    CHECK(check(response("", R"("questionnaire":"http://example.org/q|2","status":"in-progress")")).empty());
    CHECK_FALSE(check(response("", R"("questionnaire":"http://example.org/q|2","status":"amended")")).empty());
    CHECK(check(response("", R"("questionnaire":"http://example.org/q|2","status":"stopped")")).empty());
}

TEST_CASE("a refusal answers a required item, and only as a refusal", "[R-025]")
{
    std::string const refusal = R"({"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","valueCode":"asked-declined"}]})";
    CHECK(only_issue(R"({"linkId":"pain","answer":[)" + refusal + "]}") == "");
    CHECK(only_issue(R"({"linkId":"pain","answer":[)" + refusal + R"(,{"valueBoolean":true}]},{"linkId":"where","answer":[)" + refusal + "]}") == "invariant item[0]");
    CHECK(only_issue(R"({"linkId":"pain","answer":[{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","valueCode":"error"}]}]})") == "code-invalid item[0].answer[0]");
    CHECK(only_issue(R"({"linkId":"pain","answer":[{}]})") == "structure item[0].answer[0]");
}

TEST_CASE("items are the form's, at their place and in their order", "[R-037]")
{
    CHECK(only_issue(no_pain + R"(,{"linkId":"other"})") == "not-found item[1]");
    CHECK(only_issue(no_pain + R"(,{"linkId":"day"})") == "structure item[1]");
    CHECK(only_issue(R"({"linkId":"note","answer":[{"valueString":"x"}]},)" + no_pain) == "structure item[1]");
    CHECK(only_issue(no_pain + "," + no_pain) == "structure item[1]");
}

TEST_CASE("an answer to an item that the conditions hide is refused", "[R-038]")
{
    CHECK(only_issue(no_pain + R"(,{"linkId":"where","answer":[{"valueCoding":{"system":"s","code":"head"}}]})") == "business-rule item[1]");
}

TEST_CASE("options are the form's; free text only where the choice is open", "[R-037]")
{
    CHECK(only_issue(R"({"linkId":"pain","answer":[{"valueBoolean":true}]},{"linkId":"where","answer":[{"valueCoding":{"system":"t","code":"head"}}]})") == "code-invalid item[1].answer[0].value");
    CHECK(only_issue(R"({"linkId":"pain","answer":[{"valueBoolean":true}]},{"linkId":"where","answer":[{"valueString":"head"}]})") == "code-invalid item[1].answer[0].value");
    CHECK(only_issue(no_pain + R"(,{"linkId":"words","answer":[{"valueString":"odd"}]})") == "");
    CHECK(only_issue(no_pain + R"(,{"linkId":"words","answer":[{"valueString":"very odd"}]})") == "code-invalid item[1].answer[0].value");
}

TEST_CASE("only what repeats has several answers, no more than it may, none twice, none beside an exclusive one")
{
    auto const where = [](std::string const& codes) {
        std::string answers;
        for (char const c : codes)
            answers += std::string(answers.empty() ? "" : ",") + R"({"valueCoding":{"system":"s","code":")" + (c == 'h' ? "head" : c == 'b' ? "back" : c == 'i' ? "hip" : "none") + "\"}}";
        return R"({"linkId":"pain","answer":[{"valueBoolean":true}]},{"linkId":"where","answer":[)" + answers + "]}";
    };
    CHECK(only_issue(where("hb")) == "");
    CHECK(only_issue(where("hbi")) == "business-rule item[1]");
    CHECK(only_issue(where("hh")) == "business-rule item[1]");
    CHECK(only_issue(where("n")) == "");
    CHECK(only_issue(where("hn")) == "business-rule item[1]");
    CHECK(only_issue(no_pain + R"(,{"linkId":"note","answer":[{"valueString":"a"},{"valueString":"b"}]})") == "business-rule item[1]");
}

TEST_CASE("ranges, lengths, patterns, decimals and units hold", "[R-037]")
{
    auto const one = [](std::string const& link_id, std::string const& answer) { return only_issue(no_pain + R"(,{"linkId":")" + link_id + R"(","answer":[{)" + answer + "}]}"); };
    CHECK(one("note", R"("valueString":"痛痛痛")") == "");
    CHECK(one("note", R"("valueString":"four")") == "value item[1].answer[0].value");
    CHECK(one("code", R"("valueString":"AB-12")") == "");
    CHECK(one("code", R"("valueString":"AB-")") == "value item[1].answer[0].value");
    CHECK(one("weight", R"("valueDecimal":70.5)") == "");
    CHECK(one("weight", R"("valueDecimal":70.50)") == "value item[1].answer[0].value");
    CHECK(one("weight", R"("valueInteger":70)") == "value item[1].answer[0].value");
    CHECK(one("dose", R"("valueQuantity":{"value":5,"system":"http://unitsofmeasure.org","code":"mg"})") == "");
    CHECK(one("dose", R"("valueQuantity":{"value":5,"system":"http://unitsofmeasure.org","code":"g"})") == "value item[1].answer[0].value");
    CHECK(one("dose", R"("valueQuantity":{"value":5,"comparator":"<","code":"mg"})") == "structure item[1].answer[0]");
}

TEST_CASE("groups and texts have no answers, questions no items beside their answers")
{
    CHECK(only_issue(no_pain + R"(,{"linkId":"text","answer":[{"valueString":"x"}]})") == "structure item[1].answer");
    CHECK(only_issue(no_pain + R"(,{"linkId":"visits","answer":[{"valueString":"x"}]})") == "structure item[1].answer; required item[1]");
    CHECK(only_issue(R"({"linkId":"pain","answer":[{"valueBoolean":false}],"item":[{"linkId":"x"}]})") == "invariant item[0]");
    CHECK(only_issue(R"({"linkId":"pain","answer":[{"valueBoolean":true}]},{"linkId":"where","answer":[{"valueCoding":{"system":"s","code":"head"},"item":[{"linkId":"how-bad","answer":[{"valueInteger":11}]}]}]})")
        == "value item[1].answer[0].item[0].answer[0].value");
}

TEST_CASE("a repeating group is checked instance by instance")
{
    std::string const day = R"({"linkId":"visits","item":[{"linkId":"day","answer":[{"valueDate":"2026-11-24"}]}]})";
    std::string const no_day = R"({"linkId":"visits","item":[{"linkId":"hour","answer":[{"valueTime":"10:00:00"}]}]})";
    CHECK(only_issue(no_pain + "," + day + "," + day) == "");
    CHECK(only_issue(no_pain + "," + day + "," + no_day) == "required item[2]");
    CHECK(only_issue(no_pain + "," + day + "," + day + "," + day) == "business-rule item[3]");
}

TEST_CASE("a response says which form and which version it answers, and a status that FHIR knows", "[R-039]")
{
    auto const code = [](std::string const& head) {
        auto const issues = check(response(no_pain, head));
        return issues.empty() ? std::string() : issues[0].code + (issues[0].severity == Severity::warning ? " (warning)" : "");
    };
    CHECK(code(R"("status":"completed")") == "required");
    CHECK(code(R"("questionnaire":"http://example.org/other|2","status":"completed")") == "invalid");
    CHECK(code(R"("questionnaire":"http://example.org/q|1","status":"completed")") == "invalid");
    CHECK(code(R"("questionnaire":"http://example.org/q","status":"completed")") == "incomplete (warning)");
    CHECK(code(R"("questionnaire":"http://example.org/q|2","status":"done")") == "code-invalid");
    CHECK(code(R"("questionnaire":"http://example.org/q|2")") == "required");
    CHECK(code(R"("questionnaire":"http://example.org/q|2","status":"completed","authored":"yesterday")") == "value");
    CHECK(code(R"("questionnaire":"http://example.org/q|2","status":"completed","implicitRules":"x")") == "not-supported");
    CHECK(code(R"("questionnaire":"http://example.org/q|2","status":"completed","surprise":1)") == "structure");
}

TEST_CASE("an issue never repeats an answer", "[R-070]")
{
    for (auto const& issue : check(response(R"({"linkId":"pain","answer":[{"valueString":"SECRET"}]},{"linkId":"note","answer":[{"valueString":"SECRET"}]},{"linkId":"code","answer":[{"valueString":"SECRET"}]})")))
        CHECK(issue.text.find("SECRET") == std::string::npos);
}

TEST_CASE("bytes that are no response end in one sentence")
{
    for (auto const* text : { "", "[", "{}", "[]", R"({"resourceType":"Patient"})", R"({"a":1,"a":2})" })
        CHECK(check(text).size() == 1);
    CHECK(check(std::string(500, '[')).size() == 1);
    CHECK(check(std::string(5 << 20, ' ')).size() == 1);
}
