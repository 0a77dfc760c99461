// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/screens/lock.h"

#include "kiosk/flow/battery.h"
#include "kiosk/flow/listing.h"
#include "kiosk/flow/speech.h"
#include "kiosk/flow/task.h"
#include "kiosk/flow/transition.h"
#include "kiosk/flow/words.h"

#include <algorithm>

namespace bedside::flow {

LockView view_of(AppState const& state, LockScreen const&, Catalogue const& words)
{
    LockView view;
    view.day_part = day_part_text(state.now, words);
    view.time = dial_text(state.now);
    view.date = date_text(local_date(state.now), words);
    auto const clock = clock_text(state.now);
    view.hour = std::stoi(clock.substr(0, 2));
    view.minute = std::stoi(clock.substr(3, 2));

    auto const& forms = state.facts.sync.forms;
    auto const waiting = std::count_if(forms.begin(), forms.end(), [](SentForm const& form) { return form.delivery != Delivery::received; });
    if (!state.facts.tablet.empty())
        view.status.push_back({ words.text("Tablet {id}", { { "id", state.facts.tablet } }), Icon::tablet, Tone::plain });
    if (waiting > 0)
        view.status.push_back({ words.text("{n} form not yet at the hospital", "{n} forms not yet at the hospital", waiting), Icon::clock, Tone::wait });
    else if (!forms.empty())
        view.status.push_back({ words.text("The hospital has received everything"), Icon::check, Tone::ok });
    if (state.unwritten || state.unread)
        view.status.push_back({ words.text("This tablet needs the data manager"), Icon::alert, Tone::wait });
    if (state.battery)
        view.status.push_back({ battery_text(state, words), Icon::battery, battery_tone(state) });

    if (auto const* own = owner(state)) {
        auto const tasks = tasks_of(state, own->number);
        auto const left = std::count_if(tasks.begin(), tasks.end(), [](Task const& task) { return !task.done; });
        view.message = left > 0 ? words.text("{n} thing to do today.", "{n} things to do today.", left) : words.text("Nothing to do just now.");
        if (episode_form(state, own->number)) {
            auto key = make_key("episode", words.text("Sudden pain?"), StartEpisode {}, Icon::pulse);
            key.detail = words.text("Record it now");
            view.quick.push_back(std::move(key));
        }
        view.quick.push_back(make_key("open", words.text("Open"), GoOn {}, Icon::next));
        view.unlock = make_key("unlock", words.text("Staff"), OpenPinPad {}, Icon::lock);
        return view;
    }
    if (auto const alerts = static_cast<long>(open_alerts(state).size()); alerts > 0)
        view.status.push_back({ words.text("{n} alert for the nurse", "{n} alerts for the nurse", alerts), Icon::bell, Tone::wait });
    view.message = words.text("The screen is locked, your answers are saved. To go on, please ask the nurse to unlock it.");
    view.unlock = make_key("unlock", words.text("Staff unlock"), OpenPinPad {}, Icon::lock);
    return view;
}

void describe(LockView const& view, Listing& out)
{
    out.line("day", view.day_part);
    out.line("time", view.time);
    out.line("date", view.date);
    out.line("message", view.message);
    for (auto const& chip : view.status)
        out.chip(chip);
    out.keys(view.quick);
    out.key(view.unlock);
}

void handle(LockScreen&, OpenPinPad const&, Transition& t) { t.show(PinScreen {}); }

void handle(LockScreen&, GoOn const&, Transition& t)
{
    auto const* own = owner(t.state);
    if (!own)
        return;
    t.state.patient = PatientSession { own->number, {} };
    t.state.language = own->language.empty() ? t.state.device_language : own->language;
    t.show(TasksScreen {});
}

void handle(LockScreen&, StartEpisode const&, Transition& t)
{
    auto const* own = owner(t.state);
    if (!own || !episode_form(t.state, own->number))
        return;
    t.state.patient = PatientSession { own->number, {} };
    start_episode(t);
}

void handle(LockScreen&, TimePassed const&, Transition& t)
{
    bool const unlit = t.state.mode == Mode::home || is_night(t.state);
    if (unlit && !t.state.chooser && t.now.monotonic_ms - t.state.last_touch >= t.state.timing.dark)
        t.show(DarkScreen {});
}

bool go_ahead(AppState& state, LockScreen const&)
{
    if (state.mode != Mode::bedside)
        return false;
    state.screen = PinScreen {};
    return true;
}

void handle(Lock const&, Transition& t)
{
    if (t.state.chooser || !std::holds_alternative<RecoveryScreen>(t.state.screen))
        lock(t);
}

void lock(Transition& t)
{
    auto& state = t.state;
    stop_reading(t);
    bool const someone = state.patient || state.staff || state.form;
    if (someone && state.mode != Mode::practice)
        t.audit("locked");
    if (state.patient && state.form)
        state.interrupted = state.patient->number;
    state.form.reset();
    state.patient.reset();
    state.staff.reset();
    state.chooser = false;
    state.trouble.reset();
    state.language = state.device_language;
    state.text_size = state.device_text_size;
    t.show(LockScreen {});
    if (state.mode == Mode::practice) {
        state.patient = PatientSession {};
        open_form({ .response_id = {}, .participant = {}, .form = "practice", .visit = {}, .actor = "patient", .assisted_by = {} }, t);
    } else if (someone) {
        t.ask(LoadFacts {});
    }
}

} // namespace bedside::flow
