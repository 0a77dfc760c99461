// SPDX-License-Identifier: Apache-2.0
// The running kiosk: events in, state, frames out.
#pragma once

#include "kiosk/app/options.h"

namespace bedside::app {

/// Runs until the window is closed or the process is asked to end. Fails where there is no display or no fonts.
Result<void> run_kiosk(Options const& options);

} // namespace bedside::app
