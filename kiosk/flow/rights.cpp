// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/rights.h"

#include "kiosk/flow/state.h"

namespace bedside::flow {

bool may(StaffSession const& staff, Right right) { return study::may(staff.role, right); }

Right right_to_correct(AppState const& state, SentForm const& form)
{
    return state.facts.study ? study::right_to_correct(*state.facts.study, form.form, form.visit) : Right::correct_patient;
}

} // namespace bedside::flow
