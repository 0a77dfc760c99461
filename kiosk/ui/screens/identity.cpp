// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/screens/screens.h"

#include "kiosk/ui/band.h"

namespace bedside::ui {

void draw_view(flow::IdentityView const& view, Ui& ui)
{
    auto const& content = ui.areas().content;
    auto const title = ui.style_mm(11, true).bold().leading(1.3);
    int const title_h = ui.text({ content.x, content.y + ui.at(18), content.w, content.h / 4 }, view.title, title);
    int const top = content.y + std::max(ui.at(132), ui.at(18) + title_h + ui.at(24));
    auto const label = ui.style(Font::body).soft();
    // Already 16 mm: what matters here is large at every text size.
    Style value;
    value.em = ui.theme().mm(16);
    value.line = 1.2;
    int const count = static_cast<int>(view.fields.size());
    if (ui.areas().portrait) {
        Rect const card { content.x, top, content.w, content.bottom() - top };
        ui.card(card);
        for (int i = 0; i < count; ++i) {
            auto const& field = view.fields[static_cast<std::size_t>(i)];
            Rect const place = row(card.inset(ui.at(48), ui.at(24)), i, count, 0);
            int const height = Ui::line_height(label) + ui.at(4) + Ui::line_height(value);
            int const y = place.y + (place.h - height) / 2;
            ui.text({ place.x, y, place.w, Ui::line_height(label) }, field.label, label);
            ui.text({ place.x, y + Ui::line_height(label) + ui.at(4), place.w, Ui::line_height(value) }, field.value, field.strong ? value.bold() : value);
            if (i > 0)
                ui.fill({ place.x, place.y, place.w, ui.at(2) }, Colour::line);
        }
    } else {
        Rect const card { content.x, top, content.w, ui.at(316) };
        ui.card(card);
        int label_h = Ui::line_height(label);
        for (int i = 0; i < count; ++i) {
            Rect const place = column(card.inset(ui.at(56), 0), i, count, ui.at(40));
            label_h = std::max(label_h, ui.height_of(view.fields[static_cast<std::size_t>(i)].label, label, place.w - (i > 0 ? ui.at(48) : 0)));
        }
        int const height = label_h + ui.at(18) + Ui::line_height(value);
        for (int i = 0; i < count; ++i) {
            auto const& field = view.fields[static_cast<std::size_t>(i)];
            Rect const place = column(card.inset(ui.at(56), 0), i, count, ui.at(40));
            int const y = place.y + (place.h - height) / 2;
            int const left = place.x + (i > 0 ? ui.at(48) : 0);
            ui.text({ left, y, place.right() - left, label_h }, field.label, label.at(Vertical::bottom));
            ui.text({ left, y + label_h + ui.at(18), place.right() - left, Ui::line_height(value) }, field.value, field.strong ? value.bold() : value);
            if (i > 0)
                ui.fill({ place.x, y - ui.at(6), ui.at(2), height + ui.at(12) }, Colour::line);
        }
    }
    draw_band_pair(ui, view.no, view.yes);
}

} // namespace bedside::ui
