// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/items/items.h"

namespace bedside::ui {

void draw_control(flow::ItemView const& view, flow::DisplayControl const&, Ui& ui)
{
    auto const& content = ui.areas().content;
    int y = content.y + ui.at(22);
    y += draw_question(view, { content.x, y, content.w, content.bottom() - y }, ui) + ui.at(24);
    auto const words = ui.style(Font::option).soft();
    if (!view.help.empty())
        y += ui.text({ content.x, y, content.w, content.bottom() - y }, view.help, words) + ui.at(24);
    ui.text({ content.x, y, content.w, content.bottom() - y }, view.hint, ui.style(Font::body).in(colour_of(view.hint_tone)));
}

} // namespace bedside::ui
