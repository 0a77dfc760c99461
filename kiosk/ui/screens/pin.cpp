// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/screens/screens.h"

#include "kiosk/ui/band.h"

namespace bedside::ui {

void draw_view(flow::PinView const& view, Ui& ui)
{
    auto const& areas = ui.areas();
    Rect const content { areas.open.x, areas.open.y + ui.at(20), areas.open.w, areas.open.h - ui.at(20) };
    Rect words { content.x, content.y + ui.at(20), areas.portrait ? content.w : ui.at(544), areas.portrait ? ui.at(270) : content.h };
    auto const title = ui.style(Font::title).bold();
    auto const message = ui.style(Font::body).in(colour_of(view.message_tone)).leading(1.3);
    int pad_h = std::min(4 * ui.at(118) + 3 * ui.at(14), content.h);
    if (areas.portrait) {
        // Two lines are kept for messages, so that the keys do not move when one appears.
        int const above = ui.at(20) + ui.height_of(view.title, title, content.w) + ui.at(36 + 34 + 24) + 2 * Ui::line_height(message) + ui.at(16);
        pad_h = std::min(pad_h, content.h - above);
        words.h = content.h - pad_h - ui.at(36);
    }
    Rect pad { content.right() - ui.at(600), content.bottom() - pad_h, ui.at(600), pad_h };
    if (areas.portrait)
        pad = { content.x, content.bottom() - pad_h, content.w, pad_h };
    else if (areas.mirrored) {
        pad.x = content.x;
        words.x = content.right() - words.w;
    }

    int y = words.y + ui.text(words, view.title, title);
    y += ui.at(36);
    int const dot = ui.at(34);
    for (int i = 0; i < view.length; ++i) {
        Rect const box { words.x + i * (dot + ui.at(22)), y, dot, dot };
        ui.disc(box, i < view.typed ? Colour::primary : Colour::outline);
        if (i >= view.typed)
            ui.disc(box.inset(ui.at(4)), Colour::bg);
    }
    y += dot + ui.at(24);
    ui.text({ words.x, y, words.w, words.bottom() - y }, view.message, message);

    int const gap = ui.at(14);
    for (std::size_t i = 0; i < view.digits.size() && i < 10; ++i) {
        int const place = i == 9 ? 10 : static_cast<int>(i); // the last one is 0, in the middle below
        draw_key(ui, column(row(pad, place / 3, 4, gap), place % 3, 3, gap), view.digits[i], Look::digit, "button", view.digits[i].label);
    }
    draw_key(ui, column(row(pad, 3, 4, gap), 0, 3, gap), view.erase, Look::quiet);
    draw_band(ui, { &view.cancel }, &view.ok);
}

} // namespace bedside::ui
