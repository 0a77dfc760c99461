// SPDX-License-Identifier: Apache-2.0
// bedside-admin response: whether a QuestionnaireResponse fits its Questionnaire.
#pragma once

#include "forms/base/result.h"

#include <filesystem>
#include <ostream>

namespace bedside::admin {

/// Writes a FHIR OperationOutcome. Exit status 0 without an error in it, 1 otherwise.
/// Fails with not_found when a file can't be read, invalid_form or unsupported_form for the Questionnaire.
Result<int> response_check(std::filesystem::path const& questionnaire, std::filesystem::path const& response, std::ostream& out);

} // namespace bedside::admin
