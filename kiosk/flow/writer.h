// SPDX-License-Identifier: Apache-2.0
// Inside of apply(): one call's state, time and effects, and one function an intent or event.
#pragma once

#include "kiosk/flow/apply.h"
#include "kiosk/flow/entry.h"

#include <functional>

namespace bedside::flow {

class Writer {
public:
    Writer(AppState& state, Instant const& now, std::vector<Effect>& effects)
        : m_state(state)
        , m_now(now)
        , m_effects(effects)
    {
    }

    // --- intents: lock and staff (apply.cpp)
    void operator()(OpenPinPad const&);
    void operator()(PinDigit const&);
    void operator()(PinErase const&);
    void operator()(PinSubmit const&);
    void operator()(Lock const&);
    void operator()(ShowParticipants const&);
    void operator()(ChooseParticipant const&);
    void operator()(OpenSyncStatus const&);
    void operator()(SyncNow const&);
    void operator()(StartCleaning const&);
    void operator()(StopCleaning const&);
    void operator()(ConfirmIdentity const&);
    void operator()(DenyIdentity const&);
    void operator()(TurnPage const&);
    void operator()(OpenHelper const&);
    void operator()(SetHelper const&);
    void operator()(OpenChooser const&);
    void operator()(CloseChooser const&);
    void operator()(SetTextSize const&);
    void operator()(SetLanguage const&);
    void operator()(SetTheme const&);
    void operator()(SetHand const&);
    void operator()(ReadAloud const&);
    void operator()(StopReading const&);
    void operator()(RetryStore const&);
    void operator()(OpenPassphrase const&);
    void operator()(PassphraseKey const&);
    void operator()(PassphraseSubmit const&);

    // --- intents: what staff does beside handing over (apply_staff.cpp)
    void operator()(OpenAlerts const&);
    void operator()(AcknowledgeAlert const&);
    void operator()(StartStaffForm const&);
    void operator()(OpenChart const&);
    void operator()(AskReason const&);
    void operator()(Correct const&);
    void operator()(OpenAudit const&);
    void operator()(OpenRescue const&);
    void operator()(WriteRescueFile const&);

    // --- intents: the machine (self_test.cpp)
    void operator()(OpenSelfTest const&);
    void operator()(SelfTestAct const&);
    void operator()(OpenLeave const&);
    void operator()(LeaveKiosk const&);

    // --- intents: forms (apply_form.cpp)
    void operator()(StartTask const&);
    void operator()(StartEpisode const&);
    void operator()(Choose const&);
    void operator()(StepEntry const&);
    void operator()(QuickTime const&);
    void operator()(QuickNumber const&);
    void operator()(TypeKey const&);
    void operator()(ChooseUnit const&);
    void operator()(ClearEntry const&);
    void operator()(InkStroke const&);
    void operator()(Next const&);
    void operator()(Back const&);
    void operator()(AskDecline const&);
    void operator()(ConfirmDecline const&);
    void operator()(CancelDecline const&);
    void operator()(EditAnswer const&);
    void operator()(Submit const&);
    void operator()(Acknowledge const&);
    void operator()(HandBack const&);
    void operator()(Rest const&);
    void operator()(GoOn const&);

    // --- events (apply_events.cpp)
    void operator()(StoreOpened const&);
    void operator()(StoreFailed const&);
    void operator()(FactsLoaded const&);
    void operator()(PinChecked const&);
    void operator()(ResponseOpened const&);
    void operator()(OpenFailed const&);
    void operator()(AnswerSaved const&);
    void operator()(SaveFailed const&);
    void operator()(ResponseCompleted const&);
    void operator()(CompletionFailed const&);
    void operator()(StoreVerified const&);
    void operator()(AuditLoaded const&);
    void operator()(PainDaysLoaded const&);
    void operator()(RescueWritten const&);
    void operator()(BatteryRead const&);
    void operator()(SpeechAt const&);
    void operator()(VoiceLost const&);
    void operator()(Touched const&);
    void operator()(TimePassed const&);

    // --- shared
    template <typename S>
    S* on()
    {
        return m_state.chooser ? nullptr : std::get_if<S>(&m_state.screen);
    }
    void ask(Effect effect) { m_effects.push_back(std::move(effect)); }
    void audit(std::string event, std::string detail = {});
    /// Who answers now: "patient", or "staff:<id>" on staff's screens.
    std::string actor() const;
    /// Forgets who was there and shows the lock (in practice mode: begins the form again).
    void lock();
    void show_identity(std::string const& number);
    /// After the PIN: alerts that nobody looked at, then the participant who was interrupted, then the list.
    void show_staff_start();
    /// Out of a staff form, back to the participant's records.
    void leave_staff_form();
    /// In home mode, when its hour has come and something is due.
    void remind();
    void show_item(forms::ItemPath const& path);
    void open_form(OpenResponse effect);
    void after_item(forms::ItemPath const& path);
    void hush();
    /// The item of the present screen when it can be answered now, or nullptr.
    forms::Item const* answerable(forms::ItemPath const& path);
    void enter(forms::ItemPath const& path, std::optional<Entered> const& entered);
    /// The earliest moment that a patient may give as the onset at this path; nullopt: the path is no such item, or staff enters it.
    std::optional<Instant> earliest_onset(forms::ItemPath const& path) const;
    /// Tags of a form that is handed in now.
    std::vector<std::string> flags_now(study::Study const& study, FormSession const& form) const;
    void save(forms::ItemPath const& path, forms::Answer const& answer);

private:
    AppState& m_state;
    Instant const& m_now;
    std::vector<Effect>& m_effects;
};

} // namespace bedside::flow
