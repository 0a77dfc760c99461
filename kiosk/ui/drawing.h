// SPDX-License-Identifier: Apache-2.0
// Our own drawings as polylines: icons and bodies, made of SVG at build (kiosk/outlines).
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
    bool operator==(Polyline const&) const = default;
};

/// One shape, curves flattened.
struct Shape {
    std::string id;
    bool filled = false; ///< drawn as an area, not as a line
    std::vector<Polyline> lines;
    bool operator==(Shape const&) const = default;
};

struct Drawing {
    float width = 0; ///< of the viewBox
    float height = 0;
    std::vector<Shape> outline; ///< shapes without an id
    std::vector<Shape> regions; ///< shapes with an id
    bool operator==(Drawing const&) const = default;
};

/// As it is embedded in the program: counts and floats, little-endian. Made and read by the same release.
std::string encode(Drawing const& drawing);
/// The inverse. Bytes that are cut short or no outline give less or nonsense, never a crash.
Drawing decode(std::string_view bytes);

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
