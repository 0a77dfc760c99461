// SPDX-License-Identifier: Apache-2.0
// One tablet: what is refused, missing or contradicted, and what can be done about it.
#pragma once

#include "sync/server/console/fleet_page.h"
#include "sync/server/storage/orders.h"

namespace bedside::server {

struct TabletView {
    FleetRow row;
    std::vector<Conflict> conflicts;
    std::vector<GivenUp> given_up;
    std::vector<Order> orders;
    std::vector<std::string> free_participants; ///< to whom no tablet is lent
};

HttpResponse tablet_page(PageContext const& context, TabletView const& view);

} // namespace bedside::server
