// SPDX-License-Identifier: Apache-2.0
// One call of apply(): the state that it writes, its moment, and the effects that it asks for.
#pragma once

#include "kiosk/flow/effect.h"

#include <vector>

namespace bedside::flow {

class Transition {
public:
    Transition(AppState& written, Instant const& moment, std::vector<Effect>& effects)
        : state(written)
        , now(moment)
        , m_effects(effects)
    {
    }

    AppState& state;
    Instant const& now;

    /// Ends the present screen: references to it are gone.
    void show(Screen screen) { state.screen = std::move(screen); }
    void ask(Effect effect) { m_effects.push_back(std::move(effect)); }
    /// A row of the audit trail, in the name of who answers now.
    void audit(std::string event, std::string detail = {}) { ask(Audit { std::move(event), std::move(detail), actor() }); }
    /// Who answers now: "patient", or "staff:<id>" on staff's screens.
    std::string actor() const;

private:
    std::vector<Effect>& m_effects;
};

// --- what holds on every screen
void handle(Lock const&, Transition&);
void handle(OpenChooser const&, Transition&);
void handle(ReadAloud const&, Transition&);
void handle(StopReading const&, Transition&);
void handle(StoreOpened const&, Transition&);
void handle(StoreFailed const&, Transition&);
void handle(FactsLoaded const&, Transition&);
void handle(StoreVerified const&, Transition&);
void handle(Failed<LoadFacts> const&, Transition&);
void handle(Failed<VerifyStore> const&, Transition&);
void handle(Failed<Abandon> const&, Transition&);
void handle(Failed<SetCurrentPath> const&, Transition&);
void handle(Failed<Audit> const&, Transition&);
void handle(Failed<RequestSync> const&, Transition&);
void handle(Failed<KeepDpi> const&, Transition&);
void handle(Done<Abandon> const&, Transition&);
void handle(Done<SetCurrentPath> const&, Transition&);
void handle(Done<Audit> const&, Transition&);
void handle(Done<RequestSync> const&, Transition&);
void handle(Done<KeepDpi> const&, Transition&);
void handle(AnswerSaved const&, Transition&);
void handle(SaveFailed const&, Transition&);
void handle(BatteryRead const&, Transition&);
void handle(SpeechAt const&, Transition&);
void handle(VoiceLost const&, Transition&);
void handle(Touched const&, Transition&);
void handle(TimePassed const&, Transition&);

} // namespace bedside::flow
