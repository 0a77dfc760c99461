// SPDX-License-Identifier: Apache-2.0
// Small files that are there whole or not at all, also after a power cut.
#pragma once

#include "forms/base/crypto.h"
#include "forms/base/result.h"

#include <filesystem>

namespace bedside::store {

enum class Replace { never, allowed };
enum class Readers {
    owner, ///< mode 0600
    group, ///< mode 0640: what the kiosk's and the sync program's users share with the store
};

/// Writes under another name, flushes file and folder, and only then gives the name. Fails with already_exists, disk_full, read_only or io.
Result<void> write_durably(std::filesystem::path const& file, std::span<std::uint8_t const> bytes, Replace replace, Readers readers = Readers::owner);
/// All bytes of a file of at most `largest`. Fails with not_found, too_large or io.
Result<Bytes> read_whole(std::filesystem::path const& file, std::size_t largest);

} // namespace bedside::store
