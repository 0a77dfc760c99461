// SPDX-License-Identifier: Apache-2.0
// One participant's received forms, one form with its proof, and the lists of alerts and of the audit trail.
#pragma once

#include "forms/engine/response.h"
#include "sync/server/console/compliance.h"
#include "sync/server/console/page.h"
#include "sync/server/console/pain_chart.h"
#include "sync/server/console/records.h"
#include "sync/server/storage/audit.h"
#include "sync/server/storage/submissions.h"

namespace bedside::server {

HttpResponse participant_page(PageContext const& context, study::Study const& study, ComplianceRow const& row, std::vector<FormRecord> const& records, std::vector<PainPoint> const& pain);
/// A form as it came: answers by the definition that it names, times, and what proves it.
HttpResponse response_page(PageContext const& context, FormRecord const& record, forms::Definition const& definition, forms::ParsedResponse const& parsed);
HttpResponse alerts_page(PageContext const& context, std::vector<Alert> const& alerts, std::int64_t now_ms);
HttpResponse audit_page(PageContext const& context, std::vector<AuditRow> const& rows);

} // namespace bedside::server
