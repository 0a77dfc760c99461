// SPDX-License-Identifier: Apache-2.0
// What the time rules and the pain limit say about an event-contingent form.
#pragma once

#include "forms/study/readings.h"

namespace bedside::study {

enum class Filler { patient, staff };

/// "late" (entered more than the diary's real-time hours after the onset), "staff-correction" (older than a patient may enter), "pain-flare"
/// (background pain above the study's limit). `episode.authored` is the moment of entry. Nothing for a form that is no event.
std::vector<std::string> episode_flags(Study const& study, CompletedForm const& episode, Filler filler);
/// Whether a flag is one of those above, which are judged anew when a form is corrected.
bool is_episode_flag(std::string_view flag);

} // namespace bedside::study
