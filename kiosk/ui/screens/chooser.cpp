// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/screens/screens.h"

#include "kiosk/ui/band.h"

namespace bedside::ui {
namespace {

/// Each size is written in its own size, so that the eye chooses, not the word.
void size_keys(Ui& ui, Rect const& area, std::vector<flow::Key> const& keys)
{
    for (int i = 0; i < static_cast<int>(keys.size()); ++i) {
        auto const& key = keys[static_cast<std::size_t>(i)];
        Rect const rect = column(area, i, static_cast<int>(keys.size()), ui.at(14));
        auto const touch = ui.target(rect, key, "radio");
        auto const inner = draw_face(ui, rect, key, Look::option, touch);
        Style label;
        constexpr double factors[] = { 1.0, 1.25, 1.5 };
        double const size = ui.theme().tokens().em_mm[static_cast<std::size_t>(Font::button)];
        label.em = ui.theme().mm(size * factors[std::min(i, 2)]);
        label.line = 1.2;
        // A word too wide for its key falls back to the smallest of the three.
        if (ui.width_of(key.label, label.bold()) > inner.w - ui.at(16))
            label.em = ui.theme().mm(size);
        label = label.in(colour_on_face(key, Look::option)).to(Align::centre).at(Vertical::middle);
        ui.text(inner.inset(ui.at(8), 0), key.label, key.selected ? label.bold() : label);
    }
}

void keys_row(Ui& ui, Rect const& area, std::vector<flow::Key> const& keys)
{
    for (int i = 0; i < static_cast<int>(keys.size()); ++i)
        draw_key(ui, column(area, i, static_cast<int>(keys.size()), ui.at(14)), keys[static_cast<std::size_t>(i)], Look::quiet, "radio");
}

} // namespace

void draw_view(flow::ChooserView const& view, Ui& ui)
{
    auto const& areas = ui.areas();
    auto const& open = areas.open;
    struct Group {
        std::string const& label;
        std::vector<flow::Key> const& keys;
        bool sizes;
    };
    Group const groups[] = { { view.sizes_label, view.sizes, true }, { view.languages_label, view.languages, false }, { view.themes_label, view.themes, false },
        { view.hands_label, view.hands, false } };
    auto const label = ui.style(Font::caption).soft().leading(1.3);
    auto const title = ui.style_mm(8.4, true).bold().leading(1.3);
    int y = open.y;
    y += ui.text({ open.x, y, open.w, open.h }, view.title, title) + ui.at(6);
    int count = 0;
    for (auto const& group : groups)
        count += group.keys.empty() ? 0 : 1;
    if (areas.portrait) {
        auto const sample = ui.style(Font::item);
        int const sample_h = ui.height_of(view.sample, sample, open.w);
        int const room = open.bottom() - y - ui.at(8) - count * (Ui::line_height(label) + ui.at(18));
        int const row_h = std::min(ui.at(112), (room - sample_h) / std::max(1, count));
        for (auto const& group : groups) {
            if (group.keys.empty())
                continue;
            y += ui.text({ open.x, y, open.w, Ui::line_height(label) }, group.label, label) + ui.at(4);
            Rect const row { open.x, y, open.w, row_h };
            group.sizes ? size_keys(ui, row, group.keys) : keys_row(ui, row, group.keys);
            y += row_h + ui.at(14);
        }
        ui.text({ open.x, y, open.w, open.bottom() - y }, view.sample, sample.at(Vertical::middle));
    } else {
        // Label left of its keys; the sample under them where there is room.
        int label_w = 0;
        for (auto const& group : groups)
            label_w = std::max(label_w, ui.width_of(group.label, label));
        label_w = std::min(label_w, ui.at(260)) + ui.at(24);
        int const gap = ui.at(14);
        auto const sample = ui.style(Font::item);
        // Rows give way a little, so that the sample stands below them.
        int const room = open.bottom() - y - gap * count - ui.height_of(view.sample, sample, open.w);
        int const row_h = std::clamp(room / std::max(1, count), ui.at(80), ui.at(94));
        for (auto const& group : groups) {
            if (group.keys.empty())
                continue;
            ui.text({ open.x, y, label_w - ui.at(16), row_h }, group.label, label.at(Vertical::middle));
            Rect const row { open.x + label_w, y, open.w - label_w, row_h };
            group.sizes ? size_keys(ui, row, group.keys) : keys_row(ui, row, group.keys);
            y += row_h + gap;
        }
        if (y + ui.height_of(view.sample, sample, open.w) <= open.bottom())
            ui.text({ open.x, y, open.w, open.bottom() - y }, view.sample, sample.at(Vertical::middle));
    }
    draw_band(ui, {}, &view.close, 392);
}

} // namespace bedside::ui
