// SPDX-License-Identifier: Apache-2.0
#include "kiosk/app/battery.h"

#include <fstream>
#include <string>

namespace bedside::app {

std::optional<int> battery_percent(std::filesystem::path const& root)
{
    std::error_code error;
    for (auto const& supply : std::filesystem::directory_iterator(root, error)) {
        std::ifstream type(supply.path() / "type");
        std::ifstream capacity(supply.path() / "capacity");
        std::string kind;
        int percent = -1;
        if (type >> kind && kind == "Battery" && capacity >> percent && percent >= 0 && percent <= 100)
            return percent;
    }
    return std::nullopt;
}

} // namespace bedside::app
