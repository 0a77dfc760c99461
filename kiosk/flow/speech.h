// SPDX-License-Identifier: Apache-2.0
// What is read aloud on a screen: the question first, then each answer.
#pragma once

#include "kiosk/flow/effect.h"
#include "kiosk/flow/view.h"

namespace bedside::flow {

/// In the order of reading, in the shown language; empty where there is nothing to read. Part 0 is the question, part n the n-th option.
std::vector<SpokenPart> spoken_parts(View const& view);
/// Whether there is something to read and a recording of all of it.
bool can_read(AppState const& state, View const& view);

} // namespace bedside::flow
