// SPDX-License-Identifier: Apache-2.0
// Strict reading of a pack's two JSON files. Internal to this folder.
#pragma once

#include "forms/packs/pack.h"

namespace bedside::packs {

/// manifest.json, or pack.json (which has no "files").
enum class ManifestKind { built, source };
Result<Manifest> parse_manifest(std::string_view json, ManifestKind kind);
/// Canonical JSON of a manifest.
std::string format_manifest(Manifest const& manifest);
Result<Wording> parse_wording(std::string_view json);
/// wording.json, or audio/ with a plain name.
bool is_payload_name(std::string const& name);

/// What is wrong with a pack, as a sentence.
std::unexpected<Error> refuse(std::string const& sentence);

} // namespace bedside::packs
