// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/raster.h"

#include <cmath>

namespace bedside::ui {
namespace {

constexpr int rows_a_pixel = 4;

std::uint8_t byte(float coverage) { return static_cast<std::uint8_t>(std::lround(std::clamp(coverage, 0.0f, 1.0f) * 255)); }

void add_segment(Mask& mask, Point a, Point b, float radius)
{
    int const x0 = std::max(0, static_cast<int>(std::floor(std::min(a.x, b.x) - radius - 1)));
    int const x1 = std::min(mask.width - 1, static_cast<int>(std::ceil(std::max(a.x, b.x) + radius + 1)));
    int const y0 = std::max(0, static_cast<int>(std::floor(std::min(a.y, b.y) - radius - 1)));
    int const y1 = std::min(mask.height - 1, static_cast<int>(std::ceil(std::max(a.y, b.y) + radius + 1)));
    float const dx = b.x - a.x;
    float const dy = b.y - a.y;
    float const length = dx * dx + dy * dy;
    for (int y = y0; y <= y1; ++y) {
        for (int x = x0; x <= x1; ++x) {
            float const px = static_cast<float>(x) + 0.5f - a.x;
            float const py = static_cast<float>(y) + 0.5f - a.y;
            float const t = length <= 0 ? 0 : std::clamp((px * dx + py * dy) / length, 0.0f, 1.0f);
            float const distance = std::sqrt((px - t * dx) * (px - t * dx) + (py - t * dy) * (py - t * dy));
            auto& cell = mask.coverage[static_cast<std::size_t>(y) * static_cast<std::size_t>(mask.width) + static_cast<std::size_t>(x)];
            cell = std::max(cell, byte(radius + 0.5f - distance));
        }
    }
}

} // namespace

void add_stroke(Mask& mask, Polyline const& line, float scale, Point offset, float thickness)
{
    auto const at = [&](std::size_t index) {
        Point const p = line.points[index % line.points.size()];
        return Point { p.x * scale + offset.x, p.y * scale + offset.y };
    };
    if (line.points.size() == 1)
        add_segment(mask, at(0), at(0), thickness / 2);
    for (std::size_t i = 0; i + (line.closed ? 0 : 1) < line.points.size(); ++i)
        add_segment(mask, at(i), at(i + 1), thickness / 2);
}

void add_fill(Mask& mask, std::span<Polyline const> lines, float scale, Point offset)
{
    std::vector<float> row(static_cast<std::size_t>(mask.width));
    std::vector<float> crossings;
    float top = static_cast<float>(mask.height);
    float bottom = 0;
    for (auto const& line : lines) {
        for (auto const& p : line.points) {
            top = std::min(top, p.y * scale + offset.y);
            bottom = std::max(bottom, p.y * scale + offset.y);
        }
    }
    int const first = std::max(0, static_cast<int>(top));
    int const last = std::min(mask.height, static_cast<int>(std::ceil(bottom)) + 1);
    for (int y = first; y < last; ++y) {
        std::fill(row.begin(), row.end(), 0.0f);
        bool any = false;
        for (int sub = 0; sub < rows_a_pixel; ++sub) {
            float const sample = static_cast<float>(y) + (static_cast<float>(sub) + 0.5f) / rows_a_pixel;
            crossings.clear();
            for (auto const& line : lines) {
                for (std::size_t i = 0; i < line.points.size(); ++i) {
                    Point const p = line.points[i];
                    Point const q = line.points[(i + 1) % line.points.size()];
                    float const py = p.y * scale + offset.y;
                    float const qy = q.y * scale + offset.y;
                    if ((py > sample) != (qy > sample))
                        crossings.push_back((p.x + (q.x - p.x) * (sample - py) / (qy - py)) * scale + offset.x);
                }
            }
            std::sort(crossings.begin(), crossings.end());
            for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) {
                float const from = std::clamp(crossings[i], 0.0f, static_cast<float>(mask.width));
                float const to = std::clamp(crossings[i + 1], 0.0f, static_cast<float>(mask.width));
                for (int x = static_cast<int>(from); x < mask.width && static_cast<float>(x) < to; ++x)
                    row[static_cast<std::size_t>(x)] += (std::min(to, static_cast<float>(x + 1)) - std::max(from, static_cast<float>(x))) / rows_a_pixel;
                any = true;
            }
        }
        if (!any)
            continue;
        for (int x = 0; x < mask.width; ++x) {
            auto& cell = mask.coverage[static_cast<std::size_t>(y) * static_cast<std::size_t>(mask.width) + static_cast<std::size_t>(x)];
            cell = std::max(cell, byte(row[static_cast<std::size_t>(x)]));
        }
    }
}

Mask disc_mask(int radius)
{
    Mask mask(2 * radius, 2 * radius);
    auto const r = static_cast<float>(radius);
    for (int y = 0; y < mask.height; ++y) {
        for (int x = 0; x < mask.width; ++x) {
            float const dx = static_cast<float>(x) + 0.5f - r;
            float const dy = static_cast<float>(y) + 0.5f - r;
            mask.coverage[static_cast<std::size_t>(y) * static_cast<std::size_t>(mask.width) + static_cast<std::size_t>(x)] = byte(r + 0.5f - std::sqrt(dx * dx + dy * dy));
        }
    }
    return mask;
}

Mask drawing_mask(Drawing const& drawing, int size, float thickness)
{
    Mask out(size, size);
    float const scale = drawing.width > 0 ? static_cast<float>(size) / drawing.width : 1.0f;
    for (auto const& shape : drawing.outline) {
        if (shape.filled)
            add_fill(out, shape.lines, scale, {});
        for (auto const& line : shape.lines)
            add_stroke(out, line, scale, {}, thickness * scale);
    }
    return out;
}

namespace {

/// Takes a stroke along the outer edges away; an edge shared by two shapes is inside.
void cut_outline(Mask& mask, std::span<Shape const> shapes, float scale, Point offset, float thickness)
{
    Mask edge(mask.width, mask.height);
    for (auto const& shape : shapes) {
        for (auto const& line : shape.lines) {
            for (std::size_t i = 0; i < line.points.size(); ++i) {
                Point const a = line.points[i];
                Point const b = line.points[(i + 1) % line.points.size()];
                Point const middle { (a.x + b.x) / 2, (a.y + b.y) / 2 };
                bool shared = false;
                for (auto const& other : shapes)
                    shared = shared || (&other != &shape && (inside(other, middle) || distance_to_edge(other, middle) < 1.5f));
                if (!shared)
                    add_stroke(edge, { { a, b }, false }, scale, offset, thickness);
            }
        }
    }
    for (std::size_t i = 0; i < mask.coverage.size(); ++i)
        mask.coverage[i] = static_cast<std::uint8_t>(mask.coverage[i] * (255 - edge.coverage[i]) / 255);
}

} // namespace

OffsetMask shapes_mask(std::span<Shape const> shapes, float scale, float grow)
{
    auto const box = bounds_of(shapes);
    int const border = static_cast<int>(std::ceil(std::max(grow, 0.0f))) + 1;
    int const x = static_cast<int>(std::floor(box.left * scale)) - border;
    int const y = static_cast<int>(std::floor(box.top * scale)) - border;
    Mask out(std::max(1, static_cast<int>(std::ceil(box.right * scale)) + border - x), std::max(1, static_cast<int>(std::ceil(box.bottom * scale)) + border - y));
    Point const offset { static_cast<float>(-x), static_cast<float>(-y) };
    for (auto const& shape : shapes) {
        add_fill(out, shape.lines, scale, offset);
        // Shapes that make one region together close the seam between them.
        float const closing = grow < 0 && shapes.size() > 1 ? 1.0f : grow;
        for (auto const& line : shape.lines) {
            if (closing > 0)
                add_stroke(out, line, scale, offset, 2 * closing);
        }
    }
    if (grow < 0)
        cut_outline(out, shapes, scale, offset, -2 * grow);
    return { std::move(out), x, y };
}

} // namespace bedside::ui
