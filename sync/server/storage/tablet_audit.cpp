// SPDX-License-Identifier: Apache-2.0
#include "sync/server/storage/tablet_audit.h"

#include "sync/server/storage/submissions.h"
#include "sync/store/audit_hash.h"
#include "sync/wire/chain.h"

namespace bedside::server {
namespace {

Result<std::string> hash_at(ReadConnection& connection, std::string_view tablet, std::int64_t number)
{
    if (number == 0)
        return wire::chain_genesis;
    auto row = TRY(connection.query("SELECT hash FROM tablet_audit WHERE tablet = ?1 AND number = ?2", tablet, number));
    return TRY(row.step()) ? row.text(0) : std::string();
}

std::string_view staff_in(std::string_view actor)
{
    constexpr std::string_view staff = "staff:";
    return actor.starts_with(staff) ? actor.substr(staff.size()) : actor;
}

} // namespace

Result<std::int64_t> audit_held(ReadConnection& connection, std::string_view tablet)
{
    auto row = TRY(connection.query("SELECT coalesce(max(number), 0) FROM tablet_audit WHERE tablet = ?1", tablet));
    TRY(row.step());
    return row.integer(0);
}

Result<std::int64_t> append_tablet_audit(Connection& connection, Instant const& now, std::string_view tablet, std::span<wire::ReceivedAuditEvent const> events)
{
    auto held = TRY(audit_held(connection, tablet));
    auto previous = TRY(hash_at(connection, tablet, held));
    for (auto const& event : events) {
        auto const& record = event.record;
        if (record.number <= held) {
            if (TRY(hash_at(connection, tablet, record.number)) != record.hash)
                return fail(Code::conflict, "Row " + std::to_string(record.number) + " of the tablet's audit trail is another one than was received before.");
            continue;
        }
        if (record.number != held + 1 || store::audit_row_hash(record, previous) != record.hash)
            return fail(Code::rejected, "Row " + std::to_string(record.number) + " of the tablet's audit trail does not follow row " + std::to_string(held) + ".");
        TRY(connection.run("INSERT INTO tablet_audit (tablet, number, hash, event, recorded_ms, received_ms, json) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", tablet, record.number, record.hash,
            record.event, record.at.wall_ms, now.wall_ms, event.json));
        if (record.event == "alert-acknowledged")
            TRY(acknowledge_on_tablet(connection, tablet, record.detail, staff_in(record.who), record.at));
        ++held;
        previous = record.hash;
    }
    return held;
}

Result<std::int64_t> verify_tablet_audit(ReadConnection& connection)
{
    auto rows = TRY(connection.query("SELECT tablet, number, hash, json FROM tablet_audit ORDER BY tablet, number"));
    std::string tablet;
    std::string previous;
    std::int64_t expected = 0;
    std::int64_t count = 0;
    for (; TRY(rows.step()); ++count) {
        if (rows.text(0) != tablet) {
            tablet = rows.text(0);
            previous = wire::chain_genesis;
            expected = 0;
        }
        auto const event = wire::parse_audit_event(rows.text(3));
        bool const follows = event && rows.integer(1) == ++expected && event->record.number == expected && event->record.hash == rows.text(2)
            && store::audit_row_hash(event->record, previous) == rows.text(2);
        if (!follows)
            return fail(Code::corrupted, "the audit trail of tablet " + tablet + " is broken at row " + std::to_string(rows.integer(1)) + "; keep this database and restore a backup beside it");
        previous = rows.text(2);
    }
    return count;
}

} // namespace bedside::server
