// SPDX-License-Identifier: Apache-2.0
// A battery that runs down: said calmly on every screen, and to staff in the audit trail, while there is time to charge it.
#pragma once

#include "kiosk/flow/screen.h"

namespace bedside::flow {

enum class BatteryLevel;

/// At most 20 % is low, at most 10 % the last warning; always fine on mains power.
BatteryLevel battery_level(AppState const& state);
/// "82%", "82%, charging", "18%, please charge"; empty without a battery.
std::string battery_text(AppState const& state, Catalogue const& words);
Tone battery_tone(AppState const& state);

} // namespace bedside::flow
