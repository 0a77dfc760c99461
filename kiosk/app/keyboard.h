// SPDX-License-Identifier: Apache-2.0
// What the keys of a keyboard and of the tablet's edge mean here.
#pragma once

#include "kiosk/ui/ui.h"

#include <optional>

struct SDL_Keysym;

namespace bedside::app {

std::optional<ui::PhysicalKey> physical_key(SDL_Keysym const& key);
std::optional<int> digit_of(SDL_Keysym const& key);
/// The keys at a tablet's edge; they end cleaning.
bool is_volume(SDL_Keysym const& key);

} // namespace bedside::app
