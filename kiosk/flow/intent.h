// SPDX-License-Identifier: Apache-2.0
// What a person wants: one value a press. Views carry them on their keys, so that a screen only hands back what was pressed.
#pragma once

#include "forms/engine/answers.h"

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace bedside::flow {

enum class TextSize { normal, large, x_large };
enum class Theme { day, night, contrast };
enum class Hand { right, left };

// --- lock and staff
struct OpenPinPad {};
struct PinDigit {
    int digit = 0; ///< 0 .. 9
};
struct PinErase {};
struct PinSubmit {};
/// Back to the lock screen, forgetting who was there.
struct Lock {};
enum class RosterFilter {
    due_today,
    all,
    staff, ///< everybody, for what staff itself records
};
struct ShowParticipants {
    RosterFilter filter = RosterFilter::due_today;
};
struct ChooseParticipant {
    std::string number;
};
struct OpenSyncStatus {};
struct SyncNow {};
struct StartCleaning {};
/// Ends cleaning early; a hardware key does it, the screen is dead meanwhile.
struct StopCleaning {};

struct OpenAlerts {};
/// "I have looked at this": the alert with this id.
struct AcknowledgeAlert {
    std::string id;
};
/// A form that staff fills in about the participant on the screen.
struct StartStaffForm {
    std::string form;
    std::string visit;
};
/// The pain of the participant on the screen, over the days.
struct OpenChart {};
/// A completed form is wrong; the reason is asked next.
struct AskReason {
    std::string response_id;
};
struct Correct {
    std::string reason; ///< code
};
struct OpenAudit {};
struct OpenRescue {};
/// Writes everything this tablet holds, sealed to the study's key.
struct WriteRescueFile {};
struct OpenSelfTest {};
/// What was done, seen or heard at the self-test.
struct SelfTestAct {
    enum Act { hit, missed, narrower, wider, fits, play, heard, silent, report } act = hit;
    std::optional<double> off_mm = {}; ///< of a hit: from the target's middle to where the finger came down; none: it was no finger
};
struct OpenLeave {};
/// An administrator goes from the kiosk to the machine's console.
struct LeaveKiosk {};

// --- identity and tasks
struct ConfirmIdentity {};
struct DenyIdentity {};
struct StartTask {
    std::string form;
    std::string visit;
};
struct OpenHelper {};
struct SetHelper {
    std::string role; ///< "family", "nurse", "other"; empty: nobody
};
/// "Sudden pain? Record it now": an event-contingent form.
struct StartEpisode {};

// --- one item
/// A tap on a box or an option: `option` is its place in the item's options, or the number itself for integers.
struct Choose {
    forms::ItemPath path;
    int option = 0;
};
/// A stepper, quick choice, keypad or day key of a time, date or number.
enum class EntryField { hour, minute, day, month, year, units, tens };
struct StepEntry {
    forms::ItemPath path;
    EntryField field = EntryField::units;
    int delta = 0;
};
struct QuickTime {
    forms::ItemPath path;
    int minutes_ago = 0;
};
struct QuickNumber {
    forms::ItemPath path;
    int value = 0;
};
/// A key of the large keypad: digits, "." or letters as one UTF-8 character; "" erases the last one.
struct TypeKey {
    forms::ItemPath path;
    std::string text;
};
/// In which of the units that an item allows the number is meant: its place among them.
struct ChooseUnit {
    forms::ItemPath path;
    int unit = 0;
};
struct ClearEntry {
    forms::ItemPath path;
};
/// One pen stroke on the writing field, in thousandths of its width and height. Made by the screen, not by a key.
struct InkStroke {
    forms::ItemPath path;
    std::vector<std::pair<int, int>> points;
};
struct Next {};
struct Back {};
struct AskDecline {};
struct ConfirmDecline {};
struct CancelDecline {};

// --- review and end
struct EditAnswer {
    forms::ItemPath path;
};
struct Submit {};
/// "I have read this" on the text after strong pain.
struct Acknowledge {};
/// Gives the tablet back: thanks and rest lead to the lock.
struct HandBack {};
struct Rest {};
struct GoOn {};

// --- everywhere
/// Absolute page of a list, 0-based. Made by the screen, which alone knows how many rows fit.
struct TurnPage {
    int page = 0;
};
struct OpenChooser {};
struct CloseChooser {};
struct SetTextSize {
    TextSize size = TextSize::normal;
};
struct SetLanguage {
    std::string tag;
};
struct SetTheme {
    Theme theme = Theme::day;
};
struct SetHand {
    Hand hand = Hand::right;
};
struct ReadAloud {};
struct StopReading {};

// --- recovery
struct RetryStore {};
struct OpenPassphrase {};
struct PassphraseKey {
    std::string text; ///< one UTF-8 character; "" erases
};
struct PassphraseSubmit {};

using Intent = std::variant<OpenPinPad, PinDigit, PinErase, PinSubmit, Lock, ShowParticipants, ChooseParticipant, OpenSyncStatus, SyncNow,
    StartCleaning, StopCleaning, OpenAlerts, AcknowledgeAlert, StartStaffForm, OpenChart, AskReason, Correct, OpenAudit, OpenRescue, WriteRescueFile, OpenSelfTest, SelfTestAct, OpenLeave, LeaveKiosk, OpenHelper, SetHelper, ConfirmIdentity, DenyIdentity, StartTask, StartEpisode, Choose, StepEntry, QuickTime, QuickNumber, TypeKey, ChooseUnit, ClearEntry, InkStroke,
    Next, Back, AskDecline, ConfirmDecline, CancelDecline, EditAnswer, Submit, Acknowledge, HandBack, Rest, GoOn, TurnPage, OpenChooser, CloseChooser, SetTextSize,
    SetLanguage, SetTheme, SetHand, ReadAloud, StopReading, RetryStore, OpenPassphrase, PassphraseKey, PassphraseSubmit>;

} // namespace bedside::flow
