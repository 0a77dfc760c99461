// SPDX-License-Identifier: Apache-2.0
// What is read aloud on the present screen: the question first, then each answer.
#pragma once

#include "kiosk/flow/state.h"

namespace bedside::flow {

/// Texts in the order of reading, in the shown language; empty where there is nothing to read. Part 0 is the question, part n the n-th option.
std::vector<std::string> spoken_parts(AppState const& state);

} // namespace bedside::flow
