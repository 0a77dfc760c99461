// SPDX-License-Identifier: Apache-2.0
// The body's regions: codes of assets/body/body_*.svg, drawn with the human outline.
#pragma once

#include "kiosk/ui/drawing.h"

#include <string>
#include <string_view>
#include <vector>

namespace bedside::ui {

struct BodyRegion {
    std::string code;          ///< "front_chest_left": the patient's own left
    std::vector<Shape> shapes; ///< one or two, in the figure's units
};

struct BodyFigure {
    float width = 0;
    float height = 0;
    std::vector<Shape> outline;
    std::vector<BodyRegion> regions;
};

enum class BodySide { front, back };

/// Read once from the built-in drawings.
BodyFigure const& body_figure(BodySide side);

/// Code of a region of the human drawing: "front.chest_r" is "front_chest_right"; small regions share one code.
std::string region_code(std::string_view drawing_id);

} // namespace bedside::ui
