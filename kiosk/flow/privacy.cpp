// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/privacy.h"

#include "kiosk/flow/state.h"

namespace bedside::flow {

bool is_locked(AppState const& state)
{
    return std::holds_alternative<LockScreen>(state.screen) || std::holds_alternative<DarkScreen>(state.screen);
}

bool is_watched(AppState const& state)
{
    if (state.mode == Mode::practice)
        return false;
    bool const nobodys = std::holds_alternative<RecoveryScreen>(state.screen) || std::holds_alternative<CleaningScreen>(state.screen)
        || (is_locked(state) && !state.chooser);
    return !nobodys;
}

bool is_unused(AppState const& state)
{
    bool const resting = is_locked(state) || std::holds_alternative<RecoveryScreen>(state.screen);
    return resting && !state.chooser && !state.form && !state.patient && !state.staff && state.interrupted.empty();
}

} // namespace bedside::flow
