// SPDX-License-Identifier: Apache-2.0
// Staff PIN pad. Only how many digits were typed is ever shown.
#pragma once

#include "forms/base/error.h"
#include "kiosk/flow/screen.h"

namespace bedside::flow {

struct CheckPin;
struct PinChecked;
template <typename E>
struct Failed;
struct TimePassed;

struct PinScreen {
    std::string digits;
    bool checking = false;
    bool wrong = false;
    std::optional<Code> failed = {};      ///< the last one could not be checked
    std::optional<std::int64_t> retry_at = {}; ///< monotonic ms; locked out until then
};
inline std::string_view name_of(PinScreen const&) { return "pin"; }

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
    bool operator==(PinView const&) const = default;
};
PinView view_of(AppState const& state, PinScreen const& screen, Catalogue const& words);
void describe(PinView const& view, Listing& out);

void handle(PinScreen&, PinDigit const&, Transition&);
void handle(PinScreen&, PinErase const&, Transition&);
void handle(PinScreen&, PinSubmit const&, Transition&);
void handle(PinScreen&, Back const&, Transition&);
void handle(PinScreen&, PinChecked const&, Transition&);
void handle(PinScreen&, Failed<CheckPin> const&, Transition&);
void handle(PinScreen&, TimePassed const&, Transition&);
std::optional<std::int64_t> deadline(AppState const& state, PinScreen const& screen);

} // namespace bedside::flow
