// SPDX-License-Identifier: Apache-2.0
#include "kiosk/app/backlight.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <utility>

namespace bedside::app {

Backlight::Backlight(std::filesystem::path const& root)
{
    std::error_code error;
    for (auto const& panel : std::filesystem::directory_iterator(root, error)) {
        if (m_panel.empty() || panel.path() < m_panel)
            m_panel = panel.path();
    }
}

void Backlight::set(int percent)
{
    if (m_panel.empty() || percent == m_percent)
        return;
    m_percent = percent;
    long most = 0;
    std::ifstream(m_panel / "max_brightness") >> most;
    std::ofstream brightness(m_panel / "brightness");
    // what is asked for is never rounded down to no light at all
    brightness << (percent == 0 ? 0 : std::max(1L, (most * percent + 50) / 100)) << std::flush;
    if (!brightness && !std::exchange(m_refused, true))
        std::fprintf(stderr, "bedside-kiosk: the light of the panel %s can't be set\n", m_panel.c_str());
}

} // namespace bedside::app
