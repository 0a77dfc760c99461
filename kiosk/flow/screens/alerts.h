// SPDX-License-Identifier: Apache-2.0
// What completed forms set off: for staff to look at the participant, never an instruction.
#pragma once

#include "kiosk/flow/list.h"

namespace bedside::flow {

struct AlertsScreen {
    int page = 0;
};
inline std::string_view name_of(AlertsScreen const&) { return "alerts"; }
ListView view_of(AppState const& state, AlertsScreen const& screen, Catalogue const& words);

void handle(AlertsScreen&, AcknowledgeAlert const&, Transition&);
void handle(AlertsScreen&, Back const&, Transition&);

} // namespace bedside::flow
