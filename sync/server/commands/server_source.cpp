// SPDX-License-Identifier: Apache-2.0
#include "sync/server/commands/server_source.h"

#include "sync/server/storage/data_management.h"

namespace bedside::report {
namespace {

using server::ReadConnection;

Result<std::int64_t> newest(ReadConnection& connection)
{
    auto query = TRY(connection.query("SELECT max(coalesce((SELECT max(received_ms) FROM submission), 0), coalesce((SELECT max(published_ms) FROM publication), 0), "
                                      "coalesce((SELECT max(at_ms) FROM participant_change), 0), coalesce((SELECT max(at_ms) FROM correction), 0))"));
    return TRY(query.step()) ? query.integer(0) : 0;
}

Result<void> each_response(ReadConnection& connection, std::function<Result<void>(Arrival, std::string)> const& visit)
{
    auto query = TRY(connection.query("SELECT s.participant, s.response_id, s.form, s.questionnaire, s.tablet, s.sequence, s.sha256, s.received_at, s.skew_ms, s.via, b.bytes, 1 AS version, '' AS who, '' AS reason, "
                                      "0 AS at_ms, s.authored_ms AS authored_ms FROM submission s JOIN response_body b ON b.number = s.number "
                                      "UNION ALL SELECT s.participant, s.response_id, s.form, s.questionnaire, s.tablet, s.sequence, c.sha256, s.received_at, s.skew_ms, s.via, c.bytes, c.version, c.who, "
                                      "c.reason, c.at_ms, s.authored_ms FROM correction c JOIN submission s ON s.response_id = c.response_id ORDER BY 1, authored_ms, 2, version"));
    while (TRY(query.step())) {
        auto const bytes = query.blob(10);
        TRY(visit({ query.text(0), query.text(1), query.text(2), query.text(3), query.text(4), query.integer(5), query.text(6), query.text(7), query.integer(8), query.text(9),
                   query.integer(11), query.text(12), query.text(13), query.integer(14) },
            std::string(bytes.begin(), bytes.end())));
    }
    return {};
}

Result<void> each_audit_line(ReadConnection& connection, std::int64_t until_ms, std::function<Result<void>(AuditLine)> const& visit)
{
    auto query = TRY(connection.query("SELECT number, at, who, event, detail FROM audit WHERE at_ms <= ?1 ORDER BY number", until_ms));
    while (TRY(query.step()))
        TRY(visit({ query.integer(0), query.text(1), query.text(2), query.text(3), query.text(4) }));
    return {};
}

Result<void> each_query(ReadConnection& connection, study::Zone const& zone, std::function<Result<void>(QueryLine)> const& visit)
{
    auto const moment = [&](std::optional<std::int64_t> ms) { return ms ? iso8601(zone.instant(*ms)) : std::string(); };
    auto const all = TRY(server::data_queries(connection, server::Queries::all));
    for (auto const& one : all)
        TRY(visit({ one.number, one.response_id, one.item, one.closed_ms ? "closed" : one.answered_ms ? "answered" : "open", one.text, one.raised_by, moment(one.raised_ms), one.answer, one.answered_by, moment(one.answered_ms), one.closed_by, moment(one.closed_ms) }));
    return {};
}

Result<void> each_resource(ReadConnection& connection, std::function<Result<void>(std::string, std::string)> const& visit)
{
    auto query = TRY(connection.query("SELECT type, json FROM resource ORDER BY type, id"));
    while (TRY(query.step()))
        TRY(visit(query.text(0), query.text(1)));
    return {};
}

} // namespace

Result<Source> source_of(server::StudyServer& server, std::optional<std::int64_t> as_of_ms)
{
    // Everything of one state of the database: a form that comes in meanwhile is in none of the files, and none of them lacks what another names.
    auto const state = std::make_shared<server::Storage::Snapshot>(TRY(server.storage().snapshot())); // owned by the source's functions
    Source source;
    source.study_files = TRY(state->read([](ReadConnection& connection) { return server::documents(connection, "study"); }));
    if (source.study_files.empty())
        return fail(Code::not_found, "no study is published here yet; publish one first");
    auto roster = TRY(state->read([](ReadConnection& connection) { return server::documents(connection, "roster"); }));
    source.roster = roster["roster.csv"];
    source.as_of.wall_ms = as_of_ms ? *as_of_ms : TRY(state->read(newest));
    auto const until = source.as_of.wall_ms;
    source.each_response = [state](auto const& visit) { return state->read([&](ReadConnection& connection) { return each_response(connection, visit); }); };
    source.replaced_form = [state](std::string const& canonical) -> Result<std::optional<ReplacedForm>> {
        auto const known = TRY(state->read([&](ReadConnection& connection) { return server::published_form(connection, canonical); }));
        return known ? std::optional(ReplacedForm { known->form, known->bytes }) : std::nullopt;
    };
    source.each_audit_line = [state, until](auto const& visit) { return state->read([&](ReadConnection& connection) { return each_audit_line(connection, until, visit); }); };
    auto const study = TRY(study::load_study_head(source.study_files["study.toml"]));
    auto const lock = TRY(state->read(server::study_lock));
    source.locked = lock ? iso8601(study.zone.instant(lock->locked_ms)) : "";
    source.each_query = [state, zone = study.zone](auto const& visit) { return state->read([&](ReadConnection& connection) { return each_query(connection, zone, visit); }); };
    source.each_resource = [state](auto const& visit) { return state->read([&](ReadConnection& connection) { return each_resource(connection, visit); }); };
    return source;
}

} // namespace bedside::report
