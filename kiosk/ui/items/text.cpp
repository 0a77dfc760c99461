// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/items/items.h"

namespace bedside::ui {
namespace {

void draw_strokes(Ui& ui, Rect const& field, flow::TextControl const& control)
{
    auto const ink = ui.theme().colour(Colour::ink);
    auto const width = static_cast<float>(ui.theme().mm(1.0));
    std::vector<Point> points;
    for (auto const& stroke : control.strokes) {
        points.clear();
        for (auto const& [x, y] : stroke)
            points.push_back({ static_cast<float>(field.x) + static_cast<float>(x * field.w) / 1000, static_cast<float>(field.y) + static_cast<float>(y * field.h) / 1000 });
        ui.canvas().stroke(points, width, ink);
    }
    ui.canvas().stroke(ui.writing(), width, ink);
}

} // namespace

/// A field to write on with the finger, or a keypad for short codes.
void draw_control(flow::ItemView const& view, flow::TextControl const& control, Ui& ui)
{
    auto const& content = ui.areas().content;
    int y = content.y + ui.at(6);
    int const clear_w = std::max(ui.at(200), ui.key_width(control.clear, Look::tool));
    y += draw_question(view, { content.x, y, content.w, content.h }, ui) + ui.at(10);
    auto const hint = ui.style(Font::body).in(colour_of(view.hint_tone)).leading(1.3);
    int const line_h = std::max(ui.at(66), ui.height_of(view.hint, hint, content.w - clear_w - ui.at(20)));
    ui.text({ content.x, y, content.w - clear_w - ui.at(20), line_h }, view.hint, hint.at(Vertical::middle));
    ui.key({ content.right() - clear_w, y, clear_w, ui.at(66) }, control.clear, Look::tool);
    y += line_h + ui.at(12);
    Rect field { content.x, y, content.w, content.bottom() - y };
    if (!control.ink)
        field.h = ui.at(96);
    ui.round(field, ui.theme().radius_card(), Colour::outline);
    ui.round(field.inset(ui.theme().outline()), ui.theme().radius_card() - ui.theme().outline(), Colour::surface);
    if (control.ink) {
        ui.ink_field(field, "ink", view.path);
        draw_strokes(ui, field, control);
        return;
    }
    auto const value = ui.style(Font::item).at(Vertical::middle);
    ui.text(field.inset(ui.at(24), 0), control.value, value);
    y += field.h + ui.at(14);
    int const columns = ui.areas().portrait ? 7 : 10;
    draw_keypad(control.keypad, { content.x, y, content.w, content.bottom() - y }, columns, ui);
}

} // namespace bedside::ui
