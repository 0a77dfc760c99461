// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/screens/screens.h"

#include "kiosk/ui/band.h"

#include <cmath>

namespace bedside::ui {
namespace {

constexpr double target_mm = 12; // the smallest thing that a patient has to hit
constexpr double card_corner_mm = 3.2; // ISO/IEC 7810 ID-1: 2.88 to 3.48

void target(flow::SelfTestView const& view, Rect const& room, Ui& ui)
{
    int const size = ui.theme().mm(target_mm);
    int const x = view.place == 4 ? room.centre_x() - size / 2 : view.place % 2 == 0 ? room.x : room.right() - size;
    int const y = view.place == 4 ? room.centre_y() - size / 2 : view.place < 2 ? room.y : room.bottom() - size;
    auto key = *view.target;
    if (auto const at = ui.input().pressed_at()) {
        auto const off = std::hypot(static_cast<double>(at->x) - (x + size / 2.0), static_cast<double>(at->y) - (y + size / 2.0));
        key.intent = flow::SelfTestAct { flow::SelfTestAct::hit, off * target_mm / size };
    }
    draw_key(ui, { x, y, size, size }, key, Look::primary);
}

/// An ID-1 card: 85.6 by 54.0 mm, as wide as the view says.
void outline(flow::SelfTestView const& view, Rect const& room, Ui& ui)
{
    int const width = std::min(ui.theme().mm(view.outline / 10.0), room.w);
    int const height = std::min(width * 540 / 856, room.h);
    Rect const card { room.centre_x() - width / 2, room.centre_y() - height / 2, width, height };
    int const corner = ui.theme().mm(card_corner_mm);
    ui.round(card, corner, Colour::ink);
    ui.round(card.inset(ui.at(4)), corner - ui.at(4), Colour::surface);
}

} // namespace

void draw_view(flow::SelfTestView const& view, Ui& ui)
{
    auto const& areas = ui.areas();
    auto const title = ui.style_mm(8.4, true).bold().leading(1.25);
    auto const text = ui.style_mm(5.4, true).leading(1.35);
    // The corners are the screen's own where nothing else is: under the strip and above the band.
    Rect const room { areas.page.x + ui.at(8), areas.open.y, areas.page.w - 2 * ui.at(8), areas.open.bottom() - areas.open.y };
    Rect words = view.target ? areas.content : areas.open; // below the targets at the top
    int const title_h = ui.height_of(view.title, title, words.w);
    ui.text({ words.x, words.y, words.w, title_h }, view.title, title);
    int const y = words.y + title_h + ui.at(12);
    ui.text({ words.x, y, words.w, words.bottom() - y }, view.text, text);
    if (view.target)
        target(view, room, ui);
    if (view.outline > 0)
        outline(view, { areas.content.x, y + ui.height_of(view.text, text, words.w) + ui.at(16), areas.content.w, areas.content.bottom() - y - ui.height_of(view.text, text, words.w) - ui.at(16) }, ui);
    draw_band(ui, each_of(view.actions), view.next ? &*view.next : nullptr);
}

} // namespace bedside::ui
