// SPDX-License-Identifier: Apache-2.0
#include "sync/server/storage/participants.h"

#include "sync/server/storage/audit.h"
#include "sync/server/storage/data_management.h"
#include "sync/server/storage/facts.h"
#include "sync/server/storage/settings.h"
#include "sync/server/storage/submissions.h"

#include "forms/study/status.h"

#include <algorithm>

namespace bedside::server {
namespace {

std::string_view anchor_in(std::string_view field) { return field.starts_with("anchor:") ? field.substr(7) : std::string_view(); }

std::string value_of(study::Participant const& one, std::string_view field)
{
    if (field == "state")
        return std::string(study::name_of(one.state));
    if (field == "ward" || field == "tablet")
        return field == "ward" ? one.ward : one.tablet;
    auto const found = one.anchors.find(std::string(anchor_in(field)));
    return found == one.anchors.end() ? "" : iso8601(found->second);
}

Bytes as_bytes(std::string_view text) { return Bytes(text.begin(), text.end()); }
ParticipantChange change_row(Query const& query)
{
    return { query.text(0), query.text(1), query.text(2), query.text(3), query.text(4), query.text(5), query.text(6), query.integer(7) };
}

/// Versions of status records that are here, one a line: what is said now stands above them.
Result<std::string> status_records(Connection& connection, std::string_view participant, study::Study const& study)
{
    std::string ids;
    for (auto const& form : study.forms) {
        if (!form.definition || !study::is_status_form(*form.definition))
            continue;
        auto query = TRY(connection.query("SELECT response_id FROM submission WHERE participant = ?1 AND form = ?2 UNION ALL SELECT c.response_id || '.' || c.version FROM correction c "
                                          "JOIN submission s ON s.response_id = c.response_id WHERE s.participant = ?1 AND s.form = ?2",
            participant, form.id));
        while (TRY(query.step()))
            ids += (ids.empty() ? "" : "\n") + query.text(0);
    }
    return ids;
}

} // namespace

Result<void> apply_change(std::vector<study::Participant>& roster, study::Study const& study, ParticipantChange const& change)
{
    auto const found = std::find_if(roster.begin(), roster.end(), [&](auto const& one) { return one.number == change.participant; });
    if (found == roster.end())
        return {};
    if (change.field == "ward" || change.field == "tablet") {
        (change.field == "ward" ? found->ward : found->tablet) = change.value;
        return {};
    }
    return study::apply_statement(*found, study, { change.field, change.value, change.since });
}

Result<std::string> roster_with_changes(ReadConnection& connection, std::string_view csv, study::Study const& study)
{
    auto query = TRY(connection.query("SELECT participant, field, before, value, since, reason, who, at_ms FROM participant_change ORDER BY number"));
    std::vector<study::Participant> roster;
    bool changed = false;
    while (TRY(query.step())) {
        if (!changed)
            roster = TRY(study::load_roster(csv, study));
        changed = true;
        // A change that the study's new version no longer knows has nothing to hold on to.
        auto const applied = apply_change(roster, study, change_row(query));
        if (!applied && applied.error().code != Code::invalid_argument)
            return std::unexpected(applied.error());
    }
    return changed ? study::format_roster(roster, study) : std::string(csv);
}

Result<void> change_participant(Connection& connection, Instant const& now, ParticipantChange change)
{
    if (change.reason.empty())
        return fail(Code::invalid_argument, "Please give a reason.");
    TRY(refuse_when_locked(connection, "a change of a participant"));
    auto const published = TRY(publication(connection));
    if (!published)
        return fail(Code::not_found, "No study is published yet.");
    auto const files = TRY(documents(connection, "study"));
    auto const study = TRY(study::load_study(files));
    auto documents_of_roster = TRY(documents(connection, "roster"));
    auto roster = TRY(study::load_roster(documents_of_roster["roster.csv"], study));
    auto const found = std::find_if(roster.begin(), roster.end(), [&](auto const& one) { return one.number == change.participant; });
    if (found == roster.end())
        return fail(Code::not_found, "Nobody has this number.");
    change.before = value_of(*found, change.field);
    if (change.before == change.value && change.field != "state")
        return {};
    TRY(apply_change(roster, study, change));
    auto const text = study::format_roster(roster, study);
    if (!study::load_roster(text, study)) // whatever was typed: the roster must load again
        return fail(Code::invalid_argument, "This can't stand in a roster.");
    auto const knew = TRY(status_records(connection, change.participant, study));
    TRY(connection.run("INSERT INTO participant_change (participant, field, before, value, since, reason, who, at_ms, knew) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)", change.participant,
        change.field, change.before, change.value, change.since, change.reason, change.who, now.wall_ms, knew));
    TRY(note_fact(connection, change.participant, FactKind::change, std::to_string(connection.database().last_insert_id()), ""));
    TRY(settle_roster(connection, now, change.who));
    return append_audit(connection, now, change.who, "participant-changed",
        change.participant + " " + change.field + ": " + (change.before.empty() ? "-" : change.before) + " > " + (change.value.empty() ? "-" : change.value)
            + (change.since.empty() ? "" : " since " + change.since) + ": " + change.reason);
}

Result<std::vector<ParticipantChange>> changes_of(ReadConnection& connection, std::string_view participant)
{
    auto query = TRY(connection.query(
        "SELECT participant, field, before, value, since, reason, who, at_ms FROM participant_change WHERE participant = ?1 ORDER BY number DESC", participant));
    std::vector<ParticipantChange> rows;
    while (TRY(query.step()))
        rows.push_back(change_row(query));
    return rows;
}

Result<void> add_correction(Connection& connection, Instant const& now, Correction correction)
{
    if (correction.reason.empty())
        return fail(Code::invalid_argument, "Please give a reason.");
    TRY(response_bytes(connection, correction.response_id));
    {
        auto query = TRY(connection.query("SELECT coalesce(max(version), 1) + 1 FROM correction WHERE response_id = ?1", correction.response_id));
        TRY(query.step());
        correction.version = query.integer(0);
    }
    TRY(connection.run("INSERT INTO correction (response_id, version, bytes, sha256, what, reason, who, at_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", correction.response_id,
        correction.version, as_bytes(correction.bytes), sha256_hex(correction.bytes), correction.what, correction.reason, correction.who, now.wall_ms));
    {
        auto query = TRY(connection.query("SELECT s.participant, q.bytes FROM submission s JOIN questionnaire q ON q.canonical = s.questionnaire WHERE s.response_id = ?1", correction.response_id));
        if (TRY(query.step())) {
            auto const bytes = query.blob(1);
            TRY(note_fact(connection, query.text(0), FactKind::version, course::version_id(correction.response_id, correction.version), ""));
            if (auto const form = forms::load_questionnaire(as_text(bytes)); form && study::is_status_form(*form))
                TRY(settle_roster(connection, now, correction.who));
        }
    }
    return append_audit(connection, now, correction.who, "amended",
        correction.response_id + " version " + std::to_string(correction.version) + " " + correction.what + " " + sha256_hex(correction.bytes) + ": " + correction.reason);
}

Result<std::vector<Correction>> corrections_of(ReadConnection& connection, std::string_view response_id)
{
    auto query = TRY(connection.query("SELECT response_id, version, bytes, sha256, what, reason, who, at_ms FROM correction WHERE response_id = ?1 ORDER BY version", response_id));
    std::vector<Correction> rows;
    while (TRY(query.step()))
        rows.push_back({ query.text(0), query.integer(1), std::string(as_text(query.blob(2))), query.text(3), query.text(4), query.text(5), query.text(6), query.integer(7) });
    return rows;
}

Result<std::string> current_bytes(ReadConnection& connection, std::string_view response_id)
{
    {
        auto query = TRY(connection.query("SELECT bytes FROM correction WHERE response_id = ?1 ORDER BY version DESC LIMIT 1", response_id));
        if (TRY(query.step()))
            return std::string(as_text(query.blob(0)));
    }
    return response_bytes(connection, response_id);
}

Result<void> each_current_response(ReadConnection& connection, std::function<Result<void>(std::string const&, std::string const&)> const& visit)
{
    auto query = TRY(connection.query("SELECT s.response_id, coalesce((SELECT c.bytes FROM correction c WHERE c.response_id = s.response_id ORDER BY c.version DESC LIMIT 1), b.bytes) "
                                      "FROM submission s JOIN response_body b ON b.number = s.number ORDER BY s.number"));
    while (TRY(query.step()))
        TRY(visit(query.text(0), std::string(as_text(query.blob(1)))));
    return {};
}

} // namespace bedside::server
