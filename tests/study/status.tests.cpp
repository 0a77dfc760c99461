// SPDX-License-Identifier: Apache-2.0
// What staff recorded of a participant's course, laid over the roster.
#include "forms/study/planner.h"
#include "forms/study/publication.h"
#include "forms/study/status.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

using namespace bedside;
using namespace bedside::study;

namespace {

struct Example {
    Instant now = parse_iso8601("2026-11-24T14:33:00.000+08:00").value();
    Publication publication = prepare_publication(std::string(BEDSIDE_SOURCE_DIR) + "/forms/studies/idds-hydromorphone", now).value();
    Participant person = load_roster(publication.roster, publication.study).value().at(7); // P-017

    CompletedForm record(std::string const& event) const
    {
        CompletedForm form { "study-status", {}, now, publication.study.form("study-status")->definition, {} };
        auto const* item = form.definition->find("event");
        for (auto const& option : std::get<forms::ChoiceItem>(item->kind).options) {
            if (std::get<forms::Coding>(option.value).code == event)
                form.answers["event"] = { { option.value }, {} };
        }
        form.answers["event-at"] = { { forms::DateTime { "2026-11-24T10:00:00.000+08:00" } }, {} };
        return form;
    }
    void apply(Study const& study, CompletedForm const& record)
    {
        if (auto const stated = statement_of(study, record))
            REQUIRE(apply_statement(person, study, *stated));
    }
    bool due() const
    {
        auto const planned = plan(publication.study, person, {}, now);
        return std::any_of(planned.begin(), planned.end(), [](auto const& one) { return one.state == DueState::due || one.state == DueState::overdue; });
    }
};

} // namespace

TEST_CASE("a withdrawal, a death and an end set the state and its moment; nothing is asked any more", "[R-048]")
{
    for (auto const& [event, state] : { std::pair { "withdrawn", ParticipantState::withdrawn }, std::pair { "died", ParticipantState::died }, std::pair { "completed", ParticipantState::completed } }) {
        Example example;
        REQUIRE(example.person.number == "P-017");
        REQUIRE(example.due());
        example.apply(example.publication.study, example.record(event));
        CHECK(example.person.state == state);
        REQUIRE(example.person.state_since);
        CHECK(iso8601(*example.person.state_since).substr(0, 16) == "2026-11-24T10:00");
        CHECK_FALSE(example.due());
    }
}

TEST_CASE("a date of the course moves the anchor that visits count from")
{
    Example example;
    example.apply(example.publication.study, example.record("discharge"));
    CHECK(iso8601(example.person.anchors.at("discharge")).substr(0, 16) == "2026-11-24T10:00");
    CHECK(example.person.state == ParticipantState::on_study);
}

TEST_CASE("a record without an answer, or of an anchor that the study does not have, changes nothing")
{
    Example example;
    auto const before = example.person.anchors.size();
    auto empty = example.record("withdrawn");
    empty.answers.clear();
    example.apply(example.publication.study, empty);
    auto study = example.publication.study;
    std::erase(study.anchors, "discharge");
    example.person.anchors.erase("discharge");
    example.apply(study, example.record("discharge"));
    CHECK(example.person.state == ParticipantState::on_study);
    CHECK(example.person.anchors.size() == before - 1);
}

TEST_CASE("only the study's status form moves a participant's course")
{
    Example const example;
    for (auto const& form : example.publication.study.forms) {
        INFO(form.id);
        CHECK(is_status_form(*form.definition) == (form.id == "study-status"));
    }
}
