// SPDX-License-Identifier: Apache-2.0
// Chain of the server's audit trail.
#include "sync/server/storage/audit.h"

#include "sync/wire/chain.h"

namespace bedside::server {
namespace {

/// The text that is hashed; lengths in front keep fields apart whatever they hold.
std::string hash_of(std::int64_t number, std::string_view at, std::string_view who, std::string_view event, std::string_view detail, std::string_view previous)
{
    std::string text = "bedside-server-audit-1\n" + std::to_string(number) + "\n";
    for (auto const field : { at, who, event, detail, previous })
        text.append(std::to_string(field.size())).append(":").append(field).append("\n");
    return sha256_hex(text);
}

} // namespace

Result<void> append_audit(Connection& connection, Instant const& now, std::string_view who, std::string_view event, std::string_view detail)
{
    std::int64_t number = 1;
    std::string previous = wire::chain_genesis;
    {
        auto last = TRY(connection.query("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1"));
        if (TRY(last.step())) {
            number = last.integer(0) + 1;
            previous = last.text(1);
        }
    }
    auto const at = iso8601(now);
    return connection.run("INSERT INTO audit (number, at, at_ms, who, event, detail, previous, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", number, at,
        now.wall_ms, who, event, detail, previous, hash_of(number, at, who, event, detail, previous));
}

Result<std::vector<AuditRow>> audit_rows(ReadConnection& connection, std::int64_t before, int limit)
{
    auto query = TRY(connection.query("SELECT number, at, who, event, detail FROM audit WHERE ?1 = 0 OR number < ?1 ORDER BY number DESC LIMIT ?2", before, limit));
    std::vector<AuditRow> rows;
    while (TRY(query.step()))
        rows.push_back({ query.integer(0), query.text(1), query.text(2), query.text(3), query.text(4) });
    return rows;
}

Result<std::int64_t> verify_audit(ReadConnection& connection)
{
    auto query = TRY(connection.query("SELECT number, at, who, event, detail, previous, hash FROM audit ORDER BY number"));
    std::string previous = wire::chain_genesis;
    std::int64_t expected = 1;
    for (; TRY(query.step()); ++expected) {
        auto const hash = hash_of(query.integer(0), query.text(1), query.text(2), query.text(3), query.text(4), query.text(5));
        if (query.integer(0) != expected || query.text(5) != previous || query.text(6) != hash)
            return fail(Code::corrupted, "the server's audit trail is broken at row " + std::to_string(expected) + "; keep this database and restore a backup beside it");
        previous = hash;
    }
    return expected - 1;
}

} // namespace bedside::server
