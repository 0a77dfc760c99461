// SPDX-License-Identifier: Apache-2.0
#include "kiosk/app/keyboard.h"

#include <SDL.h>

namespace bedside::app {

std::optional<ui::PhysicalKey> physical_key(SDL_Keysym const& key)
{
    switch (key.sym) {
    case SDLK_TAB:
        return key.mod & KMOD_SHIFT ? ui::PhysicalKey::back_tab : ui::PhysicalKey::tab;
    case SDLK_LEFT:
        return ui::PhysicalKey::left;
    case SDLK_RIGHT:
        return ui::PhysicalKey::right;
    case SDLK_UP:
        return ui::PhysicalKey::up;
    case SDLK_DOWN:
        return ui::PhysicalKey::down;
    case SDLK_RETURN:
    case SDLK_KP_ENTER:
    case SDLK_SPACE:
        return ui::PhysicalKey::enter;
    case SDLK_ESCAPE:
    case SDLK_AC_BACK:
        return ui::PhysicalKey::escape;
    default:
        return std::nullopt;
    }
}

std::optional<int> digit_of(SDL_Keysym const& pressed)
{
    auto const key = pressed.sym;
    if (key >= SDLK_0 && key <= SDLK_9)
        return key - SDLK_0;
    if (key == SDLK_KP_0)
        return 0;
    if (key >= SDLK_KP_1 && key <= SDLK_KP_9)
        return key - SDLK_KP_1 + 1;
    return std::nullopt;
}

bool is_volume(SDL_Keysym const& key)
{
    return key.sym == SDLK_VOLUMEUP || key.sym == SDLK_VOLUMEDOWN || key.scancode == SDL_SCANCODE_AUDIOMUTE || key.sym == SDLK_MUTE;
}

} // namespace bedside::app
