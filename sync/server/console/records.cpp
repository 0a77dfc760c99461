// SPDX-License-Identifier: Apache-2.0
#include "sync/server/console/records.h"

namespace bedside::server {
namespace {

/// SELECT ... FROM submission, and the rest of the sentence.
std::string select_records(std::string_view rest)
{
    return "SELECT response_id, tablet, sequence, sha256, signature, received_at, receipt_head, skew_ms, participant, form, questionnaire, visit, authored_at, language, assisted_by, staff, tags, "
           "(SELECT coalesce(max(version), 1) FROM correction c WHERE c.response_id = submission.response_id), via FROM submission "
        + std::string(rest);
}

FormRecord record_of(sql::Query const& query)
{
    return { query.text(0), query.text(1), query.integer(2), query.text(3), query.text(4), query.text(5), query.text(6), query.integer(7), query.text(8), query.text(9),
        query.text(10), query.text(11), query.text(12), query.text(13), query.text(14), query.text(15), query.text(16), query.integer(17), query.text(18) };
}

} // namespace

Result<FormRecord> form_record(ReadConnection& connection, std::string_view response_id)
{
    auto query = TRY(connection.query(select_records("WHERE response_id = ?1"),
        response_id));
    if (!TRY(query.step()))
        return fail(Code::not_found, "no form with this id was received");
    return record_of(query);
}

Result<std::vector<FormRecord>> form_records(ReadConnection& connection, std::string_view participant, int limit)
{
    auto query = TRY(connection.query(select_records("WHERE participant = ?1 ORDER BY authored_ms DESC LIMIT ?2"),
        participant, limit));
    std::vector<FormRecord> rows;
    while (TRY(query.step()))
        rows.push_back(record_of(query));
    return rows;
}

Result<std::vector<AuditRow>> audit_of_form(ReadConnection& connection, std::string_view response_id, int limit)
{
    // Details begin with the id, or are the address of its page.
    auto query = TRY(connection.query("SELECT number, at, who, event, detail FROM audit WHERE (detail >= ?1 AND detail < ?1 || '~') OR detail = '/responses/' || ?1 ORDER BY number DESC LIMIT ?2", response_id, limit));
    std::vector<AuditRow> rows;
    while (TRY(query.step()))
        rows.push_back({ query.integer(0), query.text(1), query.text(2), query.text(3), query.text(4) });
    return rows;
}

} // namespace bedside::server
