// SPDX-License-Identifier: Apache-2.0
// A row of the tablet's audit trail as a FHIR R4 AuditEvent.
#pragma once

#include "forms/base/clock.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

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

} // namespace bedside::wire
