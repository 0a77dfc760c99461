// SPDX-License-Identifier: Apache-2.0
// What there is to fill in about a participant now.
#pragma once

#include "kiosk/flow/facts.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bedside::flow {

/// One thing for the patient to do today.
struct Task {
    std::string form;
    std::string visit;
    bool done = false;
    std::optional<OpenForm> begun;
    Instant closes;
    bool event = false; ///< an interrupted event-contingent form
};
/// Due now or done in a window that is still open, for one participant; interrupted episodes first. No staff forms.
std::vector<Task> tasks_of(AppState const& state, std::string_view participant);
/// The same of the forms that staff fills in.
std::vector<Task> staff_tasks_of(AppState const& state, std::string_view participant);
/// An open response about this participant that staff began, not a correction; nullptr: none.
OpenForm const* begun_by_staff(AppState const& state, std::string_view participant, std::string_view form, std::string_view visit);
/// The event-contingent form ("sudden pain") that this participant can report now, or nullptr.
study::StudyForm const* episode_form(AppState const& state, std::string_view participant);

} // namespace bedside::flow
