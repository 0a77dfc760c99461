// SPDX-License-Identifier: Apache-2.0
// The glass is wiped: no touch counts until the time is over.
#pragma once

#include "kiosk/flow/key.h"

namespace bedside::flow {

struct CleaningView {
    std::string title;
    std::string text;
    std::string note;
    int seconds_left = 0;
    int seconds_total = 0;
    std::string seconds_word; ///< "秒"
};

} // namespace bedside::flow
