// SPDX-License-Identifier: Apache-2.0
// Charge of the machine's battery, from the kernel's power supply class.
#pragma once

#include <filesystem>
#include <optional>

namespace bedside {

struct Battery {
    int percent = 0;       ///< 0 .. 100
    bool charging = false; ///< or full, or held at a limit: on mains power
    bool operator==(Battery const&) const = default;
};
/// The first battery of the machine itself below `power_supplies`; nullopt without one. A pen's or a mouse's does not count.
std::optional<Battery> battery(std::filesystem::path const& power_supplies = "/sys/class/power_supply");

} // namespace bedside
