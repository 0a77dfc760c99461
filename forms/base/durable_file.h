// SPDX-License-Identifier: Apache-2.0
// Small files, read whole, and written so that they are there whole or not at all.
#pragma once

#include "forms/base/result.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace bedside {

enum class Replace { never, allowed };
enum class Readers {
    owner, ///< mode 0600
    group, ///< mode 0640: what the kiosk's and the sync program's users share with the store
    all,   ///< mode 0644
};

/// Writes under another name, flushes file and folder, and only then gives the name: it lasts through a power cut. Fails with already_exists,
/// not_found (no such folder), disk_full, read_only or io.
Result<void> write_durably(std::filesystem::path const& file, std::string_view bytes, Replace replace, Readers readers = Readers::owner);
/// Writes under another name and renames, without waiting for the disk: a reader never sees half of it. Fails as write_durably does.
Result<void> write_atomically(std::filesystem::path const& file, std::string_view bytes, Readers readers = Readers::all);
/// All bytes of a file, pipe or device, at most `largest` of them. Fails with not_found, too_large or io; the sentence names the file.
Result<std::string> read_file(std::filesystem::path const& file, std::size_t largest);

} // namespace bedside
