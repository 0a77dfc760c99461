// SPDX-License-Identifier: Apache-2.0
// The small part of SVG that our own drawings use, as polylines.
#pragma once

#include "kiosk/ui/geometry.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bedside::ui {

struct Polyline {
    std::vector<Point> points;
    bool closed = false;
};

/// One path, circle, rect or polygon, curves flattened.
struct Shape {
    std::string id;
    bool filled = false; ///< fill="currentColor" on the shape itself
    std::vector<Polyline> lines;
};

struct Drawing {
    float width = 0; ///< of the viewBox
    float height = 0;
    std::vector<Shape> outline; ///< shapes without an id
    std::vector<Shape> regions; ///< shapes with an id
};

/// Reads path (M L H V C Q A Z and lower case), circle, rect and polygon. What is not understood is left out; no input crashes it.
Drawing parse_svg(std::string_view svg);

/// The smallest box around some shapes.
struct Bounds {
    float left = 1e9f;
    float top = 1e9f;
    float right = -1e9f;
    float bottom = -1e9f;
};
Bounds bounds_of(std::span<Shape const> shapes);
/// Where the shapes together balance; none has a hole and none lies over another.
Point centre_of(std::span<Shape const> shapes);
/// Even-odd test over the closed lines of a shape.
bool inside(Shape const& shape, Point point);
/// Distance from a point to the nearest edge of the shape.
float distance_to_edge(Shape const& shape, Point point);

} // namespace bedside::ui
