// SPDX-License-Identifier: Apache-2.0
// Parts that all FHIR resources share: references, extensions, the first of a list. Each is written and read here.
#pragma once

#include "forms/engine/json.h"

namespace bedside::forms {

/// A FHIR Reference: {"reference": "Patient/P-017"}.
Json reference(std::string_view type, std::string_view id);
/// The id in a Reference to a resource of this type; empty for another type, another shape, or nullptr.
std::string referenced_id(Json const* reference, std::string_view type);

/// The first element of an array member; nullptr when there is none.
Json const* first_in(Json const& object, std::string_view member);
/// The extension with this URL; nullptr when there is none.
Json const* extension_in(Json const& element, std::string_view url);

} // namespace bedside::forms
