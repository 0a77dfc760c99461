// SPDX-License-Identifier: Apache-2.0
// Any QuestionnaireResponse against its Questionnaire, by FHIR's rules, with every fault and its place.
#pragma once

#include "forms/engine/definition.h"

#include <string>
#include <string_view>
#include <vector>

namespace bedside::forms {

enum class Severity { error, warning };

/// One finding. It names places, limits and rules, never an answer.
struct ResponseIssue {
    Severity severity = Severity::error;
    std::string code;       ///< FHIR issue type: "structure", "required", "value", "code-invalid", "business-rule", ...
    std::string expression; ///< FHIRPath-like: "QuestionnaireResponse.item[2].answer[0].value"
    std::string text;       ///< one sentence
};

/// Pure: no clock, no files. Empty when there is nothing to say. Rules of FHIR R4 QuestionnaireResponse: the form's url and version, linkIds and
/// their order, types, options and open-choice, cardinality, required where enabled (completed and amended only), no answers where disabled,
/// none on groups and texts, lengths, ranges, decimals, units. At most 1000 issues; a text over 4 MiB is refused unread.
std::vector<ResponseIssue> validate_response(Definition const& definition, std::string_view json);

/// No issue is an error.
bool is_valid(std::vector<ResponseIssue> const& issues);

/// FHIR R4 OperationOutcome as JSON; without issues it says so in one of severity "information".
std::string operation_outcome(std::vector<ResponseIssue> const& issues);

} // namespace bedside::forms
