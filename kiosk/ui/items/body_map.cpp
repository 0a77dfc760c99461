// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/body_map.h"

#include "kiosk/ui/chip.h"
#include "kiosk/ui/items/items.h"

namespace bedside::ui {
namespace {

flow::Key const* region_key(flow::BodyMapControl const& control, std::string_view code)
{
    for (auto const& key : control.regions) {
        if (std::string_view(key.id).substr(key.id.find(':') + 1) == code)
            return &key;
    }
    return nullptr;
}

void draw_figure(Ui& ui, Rect const& card, BodySide side, flow::BodyMapControl const& control)
{
    auto const& figure = body_figure(side);
    ui.card(card);
    auto const words = ui.style(Font::caption).leading(1.3);
    bool const front = side == BodySide::front;
    int const pad = ui.at(16);
    ui.text({ card.x + ui.at(20), card.y + ui.at(10), card.w / 3, Ui::line_height(words) }, front ? control.front : control.back, words.bold());
    int const room_h = card.h - 2 * ui.at(8);
    int const room_w = card.w - 2 * pad;
    float const scale = std::min(static_cast<float>(room_h) / figure.height, static_cast<float>(room_w) / figure.width);
    int const x = card.centre_x() - static_cast<int>(figure.width * scale / 2);
    int const y = card.centre_y() - static_cast<int>(figure.height * scale / 2);
    auto const colour = [&](Colour value) { return ui.theme().colour(value); };
    std::string const name = front ? "front" : "back";
    // Contour, a gap in the card's colour, then the regions with gaps between them.
    ui.canvas().shapes(name + " outline", figure.outline, scale, x, y, colour(Colour::figure_line), 3.0f * scale);
    ui.canvas().shapes(name + " gap", figure.outline, scale, x, y, colour(Colour::surface), 1.6f * scale);
    for (auto const& region : figure.regions) {
        auto const* const key = region_key(control, region.code);
        if (!key)
            continue;
        auto const touch = ui.region(region.shapes, scale, x, y, *key);
        auto const face = key->selected ? Colour::primary : touch.down ? Colour::sunken : Colour::figure;
        if (touch.focused)
            ui.canvas().shapes(region.code + " focus", region.shapes, scale, x, y, colour(Colour::focus), static_cast<float>(ui.at(4)));
        ui.canvas().shapes(region.code, region.shapes, scale, x, y, colour(face), -1.3f * scale);
        if (key->selected) {
            auto const& rect = ui.elements().back().rect;
            int const size = std::min({ ui.at(30), rect.w, rect.h });
            auto const centre = centre_of(region.shapes);
            ui.icon(flow::Icon::check, { x + static_cast<int>(centre.x * scale) - size / 2, y + static_cast<int>(centre.y * scale) - size / 2, size, size }, Colour::on_primary, 3.0f);
        }
    }
    // The patient's own right is at our left in front, at our right behind.
    auto const soft = ui.style(Font::caption).leading(1.3).soft();
    int const middle = card.y + card.h * 2 / 5 - Ui::line_height(soft) / 2;
    std::string_view const at_left = front ? control.right : control.left;
    std::string_view const at_right = front ? control.left : control.right;
    int const side_w = ui.at(64);
    ui.text({ card.x + ui.at(20), middle, side_w, Ui::line_height(soft) }, at_left, soft);
    ui.text({ card.right() - ui.at(20) - side_w, middle, side_w, Ui::line_height(soft) }, at_right, soft.to(Align::right));
}

/// A chosen place in words with its own cross: the whole chip takes it away.
void draw_chip(Ui& ui, Rect const& rect, flow::Key const& key)
{
    ui.target(rect, key, "button");
    int const radius = ui.theme().radius_key();
    int const line = ui.theme().outline();
    ui.round(rect, radius, Colour::primary);
    ui.round(rect.inset(line), radius - line, Colour::tint);
    bool const narrow = rect.w < ui.at(240);
    int const cross_w = ui.at(narrow ? 44 : 72);
    if (!narrow)
        ui.fill({ rect.right() - cross_w, rect.y, line, rect.h }, Colour::primary);
    int const size = ui.at(narrow ? 28 : 34);
    ui.icon(flow::Icon::cross, { rect.right() - cross_w + (cross_w - size) / 2, rect.centre_y() - size / 2, size, size }, Colour::primary);
    int const left = ui.at(narrow ? 12 : 20);
    int const width = rect.w - cross_w - left - ui.at(4);
    auto const body = ui.style(Font::body).leading(1.15).at(Vertical::middle);
    auto const words = ui.first_fitting({ body, body.sized(ui.style(Font::caption).em), body.sized(ui.style(Font::strip).em) }, key.label, width, rect.h - ui.at(4));
    ui.text({ rect.x + left, rect.y, width, rect.h }, key.label, words);
}

} // namespace

void draw_control(flow::ItemView const& view, flow::BodyMapControl const& control, Ui& ui)
{
    auto const& areas = ui.areas();
    auto const& content = areas.content;
    auto const hint = ui.style(Font::body).in(colour_of(view.hint_tone)).leading(1.35);
    auto const said = ui.style(Font::caption).bold().leading(1.3);
    int const gap = ui.at(12);
    int const chip_h = std::max(ui.theme().mm(12), ui.at(70));
    int const words_w = ui.at(ui.theme().scale() == TextScale::normal ? 352 : 400);
    Rect words { content.x, content.y, words_w, content.h };
    Rect map { content.x + words_w + ui.at(24), content.y, content.w - words_w - ui.at(24), content.h };
    if (areas.portrait) {
        words.w = content.w;
        map = { content.x, 0, content.w, 0 };
    } else if (areas.mirrored) {
        map.x = content.x;
        words.x = content.right() - words.w;
    }
    int y = words.y + ui.at(8);
    y += draw_question(view, { words.x, y, words.w, words.bottom() - y }, ui) + ui.at(4);
    auto const chips = static_cast<int>(control.chips.size());
    int const readout_h = view.readout.empty() ? 0 : ui.height_of(view.readout, said, words.w);
    int const row_h = chip_h + gap;
    if (areas.portrait) {
        // The figure is as large as in landscape and does not move under the finger; words share what is above it.
        int const least_words = y + Ui::line_height(said) + ui.at(8) + row_h;
        map.h = std::min(ui.at(508), content.bottom() - least_words);
        map.y = words.h = content.bottom() - map.h;
        words.h -= words.y + gap;
    }
    int const shown_rows = areas.portrait ? (chips + 1) / 2 : std::min(chips, 3);
    int const below = readout_h > 0 ? readout_h + ui.at(8) + shown_rows * row_h : 0;
    if (ui.height_of(view.hint, hint, words.w) + below <= words.bottom() - y)
        y += ui.text({ words.x, y, words.w, words.bottom() - y }, view.hint, hint) + ui.at(12);
    if (readout_h > 0)
        ui.text({ words.x, y, words.w, readout_h }, view.readout, said);
    y += readout_h + ui.at(8);
    // Chips go two by two where one column is too short.
    int const room_rows = std::max(1, (words.bottom() - y + gap) / row_h);
    int const shown_columns = areas.portrait || chips > room_rows ? 2 : 1;
    int const most = room_rows * shown_columns;
    int const shown = chips <= most ? chips : most - 1;
    auto const cell = [&](int i) {
        Rect const line { words.x, y + (i / shown_columns) * (chip_h + gap), words.w, chip_h };
        return column(line, i % shown_columns, shown_columns, gap);
    };
    for (int i = 0; i < shown; ++i)
        draw_chip(ui, cell(i), control.chips[static_cast<std::size_t>(i)]);
    // The figure shows all of them; a tap there takes one away as well.
    if (shown < chips)
        ui.text(cell(shown), "+" + std::to_string(chips - shown), ui.style(Font::body).bold().leading(1.2).at(Vertical::middle).to(Align::centre));
    draw_figure(ui, column(map, 0, 2, gap), BodySide::front, control);
    draw_figure(ui, column(map, 1, 2, gap), BodySide::back, control);
}

} // namespace bedside::ui
