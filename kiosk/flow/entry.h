// SPDX-License-Identifier: Apache-2.0
// One press on an item's control as a change of its answer. Pure.
#pragma once

#include "forms/base/clock.h"
#include "forms/engine/answers.h"
#include "kiosk/flow/intent.h"

#include <optional>
#include <string>

namespace bedside::flow {

/// What a press made. An answer with neither value nor refusal takes back what was there.
struct Entered {
    forms::Answer answer;
    std::string draft; ///< what the keypad shows; empty where the answer shows itself
    std::string note;  ///< msgid when the press was refused; the answer is then the old one
    std::optional<int> unit = {}; ///< chosen among those that the item allows
};

/// Each gives nullopt when this press does not belong to this kind of item.
std::optional<Entered> choose(forms::Item const& item, forms::Answer const& old, int option, std::string_view language);
std::optional<Entered> step_entry(forms::Item const& item, forms::Answer const& old, EntryField field, int delta, Instant const& now);
std::optional<Entered> quick_time(forms::Item const& item, int minutes_ago, Instant const& now);
std::optional<Entered> quick_number(forms::Item const& item, int value);
/// Where an item allows several units, a number is an answer only once one of them was chosen: none is taken for granted.
std::optional<Entered> type_key(forms::Item const& item, std::string const& draft, std::optional<int> unit, std::string const& key);
std::optional<Entered> choose_unit(forms::Item const& item, std::string const& draft, int unit);
std::optional<Entered> add_stroke(forms::Item const& item, forms::Answer const& old, std::vector<std::pair<int, int>> const& points);

/// Whether an answer says anything: a value or a refusal.
bool says_something(forms::Answer const& answer);
/// Whether this option (its place, or the number of an integer) is part of the answer.
bool is_chosen(forms::Item const& item, forms::Answer const& answer, int option);
/// The typed text of a number, quantity or text answer; empty otherwise.
std::string typed_text(forms::Answer const& answer);
/// Place of the unit of an answer among those that the item allows.
std::optional<int> unit_of(forms::Item const& item, forms::Answer const& answer);
/// The moment of a dateTime answer in its own offset.
std::optional<Instant> moment_of(forms::Answer const& answer);
/// Hour and minute of a time answer.
std::optional<std::pair<int, int>> clock_of(forms::Answer const& answer);
/// Strokes of an ink answer.
std::vector<std::vector<std::pair<int, int>>> strokes_of(forms::Answer const& answer);

/// Content type of handwriting: JSON, a list of strokes, each a list of [x, y] in thousandths.
inline constexpr char const* ink_type = "application/vnd.bedside.ink+json";

/// "07"
std::string two_digits(int number);

} // namespace bedside::flow
