// SPDX-License-Identifier: Apache-2.0
// The end of a tablet's store, by order of the study.
#pragma once

#include <chrono>
#include <filesystem>
#include <string_view>

namespace bedside::client {

/// In front of the reason of a put-aside form that the study has given up.
inline constexpr std::string_view given_up_mark = "given up: ";

struct Destroyed {
    bool key = true; ///< no wrapped key is left
    int files = 0;   ///< overwritten and removed
    int left = 0;    ///< could not be removed
};
/// Overwrites and removes the wrapped key first, then database, log and copies in DIR. What cannot be removed is counted; nothing stops it.
/// The key that is sealed to the machine belongs to root: see ask_for_sealed_key.
Destroyed destroy_store(std::filesystem::path const& directory);

/// What became of the key that is sealed to this machine.
enum class SealedKey { none, destroyed, left };
/// Asks root, by a file in the folder that bedside-wipe.path watches, to destroy the sealed key, and waits until it is done. `none` where the
/// key in use did not come from root.
SealedKey ask_for_sealed_key(std::filesystem::path const& directory, std::chrono::milliseconds patience);

} // namespace bedside::client
