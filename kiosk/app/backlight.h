// SPDX-License-Identifier: Apache-2.0
// Light of the panel, by the kernel's backlight class. 70-bedside-backlight.rules gives its brightness to the kiosk's user.
#pragma once

#include <filesystem>
#include <optional>

namespace bedside::app {

class Backlight {
public:
    /// The first panel below `root`; a machine without one draws as ever, and its light stays as it is.
    explicit Backlight(std::filesystem::path const& root);

    /// Per cent of the panel's most, 0 .. 100; 0 is the least that it has. Writes only what changes; a refusal is said once on the log.
    void set(int percent);

private:
    std::filesystem::path m_panel; ///< empty: none
    std::optional<int> m_percent;
    bool m_refused = false;
};

} // namespace bedside::app
