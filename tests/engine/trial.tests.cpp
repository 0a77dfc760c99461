// SPDX-License-Identifier: Apache-2.0
// Patients of the trial, form by form.
#include "tests/support/scenario.h"

#include <map>

using namespace bedside;
using namespace bedside::forms;
using namespace bedside::test;

static void round_trips(Scenario const& scenario)
{
    REQUIRE(scenario.missing().empty());
    auto const json = scenario.completed();
    for (auto const& issue : validate_response(scenario.form, json))
        FAIL_CHECK(issue.expression << ": " << issue.text);
    auto const parsed = parse_response(scenario.form, json);
    REQUIRE(parsed);
    CHECK(parsed->answers == scenario.answers);
    CHECK(build_response(scenario.form, parsed->answers, header_of()) == json);
}

TEST_CASE("a sudden pain that is over, treated by pump and tablet")
{
    Scenario patient("btp-episode");
    patient.says("onset", DateTime { "2026-11-24T14:05:00.000+08:00" }).chooses("onset-precision", { "estimated" }).says("to-peak", 5);
    patient.says("over", true);
    REQUIRE(patient.asks("duration"));
    patient.says("duration", 40).says("peak", 8).says("background", 3);
    patient.chooses("sites", { "front_chest_right", "front_abdomen_upper", "back_lower_back" }).chooses("trigger", { "end-of-dose" });
    CHECK_FALSE(patient.asks("relief"));
    patient.says("boluses", 2).chooses("bolus-by", { "patient", "carer" });
    patient.says("other-rescue", true).chooses("other-rescue-kind", { "oral" });
    REQUIRE(patient.asks("relief"));
    patient.says("relief", 3).says("relief-meaningful", true).says("to-relief", 15).says("satisfaction", 4);
    round_trips(patient);
}

TEST_CASE("a sudden pain that still goes on has no duration, and nothing given means nothing asked about its effect")
{
    Scenario patient("btp-episode");
    patient.says("over", false).says("boluses", 0).says("other-rescue", false);
    for (auto const* hidden : { "duration", "bolus-by", "other-rescue-kind", "relief", "to-relief", "satisfaction" })
        CHECK_FALSE(patient.asks(hidden));
    for (auto const& path : patient.missing())
        patient.declines(path);
    round_trips(patient);
}

TEST_CASE("relief of 0 asks for no time to relief")
{
    Scenario patient("btp-episode");
    patient.says("boluses", 1).says("relief", 0);
    CHECK_FALSE(patient.asks("relief-meaningful"));
    CHECK_FALSE(patient.asks("to-relief"));
    patient.says("relief", 1);
    CHECK(patient.asks("relief-meaningful"));
}

TEST_CASE("the body map offers every region of the two figures once")
{
    Scenario patient("btp-episode");
    auto const& sites = std::get<ChoiceItem>(patient.form.find("sites")->kind);
    CHECK(sites.control == ChoiceControl::body_map);
    CHECK(sites.options.size() == 47);
    std::map<std::string, int> labels;
    for (auto const& option : sites.options) {
        ++labels[option.display.in("zh-Hans")];
        ++labels[option.display.in("en")];
    }
    CHECK(labels.size() == 94);
}

TEST_CASE("a day without breakthrough pain is confirmed, not left out")
{
    Scenario patient("end-of-day");
    patient.says("average", 3).says("worst", 4);
    CHECK(patient.missing() == std::vector<ItemPath> { "episodes" });
    patient.chooses("episodes", { "none" });
    CHECK_FALSE(patient.asks("unlogged"));
    round_trips(patient);
    patient.chooses("episodes", { "some" });
    CHECK(patient.missing() == std::vector<ItemPath> { "unlogged" });
    patient.says("unlogged", 0);
    round_trips(patient);
}

TEST_CASE("ten side effects from 0 to 4, and the signs that staff should know of")
{
    Scenario patient("side-effects");
    for (auto const* effect : { "constipation", "nausea", "vomiting", "itching", "dizziness", "sweating", "jerks", "breathing", "drowsiness", "urinary-retention" })
        patient.says(effect, 0);
    CHECK(patient.missing() == std::vector<ItemPath> { "pump-alarm" });
    patient.says("urinary-retention", 3).says("drowsiness", 2);
    CHECK(patient.missing() == std::vector<ItemPath> { "no-urine", "hard-to-wake", "pump-alarm" });
    patient.says("no-urine", true).says("hard-to-wake", false).declines("pump-alarm");
    round_trips(patient);
    CHECK_FALSE(check_answer(*patient.form.find("nausea"), { { 5 }, {} }));
}

TEST_CASE("staff record two basal rates, delivered boluses and the reservoir")
{
    Scenario staff("pump-record");
    staff.chooses("drug", { "morphine" }).says("concentration", 1000).says("from", DateTime { "2026-11-23T08:00:00.000+08:00" }).says("observed-minutes", 1440);
    staff.says("basal-rate", 150).says("basal-minutes", 600).says("basal-more", true);
    staff.says("basal#2/basal-rate", 250).says("basal#2/basal-minutes", 840).says("basal#2/basal-more", false);
    staff.says("boluses-demanded", 9).says("boluses-delivered", 6).says("bolus-volume", 300);
    staff.says("reservoir-read", true).says("reservoir-start", 100000).says("reservoir-end", 93200).says("alarm", false);
    round_trips(staff);
}

TEST_CASE("a stopped pump is a rate of 0, and no bolus asks for no volume")
{
    Scenario staff("pump-record");
    staff.says("basal-rate", 0).says("boluses-delivered", 0);
    CHECK_FALSE(staff.asks("bolus-volume"));
}

TEST_CASE("every instrument round-trips with every asked item declined", "[R-025]")
{
    for (auto const name : shipped_instruments()) {
        INFO(name);
        Scenario patient(name);
        // declining can't open further items, so one pass is enough
        for (auto const& path : patient.missing())
            patient.declines(path);
        round_trips(patient);
    }
}

TEST_CASE("pain items carry the verified LOINC code, and every asked item a code of its own")
{
    std::map<std::string, std::string> seen;
    for (auto const name : shipped_instruments()) {
        Scenario patient(name);
        for (auto const& step : steps(patient.form, {})) {
            INFO(name << " " << step.path);
            if (std::holds_alternative<GroupItem>(step.item->kind))
                continue;
            bool own = false;
            for (auto const& code : step.item->codes) {
                if (code.system == "https://bedside.health/fhir/CodeSystem/item") {
                    own = true;
                    CHECK(seen.emplace(code.code, name).second);
                }
            }
            CHECK(own);
        }
    }
    Scenario pain("pain-nrs");
    for (auto const* item : { "now", "average", "worst", "least" })
        CHECK(pain.form.find(item)->codes.front() == Coding { "http://loinc.org", "72514-3", "" });
}

TEST_CASE("a completed response is refused when it would lie", "[R-037]")
{
    Scenario patient("pain-nrs");
    auto header = header_of();
    patient.answers["now"] = { { 11 }, {} };
    CHECK(build_response(patient.form, patient.answers, header).error().code == Code::invalid_response);
    patient.answers = { { "elsewhere", { { 1 }, {} } } };
    CHECK(build_response(patient.form, patient.answers, header).error().code == Code::invalid_response);
    patient.answers.clear();
    header.subject = "P 017";
    CHECK(build_response(patient.form, patient.answers, header).error().code == Code::invalid_response);
}

TEST_CASE("who helped and who recorded are kept apart from the patient", "[R-022]")
{
    Scenario patient("pain-nrs");
    patient.says("now", 3);
    auto header = header_of();
    header.assisted_by = "nurse";
    header.flags = { "late" };
    header.status = ResponseStatus::in_progress;
    auto const assisted = parse_response(patient.form, *build_response(patient.form, patient.answers, header));
    REQUIRE(assisted);
    CHECK(assisted->header.assisted_by == "nurse");
    CHECK(assisted->header.staff.empty());
    CHECK(assisted->header.flags == std::vector<std::string> { "late" });
    CHECK(assisted->header.status == ResponseStatus::in_progress);
    header.assisted_by.clear();
    header.staff = "n-01";
    auto const recorded = parse_response(patient.form, *build_response(patient.form, patient.answers, header));
    REQUIRE(recorded);
    CHECK(recorded->header.staff == "n-01");
}

TEST_CASE("a response of another version is not read as this one's")
{
    Scenario patient("pain-nrs");
    patient.says("now", 3);
    auto const json = patient.completed();
    auto next = patient.form;
    next.version = "2";
    CHECK(parse_response(next, json).error().code == Code::invalid_response);
}
