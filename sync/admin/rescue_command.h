// SPDX-License-Identifier: Apache-2.0
// bedside-admin rescue: files that tablets wrote to a USB stick.
#pragma once

#include "forms/base/result.h"

#include <filesystem>
#include <ostream>

namespace bedside::admin {

/// Makes the study's rescue key in a new file (0600) and prints the public half, which tablets get.
Result<int> rescue_key(std::filesystem::path const& file, std::ostream& out);

/// Opens a rescue file, proves that its forms are the tablet's, complete and unaltered, and prints what is in it.
Result<int> rescue_open(std::filesystem::path const& file, std::filesystem::path const& key_file, std::ostream& out);

/// Unpacks a rescue file into a folder: forms/<response id>.json (the FHIR transaction, to be sent as it is), audit/, open/, raw/.
/// A second time changes nothing; other bytes under a known name are refused and kept apart. Fails with conflict then, after importing the rest.
Result<int> rescue_unpack(std::filesystem::path const& file, std::filesystem::path const& key_file, std::filesystem::path const& folder, std::ostream& out);

/// Becomes this machine's bedside-server, which takes the file in. Comes back only to fail with not_found.
Result<int> rescue_import(std::filesystem::path const& file, std::filesystem::path const& server_config);

} // namespace bedside::admin
