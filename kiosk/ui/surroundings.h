// SPDX-License-Identifier: Apache-2.0
// What surrounds every screen: the strip, and the tool bar with progress or title.
#pragma once

#include "kiosk/ui/ui.h"

namespace bedside::ui {

/// Where the parts of a screen are; the strip and the tool bar grow with their words.
Areas lay_out(Ui& ui, flow::Frame const& frame, Window const& window);
/// Strip and tool bar.
void draw_frame(Ui& ui, flow::Frame const& frame);

} // namespace bedside::ui
