// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/session.h"
#include "kiosk/flow/words.h"

#include <algorithm>

namespace bedside::flow {

LockView view_of_lock(AppState const& state, Catalogue const& words)
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

PinView view_of_pin(AppState const& state, PinScreen const& screen, Catalogue const& words)
{
    PinView view;
    view.title = words.text("Staff PIN");
    view.typed = static_cast<int>(screen.digits.size());
    view.length = std::max(4, view.typed);
    bool const open = !screen.checking && !screen.retry_at;
    for (int const digit : { 1, 2, 3, 4, 5, 6, 7, 8, 9, 0 }) {
        auto key = make_key("pin:" + std::to_string(digit), std::to_string(digit), PinDigit { digit });
        key.enabled = open;
        view.digits.push_back(std::move(key));
    }
    view.erase = make_key("pin_erase", words.text("Erase"), PinErase {}, Icon::back);
    view.erase.enabled = open && view.typed > 0;
    view.ok = make_key("pin_ok", words.text("Unlock"), PinSubmit {}, Icon::unlock);
    view.ok.enabled = open && view.typed >= 4;
    view.cancel = make_key("cancel", words.text("Back"), Back {}, Icon::back);
    if (screen.retry_at) {
        auto const seconds = std::max<std::int64_t>((*screen.retry_at - state.now.monotonic_ms + 999) / 1000, 1);
        view.message = words.text("Too many tries. Please wait {n} second.", "Too many tries. Please wait {n} seconds.", seconds);
        view.message_tone = Tone::wait;
    } else if (screen.checking) {
        view.message = words.text("One moment.");
    } else if (screen.wrong) {
        view.message = words.text("This PIN does not fit. Please try again.");
        view.message_tone = Tone::wait;
    }
    if (!view.ok.enabled)
        view.ok.reason = view.message.empty() ? words.text("A PIN has at least four digits.") : view.message;
    return view;
}

CleaningView view_of_cleaning(AppState const& state, CleaningScreen const& screen, Catalogue const& words)
{
    CleaningView view;
    view.title = words.text("Please wipe the screen");
    view.text = words.text("Touch is off, nothing can be pressed by mistake. The lock screen comes back by itself. To end early, press a volume key.");
    view.note = words.text("Use a damp disinfecting wipe, do not spray.");
    view.seconds_total = static_cast<int>(state.timing.cleaning / 1000);
    view.seconds_left = static_cast<int>(std::clamp<std::int64_t>((screen.until - state.now.monotonic_ms + 999) / 1000, 0, view.seconds_total));
    view.seconds_word = words.text("seconds");
    return view;
}

} // namespace bedside::flow
