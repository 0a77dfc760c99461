// SPDX-License-Identifier: Apache-2.0
// The store can't be opened: what is certain, what staff should do, and nothing that changes a byte.
#pragma once

#include "forms/base/result.h"
#include "kiosk/flow/screen.h"

#include <variant>

namespace bedside::flow {

struct StoreOpened;

struct RecoveryScreen {
    Code code = Code::missing_key;
    std::string reference;              ///< to report by phone: "R-2041-7F"
    std::optional<std::uint64_t> bytes; ///< size of the data file; none when there is no file
    bool unchanged = false;             ///< the program compared the file before and after the attempt
    bool trying = false;
    bool can_unwrap = false;            ///< a passphrase could open it
    bool passphrase_open = false;
    bool passphrase_wrong = false;
    std::string passphrase;
};
inline std::string_view name_of(RecoveryScreen const& recovery) { return recovery.passphrase_open ? "passphrase" : "recovery"; }

struct RecoveryFact {
    std::string label;
    std::string value;
    bool operator==(RecoveryFact const&) const = default;
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
    bool operator==(RecoveryView const&) const = default;
};
void describe(RecoveryView const& view, Listing& out);

/// Keypad for the passphrase of the sealed envelope; only its length is shown.
struct PassphraseView {
    std::string title;
    std::string message;
    int typed = 0;
    std::vector<Key> keypad; ///< "key:a" ...
    Key erase;
    Key cancel;
    Key ok;
    bool operator==(PassphraseView const&) const = default;
};
void describe(PassphraseView const& view, Listing& out);

std::variant<RecoveryView, PassphraseView> view_of(AppState const& state, RecoveryScreen const& screen, Catalogue const& words);

void handle(RecoveryScreen&, RetryStore const&, Transition&);
void handle(RecoveryScreen&, OpenPassphrase const&, Transition&);
void handle(RecoveryScreen&, PassphraseKey const&, Transition&);
void handle(RecoveryScreen&, PassphraseSubmit const&, Transition&);
void handle(RecoveryScreen&, StoreOpened const&, Transition&);

} // namespace bedside::flow
