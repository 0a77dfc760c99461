// SPDX-License-Identifier: Apache-2.0
// The study status record: what staff learned of a participant's course, before the roster says it.
#pragma once

#include "forms/study/readings.h"

namespace bedside::study {

/// Whether this is the shipped instrument "study-status".
bool is_status_form(forms::Definition const& definition);
/// Sets the anchor, or the state and its moment, that the record names; what it does not say changes nothing. An anchor that the study
/// does not count from is ignored.
void apply_status(Participant& participant, Study const& study, CompletedForm const& record);

} // namespace bedside::study
