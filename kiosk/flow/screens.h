// SPDX-License-Identifier: Apache-2.0
// All screens and all that they can show. A new screen: its file in screens/, and its name here.
#pragma once

#include "kiosk/flow/screens/alerts.h"
#include "kiosk/flow/screens/audit.h"
#include "kiosk/flow/screens/chart.h"
#include "kiosk/flow/screens/chooser.h"
#include "kiosk/flow/screens/cleaning.h"
#include "kiosk/flow/screens/dark.h"
#include "kiosk/flow/screens/helper.h"
#include "kiosk/flow/screens/identity.h"
#include "kiosk/flow/screens/item.h"
#include "kiosk/flow/screens/leave.h"
#include "kiosk/flow/screens/lock.h"
#include "kiosk/flow/screens/pain_high.h"
#include "kiosk/flow/screens/participants.h"
#include "kiosk/flow/screens/pin.h"
#include "kiosk/flow/screens/reason.h"
#include "kiosk/flow/screens/recovery.h"
#include "kiosk/flow/screens/rescue.h"
#include "kiosk/flow/screens/rest.h"
#include "kiosk/flow/screens/review.h"
#include "kiosk/flow/screens/self_test.h"
#include "kiosk/flow/screens/staff.h"
#include "kiosk/flow/screens/sync_status.h"
#include "kiosk/flow/screens/tasks.h"
#include "kiosk/flow/screens/thanks.h"

#include <variant>

namespace bedside::flow {

/// Where the person is. The chooser lies over any of them.
using Screen = std::variant<LockScreen, DarkScreen, PinScreen, ParticipantsScreen, IdentityScreen, TasksScreen, ItemScreen, ReviewScreen,
    ThanksScreen, PainHighScreen, RestScreen, HelperScreen, AlertsScreen, StaffScreen, ChartScreen, ReasonScreen, AuditScreen,
    RescueScreen, SelfTestScreen, LeaveScreen, SyncScreen, RecoveryScreen, CleaningScreen>;

/// What can be drawn. Several screens are a ListView.
using View = std::variant<LockView, DarkView, PinView, ParticipantsView, IdentityView, TasksView, ItemView, DeclineView, ReviewView,
    ThanksView, PainHighView, RestView, ChooserView, SyncStatusView, RecoveryView, PassphraseView, CleaningView, ListView, ChartView,
    SelfTestView>;

} // namespace bedside::flow
