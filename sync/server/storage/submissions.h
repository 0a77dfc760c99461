// SPDX-License-Identifier: Apache-2.0
// Completed forms as received: admitted once, kept as they came, conflicts beside them.
#pragma once

#include "forms/base/clock.h"
#include "forms/engine/response.h"
#include "sync/sql/connection.h"
#include "sync/wire/bundle.h"
#include "sync/wire/receipt.h"

#include <functional>
#include <vector>

namespace bedside::server {

using sql::Connection;

/// An alert as it came with a form (a Communication).
struct Alert {
    std::string id;
    std::string participant;
    std::string tablet;
    std::string rule;      ///< code of the study's rule
    std::string priority;  ///< FHIR request priority: routine, urgent, asap, stat
    std::string text;      ///< for staff
    std::int64_t raised_ms = 0;
    std::int64_t received_ms = 0;
    std::optional<std::int64_t> acknowledged_ms;
    std::string acknowledged_by;
};

/// A form that was checked and may be stored.
struct CheckedSubmission {
    wire::Submission submission;
    forms::ParsedResponse parsed;
    std::string form;                ///< form id of the study
    std::string via = "network";     ///< or "rescue"
    std::vector<Alert> alerts;       ///< out of submission.resources
};

enum class Verdict {
    created,  ///< stored now
    known,    ///< the very same was here already
    conflict, ///< other bytes, another place, or a broken chain: kept beside, never merged
};
struct Admission {
    Verdict verdict = Verdict::created;
    wire::Receipt receipt; ///< not signed yet; empty for a conflict
    std::string reason;    ///< for a conflict, one sentence
};

/// Inside the writer's transaction. Unique constraints decide, not a look beforehand.
Result<Admission> admit(Connection& connection, Instant const& now, CheckedSubmission const& checked);
/// Remembers that a form was refused, for the console; the form stays on the tablet.
Result<void> note_refusal(Connection& connection, Instant const& now, wire::ChainEntry const& entry, std::string_view reason);

struct Refusal {
    std::int64_t sequence = 0;
    std::string reason;
};
/// Refused and not received since.
Result<std::vector<Refusal>> refusals(Connection& connection, std::string_view tablet, int limit = 50);

/// One received form's frozen bytes. Fails with not_found.
Result<std::string> response_bytes(Connection& connection, std::string_view response_id);
/// Calls `visit(response_id, bytes)` for every received form in order of arrival, until it fails.
Result<void> each_response(Connection& connection, std::function<Result<void>(std::string const&, std::string const&)> const& visit);

/// Unacknowledged alerts first, newest first.
Result<std::vector<Alert>> alerts(Connection& connection, int limit);
/// Fails with not_found; a second acknowledgement changes nothing.
Result<void> acknowledge_alert(Connection& connection, Instant const& now, std::string_view id, std::string_view who, std::string_view note);

/// Walks every tablet's sequence: bytes against hash, hash against chain, signature against the tablet's key.
/// Fails with corrupted naming the first that contradicts. Returns the number of forms.
Result<std::int64_t> verify_submissions(Connection& connection);

} // namespace bedside::server
