// SPDX-License-Identifier: Apache-2.0
// All that the kiosk knows while it runs. Written by apply() only, shown by view_of() only.
#pragma once

#include "forms/base/battery.h"
#include "forms/base/clock.h"
#include "forms/engine/response.h"
#include "forms/study/planner.h"
#include "kiosk/flow/chart.h"
#include "kiosk/flow/intent.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace bedside::flow {

/// Whose tablet this is.
enum class Mode {
    bedside,  ///< a ward's: staff unlocks and hands it over
    home,     ///< lent to one participant
    practice, ///< one form, nothing kept, watermark on every screen
};

/// Times that a protocol may change; milliseconds of the monotonic clock.
struct Timing {
    std::int64_t guard = 300;              ///< taps after a screen change that are ignored
    std::int64_t privacy_lock = 180'000;   ///< without a touch
    std::int64_t identity = 60'000;        ///< nobody said "it is me"
    std::int64_t thanks = 30'000;          ///< thanks, then lock
    std::int64_t dark = 300'000;           ///< lock without a touch, then no light
    std::int64_t cleaning = 30'000;        ///< touch is off
    int pain_high = 7;                     ///< NRS from which the call-bell text is shown (CLINICAL_FACTS 8)
};

/// A response that was begun and is neither completed nor abandoned.
struct OpenForm {
    std::string response_id;
    std::string participant;
    std::string form;
    std::string visit;
    Instant started;
    forms::ItemPath current_path;
    int position = 0; ///< 1-based number of the item shown last
    int total = 0;
    bool by_staff = false;    ///< begun on staff's screens; no patient is offered it
    std::string amends = {};  ///< completed response that it corrects
};

enum class Delivery { waiting, received, refused };

/// A completed form and how far it got. Newest first where there are several.
struct SentForm {
    std::int64_t sequence = 0;
    std::string response_id;
    std::string participant;
    std::string form;
    std::string visit;
    Instant completed;
    Delivery delivery = Delivery::waiting;
    std::optional<Instant> received; ///< the server's time in its receipt
    std::string reason;              ///< of a refusal
    bool corrected = false;          ///< a later response amends this one
};

/// A rule that a completed form set off, and how far the word of it got.
struct AlertFact {
    std::string id;
    std::string response_id;
    std::string participant;
    std::string rule;                       ///< of the study
    bool urgent = true;
    Instant raised;
    bool delivered = false;                 ///< the server's receipt is here
    std::string acknowledged_by = {};       ///< staff id; empty: nobody yet
    std::optional<Instant> acknowledged = {};
};

/// A row of the audit trail.
struct AuditEntry {
    std::int64_t number = 0;
    std::string event;
    std::string detail;
    std::string who;
    Instant at;
};

/// What the tablet knows of its connection. Times come from the sync program; the kiosk itself has no network.
struct SyncFacts {
    std::vector<SentForm> forms;          ///< newest first
    std::optional<Instant> last_contact;
    std::optional<std::int64_t> skew_ms;  ///< tablet clock minus server clock
    bool contiguous = true;               ///< sequences 1..n without a gap
    std::optional<Instant> verified;      ///< chain checked at, and found whole
    std::string broken;                   ///< sentence of a failed check; empty when whole or not checked
};

/// Everything read from the store at once.
struct Facts {
    std::string tablet;                                        ///< "T-03"
    std::shared_ptr<study::Study const> study;                 ///< none before the first pull
    std::vector<study::Participant> roster;
    std::map<std::string, std::vector<study::ResponseFact>, std::less<>> history; ///< by participant
    std::vector<OpenForm> open;
    std::vector<AlertFact> alerts;                             ///< newest first
    SyncFacts sync;
    std::optional<int> dpi;                                    ///< of the panel, measured at a self-test
};

// --- sessions
/// Who unlocked the tablet.
struct StaffSession {
    std::string id;
    std::string role;
};

/// The participant who confirmed to be it. Gone at every lock.
struct PatientSession {
    std::string number;
    std::string assisted_by; ///< role of a helper; empty: alone
};

/// Text as shown -> the WAV file that says it, of a wording pack.
using Recordings = std::map<std::string, std::string, std::less<>>;

/// The form that is being filled in.
struct FormSession {
    std::string response_id;
    std::string participant;
    std::string form;
    std::string visit;
    std::string amends;                                            ///< completed response that is corrected; empty as a rule
    std::string reason;                                            ///< code of why
    bool by_staff = false;                                         ///< filled in on staff's screens
    std::shared_ptr<forms::Definition const> definition;
    std::shared_ptr<Recordings const> recordings;                  ///< of its wording pack; shared with the voice, null without
    forms::Answers answers;                                        ///< as shown
    std::map<forms::ItemPath, std::uint64_t, std::less<>> unsaved; ///< path -> ticket of the newest save that is not yet durable
    bool save_failed = false;                                      ///< the last save found no room; the store tries again by itself
    bool completing = false;                                       ///< handed in, waiting for the store
    bool reviewing = false;                                        ///< the review was reached; an edit returns to it
    bool changed = false;                                          ///< an answer was given or changed since it was opened
    bool pain_told = false;                                        ///< the call-bell text was shown after an answer
};

/// How much the battery matters. Above `fine` the tablet asks to be charged; at `last` it also lights up and calls.
enum class BatteryLevel { fine, low, last };
/// Light of the panel.
enum class Light { day, night, none };

// --- screens
struct LockScreen {};
/// The lock without light, until a touch or a reminder: at night, and at home when nobody is there.
struct DarkScreen {};
struct PinScreen {
    std::string digits;
    bool checking = false;
    bool wrong = false;
    std::optional<std::int64_t> retry_at; ///< monotonic ms; locked out until then
};
struct ParticipantsScreen {
    RosterFilter filter = RosterFilter::due_today;
    int page = 0;
};
struct IdentityScreen {
    std::string number;
    std::int64_t until = 0; ///< monotonic ms
};
struct TasksScreen {
    bool opening = false; ///< waiting for the store
    int page = 0;
};
struct ItemScreen {
    forms::ItemPath path;
    std::string draft;      ///< typed so far, where the answer is not valid yet
    bool declining = false; ///< the confirmation is shown
    std::string note;       ///< msgid of why the last press was refused ("this time has not come yet"); empty as a rule
    std::optional<int> unit = {}; ///< chosen for the draft, where the item allows several
};
struct ReviewScreen {
    int page = 0;
};
struct ThanksScreen {
    std::string response_id;
    Instant saved;
    std::int64_t until = 0; ///< monotonic ms
};
/// After strong pain: right after the answer (`at_end` false), and again at the end.
struct PainHighScreen {
    bool at_end = false;
    forms::ItemPath path;    ///< of the answer, when it comes right after it
    std::string response_id; ///< of the completed form, at the end
    Instant saved;
};
/// Where "go on" leads back to: the item at `path`, the review, or the tasks.
enum class RestFrom { tasks, item, review };
struct RestScreen {
    RestFrom from = RestFrom::tasks;
    forms::ItemPath path;
};
/// Who helps with the answers.
struct HelperScreen {};
/// What completed forms set off, for staff to look at.
struct AlertsScreen {
    int page = 0;
};
/// What staff itself records about a participant.
struct StaffScreen {
    std::string number;
    bool opening = false;    ///< waiting for the store
    std::string reason = {}; ///< of the correction that is being opened
    int page = 0;
};
/// What completed forms say about pain, by study-local day; a day without anything is not in it.
using PainDays = std::map<CivilDate, ChartDay>;
/// A participant's pain over the days.
struct ChartScreen {
    std::string number;
    std::optional<PainDays> days; ///< none: not read yet
};
/// Why a completed form is corrected.
struct ReasonScreen {
    std::string number;
    std::string response_id;
};
struct AuditScreen {
    std::optional<std::vector<AuditEntry>> rows; ///< newest first; none until they were read
    int page = 0;
};
struct RescueScreen {
    bool writing = false;
    std::string file = {};       ///< name of the file written; empty: none yet
    int forms = 0;
    std::optional<Code> failed = {};
};
struct SelfTestScreen {
    enum class Step { touch, card, sound, result } step = Step::touch;
    std::vector<std::optional<double>> touches = {}; ///< millimetres from the middle of each target so far; none: it did not answer
    int outline = 856;                ///< tenths of what the program takes for a millimetre, until it is as wide as a bank card
    int dpi_before = 0;               ///< when the measured one differed; 0: it did not
    std::optional<bool> heard = {};
    bool reported = false;
    int page = 0;
};
/// Before an administrator leaves the kiosk.
struct LeaveScreen {};
struct SyncScreen {
    bool asked = false; ///< "sync now" was pressed
    int page = 0;
};
struct RecoveryScreen {
    Code code = Code::missing_key;
    std::string reference;              ///< to report by phone: "R-2041-7F"
    std::optional<std::uint64_t> bytes; ///< size of the data file; none when there is no file
    bool unchanged = false;             ///< the program compared the file before and after the attempt
    bool trying = false;
    bool can_unwrap = false;            ///< a passphrase could open it
    bool passphrase_open = false;
    bool passphrase_wrong = false;
    std::string passphrase;
};
struct CleaningScreen {
    std::int64_t until = 0; ///< monotonic ms
};
using Screen = std::variant<LockScreen, DarkScreen, PinScreen, ParticipantsScreen, IdentityScreen, TasksScreen, ItemScreen, ReviewScreen, ThanksScreen, PainHighScreen,
    RestScreen, HelperScreen, AlertsScreen, StaffScreen, ChartScreen, ReasonScreen, AuditScreen, RescueScreen, SelfTestScreen, LeaveScreen, SyncScreen, RecoveryScreen, CleaningScreen>;

struct AppState {
    Mode mode = Mode::bedside;
    Timing timing;
    Instant now;                 ///< of the last apply
    Screen screen = LockScreen {};
    bool chooser = false;        ///< text size and language, over the screen

    std::string language = "zh-Hans";
    TextSize text_size = TextSize::normal;
    Theme theme = Theme::day;
    Hand hand = Hand::right;
    std::string device_language = "zh-Hans"; ///< what the lock goes back to
    TextSize device_text_size = TextSize::normal;

    Facts facts;
    std::optional<StaffSession> staff;
    std::optional<PatientSession> patient;
    std::optional<FormSession> form;
    std::string interrupted;     ///< participant to offer after the next PIN; empty when nobody was interrupted
    std::int64_t reminders_seen = 0; ///< wall ms up to which reminders were looked at; 0: not yet
    bool resumed_once = false;   ///< the store was looked through for a form that was cut off

    std::shared_ptr<forms::Definition const> practice; ///< practice mode's form
    std::optional<Battery> battery; ///< none: the machine has none
    BatteryLevel battery_told = BatteryLevel::fine; ///< the last warning since it was charged
    double dpi = 0;              ///< what a millimetre is drawn with
    std::function<bool(std::string_view text, std::string_view language)> recorded; ///< is there a recording of it? empty: no voice, and no key offers it
    int spoken = -1;             ///< part being read aloud: -1 none, 0 question, n the n-th option

    std::int64_t last_touch = 0; ///< monotonic ms
    std::int64_t guard_until = 0; ///< monotonic ms: taps before it are ignored
    std::uint64_t next_ticket = 1;
    std::optional<Code> trouble; ///< the last opening or handing in failed; said calmly, tried again by pressing again
};

} // namespace bedside::flow
