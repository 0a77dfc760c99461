// SPDX-License-Identifier: Apache-2.0
// Home mode calls when the study's hour has come and something is due.
#pragma once

namespace bedside::flow {

class Transition;

/// Lights the lock and calls, once an hour of the study; not in the quiet hours, and not long after the hour.
void remind(Transition&);

} // namespace bedside::flow
