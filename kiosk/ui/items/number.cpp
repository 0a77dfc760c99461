// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/items/items.h"

#include "kiosk/ui/key_face.h"

namespace bedside::ui {

/// The number as typed, quick choices and units at one side; the large keypad or stepper at the other.
void draw_control(flow::ItemView const& view, flow::NumberControl const& control, Ui& ui)
{
    auto const& areas = ui.areas();
    auto const& content = areas.content;
    int const gap = ui.at(12);
    Rect words { content.x, content.y + ui.at(10), ui.at(536), content.h - ui.at(10) };
    Rect pad { content.x + ui.at(584), content.y, content.w - ui.at(584), content.h };
    if (areas.portrait) {
        int const keys_rows = (control.units.empty() ? 0 : 1) + (static_cast<int>(control.quick.size()) + 3) / 4;
        int const above = question_height(view, content.w, content.h, ui) + ui.at(34) + keys_rows * ui.at(112) + (control.keypad.empty() && control.stepper ? 0 : ui.at(130));
        int const rows = (static_cast<int>(control.keypad.size()) + 2) / 3;
        int const pad_h = control.keypad.empty() ? std::min(ui.at(320), content.h - above) : std::min(rows * ui.at(112) - gap, content.h - above);
        words = { content.x, content.y + ui.at(10), content.w, content.h - pad_h - ui.at(24) };
        pad = { content.x, content.bottom() - pad_h, content.w, pad_h };
    } else if (areas.mirrored) {
        pad.x = content.x;
        words.x = content.right() - words.w;
    }
    int y = words.y + draw_question(view, words, ui) + ui.at(12);
    auto const soft = ui.style(Font::body).soft().leading(1.3);
    auto const hint = ui.style(Font::body).in(colour_of(view.hint_tone)).leading(1.3);

    // The field: what was typed and its unit, large.
    if (!control.keypad.empty() || !control.stepper) {
        int const field_h = ui.at(118);
        Rect const field { words.x, y, words.w, field_h };
        ui.round(field, ui.theme().radius_card(), Colour::line);
        ui.round(field.inset(ui.theme().outline()), ui.theme().radius_card() - ui.theme().outline(), Colour::sunken);
        Style value;
        value.em = ui.theme().mm(14);
        value.line = 1.2;
        value = value.bold().at(Vertical::middle);
        auto const unit = ui.style(Font::option).soft().at(Vertical::middle);
        int const unit_w = control.unit.empty() ? 0 : ui.width_of(control.unit, unit);
        ui.text({ field.x + ui.at(28), field.y, field.w - ui.at(72) - unit_w, field.h }, control.value.empty() ? "–" : control.value, control.value.empty() ? value.soft() : value);
        if (unit_w > 0)
            ui.text({ field.right() - ui.at(28) - unit_w, field.y, unit_w, field.h }, control.unit, unit);
        y += field_h + gap;
    }
    auto const keys_row = [&](std::vector<flow::Key> const& keys, int height) {
        int const columns = std::min(4, static_cast<int>(keys.size()));
        int const rows = (static_cast<int>(keys.size()) + columns - 1) / columns;
        Rect const area { words.x, y, words.w, rows * height + (rows - 1) * gap };
        for (int i = 0; i < static_cast<int>(keys.size()); ++i)
            draw_key(ui, column(row(area, i / columns, rows, gap), i % columns, columns, gap), keys[static_cast<std::size_t>(i)], Look::quiet, "radio");
        y += area.h + gap;
    };
    if (!control.units.empty())
        keys_row(control.units, ui.at(88));
    if (!control.quick.empty())
        keys_row(control.quick, ui.at(100));
    if (!control.range.empty() && y + Ui::line_height(soft) <= words.bottom()) {
        y += ui.text({ words.x, y, words.w, words.bottom() - y }, control.range, soft);
    }
    auto const& said = view.readout.empty() ? view.hint : view.hint.empty() ? view.readout : view.hint;
    int const hint_h = ui.height_of(said, hint, words.w);
    if (y + hint_h <= words.bottom())
        ui.text({ words.x, words.bottom() - hint_h, words.w, hint_h }, said, hint);

    if (!control.keypad.empty())
        draw_keypad(control.keypad, pad, 3, ui);
    else if (control.stepper)
        draw_stepper(*control.stepper, pad, ui);
}

} // namespace bedside::ui
