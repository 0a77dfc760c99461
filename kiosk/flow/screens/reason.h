// SPDX-License-Identifier: Apache-2.0
// Why a completed form is corrected.
#pragma once

#include "kiosk/flow/list.h"

namespace bedside::flow {

struct ReasonScreen {
    std::string number;
    std::string response_id;
};
inline std::string_view name_of(ReasonScreen const&) { return "reason"; }
ListView view_of(AppState const& state, ReasonScreen const& screen, Catalogue const& words);

void handle(ReasonScreen&, Correct const&, Transition&);
void handle(ReasonScreen&, Back const&, Transition&);

} // namespace bedside::flow
