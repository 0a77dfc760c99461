// SPDX-License-Identifier: Apache-2.0
// What is on the screen, as a JSON file for scripts: --ui-tree.
#pragma once

#include "kiosk/ui/ui.h"

#include <string>

namespace bedside::app {

/// {"screen", "place", "taps_from", "width", "height", "elements": [{"id", "role", "label", "rect": {"x","y","w","h"}, "enabled", "selected"}]}
/// in pixels. `taps_from`: wall clock in ms from which touches count on this screen.
std::string ui_tree_json(ui::Ui const& ui, std::string_view place, std::int64_t taps_from, int width, int height);

} // namespace bedside::app
