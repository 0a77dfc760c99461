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
/// A drawing `size` pixels wide and high; `thickness` of its strokes in units of its own grid.
Mask drawing_mask(Drawing const& drawing, int size, float thickness);
/// A mask, and where it lies beside the origin of what it shows.
struct OffsetMask {
    Mask mask;
    int left = 0;
    int top = 0;
};
/// Filled shapes scaled by `scale`, larger by `grow` pixels on every side, or smaller where it is negative.
OffsetMask shapes_mask(std::span<Shape const> shapes, float scale, float grow);
/// A disc of `radius` pixels; its quarters are the corners of rounded rectangles.
Mask disc_mask(int radius);

} // namespace bedside::ui
