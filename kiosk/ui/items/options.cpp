// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/items/items.h"

namespace bedside::ui {
namespace {

constexpr int dot_size = 44;

/// Circle for one choice, square for several; a check when chosen.
void mark(Ui& ui, Rect const& box, bool selected, bool multiple, Colour face)
{
    auto const shape = [&](Rect const& rect, Colour colour) {
        if (multiple)
            ui.round(rect, ui.at(9), colour);
        else
            ui.disc(rect, colour);
    };
    if (selected) {
        shape(box, Colour::on_primary);
        ui.icon(flow::Icon::check, box.inset(box.w / 7), Colour::primary);
        return;
    }
    shape(box, Colour::outline);
    shape(box.inset(ui.at(3)), face);
}

void draw_option(Ui& ui, Rect const& rect, flow::Key const& key, bool multiple, std::string_view digit, bool spoken)
{
    auto const touch = ui.target(rect, key, multiple ? "checkbox" : "radio", digit);
    auto const inner = ui.face(rect, key, Look::option, touch);
    auto const ink = Ui::on_face(key, Look::option);
    bool const narrow = rect.w < ui.at(420);
    int const dot = ui.at(dot_size);
    int const left = inner.x + ui.at(narrow ? 20 : 32);
    mark(ui, { left, inner.centre_y() - dot / 2, dot, dot }, key.selected, multiple, key.enabled ? Colour::surface : Colour::sunken);
    int const x = left + dot + ui.at(narrow ? 18 : 28);
    Rect const room { x, inner.y, inner.right() - ui.at(16) - x, inner.h };
    auto const label = ui.style(Font::option).leading(1.25).in(ink);
    auto const strong = key.selected ? label.bold() : label;
    int const label_h = ui.height_of(key.label, strong, room.w);
    auto const detail = ui.style(Font::body).leading(1.25).in(ink == Colour::ink ? Colour::ink_soft : ink);
    int const detail_h = key.detail.empty() ? 0 : ui.height_of(key.detail, detail, room.w);
    bool const both = detail_h > 0 && label_h + detail_h <= room.h;
    int const y = room.y + (room.h - label_h - (both ? detail_h : 0)) / 2;
    ui.text({ room.x, y, room.w, label_h }, key.label, strong);
    if (both)
        ui.text({ room.x, y + label_h, room.w, detail_h }, key.detail, detail);
    if (spoken)
        ui.fill({ rect.x - ui.at(12), rect.y, ui.at(4), rect.h }, Colour::primary);
}

void draw_tile(Ui& ui, Rect const& rect, flow::Key const& key, bool multiple, std::string_view digit)
{
    auto const touch = ui.target(rect, key, multiple ? "checkbox" : "radio", digit);
    auto const inner = ui.face(rect, key, Look::option, touch);
    auto const ink = Ui::on_face(key, Look::option);
    auto const label = (key.selected ? ui.style(Font::option).bold() : ui.style(Font::option)).leading(1.25).in(ink).to(Align::centre);
    auto const detail = ui.style(Font::body).leading(1.3).in(ink == Colour::ink ? Colour::ink_soft : ink).to(Align::centre);
    int const width = inner.w - ui.at(24);
    int const label_h = ui.height_of(key.label, label, width);
    int detail_h = key.detail.empty() ? 0 : ui.height_of(key.detail, detail, width);
    int icon = key.icon == flow::Icon::none ? 0 : ui.at(64);
    // What doesn't fit goes in this order: the drawing shrinks, the explanation goes.
    auto const total = [&] { return icon + (icon > 0 ? ui.at(6) : 0) + label_h + (detail_h > 0 ? ui.at(4) + detail_h : 0); };
    if (total() > inner.h && icon > 0)
        icon = ui.at(48);
    if (total() > inner.h)
        detail_h = 0;
    int y = inner.y + (inner.h - total()) / 2;
    if (icon > 0) {
        ui.icon(key.icon, { inner.centre_x() - icon / 2, y, icon, icon }, ink);
        y += icon + ui.at(6);
    }
    ui.text({ inner.centre_x() - width / 2, y, width, label_h }, key.label, label);
    if (detail_h > 0)
        ui.text({ inner.centre_x() - width / 2, y + label_h + ui.at(4), width, detail_h }, key.detail, detail);
}

void draw_tiles(flow::ItemView const& view, flow::OptionsControl const& control, Ui& ui)
{
    auto const& areas = ui.areas();
    auto const& content = areas.content;
    auto const hint = ui.style(Font::body).in(colour_of(view.hint_tone));
    int const gap = ui.at(16);
    int const count = static_cast<int>(control.options.size());
    auto const digit = [](int i) { return std::to_string(i + 1); };
    if (areas.portrait) {
        int y = content.y + draw_question(view, content, ui) + ui.at(12);
        y += ui.text({ content.x, y, content.w, content.bottom() - y }, view.hint, hint) + ui.at(24);
        int const rows = (count + 1) / 2;
        Rect const grid { content.x, y, content.w, content.bottom() - y };
        for (int i = 0; i < count; ++i)
            draw_tile(ui, column(row(grid, i / 2, rows, gap), i % 2, 2, gap), control.options[static_cast<std::size_t>(i)], control.multiple, digit(i));
        return;
    }
    // The question takes the first of six fields.
    Rect const words = column(row(content, 0, 2, gap), 0, 3, gap);
    int const question_h = draw_question(view, { words.x, words.y + ui.at(10), words.w - ui.at(20), words.h }, ui);
    int const room = words.h - question_h - ui.at(24);
    if (ui.height_of(view.hint, hint, words.w - ui.at(20)) <= room)
        ui.text({ words.x, words.y + question_h + ui.at(24), words.w - ui.at(20), room }, view.hint, hint);
    for (int i = 0; i < count; ++i) {
        int const place = i + 1;
        draw_tile(ui, column(row(content, place / 3, 2, gap), place % 3, 3, gap), control.options[static_cast<std::size_t>(i)], control.multiple, digit(i));
    }
}

} // namespace

/// Rows of equal size, all at once: beside the question in landscape, below it in portrait; two columns where there are many.
void draw_control(flow::ItemView const& view, flow::OptionsControl const& control, Ui& ui)
{
    int const count = static_cast<int>(control.options.size());
    if (control.tiles && count <= 5)
        return draw_tiles(view, control, ui);
    auto const& areas = ui.areas();
    auto const& content = areas.content;
    auto const hint = ui.style(Font::body).in(colour_of(view.hint_tone));
    Rect words { content.x, content.y + ui.at(10), ui.at(440), content.h - ui.at(24) };
    Rect list { content.x + ui.at(480), content.y, content.w - ui.at(480), content.h };
    int const gap = ui.at(areas.portrait ? 14 : 12);
    int const least = ui.theme().mm(ui.theme().tokens().answer_row);
    if (areas.portrait) {
        words = { content.x, content.y + ui.at(20), content.w, content.h };
        int const question_h = draw_question(view, words, ui);
        int y = words.y + question_h + ui.at(8);
        int const hint_h = ui.text({ content.x, y, content.w, content.bottom() - y }, view.hint, hint);
        y += hint_h + ui.at(20);
        list = { content.x, y, content.w, content.bottom() - y };
    } else {
        if (areas.mirrored) {
            list.x = content.x;
            words.x = content.right() - words.w;
        }
        int const question_h = draw_question(view, words, ui);
        int const room = words.bottom() - words.y - question_h - ui.at(12);
        int const help_h = view.help.empty() ? 0 : ui.height_of(view.help, hint.in(Colour::ink_soft), words.w);
        int const hint_h = ui.height_of(view.hint, hint, words.w);
        if (help_h > 0 && help_h + hint_h + ui.at(16) <= room)
            ui.text({ words.x, words.y + question_h + ui.at(12), words.w, help_h }, view.help, hint.in(Colour::ink_soft));
        if (hint_h <= room)
            ui.text({ words.x, words.bottom() - hint_h, words.w, hint_h }, view.hint, hint);
    }
    int const one_column = (list.h + gap) / (least + gap);
    int const columns = count > one_column ? 2 : 1;
    int const rows = (count + columns - 1) / columns;
    int const most = ui.at(areas.portrait ? 126 : 118);
    int const height = std::min(most, (list.h - gap * (rows - 1)) / std::max(1, rows));
    int const total = rows * height + (rows - 1) * gap;
    int const top = areas.portrait ? list.bottom() - total : list.y;
    for (int i = 0; i < count; ++i) {
        Rect const line { list.x, top + (i % rows) * (height + gap), list.w, height };
        draw_option(ui, column(line, i / rows, columns, gap), control.options[static_cast<std::size_t>(i)], control.multiple, std::to_string(i + 1),
            view.spoken == i + 1);
    }
}

} // namespace bedside::ui
