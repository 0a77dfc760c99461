// SPDX-License-Identifier: Apache-2.0
// A new tablet's first contact: from a typed code to keys, certificate and store.
#pragma once

#include "forms/base/clock.h"
#include "forms/base/crypto.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace bedside::client {

/// Beside the store: the study's public rescue key, 64 hex digits, for the day when the store does not open.
inline constexpr char const* rescue_key_file = "rescue.pub";

/// Makes keys and store in DIR and has the server at `url` ("https://host:port") sign them. The server is trusted only when its authority is
/// the one that the code names. There is a store in DIR only when all of it succeeded. When the answer is lost, the same code does it again. Returns the tablet's name.
/// Fails with invalid_argument (code or URL), already_exists (a store is there), tls (another server answers), forbidden (the code is used or
/// too old), network, or as a write does.
Result<std::string> enrol(std::string_view url, std::string_view code, std::filesystem::path const& directory, Secret const& key, Clock const& clock);

} // namespace bedside::client
