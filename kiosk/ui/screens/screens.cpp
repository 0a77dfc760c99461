// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/screens/screens.h"

#include "kiosk/ui/key_face.h"
#include "kiosk/ui/surroundings.h"

namespace bedside::ui {

std::optional<flow::Intent> draw(flow::Screenful const& screenful, Window const& window, Ui& ui)
{
    ui.begin(screenful.frame, screenful.screen, screenful.place, window);
    draw_frame(ui, screenful.frame);
    std::visit([&](auto const& view) { draw_view(view, ui); }, screenful.view);
    return ui.end();
}

std::vector<flow::Key const*> each_of(std::vector<flow::Key> const& keys)
{
    std::vector<flow::Key const*> out;
    for (auto const& key : keys)
        out.push_back(&key);
    return out;
}

int pager(Ui& ui, int right, int centre_y, int page, int pages)
{
    if (pages <= 1)
        return 0;
    page = std::clamp(page, 0, pages - 1);
    int const width = ui.at(84);
    int const height = ui.at(88);
    flow::Key up { "page_up", "", "", flow::Icon::up, page > 0, false, "", flow::TurnPage { page - 1 } };
    flow::Key down { "page_down", "", "", flow::Icon::down, page < pages - 1, false, "", flow::TurnPage { page + 1 } };
    auto const number = std::to_string(page + 1) + " / " + std::to_string(pages);
    auto const style = ui.style(Font::body).soft().at(Vertical::middle);
    int const number_width = ui.width_of(number, style);
    int x = right - width;
    draw_key(ui, { x, centre_y - height / 2, width, height }, down, Look::tool);
    x -= ui.at(14) + number_width;
    ui.text({ x, centre_y - height / 2, number_width, height }, number, style);
    x -= ui.at(14) + width;
    draw_key(ui, { x, centre_y - height / 2, width, height }, up, Look::tool);
    return page;
}

} // namespace bedside::ui
