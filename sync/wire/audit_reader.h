// SPDX-License-Identifier: Apache-2.0
// AuditEvents back into the rows of a tablet's audit trail.
#pragma once

#include "forms/base/result.h"
#include "sync/wire/audit_event.h"

#include <vector>

namespace bedside::wire {

/// Most AuditEvents in one transaction.
inline constexpr std::size_t most_audit_events = 500;
/// An AuditEvent as it came, and the row that it tells.
struct ReceivedAuditEvent {
    AuditRecord record;
    std::string json;
};
/// The row that an AuditEvent of ours tells; its hash is not judged here. Fails with invalid_data.
Result<ReceivedAuditEvent> parse_audit_event(std::string_view json);
/// Whether a transaction carries AuditEvents instead of a form. Only its beginning is looked at.
bool is_audit_transaction(std::string_view json);
/// All of a transaction, in its order. Fails with invalid_data or too_large.
Result<std::vector<ReceivedAuditEvent>> parse_audit_transaction(std::string_view json);

} // namespace bedside::wire
