// SPDX-License-Identifier: Apache-2.0
// Coverage masks of strokes and filled shapes, anti-aliased, in plain memory.
#pragma once

#include "kiosk/ui/drawing.h"

#include <cstdint>
#include <span>
#include <vector>

namespace bedside::ui {

/// One byte of coverage a pixel.
struct Mask {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> coverage;

    Mask(int w, int h)
        : width(w)
        , height(h)
        , coverage(static_cast<std::size_t>(w) * static_cast<std::size_t>(h))
    {
    }
};

/// Adds a stroke of `thickness` pixels with round joins and ends.
void add_stroke(Mask& mask, Polyline const& line, float scale, Point offset, float thickness);
/// Adds the inside (even-odd) of closed lines.
void add_fill(Mask& mask, std::span<Polyline const> lines, float scale, Point offset);
/// A disc of `radius` pixels; its quarters are the corners of rounded rectangles.
Mask disc_mask(int radius);

} // namespace bedside::ui
