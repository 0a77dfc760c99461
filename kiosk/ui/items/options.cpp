// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/items/items.h"

#include "kiosk/ui/key_face.h"

namespace bedside::ui {
namespace {

constexpr int dot_size = 44;

/// Distances inside an option: closer where columns are narrow, closest where words are large as well.
struct Padding {
    int left;
    int gap;
    int right;
};

Padding padding(Ui const& ui, int width)
{
    if (width >= ui.at(420))
        return { ui.at(32), ui.at(28), ui.at(16) };
    if (ui.theme().scale() == TextScale::normal)
        return { ui.at(20), ui.at(18), ui.at(8) };
    return { ui.at(10), ui.at(10), ui.at(2) };
}

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
    auto const inner = draw_face(ui, rect, key, Look::option, touch);
    auto const ink = colour_on_face(key, Look::option);
    auto const pad = padding(ui, rect.w);
    int const dot = ui.at(dot_size);
    int const left = inner.x + pad.left;
    mark(ui, { left, inner.centre_y() - dot / 2, dot, dot }, key.selected, multiple, key.enabled ? Colour::surface : Colour::sunken);
    int const x = left + dot + pad.gap;
    Rect const room { x, inner.y, inner.right() - pad.right - x, inner.h };
    auto const label = ui.style(Font::option).leading(1.25).in(ink);
    // Bold where the word still fits: the fill and the check say it too.
    auto const strong = key.selected && ui.fits(key.label, label.bold(), room.w, room.h) ? label.bold() : label;
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

struct Grid {
    int columns = 1;
    int rows = 1;
    int height = 0;
    int gap = 0;
    bool fits = false; ///< every label whole, every row high enough
};

/// Fewest columns in which every option is as high as a finger needs and as its words need.
Grid arrange(Ui& ui, flow::OptionsControl const& control, Rect const& list, int most, int most_columns = 3)
{
    int const count = static_cast<int>(control.options.size());
    int const least = ui.theme().mm(ui.theme().tokens().answer_row);
    Grid grid;
    grid.gap = ui.theme().mm(ui.theme().tokens().answer_gap);
    auto const label = ui.style(Font::option).leading(1.25);
    for (int columns = 1; columns <= most_columns && !grid.fits; ++columns) {
        grid.columns = columns;
        grid.rows = (count + columns - 1) / columns;
        int const room = (list.h - grid.gap * (grid.rows - 1)) / std::max(1, grid.rows);
        int const width = (list.w - grid.gap * (columns - 1)) / columns;
        auto const pad = padding(ui, width);
        int const words = width - pad.left - ui.at(dot_size) - pad.gap - pad.right - ui.at(4);
        int needed = least;
        int wished = most; // words of two lines get air above and below where there is room
        bool whole = true;
        for (auto const& option : control.options) {
            int const label_h = ui.height_of(option.label, label, words);
            needed = std::max(needed, label_h - Ui::line_height(label) / 5 + ui.at(8));
            wished = std::max(wished, label_h + ui.at(28));
            whole = whole && ui.fits(option.label, label, words, list.h);
        }
        grid.height = std::min(room, std::max(wished, needed));
        grid.fits = whole && room >= needed;
    }
    return grid;
}

void draw_tile(Ui& ui, Rect const& rect, flow::Key const& key, bool multiple, std::string_view digit)
{
    auto const touch = ui.target(rect, key, multiple ? "checkbox" : "radio", digit);
    auto const inner = draw_face(ui, rect, key, Look::option, touch);
    auto const ink = colour_on_face(key, Look::option);
    auto const label = (key.selected ? ui.style(Font::option).bold() : ui.style(Font::option)).leading(1.25).in(ink).to(Align::centre);
    auto detail = ui.style(Font::body).leading(1.3).in(ink == Colour::ink ? Colour::ink_soft : ink).to(Align::centre);
    int const width = inner.w - ui.at(24);
    int const label_h = ui.height_of(key.label, label, width);
    int detail_h = key.detail.empty() ? 0 : ui.height_of(key.detail, detail, width);
    int icon = key.icon == flow::Icon::none ? 0 : ui.at(64);
    // What doesn't fit goes in this order: the drawing shrinks and goes, the explanation takes a small size and goes.
    auto const total = [&] { return icon + (icon > 0 ? ui.at(6) : 0) + label_h + (detail_h > 0 ? ui.at(4) + detail_h : 0); };
    if (total() > inner.h && icon > 0)
        icon = ui.at(48);
    if (total() > inner.h && detail_h > 0)
        icon = 0;
    if (total() > inner.h && detail_h > 0) {
        detail = detail.sized(ui.style(Font::caption).em).leading(1.2);
        detail_h = ui.height_of(key.detail, detail, width);
    }
    if (total() > inner.h)
        detail_h = 0;
    if (detail_h == 0 && key.icon != flow::Icon::none) {
        icon = ui.at(48);
        if (total() > inner.h)
            icon = 0;
    }
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
        int const rows = (count + 1) / 2;
        int const hint_h = ui.height_of(view.hint, hint, content.w);
        if (content.bottom() - y - hint_h - ui.at(24) >= rows * ui.at(180))
            y += ui.text({ content.x, y, content.w, hint_h }, view.hint, hint) + ui.at(24);
        Rect const grid { content.x, y, content.w, content.bottom() - y };
        for (int i = 0; i < count; ++i)
            draw_tile(ui, column(row(grid, i / 2, rows, gap), i % 2, 2, gap), control.options[static_cast<std::size_t>(i)], control.multiple, digit(i));
        return;
    }
    // The question takes the first of six fields; a long one stands above five of them.
    Rect const words = column(row(content, 0, 2, gap), 0, 3, gap);
    if (!question_fits(view, words.w - ui.at(20), words.h - ui.at(10), ui)) {
        int const top = content.y + draw_question(view, content, ui) + ui.at(14);
        Rect const grid { content.x, top, content.w, content.bottom() - top };
        for (int i = 0; i < count; ++i)
            draw_tile(ui, column(row(grid, i / 3, 2, gap), i % 3, 3, gap), control.options[static_cast<std::size_t>(i)], control.multiple, digit(i));
        return;
    }
    int const question_h = draw_question(view, { words.x, words.y + ui.at(10), words.w - ui.at(20), words.h - ui.at(10) }, ui);
    int const room = words.h - question_h - ui.at(24);
    if (ui.height_of(view.hint, hint, words.w - ui.at(20)) <= room)
        ui.text({ words.x, words.y + question_h + ui.at(24), words.w - ui.at(20), room }, view.hint, hint);
    for (int i = 0; i < count; ++i) {
        int const place = i + 1;
        draw_tile(ui, column(row(content, place / 3, 2, gap), place % 3, 3, gap), control.options[static_cast<std::size_t>(i)], control.multiple, digit(i));
    }
}

} // namespace

/// Rows of equal size, all at once: beside the question in landscape, below it in portrait or where words are long;
/// two columns where there are many.
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
    if (areas.mirrored) {
        list.x = content.x;
        words.x = content.right() - words.w;
    }
    int const question_h = question_height(view, words.w, words.h, ui);
    bool below = areas.portrait || !question_fits(view, words.w, words.h, ui);
    auto grid = arrange(ui, control, list, ui.at(118));
    if (!below && !grid.fits)
        below = true;
    if (!below) {
        draw_question(view, words, ui);
        int const room = words.bottom() - words.y - question_h - ui.at(12);
        auto const help = hint.in(Colour::ink_soft);
        int const help_h = view.help.empty() ? 0 : ui.height_of(view.help, help, words.w);
        int const hint_h = ui.height_of(view.hint, hint, words.w);
        if (help_h > 0 && help_h + hint_h + ui.at(16) <= room)
            ui.text({ words.x, words.y + question_h + ui.at(12), words.w, help_h }, view.help, help);
        if (hint_h <= room)
            ui.text({ words.x, words.bottom() - hint_h, words.w, hint_h }, view.hint, hint);
    } else {
        int const top_gap = ui.at(areas.portrait && ui.theme().scale() == TextScale::normal ? 20 : 4);
        Rect const whole { content.x, content.y + top_gap, content.w, content.h - top_gap };
        // The answers need half of the page at least.
        int const above = question_height(view, whole.w, whole.h / 2, ui);
        draw_question(view, { whole.x, whole.y, whole.w, whole.h / 2 }, ui);
        int y = whole.y + above + ui.at(8);
        int const hint_h = ui.height_of(view.hint, hint, whole.w);
        auto const rest = [&](int from) { return Rect { content.x, from, content.w, content.bottom() - from }; };
        // The hint goes where it would take the answers' room; another column comes after that.
        grid.fits = false;
        for (int columns = 1; columns <= 3 && !grid.fits; ++columns) {
            list = rest(y + hint_h + ui.at(12));
            grid = arrange(ui, control, list, ui.at(126), columns);
            if (grid.fits && hint_h > 0) {
                ui.text({ content.x, y, content.w, hint_h }, view.hint, hint);
            } else if (!grid.fits) {
                list = rest(y + ui.at(4));
                grid = arrange(ui, control, list, ui.at(126), columns);
            }
        }
    }
    int const total = grid.rows * grid.height + (grid.rows - 1) * grid.gap;
    int const top = below ? list.bottom() - total : list.y;
    for (int i = 0; i < count; ++i) {
        Rect const line { list.x, top + (i % grid.rows) * (grid.height + grid.gap), list.w, grid.height };
        draw_option(ui, column(line, i / grid.rows, grid.columns, grid.gap), control.options[static_cast<std::size_t>(i)], control.multiple, std::to_string(i + 1),
            view.spoken == i + 1);
    }
}

} // namespace bedside::ui
