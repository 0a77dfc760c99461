// SPDX-License-Identifier: Apache-2.0
// Text inside XML and HTML.
#pragma once

#include <string>
#include <string_view>

namespace bedside {

/// For content and quoted attributes: what has a meaning there becomes a reference; control characters that XML 1.0 does not know are left out.
std::string escaped(std::string_view text);

} // namespace bedside
