// SPDX-License-Identifier: Apache-2.0
#include "sync/server/storage/data_management.h"

#include "forms/base/utf8.h"
#include "sync/server/storage/audit.h"
#include "sync/server/storage/tablets.h"

namespace bedside::server {
namespace {

constexpr std::size_t longest_text = 2000;

Result<void> check_text(std::string_view what, std::string_view text)
{
    if (text.find_first_not_of(" \t\r\n") == std::string_view::npos || !utf8::valid(text) || utf8::count(text) > longest_text)
        return fail(Code::invalid_argument, std::string(what) + " must be said in 1 to 2000 characters of UTF-8");
    return {};
}

std::string select_queries(std::string_view where)
{
    return "SELECT q.number, q.response_id, s.participant, s.form, s.visit, q.item, q.text, q.raised_by, q.raised_ms, q.answer, q.answered_by, q.answered_ms, q.closed_by, q.closed_ms "
           "FROM data_query q JOIN submission s ON s.response_id = q.response_id "
        + std::string(where) + " ORDER BY q.number";
}

Result<std::vector<DataQuery>> query_rows(sql::Query query)
{
    std::vector<DataQuery> all;
    auto const text = [&](int column) { return query.is_null(column) ? std::string() : query.text(column); };
    while (TRY(query.step()))
        all.push_back({ query.integer(0), query.text(1), query.text(2), query.text(3), query.text(4), query.text(5), query.text(6), query.text(7), query.integer(8), text(9), text(10), query.maybe(11), text(12), query.maybe(13) });
    return all;
}

Result<DataQuery> query_by(ReadConnection& connection, std::int64_t number)
{
    auto query = TRY(connection.query(select_queries("WHERE q.number = ?1"), number));
    auto found = TRY(query_rows(std::move(query)));
    if (found.empty())
        return fail(Code::not_found, "there is no query " + std::to_string(number));
    return std::move(found.front());
}

} // namespace

Result<std::vector<DataQuery>> data_queries(ReadConnection& connection, Queries which)
{
    return query_rows(TRY(connection.query(select_queries("WHERE ?1 OR q.closed_ms IS NULL"), which == Queries::all ? 1 : 0)));
}

Result<std::vector<DataQuery>> queries_of(ReadConnection& connection, std::string_view response_id)
{
    return query_rows(TRY(connection.query(select_queries("WHERE q.response_id = ?1"), response_id)));
}

Result<std::int64_t> raise_query(Connection& connection, Instant const& now, std::string_view response_id, std::string_view item, std::string_view text, std::string_view who)
{
    TRY(refuse_when_locked(connection, "a query"));
    TRY(check_text("a query", text));
    {
        auto known = TRY(connection.query("SELECT 1 FROM submission WHERE response_id = ?1", response_id));
        if (!TRY(known.step()))
            return fail(Code::not_found, "no form with this id was received");
    }
    TRY(connection.run("INSERT INTO data_query (response_id, item, text, raised_ms, raised_by) VALUES (?1, ?2, ?3, ?4, ?5)", response_id, item, text, now.wall_ms, who));
    auto const number = connection.database().last_insert_id();
    TRY(append_audit(connection, now, who, "query-raised", std::to_string(number) + " on " + std::string(response_id)));
    return number;
}

Result<void> answer_query(Connection& connection, Instant const& now, std::int64_t number, std::string_view answer, std::string_view who)
{
    TRY(refuse_when_locked(connection, "an answer"));
    TRY(check_text("an answer", answer));
    auto const query = TRY(query_by(connection, number));
    if (query.answered_ms || query.closed_ms)
        return fail(Code::conflict, "query " + std::to_string(number) + " is answered already; raise a new one");
    TRY(connection.run("UPDATE data_query SET answer = ?2, answered_ms = ?3, answered_by = ?4 WHERE number = ?1", number, answer, now.wall_ms, who));
    return append_audit(connection, now, who, "query-answered", std::to_string(number));
}

Result<void> close_query(Connection& connection, Instant const& now, std::int64_t number, std::string_view who)
{
    TRY(refuse_when_locked(connection, "the close of a query"));
    auto const query = TRY(query_by(connection, number));
    if (query.closed_ms)
        return fail(Code::conflict, "query " + std::to_string(number) + " is closed already");
    if (!query.answered_ms)
        return fail(Code::conflict, "query " + std::to_string(number) + " has no answer yet");
    TRY(connection.run("UPDATE data_query SET closed_ms = ?2, closed_by = ?3 WHERE number = ?1", number, now.wall_ms, who));
    return append_audit(connection, now, who, "query-closed", std::to_string(number));
}

Result<std::optional<StudyLock>> study_lock(ReadConnection& connection)
{
    auto query = TRY(connection.query("SELECT reason, locked_by, locked_ms FROM study_lock WHERE unlocked_ms IS NULL"));
    if (!TRY(query.step()))
        return std::optional<StudyLock>();
    return std::optional(StudyLock { query.text(0), query.text(1), query.integer(2) });
}

Result<void> refuse_when_locked(ReadConnection& connection, std::string_view what)
{
    auto const lock = TRY(study_lock(connection));
    if (lock)
        return fail(Code::conflict, "the study is locked (" + lock->reason + "), so " + std::string(what) + " is refused; unlock it first, with a reason");
    return {};
}

Result<void> lock_study(Connection& connection, Instant const& now, std::string_view reason, std::string_view who)
{
    TRY(refuse_when_locked(connection, "another lock"));
    TRY(check_text("the reason of a lock", reason));
    auto const open = TRY(data_queries(connection, Queries::open));
    if (!open.empty())
        return fail(Code::conflict, std::to_string(open.size()) + " queries are open; close them before the study is locked");
    for (auto const& tablet : TRY(tablets(connection))) {
        auto const gaps = TRY(missing(connection, tablet));
        if (!gaps.empty())
            return fail(Code::conflict, "tablet " + tablet.id + " has form " + std::to_string(gaps.front().first) + " that is not here yet; fetch it before the study is locked");
    }
    TRY(connection.run("INSERT INTO study_lock (reason, locked_ms, locked_by) VALUES (?1, ?2, ?3)", reason, now.wall_ms, who));
    return append_audit(connection, now, who, "study-locked", reason);
}

Result<void> unlock_study(Connection& connection, Instant const& now, std::string_view reason, std::string_view who)
{
    TRY(check_text("the reason of an unlock", reason));
    if (!TRY(study_lock(connection)))
        return fail(Code::conflict, "the study is not locked");
    TRY(connection.run("UPDATE study_lock SET unlock_reason = ?1, unlocked_ms = ?2, unlocked_by = ?3 WHERE unlocked_ms IS NULL", reason, now.wall_ms, who));
    return append_audit(connection, now, who, "study-unlocked", reason);
}

} // namespace bedside::server
