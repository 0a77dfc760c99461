// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/screens/screens.h"

#include "kiosk/ui/band.h"

namespace bedside::ui {

namespace {

/// Staff reads this page: chrome's scale where all of it fits on the page, else smaller steps of it.
struct RecoveryStyles {
    Style title;
    Style body;
    Style caption;
    Style heading;
    Style number;
};

RecoveryStyles styles(Ui& ui, double factor)
{
    auto const sized = [&](double millimetres, double line) {
        Style style;
        style.em = ui.theme().mm(millimetres) * factor;
        style.line = line;
        return style;
    };
    return { sized(factor > 1 ? 8.4 : 9.6, 1.25).bold(), sized(5.4, 1.35), sized(4.7, 1.3).soft(), sized(6.2, 1.3).bold(), sized(8.4, 1.25).bold() };
}

/// Draws the page, or measures it: false where the steps or facts do not fit.
bool lay_out(flow::RecoveryView const& view, Ui& ui, RecoveryStyles const& style, bool draw)
{
    auto const& areas = ui.areas();
    auto const& open = areas.open;
    auto const paragraph = [&](Rect const& area, std::string_view words, Style const& of) { return draw ? ui.text(area, words, of) : ui.height_of(words, of, area.w); };
    int const badge = ui.at(96);
    int const x = open.x + badge + ui.at(28);
    int const width = open.right() - x;
    if (draw) {
        ui.disc({ open.x, open.y, badge, badge }, Colour::wait_bg);
        int const icon = ui.at(58);
        ui.icon(flow::Icon::key, { open.x + (badge - icon) / 2, open.y + (badge - icon) / 2, icon, icon }, Colour::wait);
    }
    int y = open.y + paragraph({ x, open.y, width, open.h }, view.title, style.title) + ui.at(2);
    int const strong_w = ui.width_of(view.strong, style.body.bold());
    auto const strong = style.body.bold().in(Colour::ok);
    if (strong_w + ui.at(24) + ui.width_of(view.text, style.body) <= width) {
        paragraph({ x, y, strong_w, Ui::line_height(style.body) }, view.strong, strong);
        y += paragraph({ x + strong_w + ui.at(24), y, width - strong_w - ui.at(24), Ui::line_height(style.body) }, view.text, style.body.soft());
    } else {
        y += paragraph({ x, y, width, open.bottom() - y }, view.strong, strong);
        y += paragraph({ x, y, width, open.bottom() - y }, view.text, style.body.soft());
    }
    int const top = std::max(y + ui.at(14), open.y + badge + ui.at(16));

    // Facts: a column in landscape, two columns below the steps in portrait.
    int const fact_columns = areas.portrait ? 2 : 1;
    int const fact_w = areas.portrait ? (open.w - ui.at(2 * 24 + 20)) / 2 : ui.at(428 - 2 * 28);
    int const fact_gap = ui.at(14);
    auto const fact_style = [&](std::size_t i) { return i == 0 ? style.number : style.body.leading(1.3); };
    auto const fact_height = [&](std::size_t i) { return ui.height_of(view.facts[i].label, style.caption, fact_w) + ui.height_of(view.facts[i].value, fact_style(i), fact_w); };
    int facts_h = ui.at(32) - fact_gap;
    for (std::size_t i = 0; i < view.facts.size(); i += static_cast<std::size_t>(fact_columns)) {
        int height = fact_height(i);
        if (fact_columns == 2 && i + 1 < view.facts.size())
            height = std::max(height, fact_height(i + 1));
        facts_h += height + fact_gap;
    }
    Rect const steps = areas.portrait ? Rect { open.x, top, open.w, open.bottom() - top - facts_h - ui.at(14) } : Rect { open.x, top, open.w - ui.at(452), open.bottom() - top };
    Rect const facts = areas.portrait ? Rect { open.x, open.bottom() - facts_h, open.w, facts_h } : Rect { open.right() - ui.at(428), top, ui.at(428), open.bottom() - top };

    auto const inner = steps.inset(ui.at(areas.portrait ? 24 : 36), ui.at(16));
    int const dot = ui.at(46);
    int const text_x = inner.x + dot + ui.at(20);
    auto const step_height = [&](std::string const& step) { return std::max(dot, ui.height_of(step, style.body, inner.right() - text_x)); };
    int const heading_h = ui.height_of(view.steps_title, style.heading, inner.w) + ui.at(12);
    int needed = heading_h;
    for (auto const& step : view.steps)
        needed += step_height(step) + ui.at(2);
    if (!draw)
        return needed <= inner.h && (areas.portrait || facts_h <= facts.h);

    ui.card(steps);
    ui.text(inner, view.steps_title, style.heading);
    y = inner.y + heading_h;
    int const gap = std::clamp((inner.h - needed) / std::max(1, static_cast<int>(view.steps.size())), 0, ui.at(16)) + ui.at(2);
    int number = 0;
    for (auto const& step : view.steps) {
        ui.disc({ inner.x, y, dot, dot }, Colour::primary);
        auto digit = style.caption.bold().in(Colour::on_primary).to(Align::centre).at(Vertical::middle);
        ui.text({ inner.x, y, dot, dot }, std::to_string(++number), digit.sized(ui.at(28)));
        ui.text({ text_x, y, inner.right() - text_x, step_height(step) }, step, style.body.at(Vertical::middle));
        y += step_height(step) + gap;
    }
    ui.card(facts, Colour::bg);
    y = facts.y + ui.at(16);
    int line_h = 0;
    for (std::size_t i = 0; i < view.facts.size(); ++i) {
        bool const second = fact_columns == 2 && i % 2 == 1;
        int const fact_x = facts.x + ui.at(areas.portrait ? 24 : 28) + (second ? fact_w + ui.at(20) : 0);
        int const label_h = ui.text({ fact_x, y, fact_w, facts.bottom() - y }, view.facts[i].label, style.caption);
        ui.text({ fact_x, y + label_h, fact_w, facts.bottom() - y - label_h }, view.facts[i].value, fact_style(i));
        line_h = std::max(line_h, fact_height(i));
        if (fact_columns == 1 || second) {
            y += line_h + fact_gap;
            line_h = 0;
        }
    }
    return true;
}

} // namespace

void draw_view(flow::RecoveryView const& view, Ui& ui)
{
    double factor = ui.theme().chrome_factor();
    while (factor > 0.9 && !lay_out(view, ui, styles(ui, factor), false))
        factor -= 0.05;
    lay_out(view, ui, styles(ui, factor), true);
    std::vector<flow::Key const*> left;
    if (view.copy)
        left.push_back(&*view.copy);
    if (view.passphrase)
        left.push_back(&*view.passphrase);
    draw_band(ui, left, &view.retry);
}

void draw_view(flow::PassphraseView const& view, Ui& ui)
{
    auto const& areas = ui.areas();
    auto const& open = areas.open;
    auto const title = ui.style_mm(8.4, true).bold().leading(1.3);
    auto const message = ui.style(Font::caption).soft().leading(1.3);
    int y = open.y;
    y += ui.text({ open.x, y, open.w, open.h }, view.title, title);
    y += ui.text({ open.x, y, open.w, open.bottom() - y }, view.message, message) + ui.at(10);
    // Only the number of characters is shown.
    int const dot = ui.at(18);
    int const field_h = ui.at(60);
    Rect const field { open.x, y, open.w, field_h };
    ui.round(field, ui.theme().radius_key(), Colour::outline);
    ui.round(field.inset(ui.theme().outline()), ui.theme().radius_key() - ui.theme().outline(), Colour::surface);
    int const step = std::min(dot + ui.at(12), (field.w - ui.at(40)) / std::max(1, view.typed));
    for (int i = 0; i < view.typed; ++i)
        ui.disc({ field.x + ui.at(20) + i * step, field.centre_y() - dot / 2, dot, dot }, Colour::ink);
    y += field_h + ui.at(14);
    int const columns = areas.portrait ? 7 : 10;
    int const gap = ui.at(10);
    int const count = static_cast<int>(view.keypad.size()) + 1;
    int const rows = (count + columns - 1) / columns;
    Rect const pad { open.x, y, open.w, open.bottom() - y };
    for (int i = 0; i + 1 < count; ++i)
        draw_key(ui, column(row(pad, i / columns, rows, gap), i % columns, columns, gap), view.keypad[static_cast<std::size_t>(i)], Look::quiet);
    // The erase key takes what is left of the last row.
    Rect const last = row(pad, rows - 1, rows, gap);
    Rect const first_free = column(last, (count - 1) % columns, columns, gap);
    draw_key(ui, { first_free.x, last.y, last.right() - first_free.x, last.h }, view.erase, Look::quiet);
    draw_band(ui, { &view.cancel }, &view.ok);
}

} // namespace bedside::ui
