// SPDX-License-Identifier: Apache-2.0
// The tablets' own audit trails on the server: provably without a gap, as far as they have come.
#pragma once

#include "sync/server/storage/tablets.h"
#include "sync/wire/audit_event.h"

#include <span>

namespace bedside::server {

/// Rows 1..n of this tablet's audit trail are here.
Result<std::int64_t> audit_held(ReadConnection& connection, std::string_view tablet);
/// Appends rows; those that are here already change nothing. Fails with rejected when a row does not follow the one before, and with conflict,
/// after which the tablet counts as forked, when it is another one than is here. Returns how many are held then.
Result<std::int64_t> append_tablet_audit(Connection& connection, Instant const& now, std::string_view tablet, std::span<wire::ReceivedAuditEvent const> events);
/// Walks every tablet's trail. Fails with corrupted naming the first row that does not follow. Returns the number of rows.
Result<std::int64_t> verify_tablet_audit(ReadConnection& connection);

} // namespace bedside::server
