// SPDX-License-Identifier: Apache-2.0
// Reading aloud: the question first, then each answer.
#pragma once

#include "kiosk/flow/view.h"

namespace bedside::flow {

/// In the order of reading, in the shown language; empty where there is nothing to read. Part 0 is the question, part n the n-th option.
std::vector<SpokenPart> spoken_parts(View const& view);
/// Whether there is something to read and a recording of all of it.
bool can_read(AppState const& state, View const& view);
/// The tool key that begins and ends it.
Key read_key(AppState const& state, Catalogue const& words);

/// Falls silent where something is being read.
void stop_reading(Transition&);

} // namespace bedside::flow
