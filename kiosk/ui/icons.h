// SPDX-License-Identifier: Apache-2.0
// Which drawing an icon is.
#pragma once

#include "kiosk/flow/key.h"

#include <string_view>

namespace bedside::ui {

/// Name of the asset, made of assets/icons/*.svg; empty for none.
std::string_view file_of(flow::Icon icon);

} // namespace bedside::ui
