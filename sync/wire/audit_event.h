// SPDX-License-Identifier: Apache-2.0
// A row of the tablet's audit trail as a FHIR R4 AuditEvent, written and read.
#pragma once

#include "forms/base/clock.h"
#include "sync/wire/transaction.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bedside::wire {

/// One row of the audit trail, as it travels.
struct AuditRecord {
    std::int64_t number = 0;
    std::string event;        ///< "pin-accepted", "response-completed", ...
    std::string detail;       ///< identifiers, no answers
    std::string who;          ///< "patient", "staff:<id>", "system:<program>"
    std::string assisted_by;
    Instant at;
    std::int64_t skew_ms = 0; ///< tablet clock minus server clock
    std::string hash;         ///< of the row, 64 hex digits
};

/// The AuditEvent, as JSON. Its id is the row's hash, so that the same row twice is the same resource.
std::string audit_event(std::string_view tablet, AuditRecord const& record);
/// Transaction Bundle that PUTs these AuditEvents; sending it again changes nothing.
std::string build_audit_transaction(std::string_view tablet, std::span<AuditRecord const> records);

/// Most AuditEvents in one transaction.
inline constexpr std::size_t most_audit_events = 500;
/// An AuditEvent as it came, and the row that it tells.
struct ReceivedAuditEvent {
    AuditRecord record;
    std::string json;
};
/// The row that an AuditEvent of ours tells; its hash is not judged here. Fails with invalid_data.
Result<ReceivedAuditEvent> parse_audit_event(std::string_view json);
/// All of a transaction, in its order. Fails with invalid_data (something else than an AuditEvent of ours) or too_large.
Result<std::vector<ReceivedAuditEvent>> audit_events_in(Transaction const& transaction);

} // namespace bedside::wire
