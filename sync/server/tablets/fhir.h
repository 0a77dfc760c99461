// SPDX-License-Identifier: Apache-2.0
// The few FHIR R4 resources that the server answers with.
#pragma once

#include "sync/server/http/message.h"
#include "sync/server/storage/submissions.h"
#include "sync/wire/audit_event.h"

#include <span>

namespace bedside::server {

/// An OperationOutcome with the failure's status; `code` is our code's name, as details.coding and as FHIR's issue type.
HttpResponse outcome(Error const& error);
/// A transaction-response: one entry for each entry of the request, the signed receipt in the first one's outcome.
std::string transaction_response(wire::Submission const& submission, Admission const& admission);
std::string capability_statement(std::string_view version, std::string_view date);
/// The answer to a transaction of AuditEvents that are stored now.
std::string audit_response(std::span<wire::ReceivedAuditEvent const> events, std::string const& when);

} // namespace bedside::server
