// SPDX-License-Identifier: Apache-2.0
// A form with a page, a repeating group in it, and numbers with units, on the kiosk.
#include "ward.h"

#include "forms/engine/validation.h"
#include "kiosk/flow/entry.h"

#include <catch2/catch_test_macros.hpp>

using namespace bedside;
using namespace bedside::tests;

namespace {

std::shared_ptr<forms::Definition const> rescue_form()
{
    auto loaded = forms::load_questionnaire(R"json({"resourceType":"Questionnaire","url":"http://example.org/rescue","version":"1","status":"active","title":"药","item":[
      {"linkId":"page","type":"group","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl","valueCodeableConcept":{"coding":[{"system":"http://hl7.org/fhir/questionnaire-item-control","code":"page"}]}}],"item":[
        {"linkId":"rescue","type":"group","repeats":true,"extension":[{"url":"https://bedside.health/fhir/StructureDefinition/repeat-while","valueString":"more"}],"item":[
          {"linkId":"dose","type":"integer","text":"多少？","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/questionnaire-unit","valueCoding":{"system":"http://unitsofmeasure.org","code":"mg","display":"毫克"}}]},
          {"linkId":"by-mouth","type":"boolean","text":"口服？"},
          {"linkId":"glass","type":"boolean","text":"用水？","enableWhen":[{"question":"by-mouth","operator":"=","answerBoolean":true}]},
          {"linkId":"more","type":"boolean","text":"还有吗？"}]}]},
      {"linkId":"weight","type":"decimal","text":"体重？","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/questionnaire-unit","valueCoding":{"system":"http://unitsofmeasure.org","code":"kg"}}]},
      {"linkId":"drunk","type":"quantity","text":"喝了多少？","extension":[
        {"url":"http://hl7.org/fhir/StructureDefinition/questionnaire-unitOption","valueCoding":{"system":"http://unitsofmeasure.org","code":"mL","display":"毫升"}},
        {"url":"http://hl7.org/fhir/StructureDefinition/questionnaire-unitOption","valueCoding":{"system":"http://unitsofmeasure.org","code":"L","display":"升"}}]}]})json");
    REQUIRE(loaded);
    return std::make_shared<forms::Definition const>(std::move(*loaded));
}

/// A ward whose patient has this form before them.
Ward at_the_form()
{
    Ward ward;
    ward.hand_over_to("P-017");
    ward.slow_disk = true; // the form that the key opens is not the one that is wanted here
    ward.press("next");
    ward.slow_disk = false;
    ward.store["rescue"].open = { "rescue", "P-017", "pain-nrs", "T1m", ward.now, {}, 0, 0 };
    ward.happen(flow::ResponseOpened { "rescue", "P-017", "pain-nrs", "T1m", rescue_form(), {}, {}, {} });
    REQUIRE(ward.screen() == "item");
    return ward;
}

std::string path_of(Ward const& ward) { return std::get<flow::ItemScreen>(ward.state.screen).path.text(); }

constexpr auto yes = "option:1";
constexpr auto no = "option:2";

} // namespace

TEST_CASE("a group repeats as long as the patient says so; every repetition keeps its own answers and branches by them", "[R-038]")
{
    auto ward = at_the_form();
    std::vector<std::string> paths;
    auto const answer = [&](std::vector<std::string> const& keys) {
        paths.push_back(path_of(ward));
        for (auto const& key : keys)
            ward.press(key);
        ward.press("next");
    };
    answer({ "key:5" });
    answer({ yes });
    answer({ no });
    answer({ yes });
    answer({ "key:1", "key:0" });
    answer({ no }); // by mouth: so no glass in this repetition
    answer({ yes });
    answer({ "key:7" });
    answer({ yes });
    answer({ yes });
    answer({ no }); // no more
    answer({ "key:6", "key:1", "key:.", "key:5" });
    answer({ "key:2", "unit:2" });
    CHECK(paths == std::vector<std::string> { "dose", "by-mouth", "glass", "more", "rescue#2/dose", "rescue#2/by-mouth", "rescue#2/more", "rescue#3/dose", "rescue#3/by-mouth", "rescue#3/glass", "rescue#3/more", "weight", "drunk" });
    REQUIRE(ward.screen() == "review");
    auto const rows = ward.view<flow::ReviewView>().rows;
    REQUIRE(rows.size() == 13);
    CHECK(rows[0].answer.find("5 毫克") != std::string::npos);
    CHECK(rows[4].answer.find("10 毫克") != std::string::npos);
    CHECK(rows[11].answer.find("61.5 kg") != std::string::npos);
    CHECK(rows[12].answer.find("2 升") != std::string::npos);

    ward.press("submit");
    auto const& stored = ward.store.at("rescue");
    REQUIRE(stored.completed);
    CHECK(forms::is_valid(forms::validate_response(*rescue_form(), stored.bytes)));
    auto const parsed = forms::parse_response(*rescue_form(), stored.bytes);
    REQUIRE(parsed);
    CHECK(parsed->answers.at("rescue#3/dose").values == std::vector<forms::Value> { std::int32_t { 7 } });
}

TEST_CASE("killed in a repetition the form goes on there; no to more takes the later repetitions away, and yes brings their answers back", "[R-026]")
{
    auto ward = at_the_form();
    for (auto const* key : { "key:5", "next", no, "next", yes, "next", "key:9", "next" })
        ward.press(key);
    REQUIRE(path_of(ward) == "rescue#2/by-mouth");
    auto const answers = ward.store.at("rescue").answers;
    CHECK(answers.contains("rescue#2/dose"));
    ward.press("back");
    ward.press("back");
    REQUIRE(path_of(ward) == "more");
    ward.press(no);
    ward.press("next");
    CHECK(path_of(ward) == "weight");
    ward.press("back");
    ward.press(yes);
    ward.press("next");
    REQUIRE(path_of(ward) == "rescue#2/dose");
    CHECK(ward.view<flow::ItemView>().control.index() == flow::Control(flow::NumberControl {}).index());
    CHECK(std::get<flow::NumberControl>(ward.view<flow::ItemView>().control).value == "9");
}

TEST_CASE("the unit of a whole number and of a decimal stands beside what is typed")
{
    auto ward = at_the_form();
    auto const unit = [&] { return std::get<flow::NumberControl>(ward.view<flow::ItemView>().control).unit; };
    CHECK(unit() == "毫克");
    for (auto const* key : { "key:5", "next", no, "next", no, "next" })
        ward.press(key);
    REQUIRE(path_of(ward) == "weight");
    CHECK(unit() == "kg");
}

TEST_CASE("where a quantity has several units none is taken for granted: the number is an answer once one was chosen")
{
    auto ward = at_the_form();
    for (auto const* key : { "key:5", "next", no, "next", no, "next", "key:6", "key:0", "next" })
        ward.press(key);
    REQUIRE(path_of(ward) == "drunk");
    ward.press("key:2");
    CHECK_FALSE(ward.key("unit:1").selected);
    CHECK_FALSE(ward.key("unit:2").selected);
    CHECK_FALSE(ward.offers("next"));
    ward.press("unit:2");
    REQUIRE(ward.offers("next"));
    auto const quantity = [&] { return std::get<forms::Quantity>(ward.store.at("rescue").answers.at("drunk").values.front()); };
    CHECK((quantity().value.text == "2" && quantity().code == "L" && quantity().unit == "升"));
    ward.press("key:5");
    CHECK((quantity().value.text == "25" && quantity().code == "L"));
    ward.press("unit:1");
    CHECK((quantity().value.text == "25" && quantity().code == "mL"));
    ward.press("back");
    ward.press("next");
    CHECK(ward.key("unit:1").selected); // as it was left
    ward.press("erase");
    ward.press("erase");
    CHECK_FALSE(ward.offers("next"));
    CHECK_FALSE(flow::says_something(flow::answer_at(ward.store.at("rescue").answers, "drunk")));
}
