// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/items/items.h"

#include "kiosk/ui/key_face.h"

namespace bedside::ui {

/// NRS and other rows of equal boxes: question, one row over the full width, anchors under its ends, the choice in words.
void draw_control(flow::ItemView const& view, flow::BoxRowControl const& control, Ui& ui)
{
    auto const& areas = ui.areas();
    auto const& content = areas.content;
    int const count = static_cast<int>(control.boxes.size());
    bool const many = count > 7;
    int const gap = ui.theme().mm(many ? (areas.portrait ? ui.theme().tokens().portrait_nrs_gap : ui.theme().tokens().nrs_gap) : 2.4);
    int const box_h = ui.theme().mm(areas.portrait ? ui.theme().tokens().portrait_nrs_box_h : ui.theme().tokens().nrs_box_h);
    auto const anchor = ui.style(Font::option);
    int const anchor_w = (content.w - ui.at(24)) / 2;
    int const low_w = ui.width_of(control.low, anchor);
    int const high_w = ui.width_of(control.high, anchor);
    // Anchors share the line unevenly where one is short.
    int const low_room = high_w < anchor_w ? content.w - ui.at(24) - high_w : std::min(low_w, anchor_w);
    int const high_room = content.w - ui.at(24) - std::min(low_w, low_room);
    int const anchors_h = std::max(ui.height_of(control.low, anchor, low_room), ui.height_of(control.high, anchor, high_room));
    int const question_room = content.h - box_h - anchors_h - Ui::line_height(ui.style(Font::item)) - ui.at(12);
    int const question_h = question_height(view, content.w, question_room, ui);
    int const readout_room = content.h - question_h - box_h - anchors_h - ui.at(12);
    int const readout_h = draw_readout(view, { content.x, 0, content.w, readout_room }, ui, false);

    // The design's distances, closer together only where long words need the room.
    int const needed = question_h + box_h + anchors_h + readout_h;
    int const spare = std::max(0, content.h - needed);
    int const above_row = areas.portrait ? std::max(ui.at(76), ui.at(250 - 40) - question_h) : ui.at(42);
    double const ideal[] = { static_cast<double>(ui.at(areas.portrait ? 40 : 22)), static_cast<double>(above_row), static_cast<double>(ui.at(14)),
        static_cast<double>(ui.at(areas.portrait ? 118 : 54)) };
    double const ideal_sum = ideal[0] + ideal[1] + ideal[2] + ideal[3];
    double const squeeze = std::min(1.0, spare / ideal_sum);
    auto const space = [&](int index) { return static_cast<int>(ideal[index] * squeeze); };

    int y = content.y + space(0);
    draw_question(view, { content.x, y, content.w, question_h }, ui);
    y += question_h + space(1);
    Rect const row { content.x, y, content.w, box_h };
    for (int i = 0; i < count; ++i) {
        auto const& key = control.boxes[static_cast<std::size_t>(i)];
        Rect const box = column(row, i, count, gap);
        auto const touch = ui.target(box, key, "radio", key.label);
        auto const inner = draw_face(ui, box, key, Look::digit, touch);
        auto digit = ui.style(Font::digit).leading(1.2);
        if (many) {
            // Eleven boxes have a fixed width: digits grow to 11 mm at most, 7 mm in portrait.
            double const most = ui.theme().mm(areas.portrait ? 7.0 : 11.0);
            digit.em = std::min(digit.em, most);
        }
        ui.text(inner, key.label, (key.selected ? digit.bold() : digit).in(colour_on_face(key, Look::digit)).to(Align::centre).at(Vertical::middle));
        if (view.spoken == i + 1)
            ui.fill({ box.x, box.bottom() + ui.at(4), box.w, ui.at(4) }, Colour::primary);
    }
    y += box_h + space(2);
    ui.text({ content.x, y, low_room, anchors_h }, control.low, anchor);
    ui.text({ content.right() - high_room, y, high_room, anchors_h }, control.high, anchor.to(Align::right));
    y += anchors_h + space(3);
    draw_readout(view, { content.x, y, content.w, content.bottom() - y }, ui);
}

} // namespace bedside::ui
