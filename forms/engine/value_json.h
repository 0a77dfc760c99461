// SPDX-License-Identifier: Apache-2.0
// Answers as FHIR's value[x] and back.
#pragma once

#include "forms/engine/json.h"
#include "forms/engine/value.h"

namespace bedside::forms {

/// "Coding", "Integer", ...: what follows `value` or `answer` in a member's name.
std::string_view type_name_of(Value const& value);
/// The content of a value[x] member.
Json json_of(Value const& value);
/// Reads the one member of `holder` whose name is `prefix` + a type ("valueCoding", "answerInteger").
/// Fails with invalid_data: none, several, a type that we do not know, or content that is not of it.
Result<Value> value_of(Json const& holder, std::string_view prefix);
Result<Coding> coding_of(Json const& json);

} // namespace bedside::forms
