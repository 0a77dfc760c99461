// SPDX-License-Identifier: Apache-2.0
#include "forms/base/battery.h"

#include <fstream>
#include <string>

namespace bedside {
namespace {

/// The first line of a file of the kernel's; empty where there is none.
std::string line_of(std::filesystem::path const& file)
{
    std::string line;
    std::ifstream stream(file);
    std::getline(stream, line);
    return line;
}

} // namespace

std::optional<Battery> battery(std::filesystem::path const& power_supplies)
{
    std::error_code error;
    for (auto const& supply : std::filesystem::directory_iterator(power_supplies, error)) {
        int percent = -1;
        std::ifstream(supply.path() / "capacity") >> percent;
        if (line_of(supply.path() / "type") != "Battery" || line_of(supply.path() / "scope") == "Device" || percent < 0 || percent > 100)
            continue;
        auto const status = line_of(supply.path() / "status");
        return Battery { percent, status == "Charging" || status == "Full" || status == "Not charging" };
    }
    return std::nullopt;
}

} // namespace bedside
