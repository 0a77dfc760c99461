// SPDX-License-Identifier: Apache-2.0
// One participant, one form with its proof and its versions, and the lists of alerts and of the audit trail.
#pragma once

#include "forms/engine/response.h"
#include "sync/server/console/compliance.h"
#include "sync/server/console/page.h"
#include "sync/server/console/records.h"
#include "sync/server/console/timeline.h"
#include "sync/server/storage/data_management.h"
#include "sync/server/storage/participants.h"
#include "sync/server/storage/submissions.h"

namespace bedside::server {

struct ParticipantView {
    study::Study const& study;
    course::Course const& course;
    ComplianceRow compliance;
    std::vector<FormRecord> const& records; ///< newest first
    Timeline timeline;
    std::vector<ParticipantChange> changes; ///< newest first
};
/// What their forms say over time, what was received, and what can be changed. Never an arm.
HttpResponse participant_page(PageContext const& context, ParticipantView const& view);

struct ResponseView {
    FormRecord const& record;
    forms::Definition const& definition;
    course::Form const* form;                    ///< with all its corrections; nullptr: its participant's facts can't be read
    std::vector<forms::ParsedResponse> versions; ///< those that can be read; the last is in force
    std::vector<Correction> corrections;
    std::vector<DataQuery> queries;
    std::vector<AuditRow> audit;
};
/// A form: answers by the definition that it names in every version, times, what proves it, who saw it.
HttpResponse response_page(PageContext const& context, ResponseView const& view);
/// One query as the cells of a row: what was asked of which item, what was answered, and what can be done now.
std::string query_cells(PageContext const& context, DataQuery const& query, std::string const& item);
/// `all`: also the closed ones.
HttpResponse queries_page(PageContext const& context, study::Study const& study, std::vector<DataQuery> const& queries, bool all);
HttpResponse alerts_page(PageContext const& context, std::vector<Alert> const& alerts, std::int64_t now_ms);
HttpResponse audit_page(PageContext const& context, std::vector<AuditRow> const& rows);

} // namespace bedside::server
