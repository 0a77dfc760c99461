// SPDX-License-Identifier: Apache-2.0
// The faces of keys: what can be pressed looks like it.
#pragma once

#include "kiosk/ui/ui.h"

namespace bedside::ui {

/// How a key looks; what it says and whether it is on comes from flow::Key.
enum class Look {
    key,     ///< bold label
    quiet,   ///< regular label
    primary, ///< the one key that goes on
    tool,    ///< small, in the tool bar
    option,  ///< regular label of answer size, bold when chosen
    digit,   ///< the same with digits
};

/// The face of a key; returns where its content goes.
Rect draw_face(Ui& ui, Rect const& rect, flow::Key const& key, Look look, Ui::Touch touch);
/// Colour of text and icons on that face.
Colour colour_on_face(flow::Key const& key, Look look);
/// A whole key: face, icon, label, detail.
void draw_key(Ui& ui, Rect const& rect, flow::Key const& key, Look look, std::string_view role = "button", std::string_view digit = {});
/// Width that a key needs for its label in one line.
int key_width(Ui& ui, flow::Key const& key, Look look);

} // namespace bedside::ui
