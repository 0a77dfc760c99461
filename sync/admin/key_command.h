// SPDX-License-Identifier: Apache-2.0
// bedside-admin key new, staff hash: secrets made on the spot.
#pragma once

#include "forms/base/result.h"

#include <filesystem>
#include <istream>
#include <ostream>

namespace bedside::admin {

/// Writes 32 random bytes as 64 hexadecimal digits and a line end into a new file that only its owner may read (0600).
/// Fails with already_exists, read_only, disk_full or io; a failure leaves no file behind.
Result<int> key_new(std::filesystem::path const& file);

/// Reads one PIN (4 to 12 digits) from the first line of `in` and writes its Argon2id hash for staff.csv.
/// Fails with invalid_argument.
Result<int> staff_hash(std::istream& in, std::ostream& out);

} // namespace bedside::admin
