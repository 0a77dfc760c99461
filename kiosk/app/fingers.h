// SPDX-License-Identifier: Apache-2.0
// One finger counts. A second one, or a palm, takes back what the first began, until all are lifted.
#pragma once

#include "kiosk/ui/ui.h"

#include <cstdint>
#include <optional>
#include <set>

namespace bedside::app {

/// What the screen is told.
struct Pointer {
    ui::PointerPhase phase = ui::PointerPhase::cancel;
    ui::Point at;
};

class Fingers {
public:
    /// Each gives what to tell the screen; nullopt: nothing. `id` is the touch system's finger id.
    std::optional<Pointer> down(std::int64_t id, ui::Point at);
    std::optional<Pointer> move(std::int64_t id, ui::Point at);
    std::optional<Pointer> up(std::int64_t id, ui::Point at);
    /// The window lost its input: all fingers count as lifted.
    std::optional<Pointer> reset();

private:
    std::set<std::int64_t> m_down;
    std::optional<std::int64_t> m_first; ///< the finger that counts; none while several touch or touched
};

} // namespace bedside::app
