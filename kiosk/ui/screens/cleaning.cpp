// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/screens/screens.h"

#include "kiosk/ui/band.h"

#include <cmath>
#include <numbers>

namespace bedside::ui {
namespace {

void ring(Ui& ui, Rect const& box, double fraction)
{
    int const width = ui.at(20);
    ui.disc(box, Colour::line);
    ui.disc(box.inset(width), Colour::bg);
    constexpr int steps = 120;
    std::vector<Point> points;
    double const radius = (box.w - width) / 2.0;
    int const last = static_cast<int>(std::lround(std::clamp(fraction, 0.0, 1.0) * steps));
    for (int step = 0; step <= last; ++step) {
        double const angle = (static_cast<double>(step) / steps - 0.25) * 2 * std::numbers::pi;
        points.push_back({ static_cast<float>(box.centre_x() + std::cos(angle) * radius), static_cast<float>(box.centre_y() + std::sin(angle) * radius) });
    }
    if (last > 0)
        ui.canvas().stroke(points, static_cast<float>(width), ui.theme().colour(Colour::primary));
}

} // namespace

void draw_view(flow::CleaningView const& view, Ui& ui)
{
    auto const& areas = ui.areas();
    auto const& open = areas.open;
    int const size = ui.at(areas.portrait && ui.extra_large() ? 330 : 420);
    Rect const box = areas.portrait ? Rect { open.centre_x() - size / 2, open.y + ui.at(30), size, size }
                                    : Rect { open.x + ui.at(50), open.centre_y() - size / 2, size, size };
    ring(ui, box, view.seconds_total > 0 ? static_cast<double>(view.seconds_left) / view.seconds_total : 0);
    Style number;
    number.em = size * 150 / 420;
    number.line = 1.0;
    Style word;
    word.em = ui.at(34);
    word.line = 1.3;
    int const top = box.centre_y() - size * 96 / 420;
    ui.text({ box.x, top, box.w, size * 150 / 420 }, std::to_string(view.seconds_left), number.to(Align::centre));
    ui.text({ box.x, top + size * 152 / 420, box.w, ui.at(60) }, view.seconds_word, word.soft().to(Align::centre));

    Rect const words = areas.portrait ? Rect { open.x, box.bottom() + ui.at(30), open.w, open.bottom() - box.bottom() - ui.at(30) }
                                      : Rect { open.x + ui.at(560), open.y, open.w - ui.at(560), open.h };
    auto const title = ui.style_mm(11, true).bold().leading(1.3);
    int const room = words.h - ui.height_of(view.title, title, words.w) - ui.at(22);
    auto const text = ui.first_fitting({ ui.style(Font::item), ui.style(Font::option), ui.style(Font::body) }, view.text, words.w, room);
    int const title_h = ui.height_of(view.title, title, words.w);
    int const text_h = ui.height_of(view.text, text, words.w);
    int const y = areas.portrait ? words.y : words.y + std::max(0, (words.h - title_h - ui.at(22) - text_h) / 2);
    ui.text({ words.x, y, words.w, title_h }, view.title, title);
    ui.text({ words.x, y + title_h + ui.at(22), words.w, words.bottom() - y - title_h - ui.at(22) }, view.text, text);

    draw_band_background(ui);
    auto const band = band_row(ui, 0);
    int const icon = ui.at(40);
    ui.icon(flow::Icon::wipe, { band.x, band.centre_y() - icon / 2, icon, icon }, Colour::ink_soft);
    ui.text({ band.x + icon + ui.at(12), band.y, band.w - icon - ui.at(12), band.h }, view.note, ui.style(Font::caption).soft().leading(1.3).at(Vertical::middle));
}

} // namespace bedside::ui
