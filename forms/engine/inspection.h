// SPDX-License-Identifier: Apache-2.0
// Everything there is to say about a Questionnaire file: for its author, who wants all of it at once.
#pragma once

#include "forms/engine/definition.h"

#include <optional>

namespace bedside::forms {

/// `invalid`: breaks FHIR's rules or ours. `unsupported`: right, but says something whose meaning is not understood here, so the form is refused.
/// `note`: ignored without changing what is asked or recorded.
enum class FormVerdict { invalid, unsupported, note };

struct FormIssue {
    FormVerdict verdict = FormVerdict::invalid;
    std::string where; ///< FHIRPath-like: "Questionnaire.item.where(linkId='q9').enableWhen[0]"
    std::string text;  ///< one sentence
};

struct Inspection {
    std::vector<FormIssue> issues;        ///< in the order of the file
    std::optional<Definition> definition; ///< present when nothing is invalid or unsupported
    bool too_large = false;               ///< a limit was passed; reading stopped there
};

/// Reads a FHIR R4 Questionnaire and collects every problem instead of stopping at the first.
Inspection inspect_questionnaire(std::string_view json, Limits const& limits = {});

} // namespace bedside::forms
