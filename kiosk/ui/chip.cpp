// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/chip.h"

#include <utility>

namespace bedside::ui {
namespace {

std::pair<Colour, Colour> chip_colours(flow::Tone tone)
{
    switch (tone) {
    case flow::Tone::plain:
        return { Colour::sunken, Colour::ink_soft };
    case flow::Tone::ok:
        return { Colour::ok_bg, Colour::ok };
    case flow::Tone::wait:
        return { Colour::wait_bg, Colour::wait };
    case flow::Tone::alert:
        return { Colour::alert_bg, Colour::alert };
    }
    return { Colour::sunken, Colour::ink_soft };
}

} // namespace

int chip_width(Ui& ui, flow::Chip const& chip, int height, Style const& style)
{
    int const icon_size = chip.icon == flow::Icon::none ? 0 : height * 5 / 8;
    return ui.at(chip.icon == flow::Icon::none ? 14 : 12) + icon_size + (icon_size > 0 ? ui.at(8) : 0) + ui.width_of(chip.text, style) + ui.at(16);
}

int draw_chip(Ui& ui, int x, int centre_y, flow::Chip const& chip, int height, Style const& style, Align align)
{
    auto const [background, ink] = chip_colours(chip.tone);
    int const width = chip_width(ui, chip, height, style);
    Rect const pill { align == Align::right ? x - width : x, centre_y - height / 2, width, height };
    if (ui.theme().palette() == Palette::contrast) {
        ui.round(pill, ui.at(8), ink);
        ui.round(pill.inset(ui.at(2)), ui.at(6), background);
    } else {
        ui.round(pill, ui.at(8), background);
    }
    int left = pill.x + ui.at(chip.icon == flow::Icon::none ? 14 : 12);
    if (chip.icon != flow::Icon::none) {
        int const size = height * 5 / 8;
        ui.icon(chip.icon, { left, pill.centre_y() - size / 2, size, size }, ink);
        left += size + ui.at(8);
    }
    ui.text({ left, pill.y, pill.right() - left, pill.h }, chip.text, style.in(ink).at(Vertical::middle));
    return width;
}

} // namespace bedside::ui
