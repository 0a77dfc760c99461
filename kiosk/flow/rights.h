// SPDX-License-Identifier: Apache-2.0
// What staff may do.
#pragma once

#include "forms/study/rights.h"

#include <string>

namespace bedside::flow {

struct AppState;
struct SentForm;

/// Who unlocked the tablet.
struct StaffSession {
    std::string id;
    std::string role;
};

using study::Right;
/// As study::may of the session's role.
bool may(StaffSession const& staff, Right right);
/// What is needed to correct a completed form.
Right right_to_correct(AppState const& state, SentForm const& form);

} // namespace bedside::flow
