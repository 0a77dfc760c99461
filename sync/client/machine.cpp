// SPDX-License-Identifier: Apache-2.0
#include "sync/client/machine.h"

namespace bedside::client {

std::optional<std::int64_t> free_bytes(std::filesystem::path const& directory)
{
    std::error_code error;
    auto const space = std::filesystem::space(directory, error);
    if (error)
        return std::nullopt;
    return static_cast<std::int64_t>(space.available);
}

} // namespace bedside::client
