// SPDX-License-Identifier: Apache-2.0
// An alert that a completed form set off, as a FHIR R4 Communication that travels in the form's own transaction.
#pragma once

#include "forms/base/clock.h"
#include "forms/engine/json.h"

#include <string>
#include <string_view>

namespace bedside::wire {

/// What a Communication says about an alert. A prompt for staff to look, never an instruction.
struct AlertRecord {
    std::string id;          ///< UUID
    std::string response_id; ///< the form that set it off
    std::string participant; ///< study number
    std::string tablet;
    std::string rule;        ///< the study's rule, "severe-pain"
    std::string text;        ///< the rule's title in the study's first language; no answer
    bool urgent = true;      ///< priority "urgent", else "routine"
    Instant raised;
};

std::string communication(AlertRecord const& alert);
/// What a Communication says; what is missing or of another shape stays empty, `raised` at 1970.
AlertRecord alert_in(forms::Json const& communication);
/// Fails with invalid_data when it is no Communication of ours.
Result<AlertRecord> parse_communication(std::string_view json);

} // namespace bedside::wire
