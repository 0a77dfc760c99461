// SPDX-License-Identifier: Apache-2.0
// The store can't be opened: what is certain, what staff should do, and nothing that changes a byte.
#pragma once

#include "kiosk/flow/key.h"

namespace bedside::flow {

struct RecoveryFact {
    std::string label;
    std::string value;
};

struct RecoveryView {
    std::string title;
    std::string strong;              ///< "没有删除任何东西。"
    std::string text;
    std::string steps_title;
    std::vector<std::string> steps;
    std::vector<RecoveryFact> facts; ///< number to report, reason, data file
    std::optional<Key> copy;         ///< "copy"
    std::optional<Key> passphrase;   ///< "passphrase"
    Key retry;                       ///< "retry"
};

/// Keypad for the passphrase of the sealed envelope; only its length is shown.
struct PassphraseView {
    std::string title;
    std::string message;
    int typed = 0;
    std::vector<Key> keypad; ///< "key:a" ...
    Key erase;
    Key cancel;
    Key ok;
};

} // namespace bedside::flow
