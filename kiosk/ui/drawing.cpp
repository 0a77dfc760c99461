// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/drawing.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

namespace bedside::ui {
namespace {

static_assert(std::endian::native == std::endian::little && sizeof(float) == 4);

template <typename T>
void put(std::string& out, T value)
{
    char bytes[sizeof value];
    std::memcpy(bytes, &value, sizeof value);
    out.append(bytes, sizeof value);
}

void put_count(std::string& out, std::size_t count) { put(out, static_cast<std::uint32_t>(count)); }

void put_shapes(std::string& out, std::vector<Shape> const& shapes)
{
    put_count(out, shapes.size());
    for (auto const& shape : shapes) {
        put_count(out, shape.id.size());
        out += shape.id;
        put(out, shape.filled);
        put_count(out, shape.lines.size());
        for (auto const& line : shape.lines) {
            put(out, line.closed);
            put_count(out, line.points.size());
            for (auto const& point : line.points) {
                put(out, point.x);
                put(out, point.y);
            }
        }
    }
}

/// Takes values from the front; once there are too few bytes everything is 0.
class OutlineReader {
public:
    explicit OutlineReader(std::string_view bytes)
        : m_rest(bytes)
    {
    }
    template <typename T>
    T take()
    {
        T value {};
        auto const bytes = text(sizeof value);
        if (bytes.size() == sizeof value)
            std::memcpy(&value, bytes.data(), sizeof value);
        return value;
    }
    /// A count of things of at least `size` bytes each.
    std::size_t count(std::size_t size)
    {
        auto const count = take<std::uint32_t>();
        return std::min<std::size_t>(count, m_rest.size() / size);
    }
    std::string_view text(std::size_t size)
    {
        auto const taken = m_rest.substr(0, size <= m_rest.size() ? size : 0);
        m_rest.remove_prefix(size <= m_rest.size() ? size : m_rest.size());
        return taken;
    }

private:
    std::string_view m_rest;
};

std::vector<Shape> take_shapes(OutlineReader& bytes)
{
    std::vector<Shape> shapes(bytes.count(9));
    for (auto& shape : shapes) {
        shape.id = bytes.text(bytes.count(1));
        shape.filled = bytes.take<std::uint8_t>() != 0;
        shape.lines.resize(bytes.count(5));
        for (auto& line : shape.lines) {
            line.closed = bytes.take<std::uint8_t>() != 0;
            line.points.resize(bytes.count(2 * sizeof(float)));
            for (auto& point : line.points) {
                point.x = bytes.take<float>();
                point.y = bytes.take<float>();
            }
        }
    }
    return shapes;
}

} // namespace

std::string encode(Drawing const& drawing)
{
    std::string out;
    put(out, drawing.width);
    put(out, drawing.height);
    put_shapes(out, drawing.outline);
    put_shapes(out, drawing.regions);
    return out;
}

Drawing decode(std::string_view embedded)
{
    OutlineReader bytes(embedded);
    Drawing drawing;
    drawing.width = bytes.take<float>();
    drawing.height = bytes.take<float>();
    drawing.outline = take_shapes(bytes);
    drawing.regions = take_shapes(bytes);
    return drawing;
}

Point centre_of(std::span<Shape const> shapes)
{
    float area = 0;
    Point sum { 0, 0 };
    for (auto const& shape : shapes) {
        for (auto const& line : shape.lines) {
            float own = 0;
            Point moment { 0, 0 };
            for (std::size_t i = 0; i < line.points.size(); ++i) {
                Point const p = line.points[i];
                Point const q = line.points[(i + 1) % line.points.size()];
                float const cross = p.x * q.y - q.x * p.y;
                own += cross;
                moment = { moment.x + (p.x + q.x) * cross, moment.y + (p.y + q.y) * cross };
            }
            float const turn = own < 0 ? -1.0f : 1.0f; // drawn either way round
            area += own * turn;
            sum = { sum.x + moment.x * turn, sum.y + moment.y * turn };
        }
    }
    return area <= 0 ? Point {} : Point { sum.x / (3 * area), sum.y / (3 * area) };
}

Bounds bounds_of(std::span<Shape const> shapes)
{
    Bounds box;
    for (auto const& shape : shapes) {
        for (auto const& line : shape.lines) {
            for (auto const& p : line.points) {
                box.left = std::min(box.left, p.x);
                box.right = std::max(box.right, p.x);
                box.top = std::min(box.top, p.y);
                box.bottom = std::max(box.bottom, p.y);
            }
        }
    }
    return box;
}

bool inside(Shape const& shape, Point point)
{
    bool odd = false;
    for (auto const& line : shape.lines) {
        auto const& p = line.points;
        for (std::size_t i = 0, j = p.size() - 1; i < p.size(); j = i++) {
            if ((p[i].y > point.y) != (p[j].y > point.y) && point.x < (p[j].x - p[i].x) * (point.y - p[i].y) / (p[j].y - p[i].y) + p[i].x)
                odd = !odd;
        }
    }
    return odd;
}

float distance_to_edge(Shape const& shape, Point point)
{
    float best = 1e9f;
    for (auto const& line : shape.lines) {
        auto const& p = line.points;
        for (std::size_t i = 0; i + (line.closed ? 0 : 1) < p.size(); ++i) {
            Point const a = p[i];
            Point const b = p[(i + 1) % p.size()];
            float const dx = b.x - a.x;
            float const dy = b.y - a.y;
            float const length = dx * dx + dy * dy;
            float const t = length <= 0 ? 0 : std::clamp(((point.x - a.x) * dx + (point.y - a.y) * dy) / length, 0.0f, 1.0f);
            best = std::min(best, std::hypot(point.x - a.x - t * dx, point.y - a.y - t * dy));
        }
    }
    return best;
}

} // namespace bedside::ui
