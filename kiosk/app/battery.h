// SPDX-License-Identifier: Apache-2.0
// Charge of the tablet's battery, from the kernel's power supply class.
#pragma once

#include <filesystem>
#include <optional>

namespace bedside::app {

/// Percent of the first battery below `root`; nullopt where there is none.
std::optional<int> battery_percent(std::filesystem::path const& root = "/sys/class/power_supply");

} // namespace bedside::app
