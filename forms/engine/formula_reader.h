// SPDX-License-Identifier: Apache-2.0
// Reads the expressions of an item or a form.
#pragma once

#include "forms/engine/formula.h"
#include "forms/engine/reader.h"

namespace bedside::forms {

/// variable, calculatedExpression, enableWhenExpression and constraints of `json`. Adds its variables to `known`, which is that of whatever is below.
/// An expression outside forms/expression makes the form unsupported, with its place and the character.
Formulas read_formulas(Json const& json, KnownVariables& known, Reader& reader, std::string const& where);

} // namespace bedside::forms
