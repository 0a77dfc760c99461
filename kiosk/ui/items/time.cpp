// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/items/items.h"

#include "kiosk/ui/key_face.h"

namespace bedside::ui {
namespace {

/// Keys of equal width side by side, one of them chosen.
void segments(Ui& ui, Rect const& area, std::vector<flow::Key> const& keys)
{
    int const gap = ui.at(12);
    auto const label = ui.style(Font::body).leading(1.2).to(Align::centre).at(Vertical::middle);
    for (int i = 0; i < static_cast<int>(keys.size()); ++i) {
        auto const& key = keys[static_cast<std::size_t>(i)];
        Rect const rect = column(area, i, static_cast<int>(keys.size()), gap);
        auto const touch = ui.target(rect, key, "radio");
        auto const inner = draw_face(ui, rect, key, Look::quiet, touch);
        ui.text(inner.inset(ui.at(8), 0), key.label, (key.selected ? label.bold() : label).in(colour_on_face(key, Look::quiet)));
    }
}

void quick_keys(Ui& ui, Rect area, std::vector<flow::Key> const& keys, int columns)
{
    int const gap = ui.at(14);
    int const rows = (static_cast<int>(keys.size()) + columns - 1) / columns;
    area.h = std::min(area.h, rows * ui.at(195) + (rows - 1) * gap);
    // All in the size of answers, or all in the size of keys.
    auto look = Look::option;
    Rect const first = column(row(area, 0, rows, gap), 0, columns, gap);
    for (auto const& key : keys) {
        if (ui.width_of(key.label, ui.style(Font::option).bold()) > first.w - ui.at(28))
            look = Look::quiet;
    }
    for (int i = 0; i < static_cast<int>(keys.size()); ++i)
        draw_key(ui, column(row(area, i / columns, rows, gap), i % columns, columns, gap), keys[static_cast<std::size_t>(i)], look, "radio");
}

void steppers(Ui& ui, Rect const& area, std::vector<flow::Stepper> const& all)
{
    for (int i = 0; i < static_cast<int>(all.size()); ++i)
        draw_stepper(all[static_cast<std::size_t>(i)], column(area, i, static_cast<int>(all.size()), ui.at(12)), ui);
}

} // namespace

/// Quick choices at one side, day, steppers and precision at the other.
void draw_control(flow::ItemView const& view, flow::TimeControl const& control, Ui& ui)
{
    auto const& areas = ui.areas();
    auto const& content = areas.content;
    auto const hint = ui.style(Font::body).in(colour_of(view.hint_tone)).leading(1.3);
    int const segment_h = ui.at(76);
    auto const& said = view.readout.empty() ? control.readout : view.readout;
    auto const readout = ui.style(Font::body).bold().leading(1.3);
    if (areas.portrait) {
        int y = content.y + ui.at(6);
        y += draw_question(view, { content.x, y, content.w, content.h }, ui) + ui.at(14);
        if (!control.quick.empty()) {
            int const rows = (static_cast<int>(control.quick.size()) + 1) / 2;
            int const height = rows * ui.at(112) + (rows - 1) * ui.at(14);
            quick_keys(ui, { content.x, y, content.w, height }, control.quick, 2);
            y += height + ui.at(16);
        }
        if (!control.days.empty()) {
            segments(ui, { content.x, y, content.w, segment_h }, control.days);
            y += segment_h + ui.at(14);
        }
        int bottom = content.bottom();
        if (!control.precision.empty()) {
            segments(ui, { content.x, bottom - segment_h, content.w, segment_h }, control.precision);
            bottom -= segment_h + ui.at(12);
        }
        auto const& line = said.empty() ? view.hint : said;
        auto const style = said.empty() ? hint : readout;
        int const line_h = ui.height_of(line, style, content.w);
        // The steppers show the time too: the sentence goes first.
        bool const with_line = bottom - y - line_h - ui.at(16) >= ui.at(96);
        int const stepper_h = std::min(ui.at(320), bottom - y - (with_line ? line_h + ui.at(16) : 0));
        steppers(ui, { content.x, y, content.w, stepper_h }, control.steppers);
        y += stepper_h + ui.at(8);
        if (with_line)
            ui.text({ content.x, y, content.w, bottom - y }, line, style);
        return;
    }
    bool const quick = !control.quick.empty();
    Rect left { content.x, content.y, ui.at(536), content.h };
    Rect right { content.x + ui.at(584), content.y, content.w - ui.at(584), content.h };
    if (areas.mirrored) {
        right.x = content.x;
        left.x = content.right() - left.w;
    }
    int y = left.y + ui.at(10);
    y += draw_question(view, { left.x, y, left.w, left.h }, ui) + ui.at(12);
    // What was understood, in words, under the question.
    auto const& line = said.empty() ? view.hint : said;
    auto const style = said.empty() ? hint : readout;
    int const line_h = ui.height_of(line, style, left.w);
    int const least_quick = quick ? 2 * ui.at(118) + ui.at(14) : 0;
    if (y + line_h + ui.at(14) + least_quick <= left.bottom()) {
        ui.text({ left.x, y, left.w, line_h }, line, style);
        y += line_h + ui.at(14);
    }
    if (quick)
        quick_keys(ui, { left.x, y, left.w, left.bottom() - y }, control.quick, 2);
    else if (!view.help.empty())
        ui.text({ left.x, y, left.w, left.bottom() - y }, view.help, hint.in(Colour::ink_soft));
    int top = right.y;
    int bottom = right.bottom();
    if (!control.days.empty()) {
        segments(ui, { right.x, top, right.w, segment_h }, control.days);
        top += segment_h + ui.at(16);
    }
    if (!control.precision.empty()) {
        segments(ui, { right.x, bottom - segment_h, right.w, segment_h }, control.precision);
        bottom -= segment_h + ui.at(16);
    }
    steppers(ui, { right.x, top, right.w, bottom - top }, control.steppers);
}

} // namespace bedside::ui
