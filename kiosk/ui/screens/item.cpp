// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/items/items.h"

#include "kiosk/ui/band.h"
#include "kiosk/ui/screens/screens.h"

namespace bedside::ui {

void draw_view(flow::ItemView const& view, Ui& ui)
{
    std::visit([&](auto const& control) { draw_control(view, control, ui); }, view.control);
    std::vector<flow::Key const*> left { &view.back };
    if (view.decline)
        left.push_back(&*view.decline);
    draw_band(ui, left, &view.next);
}

void draw_view(flow::DeclineView const& view, Ui& ui)
{
    auto const& content = ui.areas().content;
    auto const title = ui.style(Font::title).bold();
    auto const words = ui.style(Font::item).leading(1.4);
    int const title_h = ui.height_of(view.title, title, content.w);
    int const words_h = ui.height_of(view.text, words, content.w);
    int y = content.y + std::max(ui.at(18), (content.h - title_h - words_h - ui.at(28)) / 3);
    ui.text({ content.x, y, content.w, title_h }, view.title, title);
    y += title_h + ui.at(28);
    ui.text({ content.x, y, content.w, content.bottom() - y }, view.text, words);
    // Neither key is the primary one: the patient is not pushed.
    draw_band_pair(ui, view.back, view.confirm, Look::key);
}

} // namespace bedside::ui
