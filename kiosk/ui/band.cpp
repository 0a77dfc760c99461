// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/band.h"

#include <algorithm>
#include <numeric>

namespace bedside::ui {
namespace {

constexpr int band_gap = 16;
constexpr int least_band_key = 236;
constexpr int least_next = 300;

} // namespace

void draw_band_background(Ui& ui)
{
    auto const& areas = ui.areas();
    ui.fill(areas.band, Colour::sunken);
    if (ui.theme().palette() == Palette::contrast)
        ui.fill({ 0, areas.band.y, areas.page.w, ui.at(2) }, Colour::line);
}

Rect band_row(Ui const& ui, int row)
{
    auto const& areas = ui.areas();
    if (areas.portrait)
        return { areas.content.x, areas.band.y + ui.at(16) + row * ui.at(134), areas.content.w, ui.at(118) };
    return { areas.content.x, areas.band.y + ui.at(13), areas.content.w, ui.at(118) };
}

void draw_band(Ui& ui, std::vector<flow::Key const*> const& left, flow::Key const* next, int next_width, std::string_view note)
{
    auto const& areas = ui.areas();
    draw_band_background(ui);
    auto const look_of = [](flow::Key const& key) { return key.id == "back" || key.id == "lock" || key.id == "end" || key.id == "cancel" ? Look::key : Look::quiet; };
    int const gap = ui.at(band_gap);
    if (areas.portrait) {
        int row_number = 0;
        if (next)
            draw_key(ui, band_row(ui, row_number++), *next, Look::primary);
        auto const area = band_row(ui, left.empty() && next ? 1 : row_number);
        for (std::size_t i = 0; i < left.size(); ++i)
            draw_key(ui, column(area, static_cast<int>(i), std::max(2, static_cast<int>(left.size())), gap), *left[i], look_of(*left[i]));
        if (!note.empty() && (left.empty() || !next))
            ui.text(band_row(ui, left.empty() ? 1 : row_number + 1), note, ui.style(Font::caption).soft().at(Vertical::middle).leading(1.3));
        return;
    }
    auto const area = band_row(ui, 0);
    std::vector<int> widths;
    for (auto const* one : left)
        widths.push_back(std::max(ui.at(least_band_key), key_width(ui, *one, look_of(*one))));
    int next_w = next ? std::max(ui.at(next_width), key_width(ui, *next, Look::primary)) : 0;
    int const note_w = note.empty() ? 0 : std::min(ui.width_of(note, ui.style(Font::caption)), ui.at(380)) + gap;
    auto const total = [&] { return std::accumulate(widths.begin(), widths.end(), 0) + gap * static_cast<int>(widths.size()) + next_w + note_w; };
    if (total() > area.w && next)
        next_w = std::max(ui.at(least_next), key_width(ui, *next, Look::primary));
    if (total() > area.w && !widths.empty()) {
        // Long words: the others share what is left and break their labels.
        int const each = (area.w - next_w - note_w - gap * static_cast<int>(widths.size())) / static_cast<int>(widths.size());
        std::fill(widths.begin(), widths.end(), each);
    }
    int x = areas.mirrored ? area.right() : area.x;
    for (std::size_t i = 0; i < left.size(); ++i) {
        if (areas.mirrored)
            x -= widths[i];
        draw_key(ui, { x, area.y, widths[i], area.h }, *left[i], look_of(*left[i]));
        x += areas.mirrored ? -gap : widths[i] + gap;
    }
    if (next)
        draw_key(ui, { areas.mirrored ? area.x : area.right() - next_w, area.y, next_w, area.h }, *next, Look::primary);
    if (!note.empty()) {
        auto const caption = ui.style(Font::caption).soft().at(Vertical::middle).leading(1.3);
        Rect place { x, area.y, area.right() - x - (next ? next_w + gap : 0), area.h };
        if (areas.mirrored)
            place = { area.x + (next ? next_w + gap : 0), area.y, x - area.x - (next ? next_w + gap : 0), area.h };
        ui.text(place, note, left.empty() ? caption : caption.to(Align::right));
    }
}

void draw_band_pair(Ui& ui, flow::Key const& left, flow::Key const& right, Look right_look)
{
    auto const& areas = ui.areas();
    draw_band_background(ui);
    if (areas.portrait) {
        draw_key(ui, band_row(ui, 0), right, right_look);
        draw_key(ui, band_row(ui, 1), left, Look::key);
        return;
    }
    auto const area = band_row(ui, 0);
    draw_key(ui, column(area, areas.mirrored ? 1 : 0, 2, ui.at(band_gap)), left, Look::key);
    draw_key(ui, column(area, areas.mirrored ? 0 : 1, 2, ui.at(band_gap)), right, right_look);
}

} // namespace bedside::ui
