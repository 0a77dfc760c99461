// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/screens/screens.h"

#include "kiosk/ui/band.h"

#include <cmath>
#include <numbers>

namespace bedside::ui {
namespace {

/// A clock face: what hands show is understood before digits are.
void dial(Ui& ui, Rect const& box, int hour, int minute)
{
    auto& canvas = ui.canvas();
    double const unit = box.w / 480.0; // the design draws it in a square of 480
    auto const length = [&](double value) { return static_cast<int>(std::lround(value * unit)); };
    int const cx = box.centre_x();
    int const cy = box.centre_y();
    ui.disc({ cx - length(234), cy - length(234), length(468), length(468) }, Colour::outline);
    ui.disc({ cx - length(230), cy - length(230), length(460), length(460) }, Colour::surface);
    auto const polar = [&](double turn, double radius) {
        double const angle = (turn - 0.25) * 2 * std::numbers::pi;
        return Point { static_cast<float>(cx + std::cos(angle) * radius * unit), static_cast<float>(cy + std::sin(angle) * radius * unit) };
    };
    for (int mark = 0; mark < 12; ++mark) {
        Point const line[] = { polar(mark / 12.0, 196), polar(mark / 12.0, 214) };
        canvas.stroke(line, static_cast<float>(5 * unit), ui.theme().colour(Colour::ink));
    }
    Style digits;
    digits.em = 46 * unit;
    digits.line = 1.0;
    digits = digits.to(Align::centre).at(Vertical::middle);
    int const half = length(40);
    auto const number = [&](double x, double y, std::string_view word) { ui.text({ cx + length(x) - half, cy + length(y) - half, 2 * half, 2 * half }, word, digits); };
    number(0, -164, "12");
    number(166, 0, "3");
    number(0, 164, "6");
    number(-166, 0, "9");
    Point const hour_hand[] = { polar(0, 0), polar((hour % 12 + minute / 60.0) / 12, 92) };
    canvas.stroke(hour_hand, static_cast<float>(16 * unit), ui.theme().colour(Colour::ink));
    Point const minute_hand[] = { polar(0, 0), polar(minute / 60.0, 135) };
    canvas.stroke(minute_hand, static_cast<float>(10 * unit), ui.theme().colour(Colour::primary));
    ui.disc({ cx - length(13), cy - length(13), length(26), length(26) }, Colour::ink);
}

/// Icon and words in the band, without a background.
void status(Ui& ui, Rect const& area, std::vector<flow::Chip> const& chips)
{
    auto const caption = ui.style(Font::caption).leading(1.3).at(Vertical::middle);
    int x = area.x;
    int y = area.y;
    int const line = std::max(Ui::line_height(caption), ui.at(44));
    int rows = 1;
    for (int pass = 0; pass < 2; ++pass) {
        x = area.x;
        y = area.y + (area.h - rows * line) / 2;
        rows = 1;
        for (auto const& chip : chips) {
            auto const colour = colour_of(chip.tone);
            int const icon_size = chip.icon == flow::Icon::none ? 0 : ui.at(36);
            int const width = icon_size + ui.at(10) + ui.width_of(chip.text, caption);
            if (x > area.x && x + width > area.right()) {
                x = area.x;
                y += line;
                ++rows;
            }
            if (pass == 1) {
                ui.icon(chip.icon, { x, y + (line - icon_size) / 2, icon_size, icon_size }, colour);
                int const text_x = x + icon_size + ui.at(10);
                ui.text({ text_x, y, std::min(area.right() - text_x, width), line }, chip.text, caption.in(colour));
            }
            x += width + ui.at(40);
        }
    }
}

} // namespace

void draw_view(flow::DarkView const&, Ui& ui) { ui.canvas().fill(ui.areas().page, Rgb { 0, 0, 0 }); }

void draw_view(flow::LockView const& view, Ui& ui)
{
    auto const& areas = ui.areas();
    int const inset = areas.portrait ? ui.at(20) : ui.at(40);
    Rect const column { areas.content.x + inset, areas.strip.bottom() + ui.at(areas.portrait ? 44 : 30), areas.portrait ? areas.content.w - 2 * inset : ui.at(632),
        areas.content.bottom() - areas.strip.bottom() - ui.at(30) };
    auto const fixed = [&](double millimetres, double line) {
        Style style;
        style.em = ui.theme().mm(millimetres);
        style.line = line;
        return style;
    };
    // Nothing scales here but the message: the clock is already as large as it can be.
    auto day = ui.style(Font::display).leading(1.25);
    if (!ui.fits(view.day_part, day, column.w, Ui::line_height(day)))
        day = fixed(9.6, 1.25);
    auto const clock = ui.style(Font::clock).leading(1.0);
    auto const date = fixed(9.6, 1.3).soft();
    auto message = ui.style(Font::body).soft().leading(ui.extra_large() ? 1.3 : 1.4);
    int const day_h = ui.height_of(view.day_part, day, column.w);
    int const date_h = ui.height_of(view.date, date, column.w);
    int message_h = ui.height_of(view.message, message, column.w);
    int const quick_h = view.quick.empty() || !areas.portrait ? 0 : static_cast<int>(view.quick.size()) * ui.at(166) + ui.at(14);
    int const words_h = day_h + Ui::line_height(clock) + date_h;
    if (words_h + message_h + quick_h > column.h) {
        message = ui.style_mm(5.4, true).soft().leading(1.3);
        message_h = ui.height_of(view.message, message, column.w);
    }
    int const spare = column.h - words_h - message_h - quick_h;
    if (spare < 0)
        message_h = 0;
    int const unit = std::clamp((spare < 0 ? column.h - words_h - quick_h : spare) / 3, 0, ui.at(24));
    int y = column.y;
    ui.text({ column.x, y, column.w, day_h }, view.day_part, day);
    y += day_h + unit;
    ui.text({ column.x - ui.at(8), y, column.w, Ui::line_height(clock) }, view.time, clock);
    y += Ui::line_height(clock) + unit;
    ui.text({ column.x, y, column.w, date_h }, view.date, date);
    y += date_h + unit / 2;
    if (message_h > 0)
        y += ui.text({ column.x, y, column.w, message_h }, view.message, message);

    if (!view.quick.empty()) {
        int const row_h = ui.at(150);
        int const gap = ui.at(16);
        int const count = static_cast<int>(view.quick.size());
        int const width = areas.portrait ? areas.content.w : ui.at(520);
        int const total = count * row_h + (count - 1) * gap;
        int top = areas.portrait ? areas.content.bottom() - total : areas.content.y + (areas.content.h - total) / 2;
        for (auto const& key : view.quick) {
            draw_key(ui, { areas.content.right() - width, top, width, row_h }, key, Look::key);
            top += row_h + gap;
        }
    } else if (areas.portrait) {
        int const room = areas.content.bottom() - y - ui.at(30);
        int const size = std::min(ui.at(480), room);
        if (size >= ui.at(220))
            dial(ui, { areas.page.w / 2 - size / 2, y + ui.at(30) + (room - size) / 2, size, size }, view.hour, view.minute);
    } else {
        int const room = areas.content.bottom() - areas.strip.bottom() - ui.at(30);
        int const size = std::min(ui.at(480), room);
        dial(ui, { areas.page.w - ui.at(88) - size, std::min(ui.at(106), areas.content.bottom() - size), size, size }, view.hour, view.minute);
    }

    draw_band_background(ui);
    auto band = band_row(ui, 0);
    int const width = std::max(ui.at(352), key_width(ui, view.unlock, Look::key));
    if (areas.portrait) {
        draw_key(ui, band, view.unlock, Look::key);
        status(ui, band_row(ui, 1), view.status);
    } else if (areas.mirrored) {
        draw_key(ui, { band.x, band.y, width, band.h }, view.unlock, Look::key);
        status(ui, { band.x + width + ui.at(40), band.y, band.w - width - ui.at(40), band.h }, view.status);
    } else {
        draw_key(ui, { band.right() - width, band.y, width, band.h }, view.unlock, Look::key);
        status(ui, { band.x, band.y, band.w - width - ui.at(40), band.h }, view.status);
    }
}

} // namespace bedside::ui
