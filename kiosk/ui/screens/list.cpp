// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/screens/screens.h"

#include "kiosk/ui/band.h"
#include "kiosk/ui/chip.h"

#include <algorithm>

namespace bedside::ui {
namespace {

constexpr int row_gap = 12;

struct ListStyles {
    Style heading;
    Style text;
    Style title;
    Style detail;
    Style chip;
    int chip_h = 0;
};

ListStyles styles(Ui& ui)
{
    return { ui.style_mm(8.4, true).bold().leading(1.25), ui.style_mm(5.4, true).soft().leading(1.3), ui.style_mm(6.0, true).leading(1.2), ui.style(Font::caption).soft().leading(1.25), ui.style(Font::caption).leading(1.2), ui.at(48) };
}

/// Room for words in a row of this width.
int room_for(Ui& ui, flow::ListRow const& row, int width, ListStyles const& style)
{
    int const chip = row.chip ? chip_width(ui, *row.chip, style.chip_h, style.chip) + ui.at(20) : 0;
    int const icon = row.key && row.key->icon != flow::Icon::none ? ui.at(32 + 20) : 0;
    return width - ui.at(2 * 28 + 8) - chip - icon;
}

/// The size of a detail; a name without a place to break, as of a file, is small rather than broken.
Style detail_style(Ui& ui, flow::ListRow const& row, int room, ListStyles const& style)
{
    return ui.first_fitting({ style.detail, style.detail.sized(ui.style(Font::strip).em) }, row.detail, room, ui.areas().content.h);
}

int height_of(Ui& ui, flow::ListRow const& row, int width, ListStyles const& style, int least)
{
    int const room = room_for(ui, row, width, style);
    int const words = ui.height_of(row.title, style.title, room) + (row.detail.empty() ? 0 : ui.height_of(row.detail, detail_style(ui, row, room, style), room));
    return std::max(least, words + ui.at(24));
}

void draw_row(Ui& ui, Rect const& rect, flow::ListRow const& row, ListStyles const& style)
{
    Rect inner = rect;
    auto title = style.title;
    if (row.key) {
        auto const touch = ui.target(rect, *row.key, row.key->selected ? "radio" : "button");
        inner = draw_face(ui, rect, *row.key, Look::option, touch);
        title = title.in(colour_on_face(*row.key, Look::option));
        if (row.key->selected)
            title = title.bold();
    } else {
        ui.card(rect, Colour::bg);
    }
    int right = inner.right() - ui.at(24);
    if (row.key && row.key->icon != flow::Icon::none) {
        int const icon = ui.at(32);
        right -= icon;
        ui.icon(row.key->icon, { right, inner.centre_y() - icon / 2, icon, icon }, colour_on_face(*row.key, Look::option));
        right -= ui.at(20);
    }
    if (row.chip)
        right -= draw_chip(ui, right, inner.centre_y(), *row.chip, style.chip_h, style.chip, Align::right) + ui.at(20);
    int const x = inner.x + ui.at(28);
    int const title_h = ui.height_of(row.title, title, right - x);
    auto const detail = detail_style(ui, row, right - x, style);
    int const detail_h = row.detail.empty() ? 0 : ui.height_of(row.detail, detail, right - x);
    int const y = inner.y + (inner.h - title_h - detail_h) / 2;
    ui.text({ x, y, right - x, title_h }, row.title, title);
    if (!row.detail.empty())
        ui.text({ x, y + title_h, right - x, detail_h }, row.detail, row.key ? detail.in(colour_on_face(*row.key, Look::option)) : detail);
}

struct Arrangement {
    Rect title;
    Rect text;
    int pager_y = 0; ///< its middle
    Rect list;
    int least = 0; ///< height of a row
    std::vector<std::pair<std::size_t, std::size_t>> pages; ///< first row, and the one behind the last
};

/// Title and text leave `pager_w` free at their right. Rows are as tall as their words, as many to a page as fit.
Arrangement arrange(flow::ListView const& view, Ui& ui, ListStyles const& style, int pager_w)
{
    auto const& areas = ui.areas();
    auto const& area = areas.content;
    Arrangement out;
    int const width = area.w - pager_w;
    out.title = { area.x, areas.open.y, width, ui.height_of(view.title, style.heading, width) };
    out.pager_y = out.title.y + ui.at(44);
    int y = out.title.y + std::max(out.title.h, ui.at(64)) + ui.at(4);
    out.text = { area.x, y, width, area.bottom() - y };
    if (!view.text.empty())
        y += ui.height_of(view.text, style.text, width);
    y = std::max(y, out.pager_y + ui.at(44)) + ui.at(16);
    out.list = { area.x, y, area.w, area.bottom() - y };
    int const gap = ui.at(row_gap);
    // A few plain choices share the room, as answers do.
    int const count = static_cast<int>(view.rows.size());
    bool const choices = count > 0 && std::ranges::all_of(view.rows, [](flow::ListRow const& row) { return row.key && row.detail.empty(); });
    out.least = choices ? std::max(ui.at(94), std::min(ui.at(126), (out.list.h - gap * (count - 1)) / count)) : ui.at(94);
    out.pages = { { 0, 0 } };
    int used = 0;
    for (std::size_t i = 0; i < view.rows.size(); ++i) {
        int const height = height_of(ui, view.rows[i], out.list.w, style, out.least);
        if (used > 0 && used + height > out.list.h) {
            out.pages.emplace_back(i, i);
            used = 0;
        }
        used += height + gap;
        out.pages.back().second = i + 1;
    }
    return out;
}

} // namespace

void draw_view(flow::ListView const& view, Ui& ui)
{
    auto const style = styles(ui);
    auto arranged = arrange(view, ui, style, 0);
    if (arranged.pages.size() > 1)
        arranged = arrange(view, ui, style, ui.at(320));
    ui.text(arranged.title, view.title, style.heading);
    if (!view.text.empty())
        ui.text(arranged.text, view.text, style.text);
    int const page = pager(ui, ui.areas().content.right(), arranged.pager_y, view.page, static_cast<int>(arranged.pages.size()));
    int top = arranged.list.y;
    auto const [begin, end] = arranged.pages[static_cast<std::size_t>(page)];
    for (auto i = begin; i < end; ++i) {
        int const height = height_of(ui, view.rows[i], arranged.list.w, style, arranged.least);
        draw_row(ui, { arranged.list.x, top, arranged.list.w, height }, view.rows[i], style);
        top += height + ui.at(row_gap);
    }
    if (view.rows.empty())
        ui.text(arranged.list, view.empty, ui.style(Font::body).soft());
    draw_band(ui, each_of(view.actions), view.next ? &*view.next : nullptr, 392);
}

} // namespace bedside::ui
