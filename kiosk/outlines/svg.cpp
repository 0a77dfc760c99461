// SPDX-License-Identifier: Apache-2.0
#include "kiosk/outlines/svg.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numbers>
#include <optional>

namespace bedside::outlines {
namespace {

using ui::Drawing;
using ui::Point;
using ui::Polyline;
using ui::Shape;

constexpr int curve_steps = 12;

/// Numbers of a path or points attribute, one after the other.
class NumberReader {
public:
    explicit NumberReader(std::string_view text)
        : m_text(text)
    {
    }

    /// The next command letter, if one comes before the next number.
    std::optional<char> command()
    {
        skip();
        if (m_text.empty() || !std::isalpha(static_cast<unsigned char>(m_text.front())))
            return std::nullopt;
        char const letter = m_text.front();
        m_text.remove_prefix(1);
        return letter;
    }
    bool at_end()
    {
        skip();
        return m_text.empty();
    }
    bool number(float& value)
    {
        skip();
        if (!m_text.empty() && m_text.front() == '+')
            m_text.remove_prefix(1);
        auto const result = std::from_chars(m_text.data(), m_text.data() + m_text.size(), value);
        if (result.ec != std::errc())
            return false;
        m_text.remove_prefix(static_cast<std::size_t>(result.ptr - m_text.data()));
        return true;
    }
    /// A flag of an arc: one digit, possibly glued to the next number.
    bool flag(bool& value)
    {
        skip();
        if (m_text.empty() || (m_text.front() != '0' && m_text.front() != '1'))
            return false;
        value = m_text.front() == '1';
        m_text.remove_prefix(1);
        return true;
    }

private:
    void skip()
    {
        while (!m_text.empty() && (m_text.front() == ' ' || m_text.front() == ',' || m_text.front() == '\n'))
            m_text.remove_prefix(1);
    }
    std::string_view m_text;
};

/// An elliptical arc by its end points (SVG 1.1, appendix F.6.5), without rotation.
void add_arc(std::vector<Point>& points, Point from, float rx, float ry, bool large, bool sweep, Point to)
{
    if (rx <= 0 || ry <= 0 || from == to) {
        points.push_back(to);
        return;
    }
    float const dx = (from.x - to.x) / 2;
    float const dy = (from.y - to.y) / 2;
    float const lambda = dx * dx / (rx * rx) + dy * dy / (ry * ry);
    if (lambda > 1) {
        rx *= std::sqrt(lambda);
        ry *= std::sqrt(lambda);
    }
    float const below = rx * rx * dy * dy + ry * ry * dx * dx;
    float root = below <= 0 ? 0 : (rx * rx * ry * ry - below) / below;
    root = (large == sweep ? -1.0f : 1.0f) * std::sqrt(std::max(0.0f, root));
    float const cx1 = root * rx * dy / ry;
    float const cy1 = -root * ry * dx / rx;
    float const cx = cx1 + (from.x + to.x) / 2;
    float const cy = cy1 + (from.y + to.y) / 2;
    float const start = std::atan2((dy - cy1) / ry, (dx - cx1) / rx);
    float extent = std::atan2((-dy - cy1) / ry, (-dx - cx1) / rx) - start;
    float const turn = 2 * std::numbers::pi_v<float>;
    if (sweep && extent < 0)
        extent += turn;
    if (!sweep && extent > 0)
        extent -= turn;
    int const steps = std::max(4, static_cast<int>(std::ceil(std::fabs(extent) / turn * 48)));
    for (int step = 1; step <= steps; ++step) {
        float const angle = start + extent * static_cast<float>(step) / static_cast<float>(steps);
        points.push_back({ cx + rx * std::cos(angle), cy + ry * std::sin(angle) });
    }
    points.back() = to;
}

std::vector<Polyline> parse_path(std::string_view d)
{
    std::vector<Polyline> lines;
    NumberReader reader(d);
    char command = 0;
    Point at;
    Point start;
    auto const current = [&]() -> std::vector<Point>& {
        if (lines.empty() || lines.back().closed)
            lines.push_back({ { at }, false });
        return lines.back().points;
    };
    while (!reader.at_end()) {
        if (auto const letter = reader.command())
            command = *letter;
        bool const relative = command >= 'a';
        auto const point = [&](Point& p) {
            if (!reader.number(p.x) || !reader.number(p.y))
                return false;
            if (relative)
                p = { p.x + at.x, p.y + at.y };
            return true;
        };
        Point a;
        Point b;
        Point c;
        switch (command) {
        case 'M':
        case 'm':
            if (!point(a))
                return lines;
            at = start = a;
            lines.push_back({ { at }, false });
            command = relative ? 'l' : 'L';
            break;
        case 'L':
        case 'l':
            if (!point(a))
                return lines;
            current().push_back(a);
            at = a;
            break;
        case 'H':
        case 'h': {
            float x = 0;
            if (!reader.number(x))
                return lines;
            a = { relative ? at.x + x : x, at.y };
            current().push_back(a);
            at = a;
            break;
        }
        case 'V':
        case 'v': {
            float y = 0;
            if (!reader.number(y))
                return lines;
            a = { at.x, relative ? at.y + y : y };
            current().push_back(a);
            at = a;
            break;
        }
        case 'C':
        case 'c': {
            if (!point(a) || !point(b) || !point(c))
                return lines;
            auto& points = current();
            for (int step = 1; step <= curve_steps; ++step) {
                float const t = static_cast<float>(step) / curve_steps;
                float const u = 1 - t;
                points.push_back({ u * u * u * at.x + 3 * u * u * t * a.x + 3 * u * t * t * b.x + t * t * t * c.x,
                    u * u * u * at.y + 3 * u * u * t * a.y + 3 * u * t * t * b.y + t * t * t * c.y });
            }
            at = c;
            break;
        }
        case 'Q':
        case 'q': {
            if (!point(a) || !point(b))
                return lines;
            auto& points = current();
            for (int step = 1; step <= curve_steps; ++step) {
                float const t = static_cast<float>(step) / curve_steps;
                float const u = 1 - t;
                points.push_back({ u * u * at.x + 2 * u * t * a.x + t * t * b.x, u * u * at.y + 2 * u * t * a.y + t * t * b.y });
            }
            at = b;
            break;
        }
        case 'A':
        case 'a': {
            float rx = 0;
            float ry = 0;
            float rotation = 0;
            bool large = false;
            bool sweep = false;
            if (!reader.number(rx) || !reader.number(ry) || !reader.number(rotation) || !reader.flag(large) || !reader.flag(sweep) || !point(a))
                return lines;
            add_arc(current(), at, rx, ry, large, sweep, a);
            at = a;
            break;
        }
        case 'Z':
        case 'z':
            if (!lines.empty())
                lines.back().closed = true;
            at = start;
            command = 0; // only a letter may follow
            break;
        default:
            return lines;
        }
    }
    return lines;
}

std::string_view attribute(std::string_view tag, std::string_view name)
{
    std::string const needle = " " + std::string(name) + "=\"";
    auto const start = tag.find(needle);
    if (start == std::string_view::npos)
        return {};
    auto const from = start + needle.size();
    auto const end = tag.find('"', from);
    return end == std::string_view::npos ? std::string_view() : tag.substr(from, end - from);
}

float number_of(std::string_view tag, std::string_view name)
{
    float value = 0;
    auto const text = attribute(tag, name);
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

Polyline circle(float cx, float cy, float r)
{
    Polyline line;
    line.closed = true;
    constexpr int steps = 48;
    for (int step = 0; step < steps; ++step) {
        float const angle = 2 * std::numbers::pi_v<float> * static_cast<float>(step) / steps;
        line.points.push_back({ cx + r * std::cos(angle), cy + r * std::sin(angle) });
    }
    return line;
}

Polyline rounded_rect(float x, float y, float w, float h, float r)
{
    Polyline line;
    line.closed = true;
    Point const centres[] = { { x + w - r, y + r }, { x + w - r, y + h - r }, { x + r, y + h - r }, { x + r, y + r } };
    for (int corner = 0; corner < 4; ++corner) {
        for (int step = 0; step <= 6; ++step) {
            float const angle = std::numbers::pi_v<float> / 2 * (static_cast<float>(corner) - 1 + static_cast<float>(step) / 6);
            line.points.push_back({ centres[corner].x + r * std::cos(angle), centres[corner].y + r * std::sin(angle) });
        }
    }
    return line;
}

} // namespace

Drawing parse_svg(std::string_view svg)
{
    Drawing drawing;
    while (true) {
        auto const open = svg.find('<');
        auto const close = open == std::string_view::npos ? open : svg.find('>', open);
        if (close == std::string_view::npos)
            return drawing;
        auto const tag = svg.substr(open, close - open);
        svg.remove_prefix(close + 1);
        if (tag.starts_with("<svg ")) {
            NumberReader box(attribute(tag, "viewBox"));
            float skip = 0;
            if (!box.number(skip) || !box.number(skip) || !box.number(drawing.width) || !box.number(drawing.height))
                return drawing;
            continue;
        }
        Shape shape;
        shape.id = attribute(tag, "id");
        shape.filled = attribute(tag, "fill") == "currentColor";
        if (tag.starts_with("<path ")) {
            shape.lines = parse_path(attribute(tag, "d"));
        } else if (tag.starts_with("<circle ")) {
            shape.lines.push_back(circle(number_of(tag, "cx"), number_of(tag, "cy"), number_of(tag, "r")));
        } else if (tag.starts_with("<rect ")) {
            shape.lines.push_back(rounded_rect(number_of(tag, "x"), number_of(tag, "y"), number_of(tag, "width"), number_of(tag, "height"), number_of(tag, "rx")));
        } else if (tag.starts_with("<polygon ")) {
            Polyline line;
            line.closed = true;
            NumberReader reader(attribute(tag, "points"));
            for (Point p; reader.number(p.x) && reader.number(p.y);)
                line.points.push_back(p);
            shape.lines.push_back(std::move(line));
        } else {
            continue;
        }
        (shape.id.empty() ? drawing.outline : drawing.regions).push_back(std::move(shape));
    }
}

} // namespace bedside::outlines
