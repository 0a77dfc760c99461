// SPDX-License-Identifier: Apache-2.0
// What surrounds every screen: strip, tool bar, and the band of keys that go on.
#include "kiosk/ui/ui.h"

#include <cmath>
#include <numeric>

namespace bedside::ui {
namespace {

constexpr int least_tool = 146;
constexpr int tool_gap = 12;
constexpr int band_gap = 16;
constexpr int least_band_key = 236;
constexpr int least_next = 300;

} // namespace

void Ui::draw_frame()
{
    fill(m_areas.strip, Colour::sunken);
    if (m_theme.palette() == Palette::contrast)
        fill({ 0, m_areas.strip.bottom(), m_areas.page.w, at(2) }, Colour::line);
    auto const small = style(Font::strip).soft().at(Vertical::middle);
    Rect const inner { m_areas.content.x, m_areas.strip.y, m_areas.content.w, m_areas.strip.h };
    int const right = width_of(m_frame->strip_right, small);
    text(inner, m_frame->strip_right, small.to(Align::right));
    text({ inner.x, inner.y, inner.w - right - at(24), inner.h }, m_frame->strip, small);
    draw_tools();
}

int Ui::tools_width()
{
    int width = 0;
    for (auto const& tool : m_frame->tools)
        width += std::max(at(m_areas.portrait ? 0 : least_tool), key_width(tool, Look::tool)) + at(tool_gap);
    return width;
}

int Ui::progress_width()
{
    if (!m_frame->progress)
        return width_of(m_frame->tool_title, style(Font::caption).bold());
    auto const caption = style(Font::caption);
    return width_of(m_frame->progress->strong, caption.bold()) + at(28) + width_of(m_frame->progress->rest, caption);
}

void Ui::draw_tools()
{
    auto const& bar_area = m_areas.tools;
    int x = m_areas.mirrored ? bar_area.x : bar_area.right() - tools_width() + at(tool_gap);
    int const tools_y = m_areas.stacked ? bar_area.bottom() - at(70) : bar_area.y;
    int const tools_h = m_areas.stacked ? at(70) : bar_area.h;
    for (auto const& tool : m_frame->tools) {
        int const width = std::max(at(m_areas.portrait ? 0 : least_tool), key_width(tool, Look::tool));
        key({ x, tools_y, width, tools_h }, tool, Look::tool);
        x += width + at(tool_gap);
    }
    Rect place { bar_area.x, bar_area.y, bar_area.w - tools_width(), bar_area.h };
    if (m_areas.stacked)
        place = { bar_area.x, bar_area.y, bar_area.w, bar_area.h - at(78) };
    else if (m_areas.mirrored)
        place = { bar_area.x + tools_width() + at(16), bar_area.y, place.w - at(16), place.h };
    auto const caption = style(Font::caption).leading(1.3);
    if (!m_frame->progress) {
        text(place, m_frame->tool_title, caption.bold().at(Vertical::middle));
        return;
    }
    auto const& progress = *m_frame->progress;
    int const line = line_height(caption);
    int const bar_h = at(8);
    int const y = place.y + (place.h - line - (progress.bar ? at(7) + bar_h : 0)) / 2;
    int const strong = width_of(progress.strong, caption.bold());
    text({ place.x, y, strong, line }, progress.strong, caption.bold());
    int const rest_x = place.x + strong + at(28);
    text({ rest_x, y, place.right() - rest_x, line }, progress.rest, caption.soft());
    if (progress.bar)
        bar({ place.x, y + line + at(7), std::min(at(480), place.w - at(12)), bar_h }, progress.fraction);
}

void Ui::draw_band_background()
{
    fill(m_areas.band, Colour::sunken);
    if (m_theme.palette() == Palette::contrast)
        fill({ 0, m_areas.band.y, m_areas.page.w, at(2) }, Colour::line);
}

Rect Ui::band_row(int row) const
{
    if (m_areas.portrait)
        return { m_areas.content.x, m_areas.band.y + at(16) + row * at(134), m_areas.content.w, at(118) };
    return { m_areas.content.x, m_areas.band.y + at(13), m_areas.content.w, at(118) };
}

void Ui::band(std::vector<flow::Key const*> const& left, flow::Key const* next, int next_width, std::string_view note)
{
    draw_band_background();
    auto const look_of = [](flow::Key const& key) { return key.id == "back" || key.id == "lock" || key.id == "end" || key.id == "cancel" ? Look::key : Look::quiet; };
    int const gap = at(band_gap);
    if (m_areas.portrait) {
        int row_number = 0;
        if (next)
            key(band_row(row_number++), *next, Look::primary);
        auto const area = band_row(left.empty() && next ? 1 : row_number);
        for (std::size_t i = 0; i < left.size(); ++i)
            key(column(area, static_cast<int>(i), std::max(2, static_cast<int>(left.size())), gap), *left[i], look_of(*left[i]));
        if (!note.empty() && (left.empty() || !next))
            text(band_row(left.empty() ? 1 : row_number + 1), note, style(Font::caption).soft().at(Vertical::middle).leading(1.3));
        return;
    }
    auto const area = band_row(0);
    std::vector<int> widths;
    for (auto const* one : left)
        widths.push_back(std::max(at(least_band_key), key_width(*one, look_of(*one))));
    int next_w = next ? std::max(at(next_width), key_width(*next, Look::primary)) : 0;
    int const note_w = note.empty() ? 0 : std::min(width_of(note, style(Font::caption)), at(380)) + gap;
    auto const total = [&] { return std::accumulate(widths.begin(), widths.end(), 0) + gap * static_cast<int>(widths.size()) + next_w + note_w; };
    if (total() > area.w && next)
        next_w = std::max(at(least_next), key_width(*next, Look::primary));
    if (total() > area.w && !widths.empty()) {
        // Long words: the others share what is left and break their labels.
        int const each = (area.w - next_w - note_w - gap * static_cast<int>(widths.size())) / static_cast<int>(widths.size());
        std::fill(widths.begin(), widths.end(), each);
    }
    int x = m_areas.mirrored ? area.right() : area.x;
    for (std::size_t i = 0; i < left.size(); ++i) {
        if (m_areas.mirrored)
            x -= widths[i];
        key({ x, area.y, widths[i], area.h }, *left[i], look_of(*left[i]));
        x += m_areas.mirrored ? -gap : widths[i] + gap;
    }
    if (next)
        key({ m_areas.mirrored ? area.x : area.right() - next_w, area.y, next_w, area.h }, *next, Look::primary);
    if (!note.empty()) {
        auto const caption = style(Font::caption).soft().at(Vertical::middle).leading(1.3);
        Rect place { x, area.y, area.right() - x - (next ? next_w + gap : 0), area.h };
        if (m_areas.mirrored)
            place = { area.x + (next ? next_w + gap : 0), area.y, x - area.x - (next ? next_w + gap : 0), area.h };
        text(place, note, left.empty() ? caption : caption.to(Align::right));
    }
}

void Ui::band_pair(flow::Key const& left, flow::Key const& right, Look right_look)
{
    draw_band_background();
    if (m_areas.portrait) {
        key(band_row(0), right, right_look);
        key(band_row(1), left, Look::key);
        return;
    }
    auto const area = band_row(0);
    key(column(area, m_areas.mirrored ? 1 : 0, 2, at(band_gap)), left, Look::key);
    key(column(area, m_areas.mirrored ? 0 : 1, 2, at(band_gap)), right, right_look);
}

} // namespace bedside::ui
