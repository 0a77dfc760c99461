// SPDX-License-Identifier: Apache-2.0
// Files of assets/ that are built into the program; drawings as outlines.
#pragma once

#include <string_view>

namespace bedside::ui {

/// The bytes of an asset by its base name ("check.outline"); empty when there is none.
std::string_view asset(std::string_view name);

} // namespace bedside::ui
