// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/screens/screens.h"

#include "kiosk/ui/band.h"
#include "kiosk/ui/chip.h"

#include <array>

namespace bedside::ui {
namespace {

constexpr int head_height = 40;
constexpr int table_row_height = 54;

struct FactStyles {
    Style title;
    Style detail;
};

void draw_fact(Ui& ui, Rect const& rect, flow::SyncFact const& fact, FactStyles const& style)
{
    auto const line = colour_of(fact.tone, Colour::line);
    ui.card(rect, Colour::surface, line);
    int const icon = ui.at(40);
    ui.icon(fact.icon, { rect.x + ui.at(16), rect.centre_y() - icon / 2, icon, icon }, colour_of(fact.tone, Colour::ink));
    int const x = rect.x + ui.at(16) + icon + ui.at(14);
    int const width = rect.right() - ui.at(12) - x;
    auto const& title = style.title;
    auto const& detail = style.detail;
    int const title_h = ui.height_of(fact.title, title, width);
    int const detail_h = fact.detail.empty() ? 0 : ui.height_of(fact.detail, detail, width);
    int const y = rect.y + (rect.h - title_h - detail_h) / 2;
    ui.text({ x, y, width, title_h }, fact.title, title);
    ui.text({ x, y + title_h, width, detail_h }, fact.detail, detail);
}

int fact_height(Ui& ui, flow::SyncFact const& fact, int width, FactStyles const& style)
{
    int const room = width - ui.at(16 + 40 + 14 + 12);
    return ui.height_of(fact.title, style.title, room) + (fact.detail.empty() ? 0 : ui.height_of(fact.detail, style.detail, room)) + ui.at(4);
}

void draw_table(Ui& ui, Rect const& card, flow::SyncStatusView const& view, int page, int fitting, int problem_h)
{
    auto const head = ui.style(Font::strip).soft().leading(1.2).at(Vertical::middle);
    auto cell = ui.style(Font::caption).leading(1.2).at(Vertical::middle);
    int const left = card.x + ui.at(24);
    int const right = card.right() - ui.at(24);
    int const head_h = ui.at(head_height);
    int const row_h = ui.at(table_row_height);
    // Widths by what stands in the columns; the form takes what is left.
    auto const field = [](flow::SyncRow const& row, int column) -> std::string const& {
        std::string const* const fields[] = { &row.sequence, &row.participant, &row.form, &row.completed };
        return *fields[column];
    };
    int const chip_h = ui.at(40);
    auto const chip_style = ui.style(Font::strip).leading(1.2);
    std::array<int, 5> width {};
    auto const measure = [&] {
        width = {};
        for (int column = 0; column < 4; ++column) {
            auto const index = static_cast<std::size_t>(column);
            if (index < view.columns.size())
                width[index] = ui.width_of(view.columns[index], head);
            for (auto const& row : view.rows)
                width[index] = std::max(width[index], ui.width_of(field(row, column), cell));
            width[index] += ui.at(16);
        }
        for (auto const& row : view.rows)
            width[4] = std::max(width[4], chip_width(ui, row.state, chip_h, chip_style));
        if (view.columns.size() > 4)
            width[4] = std::max(width[4], ui.width_of(view.columns[4], head));
        return right - left - width[0] - width[1] - width[2] - width[3] - width[4];
    };
    // Where the words are long, the table takes the smallest size before it breaks lines.
    if (measure() < 0)
        cell.em = ui.style(Font::strip).em;
    int const spare = measure();
    if (spare < 0) {
        width[2] = std::max(ui.at(90), width[2] + spare);
    } else {
        for (std::size_t column = 0; column < 4; ++column)
            width[column] += spare / 4;
    }
    int x = left;
    int y = card.y + ui.at(6);
    for (std::size_t column = 0; column < view.columns.size() && column < 5; ++column) {
        ui.text({ x, y, width[column], head_h }, view.columns[column], head);
        x += width[column];
    }
    y += head_h;
    int const count = static_cast<int>(view.rows.size());
    for (int i = page * fitting; i < std::min(count, (page + 1) * fitting); ++i) {
        auto const& row = view.rows[static_cast<std::size_t>(i)];
        ui.fill({ left, y, right - left, 1 }, Colour::line);
        x = left;
        for (int column = 0; column < 4; ++column) {
            auto const index = static_cast<std::size_t>(column);
            auto const& words = field(row, column);
            // A form's name that is too long is set smaller, in two lines, never cut.
            auto const small = chip_style.leading(1.15).at(Vertical::middle);
            ui.text({ x, y, width[index] - ui.at(8), row_h }, words, ui.first_fitting({ cell, small }, words, width[index] - ui.at(8), Ui::line_height(cell)));
            x += width[index];
        }
        draw_chip(ui, x, y + row_h / 2, row.state, chip_h, chip_style);
        y += row_h;
    }
    if (view.problem.empty())
        return;
    Rect const box { left, card.bottom() - problem_h - ui.at(10), right - left, problem_h };
    ui.round(box, ui.theme().radius_key(), Colour::alert_bg);
    int const icon = ui.at(30);
    ui.icon(flow::Icon::info, { box.x + ui.at(16), box.y + ui.at(10), icon, icon }, Colour::alert);
    auto const words = ui.style(Font::strip).in(Colour::alert).leading(1.35);
    int const text_x = box.x + ui.at(16) + icon + ui.at(14);
    int text_y = box.y + ui.at(9);
    for (std::size_t i = 0; i < view.problem.size(); ++i)
        text_y += ui.text({ text_x, text_y, box.right() - ui.at(16) - text_x, box.bottom() - text_y }, view.problem[i], i > 0 ? words.bold() : words);
}

} // namespace

void draw_view(flow::SyncStatusView const& view, Ui& ui)
{
    auto const& areas = ui.areas();
    Rect bar { areas.content.x, areas.strip.bottom() + ui.at(areas.portrait ? 24 : 16), areas.content.w, ui.at(72) };
    auto const heading = ui.style_mm(8.4, true).bold().leading(1.2).at(Vertical::middle);
    int const heading_w = ui.width_of(view.title, heading);
    int right = bar.right();
    int top = bar.bottom() + ui.at(16);
    ui.text({ bar.x, bar.y, heading_w, bar.h }, view.title, heading);
    auto const chip_style = ui.style(Font::caption).leading(1.2);
    if (view.exception) {
        int const chip_w = chip_width(ui, *view.exception, ui.at(56), chip_style);
        // Beside the title and the pages where all of it fits, else in a line of its own.
        if (heading_w + chip_w + ui.at(20 + 320) <= bar.w) {
            right -= draw_chip(ui, bar.right(), bar.centre_y(), *view.exception, ui.at(56), chip_style, Align::right) + ui.at(20);
        } else {
            draw_chip(ui, bar.x, top + ui.at(28), *view.exception, ui.at(56), chip_style);
            top += ui.at(56 + 12);
        }
    }
    int const gap = ui.at(12);
    int const count = static_cast<int>(view.facts.size());
    FactStyles facts_style { ui.style_mm(5.4, true).leading(1.25), ui.style(Font::strip).soft().leading(1.3) };
    Rect card { areas.content.x + ui.at(436), top, areas.content.w - ui.at(436), areas.content.bottom() + ui.at(4) - top };
    if (areas.portrait) {
        Rect const facts { areas.content.x, top, areas.content.w, 0 };
        // Below them the table and the reason of a refusal need their room.
        if (ui.theme().scale() != TextScale::normal)
            facts_style.title.em = ui.theme().mm(4.7);
        int height = ui.at(88);
        for (auto const& fact : view.facts)
            height = std::max(height, fact_height(ui, fact, (facts.w - gap) / 2, facts_style));
        int const rows = (count + 1) / 2;
        for (int i = 0; i < count; ++i)
            draw_fact(ui, column({ facts.x, top + (i / 2) * (height + gap), facts.w, height }, i % 2, 2, gap), view.facts[static_cast<std::size_t>(i)], facts_style);
        int const card_top = top + rows * (height + gap);
        card = { areas.content.x, card_top, areas.content.w, areas.content.bottom() - card_top };
    } else {
        Rect const facts { areas.content.x, top, ui.at(416), card.h };
        int const each = count > 0 ? (facts.h - gap * (count - 1)) / count : 0;
        auto const tallest = [&] {
            int needed = 0;
            for (auto const& fact : view.facts)
                needed = std::max(needed, fact_height(ui, fact, facts.w, facts_style));
            return needed;
        };
        // Staff's own facts: where they do not fit larger, they keep the normal size.
        if (tallest() > each)
            facts_style.title.em = ui.theme().mm(5.4);
        if (tallest() > each)
            facts_style.title.em = ui.theme().mm(4.7);
        if (tallest() > each) {
            facts_style.title.em = ui.theme().mm(ui.theme().tokens().em_mm[static_cast<std::size_t>(Font::strip)]);
            facts_style.title.weight = Weight::bold;
            facts_style.detail.line = facts_style.title.line = 1.2;
        }
        int const height = std::min(each, std::max(ui.at(88), tallest()));
        for (int i = 0; i < count; ++i)
            draw_fact(ui, { facts.x, facts.y + i * (height + gap), facts.w, height }, view.facts[static_cast<std::size_t>(i)], facts_style);
    }
    ui.card(card);
    int problem_h = 0;
    auto const words = ui.style(Font::strip).leading(1.35);
    for (std::size_t i = 0; i < view.problem.size(); ++i)
        problem_h += ui.height_of(view.problem[i], i > 0 ? words.bold() : words, card.w - ui.at(48 + 16 + 30 + 14 + 16));
    if (problem_h > 0)
        problem_h += ui.at(18);
    int const fitting = std::max(0, (card.h - ui.at(6 + head_height + 10) - (problem_h > 0 ? problem_h + ui.at(6) : 0)) / ui.at(table_row_height));
    int const pages = fitting > 0 ? (static_cast<int>(view.rows.size()) + fitting - 1) / fitting : 1;
    int const page = pager(ui, right, bar.centre_y(), view.page, pages);
    draw_table(ui, card, view, page, fitting, problem_h);

    draw_band(ui, each_of(view.actions), &view.sync);
}

} // namespace bedside::ui
