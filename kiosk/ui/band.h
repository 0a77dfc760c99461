// SPDX-License-Identifier: Apache-2.0
// The sunken band with the keys that go on.
#pragma once

#include "kiosk/ui/key_face.h"

#include <string_view>
#include <vector>

namespace bedside::ui {

/// Keys of the band: `left` from the left, `next` at the right end (mirrored for the left hand; in portrait next is above).
void draw_band(Ui& ui, std::vector<flow::Key const*> const& left, flow::Key const* next, int next_width = 392, std::string_view note = {});
/// Two keys that share the band.
void draw_band_pair(Ui& ui, flow::Key const& left, flow::Key const& right, Look right_look = Look::primary);
void draw_band_background(Ui& ui);
/// A row of keys in the band: one in landscape, two in portrait.
Rect band_row(Ui const& ui, int row);

} // namespace bedside::ui
