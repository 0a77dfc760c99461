// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/screens/screens.h"

#include "kiosk/ui/band.h"

namespace bedside::ui {
namespace {

/// A stage that was reached is a filled disc with a check; one that was not is a ring with its own sign.
void stage(Ui& ui, Rect const& box, flow::DeliveryLine const& line, Colour reached)
{
    if (line.reached) {
        ui.disc(box, reached);
        ui.icon(flow::Icon::check, box.inset(box.w / 6), reached == Colour::ok ? Colour::surface : Colour::on_primary);
        return;
    }
    ui.disc(box, Colour::outline);
    ui.disc(box.inset(ui.at(4)), Colour::surface);
    ui.icon(line.icon, box.inset(box.w * 15 / 68), Colour::ink_soft);
}

struct StageText {
    Style title;
    Style detail;
    int title_h = 0;
    int detail_h = 0;
    int height() const { return title_h + detail_h; }
};

StageText measure(Ui& ui, flow::DeliveryLine const& line, int width, Style const& title_style)
{
    StageText out;
    out.title = line.reached ? title_style.bold() : title_style;
    out.detail = ui.style(Font::body).soft().leading(1.35);
    out.title_h = ui.height_of(line.title, out.title, width);
    out.detail_h = line.detail.empty() ? 0 : ui.height_of(line.detail, out.detail, width);
    return out;
}

void stage_text(Ui& ui, Rect const& area, flow::DeliveryLine const& line, StageText const& style)
{
    int const y = area.y + (area.h - style.height()) / 2;
    ui.text({ area.x, y, area.w, style.title_h }, line.title, style.title);
    ui.text({ area.x, y + style.title_h, area.w, style.detail_h }, line.detail, style.detail);
}

/// Between two stages: a line when the way was gone, dots while it was not.
void way(Ui& ui, int x, int from, int to, bool gone)
{
    int const width = ui.at(6);
    if (gone) {
        ui.round({ x - width / 2, from, width, to - from }, width / 2, Colour::ok);
        return;
    }
    for (int y = from; y + width <= to; y += ui.at(14))
        ui.disc({ x - width / 2, y, width, width }, Colour::outline);
}

} // namespace

void draw_view(flow::ThanksView const& view, Ui& ui)
{
    auto const& areas = ui.areas();
    auto const& open = areas.open;
    Rect words { open.x, open.y, ui.at(ui.extra_large() ? 380 : 400), open.h };
    Rect card { open.x + ui.at(ui.extra_large() ? 404 : 440), open.y + ui.at(60), open.w - ui.at(ui.extra_large() ? 404 : 440), open.h - ui.at(116) };
    if (areas.portrait) {
        words = { open.x, open.y, open.w, open.h * 2 / 5 };
        card = { open.x, open.y + open.h * 2 / 5 + ui.at(20), open.w, open.h * 3 / 5 - ui.at(20) };
    } else if (areas.mirrored) {
        card.x = open.x;
        words.x = open.right() - words.w;
    }
    auto const title = ui.style(Font::display).bold().leading(1.25);
    int const title_h = ui.height_of(view.title, title, words.w);
    int badge = ui.at(148);
    auto text = ui.style(Font::option).soft().leading(1.4);
    auto const too_tall = [&] { return badge + ui.at(26) + title_h + ui.at(6) + ui.height_of(view.text, text, words.w) > words.h; };
    if (too_tall())
        badge = ui.at(100);
    if (too_tall())
        text = ui.style(Font::body).soft();
    int const text_h = ui.height_of(view.text, text, words.w);
    int y = words.y + std::max(0, (words.h - badge - ui.at(26) - title_h - ui.at(6) - text_h) / 2);
    ui.disc({ words.x, y, badge, badge }, Colour::ok_bg);
    int const check = badge * 96 / 148;
    ui.icon(flow::Icon::check, { words.x + (badge - check) / 2, y + (badge - check) / 2, check, check }, Colour::ok);
    y += badge + ui.at(26);
    ui.text({ words.x, y, words.w, title_h }, view.title, title);
    y += title_h + ui.at(6);
    ui.text({ words.x, y, words.w, words.bottom() - y }, view.text, text);

    ui.card(card);
    int const box = ui.at(68);
    int const pad = ui.at(ui.extra_large() ? 40 : 52);
    int const count = static_cast<int>(view.delivery.size());
    int last_bottom = 0;
    for (int i = 0; i < count; ++i) {
        auto const& line = view.delivery[static_cast<std::size_t>(i)];
        Rect const place = row(card.inset(0, ui.at(24)), i, count, 0);
        Rect const disc { card.x + pad, place.centre_y() - box / 2, box, box };
        stage(ui, disc, line, Colour::ok);
        if (i > 0)
            way(ui, disc.centre_x(), last_bottom + ui.at(12), disc.y - ui.at(12), line.reached);
        last_bottom = disc.bottom();
        int const x = disc.right() + ui.at(ui.extra_large() ? 24 : 32);
        Rect const area { x, place.y, card.right() - ui.at(24) - x, place.h };
        // Both stages in one size: the question's, or the answers' where words are long.
        auto stage_style = ui.style(Font::item).leading(1.25);
        for (auto const& other : view.delivery) {
            if (measure(ui, other, area.w, stage_style).height() > place.h - ui.at(8))
                stage_style = ui.style(Font::button).leading(1.25);
        }
        stage_text(ui, area, line, measure(ui, line, area.w, stage_style));
    }
    if (view.go_on)
        draw_band(ui, { &view.done }, &*view.go_on, 560, view.countdown);
    else
        draw_band(ui, {}, &view.done, 560, view.countdown);
}

void draw_view(flow::PainHighView const& view, Ui& ui)
{
    auto const& areas = ui.areas();
    auto const& open = areas.open;
    auto const title = ui.style_mm(9.6, true).bold().leading(1.3);
    int y = open.y + ui.at(6);
    if (!view.title.empty()) {
        int const check = ui.at(56);
        int const title_h = std::max(check, ui.height_of(view.title, title, open.w - check - ui.at(20)));
        ui.icon(flow::Icon::check, { open.x, y + (title_h - check) / 2, check, check }, Colour::primary, 2.8f);
        ui.text({ open.x + check + ui.at(20), y, open.w - check - ui.at(20), title_h }, view.title, title.at(Vertical::middle));
        y += title_h + ui.at(14);
    }

    // What became of the answers stands below; the bell has the rest.
    int const columns = areas.portrait ? 1 : 2;
    int const count = static_cast<int>(view.delivery.size());
    int const stage_box = ui.at(ui.extra_large() ? 68 : 84);
    int const pad = ui.at(areas.portrait ? 32 : 44);
    int const cell_w = (open.w - 2 * pad - (columns - 1) * ui.at(48)) / columns;
    int delivery_h = 0;
    auto const stage_style = ui.style(Font::button).leading(1.3);
    int cell_h = 0;
    for (auto const& line : view.delivery)
        cell_h = std::max({ cell_h, stage_box, measure(ui, line, cell_w - stage_box - ui.at(20), stage_style).height() });
    if (count > 0) {
        int const rows = (count + columns - 1) / columns;
        delivery_h = rows * cell_h + (rows - 1) * ui.at(20) + ui.at(ui.extra_large() ? 24 : 48);
    }
    Rect const bell { open.x, y, open.w, open.bottom() - y - (delivery_h > 0 ? delivery_h + ui.at(18) : 0) };
    ui.round(bell, ui.theme().radius_card(), ui.theme().palette() == Palette::contrast ? Colour::line : Colour::tint);
    if (ui.theme().palette() == Palette::contrast)
        ui.round(bell.inset(ui.at(2)), ui.theme().radius_card(), Colour::tint);
    int const badge = ui.at(ui.extra_large() || areas.portrait ? 112 : 140);
    int const inset = ui.at(ui.extra_large() || areas.portrait ? 28 : 40);
    int const x = bell.x + inset + badge + inset;
    int const width = bell.right() - ui.at(28) - x;
    // Where the text is large, sentences take a smaller size before one is left out; that nobody is watching must always be read.
    struct Sizes {
        Style call;
        Style plain;
        Style soft;
    };
    auto const call_style = ui.style(Font::title).bold().leading(1.35);
    auto const caption = ui.style(Font::caption).leading(1.3);
    Sizes const steps[] = { { call_style, ui.style(Font::option).leading(1.45), ui.style(Font::body).soft() },
        { call_style, ui.style(Font::body), ui.style(Font::body).soft().leading(1.3) }, { ui.style(Font::item).bold().leading(1.3), ui.style(Font::body).leading(1.3), caption.soft() },
        { ui.style(Font::option).bold().leading(1.25), caption, caption.soft() } };
    auto const* sizes = std::begin(steps);
    auto const style_of = [&](std::size_t i) { return i + 1 < view.explanation.size() || view.explanation.size() == 1 ? sizes->plain : sizes->soft; };
    std::size_t shown = view.explanation.size();
    auto const height = [&] {
        int total = ui.height_of(view.call, sizes->call, width);
        for (std::size_t i = 0; i < shown; ++i)
            total += ui.at(10) + ui.height_of(view.explanation[i], style_of(i), width);
        return total;
    };
    auto const too_tall = [&] { return height() > bell.h - ui.at(24); };
    while (too_tall() && std::next(sizes) != std::end(steps))
        ++sizes;
    while (shown > 1 && too_tall())
        --shown;
    auto const& call = sizes->call;
    int const call_h = ui.height_of(view.call, call, width);
    int top = bell.y + (bell.h - height()) / 2;
    ui.disc({ bell.x + inset, std::max(bell.y + inset / 2, top), badge, badge }, Colour::surface);
    int const icon = badge * 3 / 5;
    ui.icon(flow::Icon::bell, { bell.x + inset + (badge - icon) / 2, std::max(bell.y + inset / 2, top) + (badge - icon) / 2, icon, icon }, Colour::primary, 1.8f);
    ui.text({ x, top, width, call_h }, view.call, call);
    top += call_h;
    for (std::size_t i = 0; i < shown; ++i) {
        top += ui.at(10);
        top += ui.text({ x, top, width, bell.bottom() - top }, view.explanation[i], style_of(i));
    }

    if (count > 0) {
        Rect const card { open.x, open.bottom() - delivery_h, open.w, delivery_h };
        ui.card(card);
        int const rows = (count + columns - 1) / columns;
        Rect const inside = card.inset(pad, ui.at(ui.extra_large() ? 12 : 24));
        for (int i = 0; i < count; ++i) {
            auto const& line = view.delivery[static_cast<std::size_t>(i)];
            Rect const cell = column(row(inside, i / columns, rows, ui.at(20)), i % columns, columns, ui.at(48));
            stage(ui, { cell.x, cell.centre_y() - stage_box / 2, stage_box, stage_box }, line, Colour::primary);
            Rect const area { cell.x + stage_box + ui.at(20), cell.y, cell.w - stage_box - ui.at(20), cell.h };
            stage_text(ui, area, line, measure(ui, line, area.w, stage_style));
            if (i % columns > 0)
                ui.fill({ cell.x - ui.at(25), cell.y, ui.at(2), cell.h }, Colour::line);
        }
    }
    if (view.hand_back)
        draw_band_pair(ui, *view.hand_back, view.acknowledge);
    else
        draw_band(ui, {}, &view.acknowledge, 592);
}

void draw_view(flow::RestView const& view, Ui& ui)
{
    auto const& open = ui.areas().open;
    auto const title = ui.style(Font::display).bold().leading(1.25);
    auto const text = ui.style(Font::option).soft();
    int const badge = ui.at(148);
    int const title_h = ui.height_of(view.title, title, open.w);
    int const text_h = ui.height_of(view.text, text, open.w);
    int y = open.y + std::max(0, (open.h - badge - ui.at(30) - title_h - ui.at(10) - text_h) / 2);
    ui.disc({ open.x, y, badge, badge }, Colour::tint);
    int const icon = ui.at(88);
    ui.icon(flow::Icon::pause, { open.x + (badge - icon) / 2, y + (badge - icon) / 2, icon, icon }, Colour::primary);
    y += badge + ui.at(30);
    ui.text({ open.x, y, open.w, title_h }, view.title, title);
    y += title_h + ui.at(10);
    ui.text({ open.x, y, open.w, open.bottom() - y }, view.text, text);
    draw_band_pair(ui, view.hand_back, view.go_on);
}

} // namespace bedside::ui
