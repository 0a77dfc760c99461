// SPDX-License-Identifier: Apache-2.0
// Picture goldens: small grey pictures of screens that somebody looked at. Cells of 8 pixels forgive another rasteriser, not another layout.
#pragma once

#include "tests/ui/offscreen.h"

#include <cstdint>
#include <string>
#include <vector>

namespace bedside::ui::test {

struct SmallPicture {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> grey;
};

/// The screen, one grey cell for 8 by 8 pixels.
SmallPicture small_picture(Offscreen const& screen);
/// Cells that differ by more than 20 of 255; all of them where the sizes differ.
int different_cells(SmallPicture const& a, SmallPicture const& b);
/// Compares with tests/golden/pictures/NAME.png; where more than 24 cells differ, writes NAME.unapproved.png beside it and answers false.
bool matches_golden(Offscreen const& screen, std::string const& name);

} // namespace bedside::ui::test
