// SPDX-License-Identifier: Apache-2.0
// The answers of one response while it is being filled in.
#pragma once

#include "forms/engine/definition.h"

#include <map>
#include <string>

namespace bedside::forms {

/// Place of an answer. The linkId, preceded by "group#2/" for each repeating ancestor instance after the first:
/// "severity", "site#2/severity". Stable across restarts; stored as is.
using ItemPath = std::string;

/// Why there is no value although the item was shown. FHIR dataAbsentReason codes.
enum class Absence { asked_declined };

/// Values given (several only where the item repeats), or a deliberate refusal. Never both, never neither.
struct Answer {
    std::vector<Value> values;
    std::optional<Absence> absence;
    bool operator==(Answer const&) const = default;
};

/// Nothing at a path means "not answered yet"; an Answer is what the patient said.
using Answers = std::map<ItemPath, Answer, std::less<>>;

/// Checks one answer against its item (type, range, options, lengths). Fails with invalid_response and a sentence for staff.
Result<void> check_answer(Item const& item, Answer const& answer);

/// One answer as compact JSON for the store's answer log, and back. Fails with invalid_data.
std::string encode_answer(Answer const& answer);
Result<Answer> decode_answer(std::string_view json);

} // namespace bedside::forms
