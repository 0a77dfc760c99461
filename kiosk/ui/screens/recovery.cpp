// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/screens/screens.h"

namespace bedside::ui {

void draw_view(flow::RecoveryView const& view, Ui& ui)
{
    auto const& areas = ui.areas();
    auto const& open = areas.open;
    // Staff reads this: chrome's scale, so that all of it stays on one page.
    auto const title = ui.style_mm(9.6, true).bold().leading(1.3);
    auto const body = ui.style_mm(5.4, true).leading(1.4);
    auto const caption = ui.style(Font::caption).soft().leading(1.3);
    int const badge = ui.at(96);
    int const x = open.x + badge + ui.at(28);
    int const width = open.right() - x;
    ui.disc({ open.x, open.y, badge, badge }, Colour::wait_bg);
    int const icon = ui.at(58);
    ui.icon(flow::Icon::key, { open.x + (badge - icon) / 2, open.y + (badge - icon) / 2, icon, icon }, Colour::wait);
    int y = open.y + ui.text({ x, open.y, width, open.h }, view.title, title) + ui.at(2);
    int const strong_w = view.strong.empty() ? 0 : ui.width_of(view.strong, body.bold());
    if (strong_w > 0 && strong_w + ui.at(24) + ui.width_of(view.text, body) <= width) {
        ui.text({ x, y, strong_w, Ui::line_height(body) }, view.strong, body.bold().in(Colour::ok));
        ui.text({ x + strong_w + ui.at(24), y, width - strong_w - ui.at(24), Ui::line_height(body) }, view.text, body.soft());
        y += Ui::line_height(body);
    } else {
        y += ui.text({ x, y, width, open.bottom() - y }, view.strong, body.bold().in(Colour::ok));
        y += ui.text({ x, y, width, open.bottom() - y }, view.text, body.soft());
    }
    int const top = std::max(y + ui.at(16), open.y + ui.at(areas.portrait ? 130 : 120));

    Rect steps { open.x, top, open.w - ui.at(452), open.bottom() - top };
    Rect facts { open.right() - ui.at(428), top, ui.at(428), open.bottom() - top };
    int facts_h = 0;
    if (areas.portrait) {
        facts_h = (static_cast<int>(view.facts.size()) + 1) / 2 * (Ui::line_height(caption) + Ui::line_height(body) * 2 + ui.at(12)) + ui.at(36);
        steps = { open.x, top, open.w, open.bottom() - top - facts_h - ui.at(16) };
        facts = { open.x, open.bottom() - facts_h, open.w, facts_h };
    }
    ui.card(steps);
    auto const inner = steps.inset(ui.at(areas.portrait ? 28 : 36), ui.at(22));
    auto const heading = ui.style(Font::button).bold().leading(1.3);
    y = inner.y + ui.text(inner, view.steps_title, heading) + ui.at(12);
    int const dot = ui.at(46);
    int const text_x = inner.x + dot + ui.at(20);
    int needed = 0;
    for (auto const& step : view.steps)
        needed += std::max(dot, ui.height_of(step, body.leading(1.35), inner.right() - text_x));
    int const spare = inner.bottom() - y - needed;
    int const gap = std::clamp(spare / std::max(1, static_cast<int>(view.steps.size())), ui.at(2), ui.at(18));
    int number = 0;
    for (auto const& step : view.steps) {
        int const height = std::max(dot, ui.height_of(step, body.leading(1.35), inner.right() - text_x));
        ui.disc({ inner.x, y, dot, dot }, Colour::primary);
        auto digit = ui.style(Font::caption).bold().in(Colour::on_primary).to(Align::centre).at(Vertical::middle);
        digit.em = ui.at(28);
        ui.text({ inner.x, y, dot, dot }, std::to_string(++number), digit);
        ui.text({ text_x, y, inner.right() - text_x, height }, step, body.leading(1.35).at(Vertical::middle));
        y += height + gap;
    }

    ui.card(facts, Colour::bg);
    auto const box = facts.inset(ui.at(28), ui.at(18));
    int const columns = areas.portrait ? 2 : 1;
    int const rows = (static_cast<int>(view.facts.size()) + columns - 1) / columns;
    int fact_y = box.y;
    for (int i = 0; i < static_cast<int>(view.facts.size()); ++i) {
        auto const& fact = view.facts[static_cast<std::size_t>(i)];
        Rect place = areas.portrait ? column(row(box, i / columns, rows, ui.at(8)), i % columns, columns, ui.at(20)) : Rect { box.x, fact_y, box.w, box.bottom() - fact_y };
        auto const value = i == 0 ? ui.style_mm(areas.portrait ? 7.0 : 8.4, true).bold().leading(1.25) : body.leading(1.3);
        int used = ui.text(place, fact.label, caption);
        used += ui.text({ place.x, place.y + used, place.w, place.bottom() - place.y - used }, fact.value, value);
        fact_y += used + ui.at(ui.theme().scale() == TextScale::normal ? 12 : 4);
    }

    std::vector<flow::Key const*> left;
    if (view.copy)
        left.push_back(&*view.copy);
    if (view.passphrase)
        left.push_back(&*view.passphrase);
    ui.band(left, &view.retry);
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
        ui.key(column(row(pad, i / columns, rows, gap), i % columns, columns, gap), view.keypad[static_cast<std::size_t>(i)], Look::quiet);
    // The erase key takes what is left of the last row.
    Rect const last = row(pad, rows - 1, rows, gap);
    Rect const first_free = column(last, (count - 1) % columns, columns, gap);
    ui.key({ first_free.x, last.y, last.right() - first_free.x, last.h }, view.erase, Look::quiet);
    ui.band({ &view.cancel }, &view.ok);
}

} // namespace bedside::ui
