// SPDX-License-Identifier: Apache-2.0
// What is on the screen, as a JSON file for scripts: --ui-tree.
#pragma once

#include "kiosk/ui/ui.h"

#include <string>

namespace bedside::app {

/// {"screen", "place", "width", "height", "elements": [{"id", "role", "label", "rect": {"x","y","w","h"}, "enabled", "selected"}]}
std::string ui_tree_json(ui::Ui const& ui, std::string_view place, int width, int height);

} // namespace bedside::app
