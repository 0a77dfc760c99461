// SPDX-License-Identifier: Apache-2.0
// The server's audit trail: append-only, each row chained to the one before.
#pragma once

#include "forms/base/clock.h"
#include "sync/sql/connection.h"

#include <vector>

namespace bedside::server {

using sql::Connection;
using sql::ReadConnection;
using sql::Query;

struct AuditRow {
    std::int64_t number = 0;
    std::string at;     ///< ISO 8601 with offset
    std::string who;    ///< "tablet:T-03", "console:name", "system:server", "command line"
    std::string event;  ///< "enrolled", "login", "conflict", ...
    std::string detail; ///< identifiers only, never answers
};

/// Appends one row to the writer's transaction.
Result<void> append_audit(Connection& connection, Instant const& now, std::string_view who, std::string_view event, std::string_view detail);
/// The newest rows, newest first, below `before` (0: from the end).
Result<std::vector<AuditRow>> audit_rows(ReadConnection& connection, std::int64_t before, int limit);
/// Walks the whole trail. Fails with corrupted, naming the first row that does not follow from the one before.
Result<std::int64_t> verify_audit(ReadConnection& connection);

} // namespace bedside::server
