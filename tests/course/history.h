// SPDX-License-Identifier: Apache-2.0
// Facts in clinical words, for the tests of the course.
#pragma once

#include "forms/course/course.h"
#include "forms/study/publication.h"

#include <memory>

namespace bedside::test {

/// The example study and P-017, an inpatient, on the day after the start of treatment.
struct History {
    static inline Instant const now = parse_iso8601("2026-11-24T14:33:00.000+08:00").value();
    study::Publication publication = study::prepare_publication(std::string(BEDSIDE_SOURCE_DIR) + "/forms/studies/idds-hydromorphone", now).value();
    std::shared_ptr<study::Study const> study = std::make_shared<study::Study const>(publication.study);
    study::Participant person = study::load_roster(publication.roster, *study).value().at(7);

    static Instant at(std::string const& clock, std::string const& day = "2026-11-24") { return parse_iso8601(day + "T" + clock + ":00.000+08:00").value(); }

    course::FormFact pain(std::string id, Instant when, int score, std::string tablet = "T-03", std::string visit = "T1m") const
    {
        course::FormFact fact;
        fact.id = std::move(id);
        fact.tablet = std::move(tablet);
        fact.form = { "pain-nrs", std::move(visit), when, study->form("pain-nrs")->definition, {} };
        for (auto const* item : { "now", "average", "worst", "least" })
            fact.form.answers[item] = { { score }, {} };
        return fact;
    }
    course::FormFact correction(course::FormFact const& of, std::string id, Instant when, int score, std::string by = "N-01", std::string tablet = "T-03") const
    {
        auto fact = pain(std::move(id), when, score, std::move(tablet), of.form.visit);
        fact.amends = of.id;
        fact.by = std::move(by);
        fact.reason = "entry-error";
        return fact;
    }
    course::FormFact status(std::string id, Instant when, std::string const& event, std::string by = "C-01", std::string tablet = "T-03") const
    {
        course::FormFact fact;
        fact.id = std::move(id);
        fact.tablet = std::move(tablet);
        fact.by = std::move(by);
        fact.form = { "study-status", {}, when, study->form("study-status")->definition, {} };
        auto const* item = fact.form.definition->find("event");
        for (auto const& option : std::get<forms::ChoiceItem>(item->kind).options) {
            if (std::get<forms::Coding>(option.value).code == event)
                fact.form.answers["event"] = { { option.value }, {} };
        }
        fact.form.answers["event-at"] = { { forms::DateTime { iso8601(when) } }, {} };
        return fact;
    }
    course::ChangeFact change(std::string id, Instant when, std::string field, std::string value, std::vector<std::string> knew = {}) const
    {
        auto since = field == "state" ? iso8601(when) : std::string();
        return { std::move(id), std::move(field), std::move(value), std::move(since), "chart", "coordinator", when, std::move(knew) };
    }
    course::Course course(std::vector<course::FormFact> const& forms, std::vector<course::ChangeFact> changes = {}) const
    {
        course::Facts facts { person, {}, std::move(changes), {}, {} };
        for (auto const& one : forms)
            facts.forms.push_back(std::make_shared<course::FormFact const>(one));
        return { study, std::move(facts) };
    }
};

/// Everything that a course says, as one text: two that are equal say the same.
inline std::string said_by(course::Course const& course, Instant const& now)
{
    std::string text;
    auto const& person = course.participant();
    text += person.number + " " + std::string(study::name_of(person.state)) + (person.state_since ? " " + iso8601(*person.state_since) : "") + "\n";
    for (auto const& [anchor, when] : person.anchors)
        text += anchor + " " + std::to_string(when.wall_ms) + "\n";
    for (auto const& one : course.standing().history)
        text += one.field + "=" + one.value + " " + one.fact + (one.stands ? " *" : "") + "\n";
    for (auto const* form : course.forms()) {
        text += form->root + " " + form->id + " " + form->duplicate_of + " " + std::to_string(form->versions.size());
        for (auto const& one : form->fork)
            text += " fork " + one;
        for (auto const& [path, answer] : form->completed.answers)
            text += " " + path.text() + "=" + forms::encode_answer(answer);
        text += "\n";
    }
    for (auto const& one : course.planned(now))
        text += one.form + " " + one.visit + " " + std::to_string(static_cast<int>(one.state)) + " " + one.response + "\n";
    for (auto const& one : course.alerts())
        text += one.id + " " + one.rule + " " + one.root + " " + std::to_string(one.raised.wall_ms) + (one.acknowledged ? " seen by " + one.acknowledged->by : "") + "\n";
    return text;
}

} // namespace bedside::test
