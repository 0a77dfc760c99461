// SPDX-License-Identifier: Apache-2.0
// Lock screen: the day and the hour, what happened to the answers, and the staff's key. Nothing about anybody.
#pragma once

#include "kiosk/flow/key.h"

namespace bedside::flow {

struct LockView {
    std::string day_part;   ///< "星期二 · 下午"
    std::string time;       ///< "2:32"
    std::string date;       ///< "2026年11月24日"
    int hour = 0;           ///< 0 .. 23, for the dial
    int minute = 0;         ///< 0 .. 59
    std::string message;    ///< two sentences
    std::vector<Chip> status; ///< tablet, delivery, battery
    Key unlock;             ///< "unlock"
    std::vector<Key> quick; ///< home mode: "episode" and what is due; empty at the bedside
};

/// No light and nothing to press; a touch anywhere leads to the lock.
struct DarkView {};

} // namespace bedside::flow
