// SPDX-License-Identifier: Apache-2.0
// What the time rules say about an episode of breakthrough pain.
#pragma once

#include "forms/study/readings.h"

#include <string>
#include <vector>

namespace bedside::flow {

enum class Filler { patient, staff };
/// What the answers of an event-contingent form say about it: "late" (entered more than the diary's real-time hours after the onset),
/// "staff-correction" (older than a patient may enter), "pain-flare" (background pain above the study's limit).
std::vector<std::string> episode_flags(study::Study const& study, study::CompletedForm const& episode, Filler filler);

} // namespace bedside::flow
