// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/battery.h"

#include "kiosk/flow/transition.h"

namespace bedside::flow {
namespace {

constexpr int low_percent = 20;
constexpr int last_percent = 10;

} // namespace

BatteryLevel battery_level(AppState const& state)
{
    if (!state.battery || state.battery->charging || state.battery->percent > low_percent)
        return BatteryLevel::fine;
    return state.battery->percent > last_percent ? BatteryLevel::low : BatteryLevel::last;
}

std::string battery_text(AppState const& state, Catalogue const& words)
{
    if (!state.battery)
        return {};
    auto const said = [&](char const* msgid) { return words.text(msgid, { { "n", std::to_string(state.battery->percent) } }); };
    if (state.battery->charging)
        return said("{n}%, charging");
    switch (battery_level(state)) {
    case BatteryLevel::fine:
        return said("{n}%");
    case BatteryLevel::low:
        return said("{n}%, please charge");
    case BatteryLevel::last:
        return said("{n}%, please charge now");
    }
    return {};
}

Tone battery_tone(AppState const& state)
{
    switch (battery_level(state)) {
    case BatteryLevel::fine:
        return Tone::plain;
    case BatteryLevel::low:
        return Tone::wait;
    case BatteryLevel::last:
        return Tone::alert;
    }
    return Tone::plain;
}

void handle(BatteryRead const& event, Transition& t)
{
    auto& state = t.state;
    state.battery = event.battery;
    if (!event.battery || event.battery->charging) {
        state.battery_told = BatteryLevel::fine;
        return;
    }
    auto const level = battery_level(state);
    if (level <= state.battery_told)
        return;
    state.battery_told = level;
    t.audit("battery-low", std::to_string(event.battery->percent) + "%");
    if (level != BatteryLevel::last || is_night(state))
        return;
    if (std::holds_alternative<DarkScreen>(state.screen)) {
        t.show(LockScreen {});
        state.last_touch = t.now.monotonic_ms;
    }
    t.ask(CallAttention {});
}

} // namespace bedside::flow
