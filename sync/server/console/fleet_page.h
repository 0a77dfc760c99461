// SPDX-License-Identifier: Apache-2.0
// Tablets: when each was last heard, what it still has, and whether 1..n is here.
#pragma once

#include "sync/server/console/page.h"
#include "sync/server/storage/submissions.h"
#include "sync/server/storage/tablets.h"

namespace bedside::server {

/// Everything that the page shows about one tablet.
struct FleetRow {
    Tablet tablet;
    std::vector<Range> gaps;       ///< not here and not waiting in the tablet's queue as far as it said
    std::vector<Refusal> refused;
    std::vector<std::string> participants; ///< to whom alone the tablet is lent
};
/// How loud a row is. The order is that of loudness.
enum class Standing { fine, watch, act };
Standing standing_of(FleetRow const& row, std::int64_t now_ms);

Result<std::vector<FleetRow>> fleet(Connection& connection);
/// One row of it.
Result<FleetRow> fleet_row(Connection& connection, Tablet tablet);
/// "In order", "3 forms missing" ... as a coloured mark.
std::string status(locales::Catalogue const& words, FleetRow const& row, std::int64_t now_ms);
/// "88–90, 92"
std::string ranges_text(std::vector<Range> const& ranges);
/// "+1.2 s"
std::string seconds(locales::Catalogue const& words, std::int64_t milliseconds);
/// The first page: is anything missing, who is late, who reported severe pain; then every tablet. `late`: participants with something overdue.
HttpResponse fleet_page(PageContext const& context, std::vector<FleetRow> const& rows, std::vector<Alert> const& alerts, std::vector<std::string> const& late, Instant const& now);

} // namespace bedside::server
