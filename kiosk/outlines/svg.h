// SPDX-License-Identifier: Apache-2.0
// The small part of SVG that our own drawings use, as polylines. Read at build; no program on the tablet reads SVG.
#pragma once

#include "kiosk/ui/drawing.h"

namespace bedside::outlines {

/// Reads path (M L H V C Q A Z and lower case), circle, rect and polygon. What is not understood is left out; no input crashes it.
ui::Drawing parse_svg(std::string_view svg);

} // namespace bedside::outlines
