// SPDX-License-Identifier: Apache-2.0
// When no network ever comes: everything that a tablet knows, sealed to the study's public key, in one file on a USB stick.
#pragma once

#include "sync/store/store.h"

namespace bedside::store {

/// Largest rescue file that is read, bytes.
inline constexpr std::size_t largest_rescue = 1u << 30;

/// What a rescue file holds.
struct RescueContents {
    std::string tablet;
    std::string instance;
    std::string public_key;   ///< of the tablet's signatures, 64 hex digits
    std::string created;      ///< ISO 8601 with offset
    std::vector<std::string> transactions; ///< wire::build_transaction of every completed form, in sequence, sent before or not
    std::vector<std::string> audit_events; ///< AuditEvent of every row of the audit trail
    std::vector<std::string> open_responses; ///< responses that were begun and not completed, with every answer given, as JSON
    std::map<std::string, std::string> raw_files; ///< of a store that does not open: its files as they are, by name; "key" is its key in hex
};

/// Writes DIR/bedside-rescue-<tablet>-<UTC>.sealed with everything that the store holds; only the study's secret key opens it. Audited.
/// Returns the file. Fails with invalid_argument (no public key), or as reads and writes do.
Result<std::filesystem::path> write_rescue(Store& store, std::span<std::uint8_t const> study_key, std::filesystem::path const& directory, Clock const& clock);
/// The same of a damaged store that does not open: its files, and the key where there is one, without looking into them.
Result<std::filesystem::path> write_raw_rescue(std::filesystem::path const& store_directory, Secret const& key, std::span<std::uint8_t const> study_key,
    std::filesystem::path const& directory, Clock const& clock);

/// What a rescue file holds, unproved. Fails with wrong_key (not for this key, or altered), invalid_data or too_large.
Result<RescueContents> unseal_rescue(std::span<std::uint8_t const> file, BoxKey const& key);
/// The same, and proves that every transaction belongs to its tablet: hash, signature, and the chain without a gap from 1.
/// Importing the transactions is idempotent, because each is a PUT by id. Fails as above, or with corrupted.
Result<RescueContents> open_rescue(std::span<std::uint8_t const> file, BoxKey const& key);

/// The inside of a rescue file, for the two above and for tests.
std::string encode_rescue(RescueContents const& contents);
Result<RescueContents> decode_rescue(std::string_view text);

} // namespace bedside::store
