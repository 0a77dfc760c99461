// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/facts.h"

#include "kiosk/flow/transition.h"

#include <algorithm>

namespace bedside::flow {

study::Participant const* participant(AppState const& state, std::string_view number)
{
    auto const found = std::find_if(state.facts.roster.begin(), state.facts.roster.end(), [&](auto const& known) { return known.number == number; });
    return found == state.facts.roster.end() ? nullptr : &*found;
}

study::Participant const* owner(AppState const& state)
{
    if (state.mode != Mode::home)
        return nullptr;
    auto const& roster = state.facts.roster;
    auto const own = std::find_if(roster.begin(), roster.end(), [&](auto const& person) { return person.tablet == state.facts.tablet; });
    return own == roster.end() ? nullptr : &*own;
}

SentForm const* sent_form(AppState const& state, std::string_view response_id)
{
    auto const& forms = state.facts.sync.forms;
    auto const found = std::find_if(forms.begin(), forms.end(), [&](SentForm const& form) { return form.response_id == response_id; });
    return found == forms.end() ? nullptr : &*found;
}

std::vector<AlertFact const*> open_alerts(AppState const& state)
{
    std::vector<AlertFact const*> found;
    for (auto const& alert : state.facts.alerts) {
        if (alert.acknowledged_by.empty())
            found.push_back(&alert);
    }
    return found;
}

void handle(FactsLoaded const& event, Transition& t)
{
    auto& state = t.state;
    auto const verified = state.facts.sync.verified;
    auto const broken = state.facts.sync.broken;
    auto const unchecked = state.facts.sync.unchecked;
    state.facts = event.facts;
    state.facts.sync.verified = verified;
    state.facts.sync.broken = broken;
    state.facts.sync.unchecked = unchecked;
    state.unread.reset();
    if (auto const& study = event.facts.study; study && !study->languages.empty() && !std::exchange(state.language_given, true))
        state.language = state.device_language = study->languages.front();
    if (event.facts.dpi)
        state.dpi = *event.facts.dpi;
    auto const& roster = state.facts.roster;
    bool const lent = std::any_of(roster.begin(), roster.end(),
        [&](auto const& person) { return !state.facts.tablet.empty() && person.tablet == state.facts.tablet && person.ward.empty(); });
    state.mode = lent ? Mode::home : Mode::bedside;
    if (state.interrupted.empty() && !state.patient && std::holds_alternative<LockScreen>(state.screen) && !state.facts.open.empty()) {
        // the program was cut off in the middle of a form: offer the same participant after the next PIN
        auto const last = std::max_element(state.facts.open.begin(), state.facts.open.end(),
            [](OpenForm const& a, OpenForm const& b) { return a.by_staff != b.by_staff ? a.by_staff : a.started.wall_ms < b.started.wall_ms; });
        if (!state.resumed_once && !last->by_staff)
            state.interrupted = last->participant;
    }
    state.resumed_once = true;
}

void handle(StoreVerified const& event, Transition& t)
{
    t.state.facts.sync.verified = t.now;
    t.state.facts.sync.broken = event.broken;
    t.state.facts.sync.unchecked = false;
}

void handle(Failed<LoadFacts> const& event, Transition& t) { t.state.unread = event.code; }

void handle(Failed<VerifyStore> const&, Transition& t) { t.state.facts.sync.unchecked = true; }

// --- what was written besides answers; nobody waits for it, but it must be known when it can't be

void handle(Failed<Abandon> const& event, Transition& t) { t.state.unwritten = event.code; }
void handle(Failed<SetCurrentPath> const& event, Transition& t) { t.state.unwritten = event.code; }
void handle(Failed<Audit> const& event, Transition& t) { t.state.unwritten = event.code; }
void handle(Failed<RequestSync> const& event, Transition& t) { t.state.unwritten = event.code; }
void handle(Failed<KeepDpi> const& event, Transition& t) { t.state.unwritten = event.code; }

void handle(Done<Abandon> const&, Transition& t) { t.state.unwritten.reset(); }
void handle(Done<SetCurrentPath> const&, Transition& t) { t.state.unwritten.reset(); }
void handle(Done<RequestSync> const&, Transition& t) { t.state.unwritten.reset(); }
void handle(Done<KeepDpi> const&, Transition& t) { t.state.unwritten.reset(); }
void handle(Done<Audit> const&, Transition& t)
{
    if (std::exchange(t.state.unwritten, std::nullopt))
        t.ask(LoadFacts {}); // an alert may have been acknowledged in what waited
}

} // namespace bedside::flow
