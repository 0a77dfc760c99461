// SPDX-License-Identifier: Apache-2.0
// Text inside XML and HTML.
#pragma once

#include <string>
#include <string_view>

namespace bedside::report {

/// For content and quoted attributes.
std::string xml_escaped(std::string_view text);

} // namespace bedside::report
