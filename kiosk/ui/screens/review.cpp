// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/screens/screens.h"

#include "kiosk/ui/band.h"
#include "kiosk/ui/chip.h"

namespace bedside::ui {
namespace {

struct RowStyles {
    Style number;
    Style topic;
    int number_w = 0;
};

RowStyles row_styles(Ui& ui)
{
    RowStyles out;
    out.number = ui.style_mm(5.4, true).soft().leading(1.2).at(Vertical::middle);
    out.topic = ui.style_mm(6.0, true).leading(1.2).at(Vertical::middle);
    out.number_w = ui.at(44 * ui.theme().chrome_factor());
    return out;
}

void draw_row(Ui& ui, Rect const& rect, flow::ReviewRow const& row, RowStyles const& style)
{
    auto const touch = ui.target(rect, row.key, "button");
    auto const inner = draw_face(ui, rect, row.key, Look::quiet, touch);
    int const left = inner.x + ui.at(22);
    int const pencil = ui.at(32);
    int right = inner.right() - ui.at(22) - pencil;
    ui.icon(flow::Icon::edit, { right, inner.centre_y() - pencil / 2, pencil, pencil }, Colour::ink);
    right -= ui.at(18);
    ui.text({ left, inner.y, style.number_w, inner.h }, row.number, style.number);
    int const x = left + style.number_w + ui.at(14);
    int answer_w = 0;
    if (row.declined) {
        answer_w = draw_chip(ui, right, inner.centre_y(), { row.answer, flow::Icon::none, flow::Tone::wait }, ui.at(48), ui.style(Font::caption).leading(1.2), Align::right);
    } else {
        answer_w = std::min(ui.width_of(row.answer, style.topic.bold()), (right - x) * 3 / 5);
        ui.text({ right - answer_w, inner.y, answer_w, inner.h }, row.answer, style.topic.bold().to(Align::right));
    }
    ui.text({ x, inner.y, right - answer_w - ui.at(14) - x, inner.h }, row.topic, style.topic);
}

/// Height that the tallest row needs: long words take two lines, all rows are equal. Nothing where a word would be broken.
std::optional<int> row_height(Ui& ui, flow::ReviewView const& view, int width, RowStyles const& style)
{
    int lines = 1;
    for (auto const& row : view.rows) {
        int const room = width - ui.at(22 + 22 + 32 + 18 + 14 + 4) - style.number_w;
        int const answer = std::min(ui.width_of(row.answer, row.declined ? ui.style(Font::caption) : style.topic.bold()) + (row.declined ? ui.at(30) : 0), room * 3 / 5);
        int const topic = ui.height_of(row.topic, style.topic, room - answer - ui.at(14)) / Ui::line_height(style.topic);
        int const said = row.declined ? 1 : ui.height_of(row.answer, style.topic.bold(), answer) / Ui::line_height(style.topic);
        lines = std::max({ lines, topic, said });
        if (!ui.fits(row.topic, style.topic, room - answer - ui.at(14), 10'000))
            return std::nullopt;
    }
    return std::max(ui.at(90), lines * Ui::line_height(style.topic) + ui.at(20));
}

} // namespace

void draw_view(flow::ReviewView const& view, Ui& ui)
{
    auto const& areas = ui.areas();
    auto const& content = areas.content;
    auto const style = row_styles(ui);
    int const column_gap = ui.at(16);
    int const gap = ui.at(10);
    int const count = static_cast<int>(view.rows.size());
    Style title;
    title.em = ui.theme().mm(8.4); // large at every text size
    title.line = 1.25;
    title = title.bold();
    auto const summary = ui.style_mm(5.4, true).soft().leading(1.3);

    int const pager_w = ui.at(300);
    int const words_w = content.w - pager_w;
    int const title_h = ui.text({ content.x, content.y, words_w, content.h }, view.title, title);
    auto const whole = view.summary + view.hint;
    bool const with_hint = !ui.extra_large() && ui.height_of(whole, summary, words_w) <= Ui::line_height(summary) * (areas.portrait ? 3 : 1);
    int const summary_h = ui.text({ content.x, content.y + title_h, words_w, content.h }, with_hint ? whole : view.summary, summary);
    int const top = content.y + std::max(title_h + summary_h + ui.at(10), ui.at(106));

    Rect const list { content.x, top, content.w, content.bottom() - top };
    int columns = areas.portrait ? 1 : 2;
    auto needed = row_height(ui, view, (content.w - column_gap * (columns - 1)) / columns, style);
    if (!needed) {
        columns = 1;
        needed = row_height(ui, view, content.w, style);
    }
    int const height = needed.value_or(ui.at(90));
    int const rows = std::max(1, (list.h + gap) / (height + gap));
    int const fitting = rows * columns;
    int const page = pager(ui, content.right(), content.y + ui.at(52), view.page, (count + fitting - 1) / fitting);
    for (int i = page * fitting; i < std::min(count, (page + 1) * fitting); ++i) {
        int const place = i - page * fitting;
        Rect const line { list.x, list.y + (place % rows) * (height + gap), list.w, height };
        draw_row(ui, column(line, place / rows, columns, column_gap), view.rows[static_cast<std::size_t>(i)], style);
    }
    draw_band(ui, { &view.back }, &view.submit, 560);
}

} // namespace bedside::ui
