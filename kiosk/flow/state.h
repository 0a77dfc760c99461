// SPDX-License-Identifier: Apache-2.0
// All that the kiosk knows while it runs. Written by apply() only, shown by view_of() only.
#pragma once

#include "forms/base/battery.h"
#include "kiosk/flow/facts.h"
#include "kiosk/flow/form_session.h"
#include "kiosk/flow/rights.h"
#include "kiosk/flow/screens.h"

#include <functional>

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

/// The participant who confirmed to be it. Gone at every lock.
struct PatientSession {
    std::string number;
    std::string assisted_by; ///< role of a helper; empty: alone
};

/// How much the battery matters. Above `fine` the tablet asks to be charged; at `last` it also lights up and calls.
enum class BatteryLevel { fine, low, last };
/// Light of the panel.
enum class Light { day, night, none };

struct AppState {
    Mode mode = Mode::bedside;
    Timing timing;
    Instant now;                 ///< of the last apply
    Screen screen = LockScreen {};
    bool chooser = false;        ///< text size and language, over the screen

    std::string language = "zh-Hans";
    bool language_given = false; ///< by the command line, or by the first study that came
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
    std::optional<Code> unread;    ///< the facts could not be read; what is shown is what was read before
    std::optional<Code> unwritten; ///< something besides answers could not be written; until a write works again
};

/// What the machine and its command line say before anything is read.
struct Device {
    std::string language;        ///< BCP-47; empty: the study's first
    TextSize text_size = TextSize::normal;
    Theme theme = Theme::day;
    double dpi = 0;              ///< of the panel; 0: not known
    std::shared_ptr<forms::Definition const> practice; ///< practice mode with this form
    std::function<bool(std::string_view text, std::string_view language)> recorded;
};
AppState first_state(Device device);

/// The study's quiet hours.
bool is_night(AppState const& state);
/// None while the screen is dark, dim in the quiet hours.
Light light_of(AppState const& state);
/// Name of the present screen, as in the ui-tree.
std::string screen_name(AppState const& state);
/// Screen, and for an item its path: changes exactly when another screen is shown.
std::string place_name(AppState const& state);

} // namespace bedside::flow
