// SPDX-License-Identifier: Apache-2.0
// What the machine says about itself.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace bedside::client {

/// Bytes that an ordinary user may still write where `directory` is.
std::optional<std::int64_t> free_bytes(std::filesystem::path const& directory);

} // namespace bedside::client
