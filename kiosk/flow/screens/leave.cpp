// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/screens/leave.h"

#include "kiosk/flow/transition.h"
#include "kiosk/flow/words.h"

namespace bedside::flow {

ListView view_of(AppState const&, LeaveScreen const&, Catalogue const& words)
{
    ListView view;
    view.title = words.text("To the administration");
    view.text = words.text("The kiosk ends, and the machine's console asks for an administrator's name and password. Answers stay sealed. A restart brings the kiosk back.");
    view.actions = { make_key("back", words.text("Back"), OpenSyncStatus {}, Icon::back) };
    view.next = make_key("leave_now", words.text("Leave the kiosk"), LeaveKiosk {}, Icon::unlock);
    return view;
}

void handle(LeaveScreen&, LeaveKiosk const&, Transition& t)
{
    if (!t.state.staff || !may(*t.state.staff, Right::administer))
        return;
    t.audit("kiosk-left");
    t.ask(EndKiosk {});
    lock(t);
}

void handle(LeaveScreen&, OpenSyncStatus const&, Transition& t) { show_sync_status(t); }

} // namespace bedside::flow
