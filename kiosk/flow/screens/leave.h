// SPDX-License-Identifier: Apache-2.0
// Before an administrator leaves the kiosk.
#pragma once

#include "kiosk/flow/list.h"

namespace bedside::flow {

struct LeaveScreen {};
inline std::string_view name_of(LeaveScreen const&) { return "leave"; }
ListView view_of(AppState const& state, LeaveScreen const&, Catalogue const& words);

void handle(LeaveScreen&, LeaveKiosk const&, Transition&);
void handle(LeaveScreen&, OpenSyncStatus const&, Transition&);

} // namespace bedside::flow
