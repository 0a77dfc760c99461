// SPDX-License-Identifier: Apache-2.0
// The hash chain of the audit trail, for whoever proves it elsewhere.
#pragma once

#include "sync/wire/audit_event.h"

namespace bedside::store {

/// The hash that a row of the audit trail has when it follows the row with the hash `previous`; wire::chain_genesis before the first.
std::string audit_row_hash(wire::AuditRecord const& record, std::string_view previous);

} // namespace bedside::store
