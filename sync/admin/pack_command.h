// SPDX-License-Identifier: Apache-2.0
// bedside-admin pack: licensed wording, from a folder to a study.
#pragma once

#include "forms/base/clock.h"

#include <filesystem>
#include <ostream>
#include <string>

namespace bedside::admin {

/// Builds a signed pack in the new folder `target` from `source` (pack.json, wording.json, audio/) and prints its hash and public key.
/// `key_file` holds 64 hexadecimal digits. Fails with invalid_pack, already_exists, missing_key or io.
Result<int> pack_build(std::filesystem::path const& source, std::filesystem::path const& key_file, std::filesystem::path const& target, std::ostream& out);

/// Checks a pack against one public key (64 hexadecimal digits) and the date of `now`; prints what it is, never its wording.
/// Fails with invalid_pack or invalid_argument.
Result<int> pack_verify(std::filesystem::path const& folder, std::string const& public_key, Instant const& now, std::ostream& out);

/// Checks a pack for a study (its keys, its id, its date) and copies it to packs/INSTRUMENT-LANGUAGE in the study folder; adds the line
/// that uses it to the form in study.toml. Nothing is changed when anything is wrong. Fails with invalid_pack, invalid_study, already_exists or io.
Result<int> pack_import(std::filesystem::path const& folder, std::filesystem::path const& study, std::string const& form_id, Instant const& now, std::ostream& out);

} // namespace bedside::admin
