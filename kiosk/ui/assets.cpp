// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/assets.h"

#include "embedded_assets.h"

namespace bedside::ui {

std::string_view asset(std::string_view name)
{
    for (auto const& file : assets::files()) {
        if (file.name == name)
            return file.bytes;
    }
    return {};
}

} // namespace bedside::ui
