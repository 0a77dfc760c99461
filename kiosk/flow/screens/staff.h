// SPDX-License-Identifier: Apache-2.0
// What staff records about a participant, and what was handed in about them.
#pragma once

#include "kiosk/flow/list.h"

namespace bedside::flow {

struct OpenResponse;
struct ResponseOpened;
template <typename E>
struct Failed;

struct StaffScreen {
    std::string number;
    bool opening = false;    ///< waiting for the store
    std::string reason = {}; ///< of the correction that is being opened
    int page = 0;
};
inline std::string_view name_of(StaffScreen const&) { return "staff"; }
ListView view_of(AppState const& state, StaffScreen const& screen, Catalogue const& words);

void handle(StaffScreen&, StartStaffForm const&, Transition&);
void handle(StaffScreen&, OpenChart const&, Transition&);
void handle(StaffScreen&, AskReason const&, Transition&);
void handle(StaffScreen&, Back const&, Transition&);
void handle(StaffScreen&, ResponseOpened const&, Transition&);
void handle(StaffScreen&, Failed<OpenResponse> const&, Transition&);

/// Asks the store for a form that staff fills in or corrects, while these records are shown.
void open_staff_form(StaffScreen records, OpenResponse effect, Transition&);
/// Out of a staff form, back to the participant's records. A correction that corrects nothing is given up.
void leave_staff_form(Transition&);

} // namespace bedside::flow
