// SPDX-License-Identifier: Apache-2.0
// How a paragraph looks.
#pragma once

#include "kiosk/ui/canvas.h"
#include "kiosk/ui/theme.h"

namespace bedside::ui {

enum class Align { left, centre, right };
enum class Vertical { top, middle, bottom };

struct Style {
    double em = 0; ///< pixels
    Weight weight = Weight::regular;
    Colour colour = Colour::ink;
    double line = 1.4; ///< height of a line in em
    Align align = Align::left;
    Vertical vertical = Vertical::top;

    Style sized(double pixels) const { return with(&Style::em, pixels); }
    Style bold() const { return with(&Style::weight, Weight::bold); }
    Style soft() const { return with(&Style::colour, Colour::ink_soft); }
    Style in(Colour value) const { return with(&Style::colour, value); }
    Style leading(double value) const { return with(&Style::line, value); }
    Style to(Align value) const { return with(&Style::align, value); }
    Style at(Vertical value) const { return with(&Style::vertical, value); }

private:
    template <typename T> Style with(T Style::*member, T value) const
    {
        Style copy = *this;
        copy.*member = value;
        return copy;
    }
};

} // namespace bedside::ui
