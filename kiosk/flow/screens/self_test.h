// SPDX-License-Identifier: Apache-2.0
// The tablet before it is handed out: what only a person can see (touch, true size, sound), and what the tablet knows itself.
#pragma once

#include "kiosk/flow/list.h"

#include <variant>

namespace bedside::flow {

struct KeepDpi;
template <typename E>
struct Failed;

/// Touch targets: four corners, then the middle.
inline constexpr int test_targets = 5;
/// A finger that comes down further than this from where it aims misses keys: the smallest one is 12 mm.
inline constexpr double largest_miss_mm = 5;
/// Width of a bank card (ISO/IEC 7810, ID-1), tenths of a millimetre.
inline constexpr int card_width = 856;

struct SelfTestScreen {
    enum class Step { touch, card, sound, result } step = Step::touch;
    std::vector<std::optional<double>> touches = {}; ///< millimetres from the middle of each target so far; none: it did not answer
    int outline = 856;                ///< tenths of what the program takes for a millimetre, until it is as wide as a bank card
    int dpi_before = 0;               ///< when the measured one differed; 0: it did not
    bool size_lost = false;           ///< the measured one could not be kept
    std::optional<bool> heard = {};
    bool reported = false;
    int page = 0;
};
inline std::string_view name_of(SelfTestScreen const&) { return "self_test"; }

/// Something to hit, or a card's outline to compare a card with.
struct SelfTestView {
    std::string title;
    std::string text;
    std::optional<Key> target; ///< "target"
    int place = 0;             ///< of the target: 0 top left, 1 top right, 2 bottom left, 3 bottom right, 4 middle
    int outline = 0;           ///< width of the card's outline, tenths of what the program takes for a millimetre; 0: none
    std::vector<Key> actions;  ///< in the band
    std::optional<Key> next;
    bool operator==(SelfTestView const&) const = default;
};
/// It has a drawing of its own, and lists.
std::variant<SelfTestView, ListView> view_of(AppState const& state, SelfTestScreen const& screen, Catalogue const& words);
void describe(SelfTestView const& view, Listing& out);

void handle(SelfTestScreen&, SelfTestAct const&, Transition&);
void handle(SelfTestScreen&, Back const&, Transition&);
void handle(SelfTestScreen&, Failed<KeepDpi> const&, Transition&);

} // namespace bedside::flow
