// SPDX-License-Identifier: Apache-2.0
// What the console reads about received forms. Every query goes through an index and has a limit.
#pragma once

#include "sync/server/storage/audit.h"

#include <vector>

namespace bedside::server {

using sql::Connection;
using sql::ReadConnection;
using sql::Query;

/// A received form without its answers.
struct FormRecord {
    std::string id; ///< response id
    std::string tablet;
    std::int64_t sequence = 0;
    std::string sha256;
    std::string signature;    ///< base64, the tablet's
    std::string received_at;  ///< ISO 8601, as signed in the receipt
    std::string receipt_head; ///< chain head, as signed in the receipt
    std::int64_t skew_ms = 0;
    std::string participant;
    std::string form; ///< form id of the study
    std::string questionnaire; ///< url|version
    std::string visit;
    std::string authored_at; ///< ISO 8601 with offset
    std::string language;
    std::string assisted_by;
    std::string staff;
    std::string tags;
    std::int64_t versions = 1; ///< the last one is in force
    std::string via;           ///< network, rescue, amended or mirror
};

/// Fails with not_found.
Result<FormRecord> form_record(ReadConnection& connection, std::string_view response_id);
/// The newest forms of a participant, newest first.
Result<std::vector<FormRecord>> form_records(ReadConnection& connection, std::string_view participant, int limit);
/// Audit rows about a form: who saw it, what was done with it; newest first.
Result<std::vector<AuditRow>> audit_of_form(ReadConnection& connection, std::string_view response_id, int limit);

} // namespace bedside::server
