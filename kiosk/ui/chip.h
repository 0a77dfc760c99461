// SPDX-License-Identifier: Apache-2.0
// Icon and word in a soft pill.
#pragma once

#include "kiosk/ui/ui.h"

namespace bedside::ui {

/// Returns its width. `x` is its left end, or right end with Align::right.
int draw_chip(Ui& ui, int x, int centre_y, flow::Chip const& chip, int height, Style const& style, Align align = Align::left);
int chip_width(Ui& ui, flow::Chip const& chip, int height, Style const& style);

} // namespace bedside::ui
