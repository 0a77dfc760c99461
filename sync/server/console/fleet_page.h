// SPDX-License-Identifier: Apache-2.0
// Tablets: when each was last heard, what it still has, and whether 1..n is here.
#pragma once

#include "sync/server/console/page.h"
#include "sync/server/storage/mirrors.h"
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
/// A mirrored server that was not read to its end for so long hides what it holds.
bool unread(MirrorSource const& mirror, std::int64_t now_ms);
/// How loud a row is. The order is that of loudness.
enum class Standing { fine, watch, act };
Standing standing_of(FleetRow const& row, std::int64_t now_ms);

Result<std::vector<FleetRow>> fleet(ReadConnection& connection);
/// One row of it.
Result<FleetRow> fleet_row(ReadConnection& connection, Tablet tablet);
/// "In order", "3 forms missing" ... as a coloured mark.
std::string status(locales::Catalogue const& words, FleetRow const& row, std::int64_t now_ms);
/// "88–90, 92"
std::string ranges_text(std::vector<Range> const& ranges);
/// "+1.2 s"
std::string seconds(locales::Catalogue const& words, std::int64_t milliseconds);
/// The first page: is anything missing, who is late, who reported severe pain; then every tablet. `late`: participants with something overdue.
struct FleetView {
    std::vector<FleetRow> rows;
    std::vector<Alert> alerts;
    std::vector<std::string> late;
    std::vector<MirrorSource> mirrors;
    bool counted = true; ///< false: who is late is being counted, just after a start
};
HttpResponse fleet_page(PageContext const& context, FleetView const& view);

} // namespace bedside::server
