// SPDX-License-Identifier: Apache-2.0
// What staff may do on a tablet, by role.
#pragma once

#include "forms/study/study.h"

namespace bedside::study {

/// What a role may do beside handing the tablet over.
enum class Right {
    record,          ///< fill in the visits' staff forms, and an episode too old for the patient to enter
    correct_staff,   ///< correct what staff recorded
    correct_patient, ///< correct what a patient answered
    study_status,    ///< anchors, withdrawal, death, end of study
    inspect,         ///< read the audit trail, write a rescue file, test the tablet
    administer,      ///< leave the kiosk
};
/// nurse: record, correct_staff; coordinator: everything but administer; administrator: inspect,
/// administer. An unknown role: nothing.
bool may(std::string_view role, Right right);
/// What is needed to correct a completed form of the study; a form that the study does not have is the patient's.
Right right_to_correct(Study const& study, std::string_view form, std::string_view visit);

} // namespace bedside::study
