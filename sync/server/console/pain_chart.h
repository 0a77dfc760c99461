// SPDX-License-Identifier: Apache-2.0
// Pain from 0 to 10 over time as SVG: the whole scale is shown, and what was not recorded is a gap, never a zero.
#pragma once

#include "locales/catalogue.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bedside::server {

/// One completed pain form.
struct PainPoint {
    std::string response_id;
    std::int64_t day = 0; ///< days since 1970 in the form's own offset
    std::string date;     ///< "2026-11-24"
    std::optional<int> average; ///< 0 to 10
    std::optional<int> worst;   ///< 0 to 10
};

/// The chart of points in order of time, with a title, the finding in words, and a link on every point. "" without a point.
std::string pain_chart(locales::Catalogue const& words, std::vector<PainPoint> const& points, int alert_at);

} // namespace bedside::server
