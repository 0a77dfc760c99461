// SPDX-License-Identifier: Apache-2.0
// The instruments that come with the product, as the bytes of their Questionnaires.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace bedside::forms {

/// Names in alphabetical order: "pain-nrs", "qlq-c30", ...
std::vector<std::string_view> shipped_instruments();
/// FHIR R4 Questionnaire of this name, with or without ".json"; nothing when there is none.
std::optional<std::string_view> shipped_instrument(std::string_view name);

} // namespace bedside::forms
