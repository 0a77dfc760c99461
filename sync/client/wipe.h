// SPDX-License-Identifier: Apache-2.0
// The end of a tablet's store, by order of the study.
#pragma once

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
/// The key that is sealed to the machine belongs to root and stays; nothing that it opens is left.
Destroyed destroy_store(std::filesystem::path const& directory);

} // namespace bedside::client
