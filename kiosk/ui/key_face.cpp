// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/key_face.h"

#include <algorithm>
#include <cmath>

namespace bedside::ui {

Colour colour_on_face(flow::Key const& key, Look look)
{
    if (!key.enabled)
        return Colour::ink_soft;
    return key.selected || look == Look::primary ? Colour::on_primary : Colour::ink;
}

Rect draw_face(Ui& ui, Rect const& rect, flow::Key const& key, Look look, Ui::Touch touch)
{
    int const radius = ui.theme().radius_key();
    int const line = ui.theme().outline();
    int const edge = ui.theme().key_edge();
    Rect const raised { rect.x + line, rect.y + line, rect.w - 2 * line, rect.h - 2 * line - edge };
    Rect const sunk = raised.moved(0, edge);
    if (!key.enabled) {
        ui.round(rect, radius, Colour::line);
        ui.round(rect.inset(line), radius - line, Colour::sunken);
        return raised;
    }
    if (touch.down && look != Look::primary && !key.selected) {
        Rect const low { rect.x, rect.y + edge, rect.w, rect.h - edge };
        ui.round(low, radius, Colour::outline);
        ui.round(low.inset(line), radius - line, Colour::sunken);
        return sunk;
    }
    if (key.selected) {
        ui.round(rect, radius, Colour::primary);
        return sunk;
    }
    if (look == Look::primary) {
        if (touch.down) {
            ui.round({ rect.x, rect.y + edge, rect.w, rect.h - edge }, radius, Colour::primary);
            return sunk;
        }
        ui.round(rect, radius, Colour::primary_edge);
        ui.round({ rect.x, rect.y, rect.w, rect.h - edge - line }, radius, Colour::primary);
        return raised;
    }
    ui.round(rect, radius, Colour::outline);
    ui.round({ rect.x + line, rect.y + line, rect.w - 2 * line, rect.h - 2 * line }, radius - line, Colour::key_edge);
    ui.round(raised, radius - line, Colour::surface);
    return raised;
}

namespace {

bool icon_follows(flow::Icon icon) { return icon == flow::Icon::next; }

} // namespace

int key_width(Ui& ui, flow::Key const& key, Look look)
{
    auto const label = look == Look::tool ? ui.style(Font::caption) : look == Look::option ? ui.style(Font::option) : ui.style(Font::button).bold();
    int const icon_size = key.icon == flow::Icon::none ? 0 : ui.at((look == Look::tool ? 34 : 38) * ui.theme().chrome_factor()) + ui.at(look == Look::tool ? 10 : 14);
    return ui.width_of(key.label, label) + icon_size + ui.at(look == Look::tool ? 40 : 52);
}

void draw_key(Ui& ui, Rect const& rect, flow::Key const& key, Look look, std::string_view role, std::string_view digit)
{
    auto const touch = ui.target(rect, key, role, digit);
    auto const inner = draw_face(ui, rect, key, look, touch);
    auto const ink = colour_on_face(key, look);
    Style label = ui.style(Font::button).leading(1.2);
    int icon_size = ui.at(38);
    switch (look) {
    case Look::key:
    case Look::primary:
        label.weight = key.enabled ? Weight::bold : Weight::regular;
        break;
    case Look::quiet:
        label.weight = key.selected ? Weight::bold : Weight::regular;
        break;
    case Look::tool:
        label = ui.style(Font::caption);
        label.weight = key.selected ? Weight::bold : Weight::regular;
        icon_size = ui.at(34);
        break;
    case Look::option:
        label = ui.style(Font::option).leading(1.25);
        label.weight = key.selected ? Weight::bold : Weight::regular;
        break;
    case Look::digit:
        label = ui.style(Font::digit).leading(1.2);
        label.weight = key.selected ? Weight::bold : Weight::regular;
        break;
    }
    label = label.in(ink).at(Vertical::middle);
    icon_size = static_cast<int>(std::lround(icon_size * ui.theme().chrome_factor()));
    int const gap = ui.at(look == Look::tool ? 10 : 14);
    int const padding = ui.at(look == Look::tool ? 10 : look == Look::digit ? 0 : 12);
    bool has_icon = key.icon != flow::Icon::none;
    auto const space_of_icon = [&] { return has_icon ? icon_size + (key.label.empty() ? 0 : gap) : 0; };
    // Long words: first the drawing goes, then the label takes the size of small keys.
    if (key.detail.empty() && !key.label.empty() && look != Look::tool) {
        if (!ui.fits(key.label, label, inner.w - 2 * padding - space_of_icon(), inner.h))
            has_icon = false;
        if (!ui.fits(key.label, label, inner.w - 2 * padding - space_of_icon(), inner.h)) {
            double const largest = look == Look::digit ? inner.h * 0.8 : std::min(label.em, ui.style(Font::button).em);
            label = ui.first_fitting({ label.sized(largest), label.sized(ui.style(Font::caption).em) }, key.label, inner.w - 2 * padding, inner.h);
        }
    }
    int const icon_space = space_of_icon();
    int const room = inner.w - 2 * padding - icon_space;
    auto const small = ui.style(Font::body).leading(1.3).in(ink).at(Vertical::middle);
    int const label_width = key.label.empty() ? 0 : ui.widest_line(key.label, label, room);
    int const detail_width = key.detail.empty() ? 0 : ui.widest_line(key.detail, small, room);
    int const width = std::max(label_width, detail_width);
    int const left = inner.x + (inner.w - width - icon_space) / 2;
    int const text_x = has_icon && !icon_follows(key.icon) ? left + icon_space : left;
    if (has_icon) {
        int const x = icon_follows(key.icon) ? left + width + gap : left;
        ui.icon(key.icon, { x, inner.y + (inner.h - icon_size) / 2, icon_size, icon_size }, ink);
    }
    if (key.label.empty())
        return;
    if (key.detail.empty()) {
        ui.text({ text_x, inner.y, width, inner.h }, key.label, label.to(Align::centre));
        return;
    }
    int const label_height = ui.height_of(key.label, label, width);
    int const detail_height = ui.height_of(key.detail, small, width);
    int const top = inner.y + (inner.h - label_height - detail_height) / 2;
    auto const align = has_icon ? Align::left : Align::centre;
    ui.text({ text_x, top, width, label_height }, key.label, label.to(align));
    ui.text({ text_x, top + label_height, width, detail_height }, key.detail, small.to(align));
}

} // namespace bedside::ui
