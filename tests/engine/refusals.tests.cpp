// SPDX-License-Identifier: Apache-2.0
// Every fault of a form has its own sentence, at its own place.
#include "forms/engine/inspection.h"

#include <catch2/catch_test_macros.hpp>

using namespace bedside;
using namespace bedside::forms;

namespace {

struct Row {
    std::string json;
    std::string expected;
};

std::string form(std::string const& items, std::string const& head = R"("url":"http://example.org/q")") { return R"({"resourceType":"Questionnaire","version":"1","status":"active",)" + head + ",\"item\":[" + items + "]}"; }
std::string item(std::string const& rest, std::string const& link_id = "a") { return R"({"linkId":")" + link_id + "\"," + rest + "}"; }
std::string extension(std::string const& name, std::string const& value) { return R"({"url":"http://hl7.org/fhir/StructureDefinition/)" + name + "\"" + (value.empty() ? "" : ",") + value + "}"; }
std::string with(std::string const& type, std::string const& extensions) { return R"("type":")" + type + R"(","extension":[)" + extensions + "]"; }
std::string option(std::string const& rest) { return R"("type":"choice","answerOption":[)" + rest + "]"; }

/// All that is said of a form, a line each; an item's place is its linkId.
std::string said(std::string const& json, Limits const& limits = {})
{
    std::string all;
    for (auto const& issue : inspect_questionnaire(json, limits).issues) {
        std::string const items = "Questionnaire.item.where(linkId='";
        auto where = issue.where;
        if (where.starts_with(items))
            where = where.substr(items.size()).erase(where.find("')") - items.size(), 2);
        all += std::string(all.empty() ? "" : "\n") + (issue.verdict == FormVerdict::invalid ? "" : issue.verdict == FormVerdict::unsupported ? "unsupported " : "note ") + where + ": " + issue.text;
    }
    return all;
}

void check_items(std::initializer_list<Row> rows)
{
    for (auto const& row : rows) {
        INFO(row.json);
        CHECK(said(form(item(row.json))) == row.expected);
    }
}

Definition read(std::string const& json)
{
    INFO(said(json));
    auto inspection = inspect_questionnaire(json);
    REQUIRE(inspection.definition);
    return std::move(*inspection.definition);
}

} // namespace

TEST_CASE("what is wrong with an item's own members and extensions is said", "[R-036]")
{
    std::string const core = "http://hl7.org/fhir/StructureDefinition/";
    auto const not_whole = [&](std::string const& name) { return "a: The extension " + core + name + " needs a whole number from 0."; };
    auto const repeats = R"("repeats":true,)";
    check_items({
        { with("integer", extension("questionnaire-itemControl", "")), "a: The itemControl extension needs a coding." },
        { with("integer", extension("questionnaire-itemControl", R"("valueCodeableConcept":{"coding":[]})")), "a: coding must be a list that is not empty.\na: The itemControl extension needs a coding." },
        { repeats + with("integer", extension("questionnaire-minOccurs", R"("valueInteger":-1)")), not_whole("questionnaire-minOccurs") },
        { repeats + with("integer", extension("questionnaire-minOccurs", R"("valueInteger":1.5)")), not_whole("questionnaire-minOccurs") },
        { repeats + with("integer", extension("questionnaire-maxOccurs", R"("valueString":"2")")), not_whole("questionnaire-maxOccurs") },
        { repeats + with("integer", extension("questionnaire-maxOccurs", R"("valueInteger":0)")), "a: maxOccurs is less than minOccurs, or 0." },
        { repeats + with("integer", extension("questionnaire-maxOccurs", R"("valueInteger":2)") + "," + extension("questionnaire-minOccurs", R"("valueInteger":3)")), "a: maxOccurs is less than minOccurs, or 0." },
        { repeats + with("integer", extension("questionnaire-maxOccurs", R"("valueInteger":2)") + "," + extension("questionnaire-minOccurs", R"("valueInteger":2)")), "" },
        { with("integer", extension("questionnaire-maxOccurs", R"("valueInteger":2)")), "a: An item that does not repeat can't occur more than once." },
        { with("integer", extension("questionnaire-minOccurs", R"("valueInteger":2)")), "a: An item that does not repeat can't occur more than once." },
        { with("integer", extension("questionnaire-minOccurs", R"("valueInteger":1)") + "," + extension("questionnaire-maxOccurs", R"("valueInteger":1)")), "" },
        { R"("type":"display","readOnly":true)", "a: A display item can't be readOnly (FHIR rule que-9)." },
        { R"("type":"integer","required":"yes")", "a: required must be true or false." },
        { R"("type":"integer","code":[{}])", "a.code: A coding must have a code." },
        { R"("type":"integer","code":["x"])", "a.code: A coding must be an object." },
        { R"("type":"integer","code":{})", "a: code must be a list that is not empty." },
        { R"("type":"integer","extension":[{"valueString":"x"}])", "a: An extension needs its url." },
        { with("integer", extension("entryFormat", R"("valueString":"x")") + "," + extension("entryFormat", R"("valueString":"y")")), "a: The extension " + core + "entryFormat stands here twice." },
        { with("integer", extension("questionnaire-choiceOrientation", R"("valueCode":"vertical")")), "" },
    });
}

TEST_CASE("repeat-while names a boolean of its own repeating group, or the form is refused")
{
    auto const condition = R"("extension":[{"url":"https://bedside.health/fhir/StructureDefinition/repeat-while","valueString":"b"}])";
    auto const group = [&](std::string const& repeats, std::string const& child) { return R"("type":"group",)" + repeats + condition + R"(,"item":[)" + child + "]"; };
    auto const sentence = "a: repeat-while is for a repeating group and names a boolean directly in it.";
    check_items({
        { group(R"("repeats":true,)", item(R"("type":"boolean")", "b")), "" },
        { group("", item(R"("type":"boolean")", "b")), sentence },
        { group(R"("repeats":true,)", item(R"("type":"integer")", "b")), sentence },
        { group(R"("repeats":true,)", item(R"("type":"boolean")", "c")), sentence },
        { std::string(R"("type":"integer","repeats":true,)") + condition, sentence },
    });
}

TEST_CASE("an item that is none, or has no usable linkId, is named by its number")
{
    std::string const no_link_id = "An item needs a linkId of at most 255 bytes.";
    CHECK(said(form("7")) == "Questionnaire.item[0]: An item must be an object.");
    CHECK(said(form(item(R"("type":"boolean")") + R"(,{"type":"boolean"})")) == "Questionnaire.item[1]: " + no_link_id);
    CHECK(said(form(item(R"("type":"group","item":[[]])"))) == "a.item[0]: An item must be an object.");
    CHECK(said(form(item(R"("type":"boolean")", std::string(255, 'x')))).empty());
    CHECK(said(form(item(R"("type":"boolean")", std::string(256, 'x')))) == "Questionnaire.item[0]: " + no_link_id);
    CHECK(said(R"({"resourceType":"Questionnaire","url":"http://example.org/q","version":"1","status":"active","item":{}})") == "Questionnaire: item must be a list that is not empty.");
    CHECK(said(form(item(R"("type":"boolean")"), R"("url":"http://example.org/q|1")")) == "Questionnaire: A canonical url can't contain a vertical bar.");
}

TEST_CASE("what is wrong with a condition is said at that condition")
{
    auto const when = [](std::string const& condition, std::string const& question = R"("type":"boolean")") {
        return said(form(item(question) + "," + item(R"("type":"string","enableWhen":[)" + condition + "]", "b")));
    };
    auto const answer = [](std::string const& member) { return R"({"question":"a","operator":"=",)" + member + "}"; };
    Row const rows[] = {
        { "7", "A condition must be an object." },
        { R"({"operator":"exists","answerBoolean":true})", "A condition needs the linkId of its question." },
        { answer(R"("answerBoolean":"yes")"), "A boolean must be true or false." },
        { answer(R"("answerDecimal":"1")"), "A decimal must be a JSON number of at most 40 characters." },
        { answer(R"("answerDecimal":0.)" + std::string(39, '1')), "A decimal must be a JSON number of at most 40 characters." },
        { answer(R"("answerQuantity":{"unit":"mg"})"), "A quantity must have a value." },
        { answer(R"("answerQuantity":{"value":1,"unit":7})"), "A value of type unit must be a text that is not empty." },
        { answer(R"("answerDate":"")"), "A value of type date must be a text that is not empty." },
        { answer(R"("answerString":"\u0007")"), "A value of type string must be a text that is not empty." },
        { answer(R"("answerCoding":7)"), "A coding must be an object." },
        { answer(R"("answerCoding":{"system":"s"})"), "A coding must have a code." },
        { answer(R"("answerReference":{"reference":"Patient/1"})"), "Answers of type Reference are not known here." },
    };
    for (auto const& row : rows) {
        INFO(row.json);
        CHECK(when(row.json) == "b.enableWhen[0]: " + row.expected);
    }
    std::string const incomparable = "b.enableWhen[0]: The condition's answer can't be compared with an answer to its question.";
    CHECK(when(answer(R"("answerString":"x")"), R"("type":"attachment")") == incomparable);
    CHECK(when(R"({"question":"a","operator":"exists","answerBoolean":true})", R"("type":"attachment")").empty());
    CHECK(when(answer(R"("answerString":"x")"), option(R"({"valueString":"x"})")).empty());
    CHECK(when(R"({"question":"a","operator":">","answerString":"x"})", option(R"({"valueString":"x"})")) == incomparable);
    CHECK(said(form(item(R"("type":"boolean","enableBehavior":"some")"))) == "a: enableBehavior is all or any.");
    CHECK(said(form(item(R"("type":"boolean","enableWhen":{})"))) == "a: enableWhen must be a list that is not empty.");
}

TEST_CASE("what is wrong with numbers, lengths and units is said")
{
    check_items({
        { R"("type":"boolean","maxLength":3)", "unsupported a: maxLength is understood on string, text and open-choice only." },
        { with("integer", extension("minValue", "")), "a: There is no value." },
        { with("decimal", extension("maxDecimalPlaces", R"("valueInteger":-1)")), "a: maxDecimalPlaces needs a whole number from 0." },
        { with("quantity", extension("maxDecimalPlaces", R"("valueString":"1")")), "a: maxDecimalPlaces needs a whole number from 0." },
        { with("decimal", extension("questionnaire-sliderStepValue", R"("valueInteger":1)")), "unsupported a: A slider of decimals can't be drawn as boxes." },
        { with("quantity", extension("questionnaire-unit", R"("valueString":"mg")")), "a: A unit must be a coding." },
        { with("quantity", extension("questionnaire-unitOption", R"("valueCoding":{})")), "a: A coding must have a code." },
        { with("quantity", extension("questionnaire-unitOption", R"("valueCoding":7)")), "a: A coding must be an object." },
        { with("string", extension("minLength", R"("valueInteger":-1)")), "a: minLength needs a whole number from 0." },
        { with("text", extension("minLength", R"("valueString":"1")")), "a: minLength needs a whole number from 0." },
        { with("string", extension("minLength", R"("valueInteger":0)")), "" },
    });
}

TEST_CASE("what is wrong with an option is said at that option")
{
    auto const weight = [](std::string const& value) { return option(R"({"valueString":"x","extension":[)" + extension("ordinalValue", value) + "]}"); };
    check_items({
        { option("7"), "a.answerOption[0]: An option must be an object." },
        { option(R"({"valueString":"x"},{"initialSelected":false})"), "a.answerOption[1]: There is no value." },
        { weight(R"("valueString":"2")"), "a.answerOption[0]: A weight must be a decimal." },
        { weight(""), "a.answerOption[0]: There is no value.\na.answerOption[0]: A weight must be a decimal." },
        { R"("type":"open-choice","answerOption":[{"valueString":"x"}],"maxLength":0)", "a: maxLength is for open-choice and needs a whole number from 1." },
        { R"("type":"choice","answerOption":[{"valueString":"x"}],"maxLength":5)", "a: maxLength is for simple questions only (FHIR rule que-10).\na: maxLength is for open-choice and needs a whole number from 1." },
    });
    auto const value_set = [](std::string const& body) { return said(form(item(R"("type":"choice","answerValueSet":"#v")"), R"("url":"http://example.org/q","contained":[{"resourceType":"ValueSet","id":"v")" + body + "}]")); };
    CHECK(value_set("") == "a: The value set is empty.");
    CHECK(value_set(R"(,"compose":{"include":[{"system":"s","concept":[7]}]})") == "a: A concept must be an object.");
    CHECK(value_set(R"(,"expansion":{"contains":["x"]})") == "a: A concept must be an object.");
}

TEST_CASE("of more options than the limit no more are read, wherever they stand")
{
    Limits limits;
    limits.options = 3;
    auto const repeated = [](std::string const& before, int count, std::string const& after) {
        std::string all;
        for (int i = 0; i < count; ++i)
            all += (all.empty() ? "" : ",") + before + std::to_string(i) + after;
        return all;
    };
    auto const contained = [](std::string const& body) { return form(item(R"("type":"choice","answerValueSet":"#v")"), R"("url":"http://example.org/q","contained":[{"resourceType":"ValueSet","id":"v",)" + body + "}]"); };
    // behind the first that is too many comes one that would be complained about
    auto const given = [&](int count) {
        auto const tail = std::string(count > 3 ? ",7" : "");
        auto const codes = repeated(R"({"code":")", count, "\"}") + tail;
        return std::vector<std::string> {
            form(item(option(repeated(R"({"valueInteger":)", count, "}") + tail))),
            contained(R"("expansion":{"contains":[)" + codes + "]}"),
            contained(R"("compose":{"include":[{"system":"s","concept":[)" + codes + "]}]}"),
        };
    };
    for (auto const& json : given(3))
        CHECK(said(json, limits).empty());
    for (auto const& json : given(4)) {
        INFO(json);
        CHECK(said(json, limits) == "a: There are more than 3 options.");
        CHECK(load_questionnaire(json, limits).error().code == Code::too_large);
    }
}

TEST_CASE("a translation has one language and its words")
{
    auto const part = [](std::string const& url, std::string const& value) { return R"({"url":")" + url + "\"," + value + "}"; };
    auto const lang = part("lang", R"("valueCode":"de")");
    auto const content = part("content", R"("valueString":"Worte")");
    auto const translated = [](std::string const& parts) { return extension("translation", R"("extension":[)" + parts + "]"); };
    auto const text = [](std::string const& extensions) { return R"("type":"boolean","text":"Words","_text":{"extension":[)" + extensions + "]}"; };
    std::string const lacking = "a.text: A translation needs its language and its content.";
    check_items({
        { text(translated(lang)), lacking },
        { text(translated(content)), lacking },
        { text(extension("translation", R"("valueString":"Worte")")), lacking },
        { text(translated(lang + "," + content) + "," + translated(lang + "," + content)), "a.text: There are two translations into de." },
        { text(R"({"url":"http://example.org/colour","valueString":"red"})"), "note a.text: The extension http://example.org/colour is not known and has no effect." },
    });
    auto const definition = read(form(item(text(extension("rendering-style", R"("valueString":"bold")") + "," + translated(lang + "," + content)))));
    CHECK(definition.items[0].text.in("de") == "Worte");
    CHECK(definition.items[0].text.translations.size() == 1);
}

TEST_CASE("itemControl says how a choice is drawn, and a slider is a row of boxes without anchors too")
{
    auto const control = [](std::string const& code) { return extension("questionnaire-itemControl", R"("valueCodeableConcept":{"coding":[{"code":")" + code + "\"}]}"); };
    std::pair<std::string, ChoiceControl> const controls[] = {
        { "radio-button", ChoiceControl::radio },
        { "check-box", ChoiceControl::check_box },
        { "drop-down", ChoiceControl::drop_down },
        { "autocomplete", ChoiceControl::drop_down },
        { "lookup", ChoiceControl::drop_down },
        { "slider", ChoiceControl::slider },
    };
    for (auto const& [code, drawn] : controls) {
        INFO(code);
        auto const definition = read(form(item(R"("extension":[)" + control(code) + "]," + option(R"({"valueInteger":1})"))));
        CHECK(std::get<ChoiceItem>(definition.items[0].kind).control == drawn);
        CHECK(definition.items[0].anchors.has_value() == (code == "slider"));
    }
    auto const boxes = read(form(item(with("integer", control("slider")))));
    REQUIRE(boxes.items[0].anchors);
    CHECK(boxes.items[0].anchors->low.empty());
}
