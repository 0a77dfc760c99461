// SPDX-License-Identifier: Apache-2.0
// A battery that runs down: said calmly on every screen, and to staff in the audit trail, while there is time to charge it.
#include "kiosk/flow/session.h"
#include "kiosk/flow/words.h"
#include "kiosk/flow/writer.h"

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

void Writer::operator()(BatteryRead const& event)
{
    m_state.battery = event.battery;
    if (!event.battery || event.battery->charging) {
        m_state.battery_told = BatteryLevel::fine;
        return;
    }
    auto const level = battery_level(m_state);
    if (level <= m_state.battery_told)
        return;
    m_state.battery_told = level;
    audit("battery-low", std::to_string(event.battery->percent) + "%");
    if (level != BatteryLevel::last || is_night(m_state))
        return;
    if (std::holds_alternative<DarkScreen>(m_state.screen)) {
        m_state.screen = LockScreen {};
        m_state.last_touch = m_now.monotonic_ms;
    }
    ask(CallAttention {});
}

} // namespace bedside::flow
