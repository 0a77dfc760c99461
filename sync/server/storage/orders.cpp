// SPDX-License-Identifier: Apache-2.0
#include "sync/server/storage/orders.h"

#include "forms/base/utf8.h"
#include "sync/server/storage/audit.h"

namespace bedside::server {
namespace {

Order row(Query const& query)
{
    return { query.integer(0), query.text(1), query.integer(2), query.integer(3) != 0, query.text(4), query.text(5), query.integer(6), query.maybe(7), query.maybe(8), query.text(9) };
}

/// Whether nothing of the tablet is missing here and nothing waits on it, as far as it said.
Result<bool> everything_received(ReadConnection& connection, Tablet const& tablet)
{
    return tablet.said.queue == 0 && TRY(missing(connection, tablet, 1)).empty();
}

} // namespace

Result<void> give_order(Connection& connection, Instant const& now, std::string_view id, Order const& order)
{
    auto const about = TRY(tablet(connection, id));
    if (about.revoked_ms)
        return fail(Code::revoked, "This tablet's access was withdrawn; it fetches no orders.");
    if (order.kind == "wipe") {
        if (order.forced && order.reason.empty())
            return fail(Code::invalid_argument, "Please give a reason.");
        if (!order.forced && !TRY(everything_received(connection, about)))
            return fail(Code::conflict, "Not everything of this tablet was received yet.");
    }
    {
        auto same = TRY(connection.query("SELECT number FROM tablet_order WHERE tablet = ?1 AND kind = ?2 AND sequence = ?3 AND forced >= ?4 AND done_ms IS NULL", id, order.kind,
            order.sequence, order.forced ? 1 : 0));
        if (TRY(same.step()))
            return {};
    }
    TRY(connection.run("INSERT INTO tablet_order (tablet, kind, sequence, forced, reason, ordered_by, ordered_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", id, order.kind,
        order.sequence, order.forced ? 1 : 0, order.reason, order.who, now.wall_ms));
    auto const what = std::string(id) + (order.sequence > 0 ? " " + std::to_string(order.sequence) : "") + (order.forced ? " forced" : "") + (order.reason.empty() ? "" : ": " + order.reason);
    return append_audit(connection, now, order.who, order.kind + "-ordered", what);
}

Result<std::vector<Order>> hand_out_orders(Connection& connection, Instant const& now, Tablet const& tablet)
{
    std::vector<Order> waiting;
    {
        auto query = TRY(connection.query("SELECT number, kind, sequence, forced, reason, ordered_by, ordered_ms, delivered_ms, done_ms, outcome FROM tablet_order "
                                          "WHERE tablet = ?1 AND done_ms IS NULL ORDER BY number LIMIT 50",
            tablet.id));
        while (TRY(query.step()))
            waiting.push_back(row(query));
    }
    if (waiting.empty())
        return waiting;
    if (!TRY(everything_received(connection, tablet)))
        std::erase_if(waiting, [](Order const& order) { return order.kind == "wipe" && !order.forced; });
    for (auto const& order : waiting) {
        if (!order.delivered_ms)
            TRY(connection.run("UPDATE tablet_order SET delivered_ms = ?2 WHERE number = ?1", order.number, now.wall_ms));
    }
    return waiting;
}

Result<void> finish_order(Connection& connection, Instant const& now, std::string_view tablet, std::int64_t number, std::string_view outcome)
{
    std::string kind;
    {
        auto query = TRY(connection.query("SELECT kind FROM tablet_order WHERE number = ?1 AND tablet = ?2 AND done_ms IS NULL", number, tablet));
        if (!TRY(query.step()))
            return fail(Code::not_found, "This tablet has no such order.");
        kind = query.text(0);
    }
    TRY(connection.run("UPDATE tablet_order SET done_ms = ?2, outcome = ?3 WHERE number = ?1", number, now.wall_ms, outcome));
    // A wiped tablet never comes back under its name.
    if (kind == "wipe")
        TRY(revoke_tablet(connection, now, tablet, "wiped", "tablet:" + std::string(tablet)));
    return append_audit(connection, now, "tablet:" + std::string(tablet), kind + "-done", std::string(tablet) + " " + std::to_string(number) + ": " + std::string(utf8::prefix(outcome, 400)));
}

Result<std::vector<Order>> orders_of(ReadConnection& connection, std::string_view tablet, int limit)
{
    auto query = TRY(connection.query("SELECT number, kind, sequence, forced, reason, ordered_by, ordered_ms, delivered_ms, done_ms, outcome FROM tablet_order "
                                      "WHERE tablet = ?1 ORDER BY number DESC LIMIT ?2",
        tablet, limit));
    std::vector<Order> rows;
    while (TRY(query.step()))
        rows.push_back(row(query));
    return rows;
}

Result<void> give_up(Connection& connection, Instant const& now, std::string_view id, std::int64_t sequence, std::string_view reason, std::string_view who)
{
    auto const about = TRY(tablet(connection, id));
    if (reason.empty())
        return fail(Code::invalid_argument, "Please give a reason.");
    if (sequence < 1 || sequence > about.claimed())
        return fail(Code::invalid_argument, "This tablet has no such number.");
    {
        auto query = TRY(connection.query("SELECT 1 FROM submission WHERE tablet = ?1 AND sequence = ?2", id, sequence));
        if (TRY(query.step()))
            return fail(Code::already_exists, "This number was received in the meantime.");
    }
    TRY(connection.run("INSERT INTO given_up (tablet, sequence, reason, who, at_ms) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (tablet, sequence) DO NOTHING", id, sequence, reason, who,
        now.wall_ms));
    if (connection.database().changes() == 0)
        return {};
    TRY(append_audit(connection, now, who, "given-up", std::string(id) + " " + std::to_string(sequence) + ": " + std::string(reason)));
    if (about.revoked_ms)
        return {};
    return give_order(connection, now, id, { .kind = "lost", .sequence = sequence, .reason = std::string(reason), .who = std::string(who) });
}

Result<std::vector<GivenUp>> given_up(ReadConnection& connection, std::string_view tablet)
{
    auto query = TRY(connection.query("SELECT g.sequence, g.reason, g.who, g.at_ms FROM given_up g WHERE g.tablet = ?1 "
                                      "AND NOT EXISTS (SELECT 1 FROM submission s WHERE s.tablet = g.tablet AND s.sequence = g.sequence) ORDER BY g.sequence",
        tablet));
    std::vector<GivenUp> rows;
    while (TRY(query.step()))
        rows.push_back({ query.integer(0), query.text(1), query.text(2), query.integer(3) });
    return rows;
}

} // namespace bedside::server
