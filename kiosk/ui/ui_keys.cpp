// SPDX-License-Identifier: Apache-2.0
// What can be pressed: targets, regions, the field to write on, and the faces of keys.
#include "kiosk/ui/ui.h"

#include <cmath>

namespace bedside::ui {

Ui::Touch Ui::add_target(Target target, flow::Key const& key, std::string_view role)
{
    Touch touch;
    touch.down = key.enabled && m_pressed == key.id && m_inside;
    touch.focused = m_focus_shown && m_focus == key.id;
    if (key.enabled && !m_activated.empty() && m_activated.front() == key.id)
        m_intent = key.intent;
    target.id = key.id;
    target.enabled = key.enabled;
    target.escape = key.id == "back" || key.id == "cancel" || key.id == "close";
    m_elements.push_back({ key.id, std::string(role), key.detail.empty() ? key.label : key.label + " " + key.detail, target.rect, key.enabled, key.selected });
    if (touch.focused && target.shapes.empty()) {
        // The ring: 4 px wide, 4 px outside.
        auto const around = background_at(target.rect.inset(-at(4)));
        m_canvas.round(target.rect.inset(-at(8)), m_theme.radius_key() + at(8), m_theme.colour(Colour::focus));
        m_canvas.round(target.rect.inset(-at(4)), m_theme.radius_key() + at(4), around);
    }
    m_next.push_back(std::move(target));
    return touch;
}

Ui::Touch Ui::target(Rect const& rect, flow::Key const& key, std::string_view role, std::string_view digit)
{
    Target out;
    out.rect = rect;
    out.digit = digit;
    return add_target(std::move(out), key, role);
}

Ui::Touch Ui::region(std::span<Shape const> shapes, float scale, int origin_x, int origin_y, flow::Key const& key)
{
    Target out;
    out.shapes = shapes;
    out.scale = scale;
    out.origin_x = origin_x;
    out.origin_y = origin_y;
    auto const box = bounds_of(shapes);
    auto const whole = [](float value) { return static_cast<int>(std::lround(value)); };
    out.rect = { origin_x + whole(box.left * scale), origin_y + whole(box.top * scale), whole((box.right - box.left) * scale), whole((box.bottom - box.top) * scale) };
    return add_target(std::move(out), key, "region");
}

void Ui::ink_field(Rect const& rect, std::string_view id, forms::ItemPath const& path)
{
    if (m_stroke && m_stroke->first == id && !m_stroke->second.empty()) {
        flow::InkStroke stroke { path, {} };
        for (auto const& point : m_stroke->second) {
            auto const thousandths = [](float value, int origin, int size) {
                return std::clamp(static_cast<int>(std::lround((value - static_cast<float>(origin)) * 1000 / static_cast<float>(size))), 0, 1000);
            };
            stroke.points.emplace_back(thousandths(point.x, rect.x, rect.w), thousandths(point.y, rect.y, rect.h));
        }
        m_intent = std::move(stroke);
    }
    Target out;
    out.id = id;
    out.rect = rect;
    out.ink = true;
    m_elements.push_back({ out.id, "ink", "", rect, true, false });
    m_next.push_back(std::move(out));
}

Colour Ui::on_face(flow::Key const& key, Look look)
{
    if (!key.enabled)
        return Colour::ink_soft;
    return key.selected || look == Look::primary ? Colour::on_primary : Colour::ink;
}

Rect Ui::face(Rect const& rect, flow::Key const& key, Look look, Touch touch)
{
    int const radius = m_theme.radius_key();
    int const line = m_theme.outline();
    int const edge = m_theme.key_edge();
    Rect const raised { rect.x + line, rect.y + line, rect.w - 2 * line, rect.h - 2 * line - edge };
    Rect const sunk = raised.moved(0, edge);
    if (!key.enabled) {
        round(rect, radius, Colour::line);
        round(rect.inset(line), radius - line, Colour::sunken);
        return raised;
    }
    if (touch.down && look != Look::primary && !key.selected) {
        Rect const low { rect.x, rect.y + edge, rect.w, rect.h - edge };
        round(low, radius, Colour::outline);
        round(low.inset(line), radius - line, Colour::sunken);
        return sunk;
    }
    if (key.selected) {
        round(rect, radius, Colour::primary);
        return sunk;
    }
    if (look == Look::primary) {
        if (touch.down) {
            round({ rect.x, rect.y + edge, rect.w, rect.h - edge }, radius, Colour::primary);
            return sunk;
        }
        round(rect, radius, Colour::primary_edge);
        round({ rect.x, rect.y, rect.w, rect.h - edge - line }, radius, Colour::primary);
        return raised;
    }
    round(rect, radius, Colour::outline);
    round({ rect.x + line, rect.y + line, rect.w - 2 * line, rect.h - 2 * line }, radius - line, Colour::key_edge);
    round(raised, radius - line, Colour::surface);
    return raised;
}

namespace {

bool icon_follows(flow::Icon icon) { return icon == flow::Icon::next; }

} // namespace

int Ui::key_width(flow::Key const& key, Look look)
{
    auto const label = look == Look::tool ? style(Font::caption) : look == Look::option ? style(Font::option) : style(Font::button).bold();
    int const icon_size = key.icon == flow::Icon::none ? 0 : at((look == Look::tool ? 34 : 38) * m_theme.chrome_factor()) + at(look == Look::tool ? 10 : 14);
    return width_of(key.label, label) + icon_size + at(look == Look::tool ? 40 : 52);
}

void Ui::key(Rect const& rect, flow::Key const& key, Look look, std::string_view role, std::string_view digit)
{
    auto const touch = target(rect, key, role, digit);
    auto const inner = face(rect, key, look, touch);
    auto const ink = on_face(key, look);
    Style label = style(Font::button).leading(1.2);
    int icon_size = at(38);
    switch (look) {
    case Look::key:
    case Look::primary:
        label.weight = key.enabled ? Weight::bold : Weight::regular;
        break;
    case Look::quiet:
        label.weight = key.selected ? Weight::bold : Weight::regular;
        break;
    case Look::tool:
        label = style(Font::caption);
        label.weight = key.selected ? Weight::bold : Weight::regular;
        icon_size = at(34);
        break;
    case Look::option:
        label = style(Font::option).leading(1.25);
        label.weight = key.selected ? Weight::bold : Weight::regular;
        break;
    case Look::digit:
        label = style(Font::digit).leading(1.2);
        label.weight = key.selected ? Weight::bold : Weight::regular;
        break;
    }
    label = label.in(ink).at(Vertical::middle);
    icon_size = static_cast<int>(std::lround(icon_size * m_theme.chrome_factor()));
    int const gap = at(look == Look::tool ? 10 : 14);
    int const padding = at(look == Look::tool ? 10 : look == Look::digit ? 0 : 12);
    bool has_icon = key.icon != flow::Icon::none;
    auto const space_of_icon = [&] { return has_icon ? icon_size + (key.label.empty() ? 0 : gap) : 0; };
    // Long words: first the drawing goes, then the label takes the size of small keys.
    if (key.detail.empty() && !key.label.empty() && look != Look::tool) {
        if (!fits(key.label, label, inner.w - 2 * padding - space_of_icon(), inner.h))
            has_icon = false;
        if (!fits(key.label, label, inner.w - 2 * padding - space_of_icon(), inner.h)) {
            double const largest = look == Look::digit ? inner.h * 0.8 : std::min(label.em, style(Font::button).em);
            label = first_fitting({ label.sized(largest), label.sized(style(Font::caption).em) }, key.label, inner.w - 2 * padding, inner.h);
        }
    }
    int const icon_space = space_of_icon();
    int const room = inner.w - 2 * padding - icon_space;
    auto const small = style(Font::body).leading(1.3).in(ink).at(Vertical::middle);
    int const label_width = key.label.empty() ? 0 : static_cast<int>(std::ceil(paragraph(key.label, label, room).width));
    int const detail_width = key.detail.empty() ? 0 : static_cast<int>(std::ceil(paragraph(key.detail, small, room).width));
    int const width = std::max(label_width, detail_width);
    int const left = inner.x + (inner.w - width - icon_space) / 2;
    int const text_x = has_icon && !icon_follows(key.icon) ? left + icon_space : left;
    if (has_icon) {
        int const x = icon_follows(key.icon) ? left + width + gap : left;
        icon(key.icon, { x, inner.y + (inner.h - icon_size) / 2, icon_size, icon_size }, ink);
    }
    if (key.label.empty())
        return;
    if (key.detail.empty()) {
        text({ text_x, inner.y, width, inner.h }, key.label, label.to(Align::centre));
        return;
    }
    int const label_height = height_of(key.label, label, width);
    int const detail_height = height_of(key.detail, small, width);
    int const top = inner.y + (inner.h - label_height - detail_height) / 2;
    auto const align = has_icon ? Align::left : Align::centre;
    text({ text_x, top, width, label_height }, key.label, label.to(align));
    text({ text_x, top + label_height, width, detail_height }, key.detail, small.to(align));
}

} // namespace bedside::ui
