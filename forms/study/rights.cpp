// SPDX-License-Identifier: Apache-2.0
#include "forms/study/rights.h"

namespace bedside::study {

bool may(std::string_view role, Right right)
{
    if (role == "coordinator")
        return right != Right::administer;
    if (role == "nurse")
        return right == Right::record || right == Right::correct_staff;
    return role == "administrator" && (right == Right::inspect || right == Right::administer);
}

Right right_to_correct(Study const& study, std::string_view form, std::string_view visit)
{
    auto const* known = study.form(form);
    if (!known || !known->staff)
        return Right::correct_patient;
    return visit.empty() ? Right::study_status : Right::correct_staff;
}

} // namespace bedside::study
