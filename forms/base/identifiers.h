// SPDX-License-Identifier: Apache-2.0
// What may stand in a place that is signed, becomes part of a URL or of a file's name.
#pragma once

#include <string_view>

namespace bedside {

/// FHIR R4 `id`: 1 to 64 of A-Z a-z 0-9 - .
bool is_fhir_id(std::string_view text);
/// A FHIR id that begins with a letter or a digit, as a study number does.
bool is_study_number(std::string_view text);
/// 1 to 32 letters, digits or hyphens, such as T-03.
bool is_tablet_name(std::string_view text);
/// A FHIR resource type's shape: a capital and letters, at most 64.
bool is_resource_type(std::string_view text);
/// 64 lower-case hexadecimal digits.
bool is_sha256_hex(std::string_view text);

} // namespace bedside
