// SPDX-License-Identifier: Apache-2.0
// What waits for the server, and what the server said.
#include "sync/store/implementation.h"

namespace bedside::store {
namespace {

Actor const sync_actor { .who = "system:sync", .assisted_by = {} };

std::string_view name_of(OutboxState state)
{
    switch (state) {
    case OutboxState::waiting: return "waiting";
    case OutboxState::received: return "received";
    case OutboxState::quarantined: return "quarantined";
    }
    return "waiting";
}

} // namespace

Result<std::vector<OutboxRow>> Store::outbox(OutboxState state, int limit) const
{
    std::vector<OutboxRow> found;
    auto rows = TRY(m_impl->connection.query("SELECT o.sequence, f.response_id, o.priority, o.reason, o.attempts FROM outbox AS o JOIN frozen AS f"
                                             " ON f.sequence = o.sequence WHERE o.state = ? ORDER BY o.priority DESC, o.sequence LIMIT ?",
        name_of(state), limit));
    while (TRY(rows.step()))
        found.push_back({ rows.integer(0), rows.text(1), state, static_cast<int>(rows.integer(2)), rows.text(3), static_cast<int>(rows.integer(4)) });
    return found;
}

Result<OutboxCounts> Store::outbox_counts() const
{
    OutboxCounts counts;
    auto rows = TRY(m_impl->connection.query("SELECT state, count(*) FROM outbox GROUP BY state"));
    while (TRY(rows.step())) {
        auto const state = rows.text(0);
        (state == "waiting" ? counts.waiting : state == "received" ? counts.received : counts.quarantined) = rows.integer(1);
    }
    return counts;
}

Result<std::vector<std::string>> Store::outbox_resources(std::int64_t sequence) const
{
    std::vector<std::string> found;
    auto rows = TRY(m_impl->connection.query("SELECT bytes FROM frozen_resource WHERE sequence = ? ORDER BY position", sequence));
    while (TRY(rows.step()))
        found.push_back(rows.text(0));
    return found;
}

Result<wire::Submission> Store::submission(std::int64_t sequence) const
{
    auto frozen = TRY(outbox_item(sequence));
    wire::Submission submission;
    submission.entry = std::move(frozen.entry);
    submission.signature = std::move(frozen.signature);
    submission.response_json = std::move(frozen.bytes);
    submission.resources = TRY(outbox_resources(sequence));
    submission.skew_ms = frozen.skew_ms;
    submission.recorded = iso8601(frozen.completed);
    return submission;
}

Result<std::vector<FrozenResource>> Store::resources(std::string_view type, int limit) const
{
    std::vector<FrozenResource> found;
    auto rows = TRY(m_impl->connection.query("SELECT f.response_id, x.bytes, o.state FROM frozen_resource AS x JOIN frozen AS f ON f.sequence = x.sequence"
                                             " JOIN outbox AS o ON o.sequence = x.sequence WHERE json_extract(x.bytes, '$.resourceType') = ?"
                                             " ORDER BY x.sequence DESC, x.position LIMIT ?",
        type, limit));
    while (TRY(rows.step()))
        found.push_back({ rows.text(0), rows.text(1), rows.text(2) == "received" });
    return found;
}

Result<void> Store::store_receipt(wire::Receipt const& receipt) { return store_receipts({ &receipt, 1 }); }

Result<void> Store::store_receipts(std::span<wire::Receipt const> receipts)
{
    auto& connection = m_impl->connection;
    auto transaction = TRY(sql::Transaction::immediate(connection.database()));
    for (auto const& receipt : receipts) {
        {
            auto frozen = TRY(connection.query("SELECT sha256, tablet, sequence FROM frozen WHERE response_id = ?", receipt.response_id));
            if (!TRY(frozen.step()))
                return fail(Code::not_found, "The server sent a receipt for a form that this tablet does not have.");
            if (frozen.text(0) != receipt.sha256 || frozen.text(1) != receipt.tablet || frozen.integer(2) != receipt.sequence)
                return fail(Code::conflict, "The server's receipt is about other bytes than this tablet holds.");
        }
        // The first receipt stays; the server may sign a new one for bytes that it holds already.
        TRY(connection.run("INSERT INTO receipt (response_id, sha256, tablet, sequence, server_time, chain_head, signature) VALUES (?, ?, ?, ?, ?, ?, ?)"
                           " ON CONFLICT (response_id) DO NOTHING",
            receipt.response_id, receipt.sha256, receipt.tablet, receipt.sequence, receipt.server_time, receipt.chain_head, receipt.signature));
        if (connection.database().changes() == 1)
            TRY(m_impl->append_audit("response-received", receipt.response_id + " " + receipt.server_time, sync_actor, m_impl->clock.now()));
        TRY(connection.run("UPDATE outbox SET state = 'received', reason = '' WHERE sequence = ?", receipt.sequence));
    }
    return transaction.commit();
}

Result<void> Store::quarantine(std::int64_t sequence, std::string_view reason)
{
    auto& connection = m_impl->connection;
    auto transaction = TRY(sql::Transaction::immediate(connection.database()));
    TRY(connection.run("UPDATE outbox SET state = 'quarantined', reason = ?, attempts = attempts + 1 WHERE sequence = ? AND state <> 'received'", reason, sequence));
    if (connection.database().changes() == 1)
        TRY(m_impl->append_audit("response-quarantined", std::to_string(sequence), sync_actor, m_impl->clock.now()));
    return transaction.commit();
}

Result<void> Store::release(std::int64_t sequence, Actor const& actor)
{
    auto& connection = m_impl->connection;
    auto transaction = TRY(sql::Transaction::immediate(connection.database()));
    TRY(connection.run("UPDATE outbox SET state = 'waiting', reason = '' WHERE sequence = ? AND state = 'quarantined'", sequence));
    if (connection.database().changes() == 1)
        TRY(m_impl->append_audit("response-released", std::to_string(sequence), actor, m_impl->clock.now()));
    return transaction.commit();
}

Result<void> Store::count_attempt(std::int64_t sequence)
{
    return m_impl->connection.run("UPDATE outbox SET attempts = attempts + 1 WHERE sequence = ? AND state = 'waiting'", sequence);
}

Result<std::optional<wire::Receipt>> Store::receipt(std::string_view response_id) const
{
    auto row = TRY(m_impl->connection.query(
        "SELECT response_id, sha256, tablet, sequence, server_time, chain_head, signature FROM receipt WHERE response_id = ?", response_id));
    if (!TRY(row.step()))
        return std::optional<wire::Receipt>();
    return std::optional(wire::Receipt { row.text(0), row.text(1), row.text(2), row.integer(3), row.text(4), row.text(5), row.text(6) });
}

// --- continuity: a clone or a restored backup shows

Result<Continuity> Store::continuity()
{
    auto& connection = m_impl->connection;
    auto transaction = TRY(sql::Transaction::immediate(connection.database()));
    Continuity link;
    link.instance = TRY(m_impl->setting("instance")).value_or("");
    link.previous = TRY(m_impl->setting("sync.continuity")).value_or("");
    link.sequence = 0;
    {
        auto last = TRY(connection.query("SELECT coalesce(max(sequence), 0) FROM frozen"));
        if (TRY(last.step()))
            link.sequence = last.integer(0);
    }
    if (auto const pending = TRY(m_impl->setting("sync.continuity_next")); pending && !pending->empty()) {
        link.current = *pending;
        return link;
    }
    link.current = hex(random_bytes(16));
    TRY(m_impl->put_setting("sync.continuity_next", link.current));
    TRY(transaction.commit());
    return link;
}

Result<void> Store::confirm_continuity(std::string_view current)
{
    auto transaction = TRY(sql::Transaction::immediate(m_impl->connection.database()));
    if (TRY(m_impl->setting("sync.continuity_next")).value_or("") != current)
        return {}; // confirmed already
    TRY(m_impl->put_setting("sync.continuity", current));
    TRY(m_impl->put_setting("sync.continuity_next", ""));
    return transaction.commit();
}

} // namespace bedside::store
