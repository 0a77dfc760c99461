// SPDX-License-Identifier: Apache-2.0
// Completed forms as received: admitted once, kept as they came, conflicts beside them.
#pragma once

#include "forms/base/clock.h"
#include "forms/engine/response.h"
#include "sync/sql/connection.h"
#include "sync/wire/bundle.h"
#include "sync/wire/receipt.h"

#include <functional>
#include <optional>
#include <vector>

namespace bedside::server {

using sql::Connection;
using sql::ReadConnection;
using sql::Query;

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
    std::optional<std::int64_t> closed_ms;
    std::string closed_by;
    std::string closed_note;
    std::int64_t escalations = 0; ///< how often somebody was told outside the console
    std::optional<std::int64_t> escalated_ms;
    std::string response_id;      ///< the form that raised it
    bool holds = true;            ///< false: a correction took it back
    std::string rule_title {};    ///< of the study, in a reader's language; empty: the rule is not known (any more)

    std::string const& name() const { return rule_title.empty() ? rule : rule_title; }
};

/// A form that was checked and may be stored.
struct CheckedSubmission {
    wire::Submission submission;
    forms::ParsedResponse parsed;
    std::string form;                ///< form id of the study
    std::string via = "network";     ///< or "rescue", "amended", "mirror"
    std::vector<Alert> alerts;       ///< out of submission.resources
    bool status_record = false;        ///< its answers change state or dates of the participant
    std::vector<std::string> left_out; ///< linkIds whose answers did not fit and are not in `parsed`
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
/// The receipt (not signed) for what is held under this id, when it is the very same; nullopt when it is not.
Result<std::optional<wire::Receipt>> held_receipt(ReadConnection& connection, wire::ChainEntry const& entry);
/// The place in its tablet's sequence of a form that is here; nullopt when it is not.
Result<std::optional<wire::ChainEntry>> held_entry(ReadConnection& connection, std::string_view response_id);
/// Keeps bytes that contradict what is here or what was signed, beside everything else, until somebody settles it. Again: counted.
Result<Admission> keep_conflict(Connection& connection, Instant const& now, wire::Submission const& submission, std::string reason);
Result<bool> knows_conflict(ReadConnection& connection, wire::ChainEntry const& entry);
/// Keeps a resource that travelled with a form that is here, and the alert that it is. The first one under its name stays.
Result<void> attach_companion(Connection& connection, Instant const& now, std::string_view response_id, wire::ResourceName const& name, std::string_view json, std::optional<Alert> const& alert);
/// The form that a response corrects, and what that one corrects, to the first; the response's own id when it corrects nothing.
Result<std::string> root_of(sql::ReadConnection& connection, std::string_view response_id);
/// Raises an alert that the facts of several tablets show together. False when it is known by its name: it stays as it is.
Result<bool> raise_alert(Connection& connection, Instant const& now, Alert const& alert);
/// Marks by name which alerts hold, and which a correction took back. Others stay as they are.
Result<void> mark_holding(Connection& connection, std::vector<std::string> const& holding, std::vector<std::string> const& taken_back);
/// Names alerts that were received before alerts had names. Once, when the database is opened.
Result<void> name_alerts(Connection& connection);
Result<bool> has_unnamed_alerts(sql::ReadConnection& connection);
/// A tablet's audit trail says that somebody has seen an alert. One that is not known here yet is remembered.
Result<void> acknowledge_on_tablet(Connection& connection, std::string_view tablet, std::string_view alert, std::string_view who, Instant const& at);
/// Remembers that a form was refused, and how it came, for the console; the form stays on the tablet.
Result<void> note_refusal(Connection& connection, Instant const& now, wire::ChainEntry const& entry, std::string_view reason, std::string_view transaction);

struct Refusal {
    std::int64_t sequence = 0;
    std::string reason {};
    std::int64_t first_ms = 0;
    std::int64_t last_ms = 0;
};
/// Refused, neither received nor given up since.
Result<std::vector<Refusal>> refusals(ReadConnection& connection, std::string_view tablet, int limit = 50);
/// A refused transaction as it came. Fails with not_found.
Result<std::string> refused_transaction(ReadConnection& connection, std::string_view tablet, std::int64_t sequence);

/// Bytes that contradicted what was here, and nobody has settled yet.
struct Conflict {
    std::int64_t number = 0;
    std::int64_t sequence = 0;
    std::string response_id {};
    std::string reason {};
    std::int64_t received_ms = 0;
    std::int64_t times = 1;
};
Result<std::vector<Conflict>> open_conflicts(ReadConnection& connection, std::string_view tablet, int limit = 50);
/// Somebody looked and says why it is settled; the bytes stay. Fails with not_found, or invalid_argument without a reason.
Result<void> settle_conflict(Connection& connection, Instant const& now, std::string_view tablet, std::int64_t number, std::string_view reason, std::string_view who);

/// One received form's frozen bytes. Fails with not_found.
Result<std::string> response_bytes(ReadConnection& connection, std::string_view response_id);
/// Calls `visit(response_id, bytes)` for every received form in order of arrival, until it fails.
Result<void> each_response(ReadConnection& connection, std::function<Result<void>(std::string const&, std::string const&)> const& visit);

/// Unacknowledged alerts first, newest first.
Result<std::vector<Alert>> alerts(ReadConnection& connection, int limit);
Result<long> count_of_open_alerts(ReadConnection& connection);
/// Fails with not_found; a second acknowledgement changes nothing.
Result<void> acknowledge_alert(Connection& connection, Instant const& now, std::string_view id, std::string_view who, std::string_view note);
/// Ends an alert with what was done about it; acknowledges it first. Fails with not_found, or invalid_argument without a note.
Result<void> close_alert(Connection& connection, Instant const& now, std::string_view id, std::string_view who, std::string_view note);
/// Unacknowledged, received by then, and nobody told since then; oldest first.
Result<std::vector<Alert>> alerts_to_escalate(ReadConnection& connection, std::int64_t received_before_ms, std::int64_t told_before_ms, int limit);
/// Somebody was told outside the console; `how`: "webhook", "e-mail" or both.
Result<void> note_escalation(Connection& connection, Instant const& now, std::string_view id, std::string_view how);

/// Walks every tablet's sequence: bytes against hash, hash against chain, signature against the tablet's key.
/// Fails with corrupted naming the first that contradicts. Returns the number of forms.
Result<std::int64_t> verify_submissions(ReadConnection& connection);

} // namespace bedside::server
