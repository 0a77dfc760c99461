// SPDX-License-Identifier: Apache-2.0
// What the command line asks of the kiosk.
#pragma once

#include "forms/base/result.h"
#include "kiosk/flow/intent.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace bedside::forms {
struct Definition;
}

namespace bedside::app {

struct WindowSize {
    int width = 0;
    int height = 0;
};

struct Options {
    std::filesystem::path data = "/var/lib/bedside";
    std::optional<WindowSize> window;   ///< none: the whole screen
    std::optional<double> dpi;          ///< of the panel, until one is measured at a self-test; none: as the system reports it
    std::string language;               ///< BCP-47; empty: the study's
    flow::TextSize text_size = flow::TextSize::normal;
    flow::Theme theme = flow::Theme::day;
    std::shared_ptr<forms::Definition const> practice; ///< practice mode with this form
    bool reduced_motion = false;        ///< screens change at once
    std::filesystem::path ui_tree;      ///< empty: none is written
    int brightness = 80;                ///< per cent of the panel's light
    int night_brightness = 20;          ///< the same in the study's quiet hours
    std::filesystem::path backlights = "/sys/class/backlight";
    std::filesystem::path power_supplies = "/sys/class/power_supply";
};

/// Reads "WxH" in pixels, each 320 .. 8192. Fails with invalid_argument.
Result<WindowSize> parse_window_size(std::string_view text);
/// A Questionnaire from a file, or a shipped instrument by its name. Fails as the form or the file does.
Result<std::shared_ptr<forms::Definition const>> load_practice_form(std::string const& name);

} // namespace bedside::app
