// SPDX-License-Identifier: Apache-2.0
// Numbers out of completed forms: what the shipped instruments' items mean to scoring, alerts and reports.
#pragma once

#include "forms/engine/answers.h"
#include "forms/scoring/opioid.h"
#include "forms/scoring/pain.h"
#include "forms/scoring/qlq_c30.h"
#include "forms/study/study.h"

namespace bedside::study {

/// A completed response with its form.
struct CompletedForm {
    std::string form;  ///< form id
    std::string visit; ///< visit id, diary day or empty
    Instant authored;
    std::shared_ptr<forms::Definition const> definition;
    forms::Answers answers;
};

/// All values given at an item, over all instances of repeating groups, in their order. A refusal gives none.
std::vector<forms::Value> values_at(CompletedForm const& form, std::string_view link_id);
/// The first value at an item as a number: integers, decimals, quantities, booleans as 0 and 1, choices by their weight. Nothing when missing.
std::optional<double> number_at(CompletedForm const& form, std::string_view link_id);
std::optional<int> integer_at(CompletedForm const& form, std::string_view link_id);
std::optional<bool> boolean_at(CompletedForm const& form, std::string_view link_id);
/// The first value's code; empty when missing.
std::string code_at(CompletedForm const& form, std::string_view link_id);

/// Items q1..q30 of the QLQ-C30.
scoring::QlqC30Items qlq_c30_items_of(CompletedForm const& form);
/// The pump record; nothing when something that consumption needs is missing: missing is never 0.
std::optional<scoring::PumpRecord> pump_record_of(CompletedForm const& form);
/// Consumption with the study's ratio; nothing when the record is incomplete or impossible.
std::optional<scoring::Consumption> consumption_of(Study const& study, CompletedForm const& form);
/// An episode, dated by its onset in the study's time zone, or by its entry where the onset is missing.
scoring::Episode episode_of(Study const& study, CompletedForm const& form);
/// The end-of-day record; its day is the visit's date. Nothing when that is no date.
std::optional<scoring::DiaryDay> diary_day_of(CompletedForm const& form);

/// The study-local date that a response is about: of the onset for an event, the diary day, else of its completion.
CivilDate date_of(Study const& study, CompletedForm const& form);

} // namespace bedside::study
