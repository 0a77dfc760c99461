// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/transition.h"

namespace bedside::flow {

std::string Transition::actor() const
{
    if (state.patient)
        return "patient";
    return state.staff ? "staff:" + state.staff->id : "system:kiosk";
}

} // namespace bedside::flow
