// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/items/items.h"

#include "kiosk/ui/key_face.h"

#include <algorithm>
#include <cctype>

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
    ui.canvas().stroke(ui.input().writing(), width, ink);
}

} // namespace

/// A field to write on with the finger, or a keypad for short codes.
void draw_control(flow::ItemView const& view, flow::TextControl const& control, Ui& ui)
{
    auto const& content = ui.areas().content;
    int y = content.y + ui.at(6);
    int const clear_w = std::max(ui.at(150), key_width(ui, control.clear, Look::tool));
    y += draw_question(view, { content.x, y, content.w, content.h }, ui) + ui.at(8);
    auto const hint = ui.style(Font::body).in(colour_of(view.hint_tone)).leading(1.3);
    auto const surround = [&](Rect const& field) {
        ui.round(field, ui.theme().radius_card(), Colour::outline);
        ui.round(field.inset(ui.theme().outline()), ui.theme().radius_card() - ui.theme().outline(), Colour::surface);
    };
    if (control.ink) {
        int const line_h = std::max(ui.at(66), ui.height_of(view.hint, hint, content.w - clear_w - ui.at(20)));
        ui.text({ content.x, y, content.w - clear_w - ui.at(20), line_h }, view.hint, hint.at(Vertical::middle));
        draw_key(ui, { content.right() - clear_w, y, clear_w, ui.at(66) }, control.clear, Look::tool);
        y += line_h + ui.at(12);
        Rect const field { content.x, y, content.w, content.bottom() - y };
        surround(field);
        ui.ink_field(field, "ink", view.path);
        draw_strokes(ui, field, control);
        return;
    }
    auto const value = ui.style(Font::item).leading(1.2).at(Vertical::middle);
    Rect const field { content.x, y, content.w - clear_w - ui.at(12), std::max(ui.at(76), Ui::line_height(value) + ui.at(8)) };
    surround(field);
    ui.text(field.inset(ui.at(24), 0), control.value, value);
    draw_key(ui, { content.right() - clear_w, y, clear_w, field.h }, control.clear, Look::tool);
    y += field.h + ui.at(12);
    // The hint gives way to the keys where the words are large.
    int const columns = ui.areas().portrait ? 7 : 10;
    int const rows = (static_cast<int>(control.keypad.size()) + columns - 1) / columns;
    int const hint_h = view.hint.empty() ? 0 : ui.height_of(view.hint, hint, content.w);
    if (hint_h > 0 && content.bottom() - y - hint_h - ui.at(8) >= rows * ui.at(76)) {
        ui.text({ content.x, y, content.w, hint_h }, view.hint, hint);
        y += hint_h + ui.at(8);
    }
    int const most = rows * ui.at(100);
    Rect pad { content.x, y, content.w, content.bottom() - y };
    if (pad.h > most)
        pad = { pad.x, pad.bottom() - most, pad.w, most };
    int const gap = ui.at(8);
    // 1 to 9 and 0 first, letters, then marks and the key that erases.
    auto const rank = [](flow::Key const& key) {
        bool const single = key.label.size() == 1;
        if (single && key.label[0] >= '0' && key.label[0] <= '9')
            return key.label[0] == '0' ? 10 : key.label[0] - '0';
        return single && std::isalpha(static_cast<unsigned char>(key.label[0])) ? 20 : single ? 30 : 40;
    };
    std::vector<flow::Key const*> keys;
    for (auto const& key : control.keypad)
        keys.push_back(&key);
    std::stable_sort(keys.begin(), keys.end(), [&](auto const* a, auto const* b) { return rank(*a) < rank(*b); });
    for (int i = 0; i < static_cast<int>(keys.size()); ++i)
        draw_key(ui, column(row(pad, i / columns, rows, gap), i % columns, columns, gap), *keys[static_cast<std::size_t>(i)], Look::quiet, "button",
            keys[static_cast<std::size_t>(i)]->label);
}

} // namespace bedside::ui
