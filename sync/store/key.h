// SPDX-License-Identifier: Apache-2.0
// The store's key: out of a credential, out of a file, or wrapped by the staff's passphrase; and its replacement.
#pragma once

#include "forms/base/clock.h"
#include "forms/base/crypto.h"

#include <filesystem>
#include <string_view>

namespace bedside::store {

/// Where the raw key comes from: $CREDENTIALS_DIRECTORY/bedside-store-key (64 hex digits), a systemd credential. Fails with missing_key or invalid_data.
Result<Secret> key_from_credential();
/// The same from a file that holds 64 hex digits.
Result<Secret> key_from_file(std::filesystem::path const& file);

/// Shortest passphrase that may wrap a key, characters.
inline constexpr std::size_t shortest_passphrase = 12;

/// Whether DIR/key.wrapped is there, so that the recovery screen can ask for the passphrase.
bool has_wrapped_key(std::filesystem::path const& directory);
/// Writes DIR/key.wrapped: the key encrypted with one derived from the passphrase (Argon2id). Replaces an older one. The store's group may read it, for the recovery screen. Fails with
/// invalid_argument (passphrase too short), or as a write does.
Result<void> wrap_key(std::filesystem::path const& directory, Secret const& key, std::string_view passphrase, PasswordCost cost = PasswordCost::moderate);
/// The key out of DIR/key.wrapped; takes about a second. Fails with missing_key, wrong_key (another passphrase, or altered) or invalid_data.
Result<Secret> key_from_passphrase(std::filesystem::path const& directory, std::string_view passphrase);

/// Encrypts DIR/bedside.db anew for `new_key`, which must be safe on a disk already. One transaction: after a cut, one of the two keys opens
/// it. Audited. Nobody else may have the store open: fails with busy. A wrapped key must be wrapped again afterwards.
Result<void> change_store_key(std::filesystem::path const& directory, Secret const& key, Secret const& new_key, Clock const& clock);

} // namespace bedside::store
