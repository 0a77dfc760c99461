// SPDX-License-Identifier: Apache-2.0
// One truth about a participant: a pure function of study, facts and now. Whatever says something about a participant asks it.
#pragma once

#include "forms/course/facts.h"
#include "forms/course/standing.h"
#include "forms/study/alerts.h"
#include "forms/study/planner.h"

#include <map>

namespace bedside::course {

using Fact = std::shared_ptr<FormFact const>;

/// A form with all its corrections: one form, whoever made them and wherever.
struct Form {
    std::string root;                ///< id of the form as first handed in: its name for ever
    std::string id;                  ///< of the version in force
    study::CompletedForm completed;  ///< what the version in force says; `authored` is the moment when the form was first handed in
    bool whole = true;               ///< all its answers are here
    std::string tablet;              ///< where it was first handed in
    std::vector<std::string> flags;  ///< of the version in force
    std::vector<Fact> versions;      ///< all that are known, by time
    std::vector<std::string> fork;   ///< versions that did not know of each other, the one in force first; empty: no fork
    std::string duplicate_of;        ///< root of the form that stands for the same visit; empty: this one stands

    bool corrected() const { return versions.size() > 1; }
    FormFact const& in_force() const;
};

/// An alert that the forms in force set off.
struct Alert {
    std::string id;   ///< alert_id()
    std::string rule; ///< AlertRule::id
    forms::LocalizedText title;
    bool urgent = true;
    std::string root; ///< of the form that set it off, together with those before it
    std::string form; ///< form id
    std::string visit;
    std::string tablet; ///< where the form was handed in
    Instant raised;     ///< when the version in force was made
    std::optional<AcknowledgementFact> acknowledged = {};
};

/// The same wherever it is computed: a UUID out of the rule and the form whose handing-in made it true.
std::string alert_id(std::string_view rule, std::string_view root);

/// What staff or patient began and did not hand in yet; only this tablet knows.
struct Begun {
    std::string form;
    std::string visit;
    Instant at;
};

class Course {
public:
    /// `study` is kept. Any order and any repetition of the facts gives the same course.
    Course(std::shared_ptr<study::Study const> study, Facts facts);

    /// One more form; facts already known change nothing.
    void add(Fact fact);
    void add(ChangeFact fact);
    void add(AcknowledgementFact fact);
    void add(DecisionFact fact);
    /// The roster's line changed.
    void follow(study::Participant roster);

    study::Study const& study() const { return *m_study; }
    /// The participant as all facts together say: roster, status records, the console's word.
    study::Participant const& participant() const { return m_standing.participant; }
    Standing const& standing() const { return m_standing; }
    /// Forms in force by the moment when they were first handed in, duplicates among them.
    std::vector<Form const*> forms() const;
    /// The form with this version, in force or not; nullptr when it is not known.
    Form const* form_with(std::string_view version) const;
    /// The form that stands for a visit or diary day; nullptr when there is none.
    Form const* at(std::string_view form, std::string_view visit) const;
    /// What is expected: done, where, late, missed, not expected and why. `begun` are open forms.
    std::vector<study::PlannedForm> planned(Instant const& now, std::vector<Begun> const& begun = {}) const;
    /// Event-contingent forms that can be reported now.
    std::vector<study::PlannedForm> events(Instant const& now) const;
    /// Alerts of forms in force, oldest first.
    std::vector<Alert> alerts() const;
    /// Forms with more than one version that nobody knows to be the last.
    std::vector<Form const*> forks() const;
    std::vector<Form const*> duplicates() const;

private:
    void settle(std::string const& root);
    void settle_standing();
    using Slot = std::pair<std::string, std::string>; ///< form, visit
    void settle_slot(Slot const& slot, std::set<std::string> const& roots);
    std::string root_of(FormFact const& fact) const;
    Fact with_base(Fact const& fact) const;

    std::shared_ptr<study::Study const> m_study;
    study::Participant m_roster;
    std::map<std::string, Fact, std::less<>> m_facts;             ///< by id
    std::map<std::string, std::string, std::less<>> m_roots;      ///< version -> root
    std::map<std::string, Form, std::less<>> m_forms;             ///< by root
    std::map<Slot, std::set<std::string>> m_slots;                ///< roots
    std::map<std::string, ChangeFact, std::less<>> m_changes;
    std::map<std::string, AcknowledgementFact, std::less<>> m_acknowledgements; ///< by alert: the first
    std::map<std::string, DecisionFact, std::less<>> m_decisions;
    study::AlertRules m_rules;
    Standing m_standing;
};

} // namespace bedside::course
