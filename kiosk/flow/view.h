// SPDX-License-Identifier: Apache-2.0
// Everything that is on the screen, as text: a pure function of the state.
#pragma once

#include "kiosk/flow/chart.h"
#include "kiosk/flow/chooser.h"
#include "kiosk/flow/cleaning.h"
#include "kiosk/flow/identity.h"
#include "kiosk/flow/item.h"
#include "kiosk/flow/list.h"
#include "kiosk/flow/lock.h"
#include "kiosk/flow/participants.h"
#include "kiosk/flow/pin.h"
#include "kiosk/flow/recovery.h"
#include "kiosk/flow/review.h"
#include "kiosk/flow/self_test.h"
#include "kiosk/flow/state.h"
#include "kiosk/flow/sync_status.h"
#include "kiosk/flow/tasks.h"
#include "kiosk/flow/thanks.h"
#include "locales/catalogue.h"

namespace bedside::flow {

using View = std::variant<LockView, DarkView, PinView, ParticipantsView, IdentityView, TasksView, ItemView, DeclineView, ReviewView, ThanksView, PainHighView, RestView,
    ChooserView, SyncStatusView, RecoveryView, PassphraseView, CleaningView, ListView, ChartView, SelfTestView>;

struct Screenful {
    std::string screen; ///< name in the ui-tree: "lock" "dark" "pin" "participants" "identity" "tasks" "item" "decline" "review" "thanks" "pain_high" "rest" "chooser"
                        ///< "sync" "recovery" "passphrase" "cleaning" "chart"; lists: "helper" "alerts" "staff" "reason" "audit" "rescue"
                        ///< "self_test" "leave"
    std::string place;  ///< screen, and for an item its path: changes exactly when another screen is shown (guard time, focus, fade)
    Frame frame;
    View view;
};

/// The present screen in the words of the catalogue. Pure.
Screenful view_of(AppState const& state, locales::Catalogue const& words);
/// What "go on" most likely leads to from the present screen, so that it can be made ready; none where that depends on who comes or on the store. Pure.
std::optional<Screenful> view_ahead(AppState const& state, locales::Catalogue const& words);
/// Every key of a view that is drawn, in reading order, tools included.
std::vector<Key> keys_of(Screenful const& screenful);
/// The whole view as lines of text, for goldens and for proofs of what is (not) visible.
std::string text_of(Screenful const& screenful);

} // namespace bedside::flow
