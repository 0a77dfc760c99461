// SPDX-License-Identifier: Apache-2.0
// What a person wants: one value a press. Views carry them on their keys, so that a screen only hands back what was pressed.
#pragma once

#include "forms/engine/answers.h"

#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace bedside::flow {

/// What has no members is equal to its like; everything else that is shown compares its members.
template <typename T>
    requires std::is_empty_v<T>
bool operator==(T const&, T const&)
{
    return true;
}

enum class TextSize { normal, large, x_large };
enum class Theme { day, night, contrast };
enum class Hand { right, left };

// --- lock and staff
struct OpenPinPad {};
struct PinDigit {
    int digit = 0; ///< 0 .. 9
    bool operator==(PinDigit const&) const = default;
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
    bool operator==(ShowParticipants const&) const = default;
};
struct ChooseParticipant {
    std::string number;
    bool operator==(ChooseParticipant const&) const = default;
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
    bool operator==(AcknowledgeAlert const&) const = default;
};
/// A form that staff fills in about the participant on the screen.
struct StartStaffForm {
    std::string form;
    std::string visit;
    bool operator==(StartStaffForm const&) const = default;
};
/// The pain of the participant on the screen, over the days.
struct OpenChart {};
/// A completed form is wrong; the reason is asked next.
struct AskReason {
    std::string response_id;
    bool operator==(AskReason const&) const = default;
};
struct Correct {
    std::string reason; ///< code
    bool operator==(Correct const&) const = default;
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
    bool operator==(SelfTestAct const&) const = default;
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
    bool operator==(StartTask const&) const = default;
};
struct OpenHelper {};
struct SetHelper {
    std::string role; ///< "family", "nurse", "other"; empty: nobody
    bool operator==(SetHelper const&) const = default;
};
/// "Sudden pain? Record it now": an event-contingent form.
struct StartEpisode {};

// --- one item
/// A tap on a box or an option: `option` is its place in the item's options, or the number itself for integers.
struct Choose {
    forms::ItemPath path;
    int option = 0;
    bool operator==(Choose const&) const = default;
};
/// A stepper, quick choice, keypad or day key of a time, date or number.
enum class EntryField { hour, minute, day, month, year, units, tens };
struct StepEntry {
    forms::ItemPath path;
    EntryField field = EntryField::units;
    int delta = 0;
    bool operator==(StepEntry const&) const = default;
};
struct QuickTime {
    forms::ItemPath path;
    int minutes_ago = 0;
    bool operator==(QuickTime const&) const = default;
};
struct QuickNumber {
    forms::ItemPath path;
    int value = 0;
    bool operator==(QuickNumber const&) const = default;
};
/// A key of the large keypad: digits, "." or letters as one UTF-8 character; "" erases the last one.
struct TypeKey {
    forms::ItemPath path;
    std::string text;
    bool operator==(TypeKey const&) const = default;
};
/// In which of the units that an item allows the number is meant: its place among them.
struct ChooseUnit {
    forms::ItemPath path;
    int unit = 0;
    bool operator==(ChooseUnit const&) const = default;
};
struct ClearEntry {
    forms::ItemPath path;
    bool operator==(ClearEntry const&) const = default;
};
/// One pen stroke on the writing field, in thousandths of its width and height. Made by the screen, not by a key.
struct InkStroke {
    forms::ItemPath path;
    std::vector<std::pair<int, int>> points;
    bool operator==(InkStroke const&) const = default;
};
struct Next {};
struct Back {};
struct AskDecline {};
struct ConfirmDecline {};
struct CancelDecline {};

// --- review and end
struct EditAnswer {
    forms::ItemPath path;
    bool operator==(EditAnswer const&) const = default;
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
    bool operator==(TurnPage const&) const = default;
};
struct OpenChooser {};
struct CloseChooser {};
struct SetTextSize {
    TextSize size = TextSize::normal;
    bool operator==(SetTextSize const&) const = default;
};
struct SetLanguage {
    std::string tag;
    bool operator==(SetLanguage const&) const = default;
};
struct SetTheme {
    Theme theme = Theme::day;
    bool operator==(SetTheme const&) const = default;
};
struct SetHand {
    Hand hand = Hand::right;
    bool operator==(SetHand const&) const = default;
};
struct ReadAloud {};
struct StopReading {};

// --- recovery
struct RetryStore {};
struct OpenPassphrase {};
struct PassphraseKey {
    std::string text; ///< one UTF-8 character; "" erases
    bool operator==(PassphraseKey const&) const = default;
};
struct PassphraseSubmit {};

using Intent = std::variant<OpenPinPad, PinDigit, PinErase, PinSubmit, Lock, ShowParticipants, ChooseParticipant, OpenSyncStatus, SyncNow,
    StartCleaning, StopCleaning, OpenAlerts, AcknowledgeAlert, StartStaffForm, OpenChart, AskReason, Correct, OpenAudit, OpenRescue, WriteRescueFile, OpenSelfTest, SelfTestAct, OpenLeave, LeaveKiosk, OpenHelper, SetHelper, ConfirmIdentity, DenyIdentity, StartTask, StartEpisode, Choose, StepEntry, QuickTime, QuickNumber, TypeKey, ChooseUnit, ClearEntry, InkStroke,
    Next, Back, AskDecline, ConfirmDecline, CancelDecline, EditAnswer, Submit, Acknowledge, HandBack, Rest, GoOn, TurnPage, OpenChooser, CloseChooser, SetTextSize,
    SetLanguage, SetTheme, SetHand, ReadAloud, StopReading, RetryStore, OpenPassphrase, PassphraseKey, PassphraseSubmit>;

} // namespace bedside::flow
