// SPDX-License-Identifier: Apache-2.0
// Staff PIN pad. Only how many digits were typed is ever shown.
#pragma once

#include "kiosk/flow/key.h"

namespace bedside::flow {

struct PinView {
    std::string title;
    std::string message;     ///< "two tries left", "wait 30 seconds"; may be empty
    Tone message_tone = Tone::plain;
    int typed = 0;           ///< digits so far
    int length = 6;          ///< of a full PIN
    std::vector<Key> digits; ///< ten, "pin:1" .. "pin:9", "pin:0"
    Key erase;               ///< "pin_erase"
    Key ok;                  ///< "pin_ok"
    Key cancel;              ///< "cancel"
};

} // namespace bedside::flow
