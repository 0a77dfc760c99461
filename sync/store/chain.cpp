// SPDX-License-Identifier: Apache-2.0
// The two hash chains: answers and audit trail.
#include "sync/store/audit_hash.h"
#include "sync/store/implementation.h"

namespace bedside::store {

std::string linked_hash(std::string_view kind, std::initializer_list<std::string_view> fields, std::string_view previous)
{
    // Lengths keep two different rows from reading the same.
    std::string text(kind);
    text += '\n';
    for (auto const field : fields) {
        text += std::to_string(field.size());
        text += ':';
        text += field;
        text += '\n';
    }
    text += previous;
    return sha256_hex(text);
}

namespace {

/// The moment as one field.
std::string text_of(Instant const& at)
{
    return std::to_string(at.wall_ms) + " " + std::to_string(at.offset_min) + " " + std::to_string(at.monotonic_ms) + " " + at.boot_id;
}

} // namespace

Instant instant_at(Query const& row, int first)
{
    return { row.integer(first), static_cast<std::int32_t>(row.integer(first + 1)), row.integer(first + 2), row.text(first + 3) };
}

std::string answer_hash(std::int64_t number, std::string_view response_id, std::string_view path, std::optional<std::string> const& answer, Actor const& actor,
    Instant const& at, std::string_view previous)
{
    return linked_hash("bedside-answer-1",
        { std::to_string(number), response_id, path, answer ? "given" : "taken back", answer ? std::string_view(*answer) : std::string_view(), actor.who,
            actor.assisted_by, text_of(at) },
        previous);
}

std::string audit_hash(std::int64_t number, std::string_view event, std::string_view detail, Actor const& actor, std::int64_t skew_ms, Instant const& at,
    std::string_view previous)
{
    return linked_hash("bedside-audit-1", { std::to_string(number), event, detail, actor.who, actor.assisted_by, std::to_string(skew_ms), text_of(at) }, previous);
}

std::string audit_row_hash(wire::AuditRecord const& record, std::string_view previous)
{
    return audit_hash(record.number, record.event, record.detail, { record.who, record.assisted_by }, record.skew_ms, record.at, previous);
}

Result<ChainHead> Store::Impl::chain_head(std::string_view chain)
{
    auto row = TRY(connection.query("SELECT number, hash FROM chain_head WHERE name = ?", chain));
    if (!TRY(row.step()))
        return fail(Code::corrupted, "The store has lost the end of its " + std::string(chain) + " chain.");
    return ChainHead { row.integer(0), row.text(1) };
}

Result<void> Store::Impl::append_answer(
    std::string_view response_id, std::string_view path, std::optional<std::string> const& answer, Actor const& actor, Instant const& now)
{
    auto const head = TRY(chain_head("answer"));
    auto const hash = answer_hash(head.number + 1, response_id, path, answer, actor, now, head.hash);
    TRY(connection.run("INSERT INTO answer_log (number, response_id, path, answer, actor, assisted_by, at_wall_ms, at_offset_min, at_monotonic_ms, at_boot_id,"
                       " previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        head.number + 1, response_id, path, answer, actor.who, actor.assisted_by, now.wall_ms, now.offset_min, now.monotonic_ms, now.boot_id, head.hash, hash));
    return connection.run("UPDATE chain_head SET number = ?, hash = ? WHERE name = 'answer'", head.number + 1, hash);
}

Result<void> Store::Impl::append_audit(std::string_view event, std::string_view detail, Actor const& actor, Instant const& now)
{
    auto const head = TRY(chain_head("audit"));
    auto const skew_ms = TRY(skew());
    auto const hash = audit_hash(head.number + 1, event, detail, actor, skew_ms, now, head.hash);
    TRY(connection.run("INSERT INTO audit (number, event, detail, actor, assisted_by, skew_ms, at_wall_ms, at_offset_min, at_monotonic_ms, at_boot_id, previous, hash)"
                       " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        head.number + 1, event, detail, actor.who, actor.assisted_by, skew_ms, now.wall_ms, now.offset_min, now.monotonic_ms, now.boot_id, head.hash, hash));
    return connection.run("UPDATE chain_head SET number = ?, hash = ? WHERE name = 'audit'", head.number + 1, hash);
}

Result<void> Store::audit(std::string_view event, std::string_view detail, Actor const& actor)
{
    auto transaction = TRY(sql::Transaction::immediate(m_impl->connection.database()));
    TRY(m_impl->append_audit(event, detail, actor, m_impl->clock.now()));
    return transaction.commit();
}

wire::AuditRecord audit_record(AuditRow const& row)
{
    return { row.number, row.event, row.detail, row.actor.who, row.actor.assisted_by, row.at, row.skew_ms, row.hash };
}

namespace {

Result<std::vector<AuditRow>> read_audit(Query rows)
{
    std::vector<AuditRow> found;
    while (TRY(rows.step()))
        found.push_back({ rows.integer(0), rows.text(1), rows.text(2), { rows.text(3), rows.text(4) }, instant_at(rows, 7), rows.integer(5), rows.text(6) });
    return found;
}

std::string audit_query(std::string_view rest)
{
    return std::string("SELECT number, event, detail, actor, assisted_by, skew_ms, hash, at_wall_ms, at_offset_min, at_monotonic_ms, at_boot_id FROM audit ")
        + std::string(rest);
}

} // namespace

Result<std::vector<AuditRow>> Store::audit_rows(std::int64_t after, int limit) const
{
    static std::string const sql = audit_query("WHERE number > ? ORDER BY number LIMIT ?");
    return read_audit(TRY(m_impl->connection.query(sql.c_str(), after, limit)));
}

Result<std::vector<AuditRow>> Store::latest_audit_rows(int limit) const
{
    static std::string const sql = audit_query("ORDER BY number DESC LIMIT ?");
    return read_audit(TRY(m_impl->connection.query(sql.c_str(), limit)));
}

Result<std::vector<AuditRow>> Store::audit_rows_of(std::string_view event) const
{
    static std::string const sql = audit_query("WHERE event = ? ORDER BY number");
    return read_audit(TRY(m_impl->connection.query(sql.c_str(), event)));
}

} // namespace bedside::store
