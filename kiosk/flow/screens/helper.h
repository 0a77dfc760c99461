// SPDX-License-Identifier: Apache-2.0
// Who helps with the answers.
#pragma once

#include "kiosk/flow/list.h"

namespace bedside::flow {

struct HelperScreen {};
inline std::string_view name_of(HelperScreen const&) { return "helper"; }
ListView view_of(AppState const& state, HelperScreen const&, Catalogue const& words);

void handle(HelperScreen&, SetHelper const&, Transition&);
void handle(HelperScreen&, Back const&, Transition&);

/// The tool key that says who helps and leads here.
Key helper_key(AppState const& state, Catalogue const& words);

} // namespace bedside::flow
