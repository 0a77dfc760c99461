// SPDX-License-Identifier: Apache-2.0
#include "sync/client/machine.h"

#include <fstream>
#include <string>

namespace bedside::client {

std::optional<Battery> battery(std::filesystem::path const& power_supplies)
{
    std::error_code error;
    for (auto const& entry : std::filesystem::directory_iterator(power_supplies, error)) {
        std::string type;
        std::string status;
        int percent = -1;
        std::ifstream(entry.path() / "type") >> type;
        std::ifstream(entry.path() / "capacity") >> percent;
        std::ifstream(entry.path() / "status") >> status;
        if (type == "Battery" && percent >= 0 && percent <= 100)
            return Battery { percent, status == "Charging" || status == "Full" };
    }
    return std::nullopt;
}

std::optional<std::int64_t> free_bytes(std::filesystem::path const& directory)
{
    std::error_code error;
    auto const space = std::filesystem::space(directory, error);
    if (error)
        return std::nullopt;
    return static_cast<std::int64_t>(space.available);
}

} // namespace bedside::client
