// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/screens/dark.h"

#include "kiosk/flow/transition.h"

namespace bedside::flow {

void handle(DarkScreen&, Touched const&, Transition& t) { t.show(LockScreen {}); }

} // namespace bedside::flow
