// SPDX-License-Identifier: Apache-2.0
// Masks: discs, icons and regions are drawn once into the texture of the glyphs, and copied from there.
#include "kiosk/ui/canvas_impl.h"

#include "kiosk/ui/assets.h"

#include <cmath>

namespace bedside::ui {
namespace {

/// Discs above this radius are drawn row by row.
constexpr int large_radius = 48;

ImU32 packed(Rgb colour, std::uint8_t alpha = 255) { return IM_COL32(colour.r, colour.g, colour.b, alpha); }

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

Canvas::Impl::Placed Canvas::Impl::place(Mask const& mask)
{
    auto* const atlas = ImGui::GetIO().Fonts;
    Placed out;
    out.width = mask.width;
    out.height = mask.height;
    if (mask.width <= 0 || mask.height <= 0)
        return out;
    ImFontAtlasRect where;
    out.id = atlas->AddCustomRect(mask.width, mask.height, &where);
    if (out.id == ImFontAtlasRectId_Invalid)
        return out;
    for (int y = 0; y < mask.height; ++y)
        std::copy_n(mask.coverage.data() + y * mask.width, mask.width, static_cast<std::uint8_t*>(atlas->TexData->GetPixelsAt(where.x, where.y + y)));
    return out;
}

void Canvas::Impl::copy(Placed const& mask, int x, int y, Rgb colour, SDL_Rect part)
{
    if (mask.id == ImFontAtlasRectId_Invalid)
        return;
    if (part.w == 0)
        part = { 0, 0, mask.width, mask.height };
    Step step;
    step.kind = Step::Kind::mask;
    step.colour = colour;
    step.to = { x, y, part.w, part.h };
    step.from = part;
    step.mask = mask.id;
    steps.push_back(step);
}

/// Row by row: a mask of this size would fill the texture.
void Canvas::Impl::large_disc(float centre_x, float centre_y, float radius, Rgb colour)
{
    Step step;
    step.colour = colour;
    for (int y = static_cast<int>(std::floor(centre_y - radius)); y <= static_cast<int>(std::ceil(centre_y + radius)); ++y) {
        float const dy = static_cast<float>(y) + 0.5f - centre_y;
        float const inner = radius - 0.5f;
        float const outer = radius + 0.5f;
        if (std::fabs(dy) >= outer)
            continue;
        float const full = std::fabs(dy) < inner ? std::sqrt(inner * inner - dy * dy) : 0.0f;
        float const reach = std::sqrt(outer * outer - dy * dy);
        int const left = static_cast<int>(std::ceil(centre_x - full));
        int const right = static_cast<int>(std::floor(centre_x + full));
        if (right > left) {
            step.alpha = 255;
            step.to = { left, y, right - left, 1 };
            steps.push_back(step);
        }
        auto const edge = [&](int x) {
            float const dx = static_cast<float>(x) + 0.5f - centre_x;
            float const coverage = std::clamp(outer - std::sqrt(dx * dx + dy * dy), 0.0f, 1.0f);
            if (coverage <= 0)
                return;
            step.alpha = static_cast<std::uint8_t>(std::lround(coverage * 255));
            step.to = { x, y, 1, 1 };
            steps.push_back(step);
        };
        for (int x = static_cast<int>(std::floor(centre_x - reach)); x < std::max(left, static_cast<int>(centre_x)) && (right <= left || x < left); ++x)
            edge(x);
        for (int x = right > left ? right : static_cast<int>(centre_x); x <= static_cast<int>(std::ceil(centre_x + reach)); ++x)
            edge(x);
    }
}

void Canvas::round(Rect const& rect, int radius, Rgb colour)
{
    radius = std::min({ radius, rect.w / 2, rect.h / 2 });
    if (radius <= 0)
        return fill(rect, colour);
    if (radius > large_radius && rect.w == 2 * radius && rect.h == 2 * radius)
        return m->large_disc(static_cast<float>(rect.x + radius), static_cast<float>(rect.y + radius), static_cast<float>(radius), colour);
    m->key = "disc ";
    m->key += std::to_string(radius);
    auto const& disc = m->cached([&] { return m->place(disc_mask(radius)); });
    m->copy(disc, rect.x, rect.y, colour, { 0, 0, radius, radius });
    m->copy(disc, rect.right() - radius, rect.y, colour, { radius, 0, radius, radius });
    m->copy(disc, rect.x, rect.bottom() - radius, colour, { 0, radius, radius, radius });
    m->copy(disc, rect.right() - radius, rect.bottom() - radius, colour, { radius, radius, radius, radius });
    fill({ rect.x + radius, rect.y, rect.w - 2 * radius, radius }, colour);
    fill({ rect.x, rect.y + radius, rect.w, rect.h - 2 * radius }, colour);
    fill({ rect.x + radius, rect.bottom() - radius, rect.w - 2 * radius, radius }, colour);
}

void Canvas::disc(int centre_x, int centre_y, int radius, Rgb colour) { round({ centre_x - radius, centre_y - radius, 2 * radius, 2 * radius }, radius, colour); }

void Canvas::stroke(std::span<Point const> points, float thickness, Rgb colour)
{
    if (points.empty())
        return;
    int const first = m->list->IdxBuffer.Size;
    auto const at = [](Point p) { return ImVec2(p.x, p.y); };
    for (auto const& point : points)
        m->list->_Path.push_back(at(point));
    m->list->PathStroke(packed(colour), ImDrawFlags_None, thickness);
    // Round ends, and round corners where the stroke turns sharply.
    for (std::size_t i = 0; i < points.size(); ++i) {
        bool round = i == 0 || i + 1 == points.size();
        if (!round) {
            Point const before { points[i].x - points[i - 1].x, points[i].y - points[i - 1].y };
            Point const after { points[i + 1].x - points[i].x, points[i + 1].y - points[i].y };
            float const along = before.x * after.x + before.y * after.y;
            round = along < 0.9f * std::hypot(before.x, before.y) * std::hypot(after.x, after.y);
        }
        if (round)
            m->list->AddCircleFilled(at(points[i]), thickness / 2, packed(colour), 16);
    }
    Impl::Step step;
    step.kind = Impl::Step::Kind::triangles;
    step.first_index = first;
    step.index_count = m->list->IdxBuffer.Size - first;
    m->steps.push_back(step);
}

void Canvas::icon(std::string_view file, Rect const& box, Rgb colour, float thickness)
{
    m->key = file;
    m->key += ' ';
    m->key += std::to_string(box.w) + ' ' + std::to_string(static_cast<int>(thickness * 10));
    auto const& mask = m->cached([&] {
        auto found = m->drawings.find(file);
        if (found == m->drawings.end())
            found = m->drawings.emplace(std::string(file), decode(asset(file))).first;
        auto const& drawing = found->second;
        Mask out(box.w, box.w);
        float const scale = drawing.width > 0 ? static_cast<float>(box.w) / drawing.width : 1.0f;
        for (auto const& shape : drawing.outline) {
            if (shape.filled)
                add_fill(out, shape.lines, scale, {});
            for (auto const& line : shape.lines)
                add_stroke(out, line, scale, {}, thickness * scale);
        }
        return m->place(out);
    });
    m->copy(mask, box.x, box.y + (box.h - box.w) / 2, colour);
}

void Canvas::shapes(std::string_view name, std::span<Shape const> shapes, float scale, int origin_x, int origin_y, Rgb colour, float grow)
{
    m->key = name;
    m->key += ' ';
    m->key += std::to_string(static_cast<int>(scale * 1000)) + ' ' + std::to_string(static_cast<int>(grow * 10));
    auto const& mask = m->cached([&] {
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
        auto placed = m->place(out);
        placed.left = x;
        placed.top = y;
        return placed;
    });
    m->copy(mask, origin_x + mask.left, origin_y + mask.top, colour);
}

void Canvas::forget_unused_shapes()
{
    constexpr int small = 64 * 64;
    for (auto mask = m->placed.begin(); mask != m->placed.end();) {
        bool const keep = mask->second.width * mask->second.height <= small || mask->second.used > m->kept_since;
        if (!keep && mask->second.id != ImFontAtlasRectId_Invalid)
            ImGui::GetIO().Fonts->RemoveCustomRect(mask->second.id);
        mask = keep ? std::next(mask) : m->placed.erase(mask);
    }
    m->kept_since = m->frame;
}

} // namespace bedside::ui
