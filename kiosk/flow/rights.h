// SPDX-License-Identifier: Apache-2.0
// What staff may do.
#pragma once

#include <string>

namespace bedside::flow {

struct AppState;
struct SentForm;

/// Who unlocked the tablet.
struct StaffSession {
    std::string id;
    std::string role;
};

/// What a role may do beside handing the tablet over.
enum class Right {
    record,          ///< fill in the visits' staff forms, and an episode too old for the patient to enter
    correct_staff,   ///< correct what staff recorded
    correct_patient, ///< correct what a patient answered
    study_status,    ///< anchors, withdrawal, death, end of study
    inspect,         ///< read the audit trail, write a rescue file, test the tablet
    administer,      ///< leave the kiosk
};
/// nurse: record, correct_staff; coordinator: everything but administer; administrator: inspect, administer. An unknown role: nothing.
bool may(StaffSession const& staff, Right right);
/// What is needed to correct a completed form.
Right right_to_correct(AppState const& state, SentForm const& form);

} // namespace bedside::flow
