// SPDX-License-Identifier: Apache-2.0
// Which alert rules a completed response sets off. Pure: (study, this response, earlier ones) -> alerts.
#pragma once

#include "forms/study/readings.h"

#include <span>

namespace bedside::study {

/// A rule that was set off. A prompt for staff to look, never an instruction.
struct Alert {
    std::string rule; ///< AlertRule::id
    forms::LocalizedText title;
    bool urgent = true;
};

/// Alerts that `completed` sets off, in the order of the study's rules. `earlier` are the same participant's responses before it, in
/// any order; later ones among them are not looked at.
std::vector<Alert> alerts_of(Study const& study, CompletedForm const& completed, std::span<CompletedForm const> earlier);

} // namespace bedside::study
