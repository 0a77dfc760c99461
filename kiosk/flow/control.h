// SPDX-License-Identifier: Apache-2.0
// The ways of answering an item, as keys: one alternative a way.
#pragma once

#include "forms/engine/answers.h"
#include "forms/engine/definition.h"
#include "kiosk/flow/screen.h"

#include <variant>

namespace bedside::flow {

struct ItemScreen;

/// Nothing to answer: text that is read.
struct DisplayControl {};

/// One row of equal boxes: NRS, 7-point scales, small integers.
struct BoxRowControl {
    std::vector<Key> boxes;
    std::string low;  ///< anchor under the first box
    std::string high; ///< anchor under the last box
    bool operator==(BoxRowControl const&) const = default;
};

/// Options as full rows of equal size; `multiple` draws check boxes, else dots.
struct OptionsControl {
    std::vector<Key> options;
    bool multiple = false;
    bool tiles = false; ///< few options with an icon: drawn as tiles
    bool operator==(OptionsControl const&) const = default;
};

/// Body map. Keys "region:<code>" for every region of assets' figures; chips repeat the chosen ones and take them away.
struct BodyMapControl {
    std::vector<Key> regions;
    std::vector<Key> chips;
    std::string front, back, right, left; ///< words beside the figures
    bool operator==(BodyMapControl const&) const = default;
};

/// One field with a key above and below.
struct Stepper {
    std::string value; ///< "14"; "--" while empty
    std::string unit;  ///< "时"
    Key more;
    Key less;
    bool operator==(Stepper const&) const = default;
};

/// A time, a date, or a moment. Empty until a quick choice or the first tap.
struct TimeControl {
    std::vector<Key> quick;        ///< "just now", "half an hour ago" ...
    std::vector<Key> days;         ///< "today", "yesterday"; empty for a bare time
    std::vector<Stepper> steppers; ///< hour and minute, or year, month, day
    std::vector<Key> precision;    ///< "exact", "estimated"; empty when the form does not ask
    std::string readout;           ///< "今天中午 12:30"; empty while nothing was chosen
    std::string distance;          ///< "离现在约 2 小时"; may be empty
    bool operator==(TimeControl const&) const = default;
};

/// A number: steppers for small ranges, quick choices, and a keypad ("key:7", "key:.", "erase").
struct NumberControl {
    std::string value; ///< as typed; empty while nothing was typed
    std::string unit;
    std::vector<Key> units; ///< where several are allowed
    std::vector<Key> quick;
    std::optional<Stepper> stepper;
    std::vector<Key> keypad;
    std::string range; ///< "0 到 600"; may be empty
    bool operator==(NumberControl const&) const = default;
};

/// Short text by keypad, or by handwriting kept as ink.
struct TextControl {
    std::string value;
    std::vector<Key> keypad;
    bool ink = false;
    std::vector<std::vector<std::pair<int, int>>> strokes; ///< thousandths of the field
    Key clear;                                             ///< "clear"
    bool operator==(TextControl const&) const = default;
};

using Control = std::variant<DisplayControl, BoxRowControl, OptionsControl, BodyMapControl, TimeControl, NumberControl, TextControl>;

/// The item's control; with `enabled` false its keys are off.
Control control_of(AppState const& state, ItemScreen const& screen, forms::Item const& item, forms::Answer const& answer, bool enabled,
    Catalogue const& words);
void describe(Control const& control, Listing& out);
/// How to answer, while there is no answer: a msgid, or nothing.
char const* invitation(forms::Item const& item, Control const& control);
/// How to change it, once there is one: a msgid.
char const* change_hint(Control const& control);

} // namespace bedside::flow
