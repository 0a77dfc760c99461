// SPDX-License-Identifier: Apache-2.0
// What coordinators want of a tablet, and numbers that will never come.
#pragma once

#include "sync/server/storage/tablets.h"

namespace bedside::server {

/// An order that the tablet fetches with its heartbeat.
struct Order {
    std::int64_t number = 0;
    std::string kind {};          ///< "retry": send a refused form again; "lost": stop asking about one; "wipe": destroy key and store
    std::int64_t sequence = 0; ///< of retry and lost
    bool forced = false;       ///< a wipe although not everything was received
    std::string reason {};
    std::string who {};
    std::int64_t ordered_ms = 0;
    std::optional<std::int64_t> delivered_ms {};
    std::optional<std::int64_t> done_ms {};
    std::string outcome {};       ///< the tablet's: a sentence, or the certificate of a wipe
};

/// Remembers an order and writes the audit trail. An equal one that still waits stays alone. A wipe that is not forced is refused with
/// conflict while anything of the tablet is missing here. Fails with not_found, revoked or invalid_argument (a wipe by force needs a reason).
Result<void> give_order(Connection& connection, Instant const& now, std::string_view tablet, Order const& order);
/// Orders that wait for the tablet, oldest first; marks them delivered. A wipe waits until everything was received.
Result<std::vector<Order>> hand_out_orders(Connection& connection, Instant const& now, Tablet const& tablet);
/// The tablet did what it was told. Fails with not_found when it has no such open order.
Result<void> finish_order(Connection& connection, Instant const& now, std::string_view tablet, std::int64_t number, std::string_view outcome);
/// Newest first.
Result<std::vector<Order>> orders_of(ReadConnection& connection, std::string_view tablet, int limit = 50);

/// A number that will never come.
struct GivenUp {
    std::int64_t sequence = 0;
    std::string reason {};
    std::string who {};
    std::int64_t at_ms = 0;
};
/// Gives a number up and tells the tablet to stop asking about it. Fails with already_exists when it was received, invalid_argument
/// without a reason or for a number that nobody claims.
Result<void> give_up(Connection& connection, Instant const& now, std::string_view tablet, std::int64_t sequence, std::string_view reason, std::string_view who);
/// Given up and not received since, by number.
Result<std::vector<GivenUp>> given_up(ReadConnection& connection, std::string_view tablet);

} // namespace bedside::server
