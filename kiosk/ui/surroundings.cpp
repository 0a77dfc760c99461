// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/surroundings.h"

#include "kiosk/ui/key_face.h"

#include <algorithm>

namespace bedside::ui {
namespace {

constexpr int least_tool = 146;
constexpr int tool_gap = 12;

int tools_width(Ui& ui, flow::Frame const& frame, bool portrait)
{
    int width = 0;
    for (auto const& tool : frame.tools)
        width += std::max(ui.at(portrait ? 0 : least_tool), key_width(ui, tool, Look::tool)) + ui.at(tool_gap);
    return width;
}

int progress_width(Ui& ui, flow::Frame const& frame)
{
    if (!frame.progress)
        return ui.width_of(frame.tool_title, ui.style(Font::caption).bold());
    auto const caption = ui.style(Font::caption);
    return ui.width_of(frame.progress->strong, caption.bold()) + ui.at(28) + ui.width_of(frame.progress->rest, caption);
}

void draw_tools(Ui& ui, flow::Frame const& frame)
{
    auto const& areas = ui.areas();
    auto const& bar_area = areas.tools;
    int x = areas.mirrored ? bar_area.x : bar_area.right() - tools_width(ui, frame, areas.portrait) + ui.at(tool_gap);
    int const tools_y = areas.stacked ? bar_area.bottom() - ui.at(70) : bar_area.y;
    int const tools_h = areas.stacked ? ui.at(70) : bar_area.h;
    for (auto const& tool : frame.tools) {
        int const width = std::max(ui.at(areas.portrait ? 0 : least_tool), key_width(ui, tool, Look::tool));
        draw_key(ui, { x, tools_y, width, tools_h }, tool, Look::tool);
        x += width + ui.at(tool_gap);
    }
    Rect place { bar_area.x, bar_area.y, bar_area.w - tools_width(ui, frame, areas.portrait), bar_area.h };
    if (areas.stacked)
        place = { bar_area.x, bar_area.y, bar_area.w, bar_area.h - ui.at(78) };
    else if (areas.mirrored)
        place = { bar_area.x + tools_width(ui, frame, areas.portrait) + ui.at(16), bar_area.y, place.w - ui.at(16), place.h };
    auto const caption = ui.style(Font::caption).leading(1.3);
    if (!frame.progress) {
        ui.text(place, frame.tool_title, caption.bold().at(Vertical::middle));
        return;
    }
    auto const& progress = *frame.progress;
    int const line = Ui::line_height(caption);
    int const bar_h = ui.at(8);
    int const y = place.y + (place.h - line - (progress.bar ? ui.at(7) + bar_h : 0)) / 2;
    int const strong = ui.width_of(progress.strong, caption.bold());
    ui.text({ place.x, y, strong, line }, progress.strong, caption.bold());
    int const rest_x = place.x + strong + ui.at(28);
    ui.text({ rest_x, y, place.right() - rest_x, line }, progress.rest, caption.soft());
    if (progress.bar)
        ui.bar({ place.x, y + line + ui.at(7), std::min(ui.at(480), place.w - ui.at(12)), bar_h }, progress.fraction);
}

} // namespace

Areas lay_out(Ui& ui, flow::Frame const& frame, Window const& window)
{
    Areas a;
    a.portrait = window.height > window.width;
    a.mirrored = frame.hand == flow::Hand::left;
    a.page = { 0, 0, window.width, window.height };
    int const margin = ui.at(a.portrait ? 28 : 48);
    int const width = window.width - 2 * margin;
    // A long copyright line is shown whole: the strip grows by lines.
    auto const small = ui.style(Font::strip);
    int const strip_room = width - ui.width_of(frame.strip_right, small) - ui.at(24);
    int const lines = std::max(1, ui.height_of(frame.strip, small, strip_room) / Ui::line_height(small));
    int const grown = (lines - 1) * Ui::line_height(small);
    a.strip = { 0, 0, window.width, ui.at(36) + grown };
    int const band = ui.at(a.portrait ? 296 : 144);
    a.tools = { margin, ui.at(a.portrait ? 50 : 44) + grown, width, ui.at(a.portrait ? 70 : 66) };
    a.band = { 0, window.height - band, window.width, band };
    int top = ui.at(a.portrait ? 150 : 132) + grown;
    if (!frame.tools.empty() && tools_width(ui, frame, a.portrait) + progress_width(ui, frame) + ui.at(12) > a.tools.w) {
        a.stacked = true;
        int const row = a.tools.h;
        a.tools.h = row + ui.at(8) + ui.at(70);
        top += a.tools.h - row;
    }
    int const bottom = a.band.y - ui.at(a.portrait ? 34 : 16);
    a.content = { margin, top, width, bottom - top };
    int const open_top = ui.at(a.portrait ? 70 : 54) + grown;
    a.open = { margin, open_top, width, bottom - open_top };
    return a;
}

void draw_frame(Ui& ui, flow::Frame const& frame)
{
    auto const& areas = ui.areas();
    ui.fill(areas.strip, Colour::sunken);
    if (ui.theme().palette() == Palette::contrast)
        ui.fill({ 0, areas.strip.bottom(), areas.page.w, ui.at(2) }, Colour::line);
    auto const small = ui.style(Font::strip).soft().at(Vertical::middle);
    Rect const inner { areas.content.x, areas.strip.y, areas.content.w, areas.strip.h };
    int const right = ui.width_of(frame.strip_right, small);
    ui.text(inner, frame.strip_right, small.to(Align::right));
    ui.text({ inner.x, inner.y, inner.w - right - ui.at(24), inner.h }, frame.strip, small);
    draw_tools(ui, frame);
}

} // namespace bedside::ui
