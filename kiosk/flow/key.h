// SPDX-License-Identifier: Apache-2.0
// The small parts that every view is made of: keys, chips, icons, progress, frame. Text is already translated.
#pragma once

#include "kiosk/flow/intent.h"

#include <optional>
#include <string>
#include <vector>

namespace bedside::flow {

/// Names of assets/icons; none draws nothing.
enum class Icon {
    none, back, next, up, down, check, cross, plus, minus, speaker, textsize, pause, lock, unlock, key, person, edit, hand, tablet, hospital, cloud_ok, sync, wifi_off,
    battery, usb, bell, alert, info, clock, list, quarantine, wipe, moon, pulse, spontaneous, walk, cough, wearoff, unknown
};

/// Meaning of a colour; never on an answer.
enum class Tone { plain, ok, wait, alert };

/// Something that can be pressed. `id` is stable and stands in the ui-tree; `intent` is what pressing means.
/// ids: "next" "back" "decline" "rest" "text_size" "read_aloud" "unlock" "pin:5" "pin_erase" "pin_ok" "participant:P-017" "yes" "no" "task:0" "episode"
/// "nrs:6" (0..10) "box:5" (other box rows, by number) "option:3" (1-based place) "region:front_chest_left" "chip:front_chest_left" "quick:30" "edit:<path>" "submit" "done" ...
struct Key {
    std::string id;
    std::string label;
    std::string detail;         ///< second, smaller line; may be empty
    Icon icon = Icon::none;
    bool enabled = true;
    bool selected = false;
    std::string reason;         ///< why it is off, a whole sentence; empty when on
    Intent intent = Lock {};
    bool operator==(Key const&) const = default;
};

/// A word with icon and colour that states something ("due today").
struct Chip {
    std::string text;
    Icon icon = Icon::none;
    Tone tone = Tone::plain;
    bool operator==(Chip const&) const = default;
};

/// "Question 9 of 30" and its bar.
struct Progress {
    std::string strong;     ///< "第 9 题"; or the name of the form
    std::string rest;       ///< "共 30 题"
    double fraction = 0.0;  ///< 0 .. 1
    bool bar = true;
    bool operator==(Progress const&) const = default;
};

/// What surrounds every screen.
struct Frame {
    std::string strip;       ///< demonstration notice or licensed footer, verbatim; always shown when not empty
    std::string strip_right; ///< "14:32", or "平板 T-03　14:33" for staff
    std::string watermark;   ///< "练习" in practice mode, drawn over everything, never touchable; else empty
    std::vector<Key> tools;  ///< right end of the tool bar, from left to right
    std::optional<Progress> progress; ///< left end of the tool bar
    std::string tool_title;  ///< left end of the tool bar when there is no progress; may be empty
    TextSize text_size = TextSize::normal;
    Theme theme = Theme::day;
    Hand hand = Hand::right;
    std::string language;    ///< BCP-47: chooses font face and line breaking
    bool operator==(Frame const&) const = default;
};

} // namespace bedside::flow
