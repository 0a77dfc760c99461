// SPDX-License-Identifier: Apache-2.0
// The audit trail in words.
#pragma once

#include "kiosk/flow/facts.h"
#include "kiosk/flow/list.h"

namespace bedside::flow {

struct AuditLoaded;
struct LoadAudit;
template <typename E>
struct Failed;

struct AuditScreen {
    std::optional<std::vector<AuditEntry>> rows; ///< newest first; none until they were read
    bool failed = false;                         ///< they could not be read
    int page = 0;
};
inline std::string_view name_of(AuditScreen const&) { return "audit"; }
ListView view_of(AppState const& state, AuditScreen const& screen, Catalogue const& words);

void handle(AuditScreen&, OpenSyncStatus const&, Transition&);
void handle(AuditScreen&, AuditLoaded const&, Transition&);
void handle(AuditScreen&, Failed<LoadAudit> const&, Transition&);

} // namespace bedside::flow
