// SPDX-License-Identifier: Apache-2.0
// One question and its answers. The control is a variant: one alternative a way of answering.
#pragma once

#include "kiosk/flow/key.h"

#include <variant>

namespace bedside::flow {

/// Nothing to answer: text that is read.
struct DisplayControl {};

/// One row of equal boxes: NRS, 7-point scales, small integers.
struct BoxRowControl {
    std::vector<Key> boxes;
    std::string low;  ///< anchor under the first box
    std::string high; ///< anchor under the last box
};

/// Options as full rows of equal size; `multiple` draws check boxes, else dots.
struct OptionsControl {
    std::vector<Key> options;
    bool multiple = false;
    bool tiles = false; ///< few options with an icon: drawn as tiles
};

/// Body map. Keys "region:<code>" for every region of assets' figures; chips repeat the chosen ones and take them away.
struct BodyMapControl {
    std::vector<Key> regions;
    std::vector<Key> chips;
    std::string front, back, right, left; ///< words beside the figures
};

/// One field with a key above and below.
struct Stepper {
    std::string value; ///< "14"; "--" while empty
    std::string unit;  ///< "时"
    Key more;
    Key less;
};

/// A time, a date, or a moment. Empty until a quick choice or the first tap.
struct TimeControl {
    std::vector<Key> quick;        ///< "just now", "half an hour ago" ...
    std::vector<Key> days;         ///< "today", "yesterday"; empty for a bare time
    std::vector<Stepper> steppers; ///< hour and minute, or year, month, day
    std::vector<Key> precision;    ///< "exact", "estimated"; empty when the form does not ask
    std::string readout;           ///< "今天中午 12:30"; empty while nothing was chosen
    std::string distance;          ///< "离现在约 2 小时"; may be empty
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
};

/// Short text by keypad, or by handwriting kept as ink.
struct TextControl {
    std::string value;
    std::vector<Key> keypad;
    bool ink = false;
    std::vector<std::vector<std::pair<int, int>>> strokes; ///< thousandths of the field
    Key clear;                                             ///< "clear"
};

using Control = std::variant<DisplayControl, BoxRowControl, OptionsControl, BodyMapControl, TimeControl, NumberControl, TextControl>;

struct ItemView {
    std::string path;   ///< changes when the screen shows another item
    std::string header; ///< "过去一周："; may be empty
    std::string text;   ///< the question, or a topic word
    bool topic = false; ///< `text` is a topic word: bold, title size, under the header
    std::string help;
    Control control;
    std::string readout; ///< "您选了 6"; empty while nothing is chosen
    std::string hint;    ///< "想改，就点别的数字。", or how saving goes
    Tone hint_tone = Tone::plain;
    Key back;            ///< "back"
    std::optional<Key> decline; ///< "decline"; selected when this item was declined
    Key next;            ///< "next"; `reason` says why it is off
    int spoken = -1;     ///< part being read aloud: -1 none, 0 question, n the n-th option
};

/// Asked once before "prefer not to answer" is kept.
struct DeclineView {
    std::string title;
    std::string text;
    Key back;    ///< "cancel"
    Key confirm; ///< "confirm"
};

} // namespace bedside::flow
