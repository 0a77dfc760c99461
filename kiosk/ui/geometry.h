// SPDX-License-Identifier: Apache-2.0
// Pixels: whole numbers, because the software renderer clips rounded corners at fractional positions.
#pragma once

#include <algorithm>
#include <cstdint>

namespace bedside::ui {

struct Point {
    float x = 0;
    float y = 0;
    bool operator==(Point const&) const = default;
};

/// A rectangle in pixels, origin at the top left of the window.
struct Rect {
    int x = 0;
    int y = 0;
    int w = 0;
    int h = 0;

    int right() const { return x + w; }
    int bottom() const { return y + h; }
    int centre_x() const { return x + w / 2; }
    int centre_y() const { return y + h / 2; }
    bool contains(Point p) const
    {
        return p.x >= static_cast<float>(x) && p.x < static_cast<float>(right()) && p.y >= static_cast<float>(y) && p.y < static_cast<float>(bottom());
    }
    bool contains(Rect const& other) const { return other.x >= x && other.y >= y && other.right() <= right() && other.bottom() <= bottom(); }
    bool overlaps(Rect const& other) const { return x < other.right() && other.x < right() && y < other.bottom() && other.y < bottom(); }
    /// Smaller by `dx` at left and right and `dy` at top and bottom; larger when negative.
    Rect inset(int dx, int dy) const { return { x + dx, y + dy, w - 2 * dx, h - 2 * dy }; }
    Rect inset(int d) const { return inset(d, d); }
    Rect moved(int dx, int dy) const { return { x + dx, y + dy, w, h }; }
    bool operator==(Rect const&) const = default;
};

/// Columns of equal width with `gap` between; remainders go to the gaps, so that all are equal.
inline Rect column(Rect const& area, int index, int count, int gap)
{
    int const width = (area.w - gap * (count - 1)) / count;
    int const start = count == 1 ? 0 : (area.w - width) * index / (count - 1);
    return { area.x + start, area.y, width, area.h };
}

/// The same for rows.
inline Rect row(Rect const& area, int index, int count, int gap)
{
    int const height = (area.h - gap * (count - 1)) / count;
    int const start = count == 1 ? 0 : (area.h - height) * index / (count - 1);
    return { area.x, area.y + start, area.w, height };
}

} // namespace bedside::ui
