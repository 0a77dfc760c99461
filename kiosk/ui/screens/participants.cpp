// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/screens/screens.h"

#include "kiosk/ui/band.h"
#include "kiosk/ui/chip.h"

namespace bedside::ui {
namespace {

void draw_row(Ui& ui, Rect const& rect, flow::ParticipantRow const& row, bool two_lines)
{
    auto const touch = ui.target(rect, row.key, "button");
    auto const inner = draw_face(ui, rect, row.key, Look::key, touch);
    auto const big = ui.style_mm(6.4, true).at(Vertical::middle).leading(1.2);
    auto const body = ui.style_mm(5.4, true).at(Vertical::middle).leading(1.2);
    auto const small = ui.style(Font::caption).soft().at(Vertical::middle).leading(1.2);
    int const left = inner.x + ui.at(26);
    int const chip_h = ui.at(48);
    int const arrow = ui.at(32);
    int const right = inner.right() - ui.at(22);
    ui.icon(flow::Icon::next, { right - arrow, inner.centre_y() - arrow / 2, arrow, arrow }, Colour::ink);
    int const chip_style_end = right - arrow - ui.at(16);
    if (two_lines) {
        int const half = inner.h / 2;
        int const chip_w = chip_width(ui, row.due, chip_h, ui.style(Font::caption));
        draw_chip(ui, chip_style_end, inner.y + half / 2 + ui.at(6), row.due, chip_h, ui.style(Font::caption), Align::right);
        int const number_w = ui.width_of(row.number, big.bold());
        ui.text({ left, inner.y + ui.at(6), number_w, half }, row.number, big.bold());
        ui.text({ left + number_w + ui.at(24), inner.y + ui.at(6), chip_style_end - chip_w - left - number_w - ui.at(30), half }, row.initials, big);
        int const visit_w = ui.width_of(row.visit, body.bold());
        ui.text({ left, inner.y + half - ui.at(2), visit_w, half }, row.visit, body.bold());
        int const rest = left + visit_w + ui.at(20);
        int const day_w = ui.width_of(row.day, body);
        ui.text({ rest, inner.y + half - ui.at(2), day_w, half }, row.day, body);
        ui.text({ rest + day_w + ui.at(20), inner.y + half - ui.at(2), chip_style_end - rest - day_w - ui.at(20), half }, row.forms, small);
        return;
    }
    // Columns of the design, scaled with chrome.
    double const factor = ui.theme().chrome_factor();
    auto const wide = [&](double px) { return ui.at(px * factor); };
    int x = left;
    ui.text({ x, inner.y, wide(160), inner.h }, row.number, big.bold());
    x += wide(168);
    ui.text({ x, inner.y, wide(122), inner.h }, row.initials, big);
    x += wide(130);
    ui.text({ x, inner.y, wide(92), inner.h }, row.visit, body.bold());
    x += wide(96);
    int const chip_w = chip_width(ui, row.due, chip_h, ui.style(Font::caption));
    int const chip_x = chip_style_end - std::max(chip_w, wide(204));
    int const day_w = std::min(ui.width_of(row.day, body), chip_x - x - ui.at(8));
    ui.text({ x, inner.y, day_w, inner.h }, row.day, body);
    int const forms_w = ui.width_of(row.forms, small);
    int const forms_x = std::min(std::max(x + day_w + ui.at(20), x + ui.at(236)), std::max(x + day_w + ui.at(16), chip_x - forms_w - ui.at(8)));
    ui.text({ forms_x, inner.y, chip_x - forms_x - ui.at(8), inner.h }, row.forms, small);
    draw_chip(ui, chip_x, inner.centre_y(), row.due, chip_h, ui.style(Font::caption));
}

/// Whether the words of a row need more than the one line of the design.
bool needs_two_lines(Ui& ui, flow::ParticipantRow const& row, int width)
{
    double const factor = ui.theme().chrome_factor();
    auto const body = ui.style_mm(5.4, true);
    int const fixed = ui.at((168 + 130 + 96) * factor) + ui.at(26 + 16 + 32 + 22 + 8);
    int const chip = std::max(chip_width(ui, row.due, ui.at(48), ui.style(Font::caption)), ui.at(204 * factor));
    return fixed + chip + ui.width_of(row.day, body) + ui.at(24) + ui.width_of(row.forms, ui.style(Font::caption)) > width;
}

} // namespace

void draw_view(flow::ParticipantsView const& view, Ui& ui)
{
    auto const& areas = ui.areas();
    Rect bar { areas.content.x, areas.strip.bottom() + ui.at(areas.portrait ? 24 : 16), areas.content.w, ui.at(72) };
    auto const title = ui.style_mm(8.4, true).bold().leading(1.3).at(Vertical::middle);
    int top = bar.bottom() + ui.at(20);
    int filters_w = 0;
    for (auto const& filter : view.filters)
        filters_w += key_width(ui, filter, Look::tool) + ui.at(14);
    bool const stacked = ui.width_of(view.title, title) + filters_w + ui.at(20) > bar.w;
    ui.text({ bar.x, bar.y, stacked ? bar.w : bar.w - filters_w, bar.h }, view.title, title);
    int const filter_y = stacked ? bar.bottom() + ui.at(8) : bar.y;
    int x = stacked ? bar.x : bar.right() - filters_w + ui.at(14);
    for (auto const& filter : view.filters) {
        int const width = key_width(ui, filter, Look::tool);
        draw_key(ui, { x, filter_y, width, bar.h }, filter, Look::tool);
        x += width + ui.at(14);
    }
    if (stacked)
        top = filter_y + bar.h + ui.at(16);

    bool two_lines = areas.portrait;
    for (auto const& row : view.rows)
        two_lines = two_lines || needs_two_lines(ui, row, areas.content.w);
    int const row_h = ui.at(two_lines ? 126 : 88);
    int const gap = ui.at(12);
    Rect list { areas.content.x, top, areas.content.w, areas.content.bottom() - top };
    int fitting = std::max(1, (list.h + gap) / (row_h + gap));
    int const count = static_cast<int>(view.rows.size());
    if (count > fitting)
        fitting = std::max(1, (list.h - ui.at(100) + gap) / (row_h + gap));
    int const pages = (count + fitting - 1) / fitting;
    int const page = pager(ui, list.right(), list.bottom() - ui.at(44), view.page, pages);
    for (int i = page * fitting; i < std::min(count, (page + 1) * fitting); ++i)
        draw_row(ui, { list.x, list.y + (i - page * fitting) * (row_h + gap), list.w, row_h }, view.rows[static_cast<std::size_t>(i)], two_lines);
    if (view.rows.empty())
        ui.text(list, view.empty, ui.style(Font::body).soft());

    draw_band(ui, each_of(view.actions), nullptr, 392, pages > 1 && areas.portrait ? "" : view.note);
}

} // namespace bedside::ui
