// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/rights.h"

#include "kiosk/flow/state.h"

namespace bedside::flow {

bool may(StaffSession const& staff, Right right)
{
    if (staff.role == "coordinator")
        return right != Right::administer;
    if (staff.role == "nurse")
        return right == Right::record || right == Right::correct_staff;
    return staff.role == "administrator" && (right == Right::inspect || right == Right::administer);
}

Right right_to_correct(AppState const& state, SentForm const& form)
{
    auto const* known = state.facts.study ? state.facts.study->form(form.form) : nullptr;
    if (!known || !known->staff)
        return Right::correct_patient;
    return form.visit.empty() ? Right::study_status : Right::correct_staff;
}

} // namespace bedside::flow
