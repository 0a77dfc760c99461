// SPDX-License-Identifier: Apache-2.0
// Two tablets of one participant: what the server makes of both, and what it tells each of the other.
#include "forms/course/course.h"
#include "forms/engine/json.h"
#include "sync/server/storage/facts.h"
#include "sync/server/storage/participants.h"
#include "sync/server/storage/submissions.h"
#include "sync/server/tablets/alert_watch.h"
#include "sync/server/tablets/amend.h"
#include "sync/server/tablets/facts_api.h"
#include "tests/sync/hospital.h"

#include <algorithm>

using namespace bedside;
using namespace bedside::server;
using namespace bedside::test;
using forms::Json;

namespace {

/// A staff form about P-009 with one coded answer, or a correction of a form, on the tablet's real store.
store::FrozenResponse hand_in_form(TabletAtBed& tablet, Clock const& clock, std::string const& form_id, std::string const& visit, forms::Answers const& answers, std::string const& amends = {})
{
    auto const files = ok(tablet.store->documents("study"));
    auto const study = ok(study::load_study(files));
    auto const& definition = *study.form(form_id)->definition;
    store::Actor const nurse { .who = "staff:N-01", .assisted_by = {} };
    auto const begun = ok(tablet.store->begin_response(
        { .id = {}, .participant = "P-009", .form = form_id, .questionnaire = definition.canonical(), .visit = visit, .started = {}, .current_path = {}, .begun_by = {}, .amends = amends }, nurse));
    for (auto const& [path, answer] : answers)
        ok(tablet.store->save_answer(begun.id, path, answer, nurse));
    forms::ResponseHeader header;
    header.id = begun.id;
    header.subject = "P-009";
    header.language = "zh-Hans";
    header.authored = clock.now();
    header.tablet = ok(tablet.store->setting("tablet")).value_or("");
    header.visit = visit;
    header.study = study.id;
    if (amends.empty()) {
        header.staff = "N-01";
    } else {
        header.status = forms::ResponseStatus::amended;
        header.amends = amends;
        header.reason = "entry-error";
        header.corrected_by = "N-01";
    }
    return ok(tablet.store->complete(begun.id, ok(forms::build_response(definition, answers, header)), nurse));
}

forms::Answers pain_of(int pain)
{
    forms::Answers answers;
    for (auto const* item : { "now", "average", "worst", "least" })
        answers[item] = { { pain }, {} };
    return answers;
}

forms::Answers status_of(study::Study const& study, std::string const& event, Instant const& at)
{
    forms::Answers answers;
    auto const* item = study.form("study-status")->definition->find("event");
    for (auto const& option : std::get<forms::ChoiceItem>(item->kind).options) {
        if (std::get<forms::Coding>(option.value).code == event)
            answers["event"] = { { option.value }, {} };
    }
    answers["event-at"] = { { forms::DateTime { iso8601(at) } }, {} };
    return answers;
}

std::vector<Alert> alerts_named(Hospital& hospital, std::string const& rule)
{
    auto all = hospital.read([](ReadConnection& connection) { return alerts(connection, 100); });
    std::erase_if(all, [&](Alert const& one) { return one.rule != rule; });
    return all;
}

Json facts_after(Hospital& hospital, std::string const& tablet, std::int64_t after)
{
    auto const body = Json(Json::Object { { "after", Json(after) }, { "participants", Json(Json::Array { Json("P-009") }) } }).dump();
    return ok(Json::parse(ok(facts_reply(*hospital.server, tablet, body))));
}

course::Course course_at_server(Hospital& hospital)
{
    auto const study = ok(hospital.server->study_in_force());
    auto const roster = std::find_if(study->roster.begin(), study->roster.end(), [](auto const& one) { return one.number == "P-009"; });
    return hospital.read([&](ReadConnection& connection) { return course_of(connection, std::shared_ptr<study::Study const>(study, &study->study), *roster); });
}

} // namespace

TEST_CASE("2 on one tablet and 6 on another raise one pain rise at the server, which neither tablet could see", "[R-073]")
{
    Hospital hospital;
    TabletAtBed ward(hospital, "T-03");
    TabletAtBed other(hospital, "T-04");
    ward.completes_pain(2);
    ok(ward.round());
    CHECK(ok(judge_new_facts(*hospital.server, hospital.clock.now())) == 0);
    auto const six = other.completes_pain(6);
    ok(other.round());
    CHECK(ok(judge_new_facts(*hospital.server, hospital.clock.now())) == 1);
    auto const raised = alerts_named(hospital, "pain-rise");
    REQUIRE(raised.size() == 1);
    CHECK(raised.front().id == course::alert_id("pain-rise", six.entry.response_id));
    CHECK(raised.front().response_id == six.entry.response_id);
    CHECK(ok(judge_new_facts(*hospital.server, hospital.clock.now())) == 0);
}

TEST_CASE("an alert that came with its form is not raised a second time by the server")
{
    Hospital hospital;
    TabletAtBed ward(hospital, "T-03");
    auto const nine = hand_in_form(ward, hospital.clock, "pain-nrs", "T1m", pain_of(9));
    ok(ward.round());
    auto const raised = ok(judge_new_facts(*hospital.server, hospital.clock.now()));
    CHECK(raised >= 1);
    auto const before = alerts_named(hospital, "severe-pain");
    // The same again, as if the facts had not been judged before the program was killed.
    ok(hospital.server->storage().write([](Connection& connection) { return set_setting(connection, "alerts.judged", "0"); }));
    CHECK(ok(judge_new_facts(*hospital.server, hospital.clock.now())) == 0);
    CHECK(alerts_named(hospital, "severe-pain").size() == before.size());
    auto const said = hospital.read([](ReadConnection& connection) -> Result<std::int64_t> {
        auto query = TRY(connection.query("SELECT count(*) FROM audit WHERE event = 'alert-raised'"));
        TRY(query.step());
        return query.integer(0);
    });
    CHECK(said == raised);
}

TEST_CASE("a tablet is told what others did about its participants, never its own, and nothing twice")
{
    Hospital hospital;
    TabletAtBed ward(hospital, "T-03");
    TabletAtBed other(hospital, "T-04");
    auto const form = ward.completes_pain(7);
    ok(ward.round());
    CHECK(facts_after(hospital, "T-03", 0).find("facts")->array().empty());
    auto const told = facts_after(hospital, "T-04", 0);
    REQUIRE(told.find("facts")->array().size() == 1);
    auto const study = ok(hospital.server->study_in_force());
    auto const fact = ok(course::decode(told.find("facts")->array().front().dump(), study->study));
    REQUIRE(fact.form);
    CHECK(fact.participant == "P-009");
    CHECK(fact.form->id == form.entry.response_id);
    CHECK(fact.form->tablet == "T-03");
    CHECK(study::integer_at(fact.form->form, "now") == 7);
    auto const again = facts_after(hospital, "T-04", *told.integer_at("after"));
    CHECK(again.find("facts")->array().empty());
    CHECK(hospital.read([](ReadConnection& connection) { return newest_fact(connection, std::vector<std::string> { "P-009" }, "T-03"); }) == 0);
    CHECK_FALSE(facts_reply(*hospital.server, "T-04", "{}"));
    CHECK_FALSE(facts_reply(*hospital.server, "T-04", "not JSON"));
}

TEST_CASE("what was handed in on one tablet is known to the other after one round each, and again nothing is pulled twice")
{
    // The patient was asked the same form again on the next tablet.
    Hospital hospital;
    TabletAtBed ward(hospital, "T-03");
    TabletAtBed other(hospital, "T-04");
    auto const form = ward.completes_pain(5);
    ok(ward.round());
    ok(other.round());
    auto const facts = ok(other.store->facts("P-009"));
    REQUIRE(facts.size() == 1);
    auto const study = ok(hospital.server->study_in_force());
    auto const fact = ok(course::decode(facts.front().json, study->study));
    REQUIRE(fact.form);
    CHECK(fact.form->id == form.entry.response_id);
    CHECK(fact.form->form.visit == "T1m");
    CHECK(ok(ward.store->facts("P-009")).empty());
    auto const version = ok(other.store->fact_place()).after;
    ok(other.round());
    CHECK(ok(other.store->fact_place()).after == version);
    CHECK(ok(other.store->facts("P-009")).size() == 1);
    CHECK(ok(other.store->outbox(store::OutboxState::waiting, 10)).empty());
}

TEST_CASE("9 corrected to 3 on the tablet is one form that says 3 at the server, and its alert holds no more", "[R-082]")
{
    Hospital hospital;
    TabletAtBed ward(hospital, "T-03");
    auto const nine = hand_in_form(ward, hospital.clock, "pain-nrs", "T1m", pain_of(9));
    ok(ward.round());
    CHECK(ok(judge_new_facts(*hospital.server, hospital.clock.now())) >= 1);
    REQUIRE(alerts_named(hospital, "severe-pain").size() == 1);
    CHECK(alerts_named(hospital, "severe-pain").front().holds);
    auto const three = hand_in_form(ward, hospital.clock, "pain-nrs", "T1m", pain_of(3), nine.entry.response_id);
    ok(ward.round());
    ok(judge_new_facts(*hospital.server, hospital.clock.now()));
    auto const course = course_at_server(hospital);
    auto const* form = course.form_with(nine.entry.response_id);
    REQUIRE(form);
    CHECK(form->id == three.entry.response_id);
    CHECK(study::integer_at(form->completed, "now") == 3);
    CHECK_FALSE(alerts_named(hospital, "severe-pain").front().holds);
    CHECK(hospital.read([&](ReadConnection& connection) { return alerts_to_escalate(connection, INT64_MAX, INT64_MAX, 10); }).empty());
    // A correction in the console goes on from the tablet's.
    CHECK(ok(amend(*hospital.server, nine.entry.response_id, { { "now", "4" } }, "asked again", "console:C")) == three.entry.response_id);
    CHECK(course_at_server(hospital).form_with(nine.entry.response_id)->id == course::version_id(three.entry.response_id, 2));
    CHECK(course_at_server(hospital).forks().empty());
}

TEST_CASE("of two coordinators on pages opened together the second hears that the form was changed meanwhile", "[R-053]")
{
    // The second one's page sent every field, and the first one's value silently came back.
    Hospital hospital;
    TabletAtBed ward(hospital, "T-03");
    auto const id = ward.completes_pain(8).entry.response_id;
    ok(ward.round());
    ok(amend(*hospital.server, id, { { "worst", "9" } }, "first", "console:A", id));
    CHECK(amend(*hospital.server, id, { { "least", "1" } }, "second", "console:B", id).error().code == Code::conflict);
    CHECK(hospital.read([&](ReadConnection& connection) { return corrections_of(connection, id); }).size() == 1);
    ok(amend(*hospital.server, id, { { "least", "1" } }, "second, again", "console:B", course::version_id(id, 2)));
}

TEST_CASE("a tablet's correction and the console's that did not know of each other are a fork, until somebody decides")
{
    Hospital hospital;
    TabletAtBed ward(hospital, "T-03");
    auto const nine = hand_in_form(ward, hospital.clock, "pain-nrs", "T1m", pain_of(9));
    ok(ward.round());
    auto const three = hand_in_form(ward, hospital.clock, "pain-nrs", "T1m", pain_of(3), nine.entry.response_id);
    ok(amend(*hospital.server, nine.entry.response_id, { { "now", "4" } }, "chart", "console:C"));
    ok(ward.round());
    REQUIRE(course_at_server(hospital).forks().size() == 1);
    CHECK(decide(*hospital.server, nine.entry.response_id, three.entry.response_id, "", "console:C").error().code == Code::invalid_argument);
    ok(decide(*hospital.server, nine.entry.response_id, three.entry.response_id, "the patient said 3", "console:C"));
    CHECK(course_at_server(hospital).forks().empty());
    CHECK(course_at_server(hospital).form_with(nine.entry.response_id)->id == three.entry.response_id);
    CHECK(decide(*hospital.server, nine.entry.response_id, three.entry.response_id, "twice", "console:C").error().code == Code::conflict);
}

TEST_CASE("a death recorded on one tablet is in the roster of the others after one round; the console takes a wrong one back", "[R-048]")
{
    Hospital hospital;
    TabletAtBed ward(hospital, "T-03");
    TabletAtBed other(hospital, "T-04");
    auto const study = ok(hospital.server->study_in_force());
    auto const state_on = [&](TabletAtBed& tablet) {
        auto const files = ok(tablet.store->documents("study"));
        auto const roster = ok(tablet.store->documents("roster"));
        for (auto const& one : ok(study::load_roster(roster.at("roster.csv"), ok(study::load_study(files)))))
            if (one.number == "P-009")
                return one.state;
        FAIL("nobody");
        return study::ParticipantState::screened;
    };
    hand_in_form(ward, hospital.clock, "study-status", "", status_of(study->study, "died", hospital.clock.now()));
    ok(ward.round());
    ok(other.round());
    CHECK(state_on(other) == study::ParticipantState::died);
    auto const now = hospital.clock.now();
    ok(hospital.server->storage().write([&](Connection& connection) {
        return change_participant(connection, now, { .participant = "P-009", .field = "state", .value = "on-study", .since = "", .reason = "another patient", .who = "console:C" });
    }));
    ok(other.round());
    CHECK(state_on(other) == study::ParticipantState::on_study);
    // A newer study folder does not bring the wrong one back.
    ok(hospital.server->publish_folder(BEDSIDE_SOURCE_DIR "/forms/studies/idds-hydromorphone", "test"));
    ok(other.round());
    CHECK(state_on(other) == study::ParticipantState::on_study);
    auto const statements = course_at_server(hospital).standing().history;
    CHECK(std::count_if(statements.begin(), statements.end(), [](auto const& one) { return one.field == "state" && one.origin != course::Origin::roster; }) == 2);
}

TEST_CASE("an alert seen on a tablet is seen in the console, whether the word or the alert comes first")
{
    Hospital hospital;
    TabletAtBed ward(hospital, "T-03");
    auto const nine = hand_in_form(ward, hospital.clock, "pain-nrs", "T1m", pain_of(9));
    auto const name = course::alert_id("severe-pain", nine.entry.response_id);
    ok(ward.store->audit("alert-acknowledged", name, { "staff:N-02", {} }));
    ok(ward.round());
    ok(judge_new_facts(*hospital.server, hospital.clock.now()));
    auto const raised = alerts_named(hospital, "severe-pain");
    REQUIRE(raised.size() == 1);
    CHECK(raised.front().acknowledged_by == "N-02");
    auto const course = course_at_server(hospital);
    auto const alerts = course.alerts();
    auto const seen = std::find_if(alerts.begin(), alerts.end(), [&](auto const& one) { return one.id == name; });
    REQUIRE(seen != alerts.end());
    REQUIRE(seen->acknowledged);
    CHECK(seen->acknowledged->where == "T-03");
}
