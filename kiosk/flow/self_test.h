// SPDX-License-Identifier: Apache-2.0
// The tablet before it is handed out: what only a person can see (touch, true size, sound), and what the tablet knows itself.
#pragma once

#include "kiosk/flow/key.h"

namespace bedside::flow {

/// Touch targets: four corners, then the middle.
inline constexpr int test_targets = 5;
/// A finger that comes down further than this from where it aims misses keys: the smallest one is 12 mm.
inline constexpr double largest_miss_mm = 5;
/// Width of a bank card (ISO/IEC 7810, ID-1), tenths of a millimetre.
inline constexpr int card_width = 856;

/// Something to hit, or a card's outline to compare a card with.
struct SelfTestView {
    std::string title;
    std::string text;
    std::optional<Key> target; ///< "target"
    int place = 0;             ///< of the target: 0 top left, 1 top right, 2 bottom left, 3 bottom right, 4 middle
    int outline = 0;           ///< width of the card's outline, tenths of what the program takes for a millimetre; 0: none
    std::vector<Key> actions;  ///< in the band
    std::optional<Key> next;
};

} // namespace bedside::flow
