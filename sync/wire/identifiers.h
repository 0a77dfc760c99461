// SPDX-License-Identifier: Apache-2.0
// What may stand in a place that is signed or becomes part of a URL.
#pragma once

#include "forms/base/clock.h"

#include <string_view>

namespace bedside::wire {

/// Deepest nesting of JSON that is read.
inline constexpr int deepest_json = 64;

/// FHIR R4 `id`: 1 to 64 of A-Z a-z 0-9 - .
bool is_fhir_id(std::string_view text);
/// A FHIR resource type's shape: a capital and letters.
bool is_resource_type(std::string_view text);
/// 64 lower-case hexadecimal digits.
bool is_sha256_hex(std::string_view text);

} // namespace bedside::wire
