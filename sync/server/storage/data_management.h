// SPDX-License-Identifier: Apache-2.0
// Queries on received forms, and the lock of a study. Every act is in the audit trail with whoever did it.
#pragma once

#include "forms/base/clock.h"
#include "sync/sql/connection.h"

#include <vector>

namespace bedside::server {

using sql::Connection;
using sql::ReadConnection;

/// A question about a received form, asked, answered and closed by people; the form stays as it came.
struct DataQuery {
    std::int64_t number = 0;
    std::string response_id;
    std::string participant;
    std::string form;
    std::string visit;
    std::string item;        ///< linkId; empty: the whole form
    std::string text;
    std::string raised_by;
    std::int64_t raised_ms = 0;
    std::string answer;
    std::string answered_by;
    std::optional<std::int64_t> answered_ms;
    std::string closed_by;
    std::optional<std::int64_t> closed_ms;
};
enum class Queries { open, all };
/// By number.
Result<std::vector<DataQuery>> data_queries(ReadConnection& connection, Queries which);
/// Those about one form, by number.
Result<std::vector<DataQuery>> queries_of(ReadConnection& connection, std::string_view response_id);
/// Returns its number. Fails with not_found (no such form), invalid_argument (no text) or conflict (locked).
Result<std::int64_t> raise_query(Connection& connection, Instant const& now, std::string_view response_id, std::string_view item, std::string_view text, std::string_view who);
/// Once. Fails with not_found, invalid_argument, or conflict (answered already, closed, locked).
Result<void> answer_query(Connection& connection, Instant const& now, std::int64_t number, std::string_view answer, std::string_view who);
/// Only an answered one. Fails with not_found or conflict.
Result<void> close_query(Connection& connection, Instant const& now, std::int64_t number, std::string_view who);

struct StudyLock {
    std::string reason;
    std::string locked_by;
    std::int64_t locked_ms = 0;
};
/// The lock in force.
Result<std::optional<StudyLock>> study_lock(ReadConnection& connection);
/// Fails with conflict, in a sentence that names `what` is refused, while the study is locked.
Result<void> refuse_when_locked(ReadConnection& connection, std::string_view what);
/// From now on no form, publication, enrolment or query is taken; tablets keep what they have and send it after the unlock. Fails with
/// invalid_argument (no reason) or conflict (locked already, a query is open, a tablet's form is missing).
Result<void> lock_study(Connection& connection, Instant const& now, std::string_view reason, std::string_view who);
/// Fails with invalid_argument (no reason) or conflict (not locked).
Result<void> unlock_study(Connection& connection, Instant const& now, std::string_view reason, std::string_view who);

} // namespace bedside::server
