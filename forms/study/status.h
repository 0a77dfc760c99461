// SPDX-License-Identifier: Apache-2.0
// The study status record: what staff learned of a participant, before the roster says it.
#pragma once

#include "forms/study/readings.h"

namespace bedside::study {

/// Whether this is the shipped instrument "study-status".
bool is_status_form(forms::Definition const& definition);

/// What a status record states.
struct StatusStatement {
    std::string field; ///< "state", or "anchor:NAME"
    std::string value; ///< a state's name in the roster, or the anchor's moment, ISO 8601
    std::string since; ///< of a state: its moment, ISO 8601
};
/// Nothing when the record names no event, no moment that can be read, or a date that the study does not count from.
std::optional<StatusStatement> statement_of(Study const& study, CompletedForm const& record);

/// Puts a statement into force, from a record or from the console: the anchor, or the state and its moment. An empty value takes an
/// anchor back. Fails with invalid_argument: no such state or anchor, and with invalid_data: no moment.
Result<void> apply_statement(Participant& participant, Study const& study, StatusStatement const& statement);

} // namespace bedside::study
