// SPDX-License-Identifier: Apache-2.0
// Times, answers and shared keys in the words of a catalogue; helpers of the views.
#pragma once

#include "kiosk/flow/view.h"

namespace bedside::flow {

using locales::Catalogue;

/// "14:05" in the moment's own offset.
std::string clock_text(Instant const& instant);
/// "2:05" in the twelve-hour dial of the lock screen.
std::string dial_text(Instant const& instant);
/// "Tuesday · afternoon"
std::string day_part_text(Instant const& instant, Catalogue const& words);
/// "24 November 2026"
std::string date_text(CivilDate date, Catalogue const& words);
/// "14:05" today, "yesterday", else the date.
std::string when_text(Instant const& then, Instant const& now, Catalogue const& words);
/// "12 minutes", "2 hours", "9 days": the largest unit, rounded down, at least one.
std::string span_text(std::int64_t milliseconds, Catalogue const& words);
/// Days between two moments by their local dates.
std::int64_t days_between(Instant const& from, Instant const& to);

/// An answer as the patient sees it ("比较多", "6", "14:05").
std::string answer_text(forms::Item const& item, forms::Answer const& answer, Instant const& now, Catalogue const& words);
/// One option's label.
std::string option_text(forms::Option const& option, std::string_view language);

Key make_key(std::string id, std::string label, Intent intent, Icon icon = Icon::none);
/// Tool keys of patient screens.
Key read_key(AppState const& state, Catalogue const& words);
Key size_key(Catalogue const& words);
Key rest_key(Catalogue const& words);
/// A helper's role in words.
std::string helper_text(std::string_view role, Catalogue const& words);
/// Who helps with the answers, and the way to change it.
Key helper_key(AppState const& state, Catalogue const& words);

/// "82%", "82%, charging", "18%, please charge"; empty without a battery.
std::string battery_text(AppState const& state, Catalogue const& words);
Tone battery_tone(AppState const& state);

/// Title of a form of the study; its id when it is unknown.
std::string form_title(AppState const& state, std::string_view form, Catalogue const& words);

// --- one function a screen
LockView view_of_lock(AppState const& state, Catalogue const& words);
PinView view_of_pin(AppState const& state, PinScreen const& screen, Catalogue const& words);
ParticipantsView view_of_participants(AppState const& state, ParticipantsScreen const& screen, Catalogue const& words);
IdentityView view_of_identity(AppState const& state, IdentityScreen const& screen, Catalogue const& words);
TasksView view_of_tasks(AppState const& state, TasksScreen const& screen, Catalogue const& words);
ItemView view_of_item(AppState const& state, ItemScreen const& screen, Catalogue const& words);
DeclineView view_of_decline(Catalogue const& words);
ReviewView view_of_review(AppState const& state, ReviewScreen const& screen, Catalogue const& words);
ThanksView view_of_thanks(AppState const& state, ThanksScreen const& screen, Catalogue const& words);
PainHighView view_of_pain_high(AppState const& state, PainHighScreen const& screen, Catalogue const& words);
RestView view_of_rest(AppState const& state, Catalogue const& words);
ChooserView view_of_chooser(AppState const& state, Catalogue const& words);
SyncStatusView view_of_sync(AppState const& state, SyncScreen const& screen, Catalogue const& words);
RecoveryView view_of_recovery(AppState const& state, RecoveryScreen const& screen, Catalogue const& words);
PassphraseView view_of_passphrase(RecoveryScreen const& screen, Catalogue const& words);
ListView view_of_helper(AppState const& state, Catalogue const& words);
ListView view_of_alerts(AppState const& state, AlertsScreen const& screen, Catalogue const& words);
ListView view_of_staff(AppState const& state, StaffScreen const& screen, Catalogue const& words);
ChartView view_of_chart(AppState const& state, ChartScreen const& screen, Catalogue const& words);
ListView view_of_reason(Catalogue const& words);
ListView view_of_audit(AppState const& state, AuditScreen const& screen, Catalogue const& words);
ListView view_of_rescue(AppState const& state, RescueScreen const& screen, Catalogue const& words);
/// The self-test has a screen of its own, and lists.
std::variant<SelfTestView, ListView> view_of_self_test(AppState const& state, SelfTestScreen const& screen, Catalogue const& words);
ListView view_of_leave(Catalogue const& words);
CleaningView view_of_cleaning(AppState const& state, CleaningScreen const& screen, Catalogue const& words);

} // namespace bedside::flow
