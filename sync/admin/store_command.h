// SPDX-License-Identifier: Apache-2.0
// bedside-admin store: a tablet's store, looked at and looked after by hand.
#pragma once

#include "forms/base/clock.h"

#include <filesystem>
#include <istream>
#include <ostream>

namespace bedside::admin {

/// Proves the store in `directory` whole and prints what it holds, or fails with corrupted, naming the first broken link.
/// The key comes from `key_file`, or, when that is empty, from the service's credential. Changes no record.
Result<int> store_verify(std::filesystem::path const& directory, std::filesystem::path const& key_file, Clock const& clock, std::ostream& out);

/// Encrypts the store anew with the key in `new_key_file` (made before with `bedside-admin key new`).
Result<int> store_rekey(std::filesystem::path const& directory, std::filesystem::path const& key_file, std::filesystem::path const& new_key_file, Clock const& clock,
    std::ostream& out);

/// Reads a passphrase from `in` and writes DIR/key.wrapped, with which staff can open the store when the credential is gone.
Result<int> store_wrap(std::filesystem::path const& directory, std::filesystem::path const& key_file, Clock const& clock, std::istream& in, std::ostream& out);

} // namespace bedside::admin
