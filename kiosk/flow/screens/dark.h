// SPDX-License-Identifier: Apache-2.0
// The lock without light, until a touch or a reminder: at night, and at home when nobody is there.
#pragma once

#include "kiosk/flow/screen.h"

namespace bedside::flow {

struct Touched;

struct DarkScreen {};
inline std::string_view name_of(DarkScreen const&) { return "dark"; }

/// No light and nothing to press; a touch anywhere leads to the lock.
struct DarkView {};
inline DarkView view_of(AppState const&, DarkScreen const&, Catalogue const&) { return {}; }
inline void describe(DarkView const&, Listing&) { }

void handle(DarkScreen&, Touched const&, Transition&);

} // namespace bedside::flow
