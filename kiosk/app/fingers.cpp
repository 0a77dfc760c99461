// SPDX-License-Identifier: Apache-2.0
#include "kiosk/app/fingers.h"

namespace bedside::app {

std::optional<Pointer> Fingers::down(std::int64_t id, ui::Point at)
{
    bool const alone = m_down.empty();
    m_down.insert(id);
    if (alone) {
        m_first = id;
        return Pointer { ui::PointerPhase::down, at };
    }
    if (!m_first)
        return std::nullopt;
    m_first.reset();
    return Pointer { ui::PointerPhase::cancel, at };
}

std::optional<Pointer> Fingers::move(std::int64_t id, ui::Point at)
{
    if (m_first != id)
        return std::nullopt;
    return Pointer { ui::PointerPhase::move, at };
}

std::optional<Pointer> Fingers::up(std::int64_t id, ui::Point at)
{
    m_down.erase(id);
    if (m_first != id)
        return std::nullopt;
    m_first.reset();
    return Pointer { ui::PointerPhase::up, at };
}

std::optional<Pointer> Fingers::reset()
{
    m_down.clear();
    if (!m_first)
        return std::nullopt;
    m_first.reset();
    return Pointer { ui::PointerPhase::cancel, {} };
}

} // namespace bedside::app
