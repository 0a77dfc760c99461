// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/state.h"

namespace bedside::flow {

AppState first_state(Device device)
{
    AppState state;
    state.mode = device.practice ? Mode::practice : Mode::bedside;
    state.language_given = !device.language.empty();
    if (state.language_given)
        state.language = state.device_language = device.language;
    state.text_size = state.device_text_size = device.text_size;
    state.theme = device.theme;
    state.dpi = device.dpi;
    state.practice = std::move(device.practice);
    state.recorded = std::move(device.recorded);
    return state;
}

bool is_night(AppState const& state)
{
    auto const& study = state.facts.study;
    return study && study->tablet.is_quiet(study->zone.minute_of_day(state.now.wall_ms));
}

Light light_of(AppState const& state)
{
    if (std::holds_alternative<DarkScreen>(state.screen))
        return Light::none;
    return is_night(state) ? Light::night : Light::day;
}

std::string screen_name(AppState const& state)
{
    if (state.chooser)
        return std::string(name_of(Chooser {}));
    return std::visit([](auto const& screen) { return std::string(name_of(screen)); }, state.screen);
}

std::string place_name(AppState const& state)
{
    auto name = screen_name(state);
    if (auto const* item = std::get_if<ItemScreen>(&state.screen); item && !state.chooser)
        name += " " + item->path.text();
    return name;
}

} // namespace bedside::flow
