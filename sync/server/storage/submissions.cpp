// SPDX-License-Identifier: Apache-2.0
#include "sync/server/storage/submissions.h"

#include "sync/server/storage/audit.h"
#include "sync/server/storage/data_management.h"
#include "sync/server/storage/facts.h"
#include "sync/server/storage/tablets.h"

namespace bedside::server {
namespace {

constexpr int most_corrections = 1000; ///< of one form, followed to the first

/// SELECT ... FROM alert, and the rest of the sentence.
std::string select_alerts(std::string_view rest)
{
    return "SELECT id, participant, tablet, rule, priority, text, raised_ms, received_ms, acknowledged_ms, acknowledged_by, closed_ms, closed_by, closed_note, escalations, escalated_ms, "
           "(SELECT response_id FROM submission s WHERE s.number = alert.submission), holds FROM alert "
        + std::string(rest);
}

Alert alert_row(Query const& query)
{
    auto const text = [&](int column) { return query.is_null(column) ? std::string() : query.text(column); };
    return { query.text(0), query.text(1), query.text(2), query.text(3), query.text(4), query.text(5), query.integer(6), query.integer(7), query.maybe(8), text(9), query.maybe(10), text(11),
        text(12), query.integer(13), query.maybe(14), text(15), query.integer(16) != 0, {} };
}

/// " late recall-overlap ": a blank on both sides of each, so that LIKE '% late %' finds one.
std::string joined(std::vector<std::string> const& flags)
{
    std::string text;
    for (auto const& flag : flags)
        text += (text.empty() ? " " : "") + flag + " ";
    return text;
}

/// The chain head of 1..contiguous after a form was added; follows what was waiting behind a gap.
Result<std::string> advance(Connection& connection, Tablet const& tablet)
{
    auto contiguous = tablet.contiguous;
    auto head = tablet.head;
    {
        auto query = TRY(connection.query("SELECT sequence, hash FROM submission WHERE tablet = ?1 AND sequence > ?2 ORDER BY sequence", tablet.id, contiguous));
        while (TRY(query.step()) && query.integer(0) == contiguous + 1) {
            ++contiguous;
            head = query.text(1);
        }
    }
    TRY(connection.run("UPDATE tablet SET contiguous = ?2, head = ?3, received = received + 1, "
                       "highest = max(highest, (SELECT max(sequence) FROM submission WHERE tablet = ?1)) WHERE id = ?1",
        tablet.id, contiguous, head));
    return head;
}

/// Why this entry cannot follow or precede what is held, or "".
Result<std::string> chain_fault(ReadConnection& connection, wire::ChainEntry const& entry)
{
    if (entry.sequence == 1 && entry.previous != wire::chain_genesis)
        return std::string("the first form of this tablet claims one before it");
    auto query = TRY(connection.query("SELECT sequence, hash, previous FROM submission WHERE tablet = ?1 AND sequence IN (?2, ?3)", entry.tablet, entry.sequence - 1, entry.sequence + 1));
    while (TRY(query.step())) {
        if (query.integer(0) < entry.sequence && query.text(1) != entry.previous)
            return "it follows another form " + std::to_string(entry.sequence - 1) + " than the one received";
        if (query.integer(0) > entry.sequence && query.text(2) != entry.hash())
            return "the received form " + std::to_string(entry.sequence + 1) + " follows another one";
    }
    return std::string();
}

/// Keeps an alert under its name; false when it is known already: the first stays. Whoever saw it before it came here has seen it.
Result<bool> store_alert(Connection& connection, Instant const& now, Alert const& alert, std::int64_t number, std::string const& course_id)
{
    {
        auto query = TRY(connection.query("SELECT 1 FROM alert WHERE course_id = ?1", course_id));
        if (TRY(query.step()))
            return false;
    }
    TRY(connection.run("INSERT INTO alert (id, submission, participant, tablet, rule, priority, text, raised_ms, received_ms, course_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)", alert.id,
        number, alert.participant, alert.tablet, alert.rule, alert.priority, alert.text, alert.raised_ms, now.wall_ms, course_id));
    auto query = TRY(connection.query("SELECT number, who, tablet, at FROM seen WHERE alert IN (?1, ?2) ORDER BY number", course_id, alert.id));
    if (!TRY(query.step()))
        return true;
    auto const at = TRY(parse_iso8601(query.text(3)));
    TRY(connection.run("UPDATE alert SET acknowledged_ms = ?2, acknowledged_by = ?3 WHERE id = ?1", alert.id, at.wall_ms, query.text(1)));
    TRY(note_fact(connection, alert.participant, FactKind::seen, std::to_string(query.integer(0)), query.text(2)));
    return true;
}

Result<void> store_companions(Connection& connection, Instant const& now, CheckedSubmission const& checked, std::int64_t number)
{
    for (auto const& json : checked.submission.resources) {
        auto const name = TRY(wire::name_of_resource(json));
        TRY(connection.run("INSERT INTO resource (type, id, submission, json) VALUES (?1, ?2, ?3, ?4)", name.type, name.id, number, json));
    }
    auto const root = TRY(root_of(connection, checked.parsed.header.id));
    for (auto const& alert : checked.alerts)
        TRY(store_alert(connection, now, alert, number, course::alert_id(alert.rule, root)));
    return {};
}

/// The acknowledgement that an alert's own columns hold, as a fact for the participant's tablets.
Result<void> note_seen(Connection& connection, std::string_view id)
{
    auto query = TRY(connection.query("SELECT course_id, acknowledged_by, acknowledged_ms, coalesce(acknowledged_note, ''), participant FROM alert WHERE id = ?1 AND acknowledged_ms IS NOT NULL", id));
    if (!TRY(query.step()))
        return {};
    auto const at = iso8601({ .wall_ms = query.integer(2), .offset_min = 0, .monotonic_ms = 0, .boot_id = {} });
    TRY(connection.run("INSERT INTO seen (alert, who, tablet, at, note) VALUES (?1, ?2, '', ?3, ?4) ON CONFLICT DO NOTHING", query.text(0), query.text(1), at, query.text(3)));
    return connection.database().changes() == 0 ? Result<void>() : note_fact(connection, query.text(4), FactKind::seen, std::to_string(connection.database().last_insert_id()), "");
}

} // namespace

Result<Admission> keep_conflict(Connection& connection, Instant const& now, wire::Submission const& submission, std::string reason)
{
    auto const& entry = submission.entry;
    TRY(connection.run("INSERT INTO conflict (tablet, response_id, sequence, sha256, previous, signature, reason, received_ms, bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) "
                       "ON CONFLICT (tablet, response_id, sequence, sha256, previous) DO UPDATE SET times = times + 1",
        entry.tablet, entry.response_id, entry.sequence, entry.sha256, entry.previous, submission.signature, reason, now.wall_ms, as_bytes(submission.response_json)));
    TRY(append_audit(connection, now, "tablet:" + entry.tablet, "conflict", entry.response_id + " " + std::to_string(entry.sequence) + ": " + reason));
    return Admission { Verdict::conflict, {}, std::move(reason) };
}

Result<bool> knows_conflict(ReadConnection& connection, wire::ChainEntry const& entry)
{
    auto query = TRY(connection.query("SELECT 1 FROM conflict WHERE tablet = ?1 AND response_id = ?2 AND sequence = ?3 AND sha256 = ?4 AND previous = ?5", entry.tablet, entry.response_id, entry.sequence, entry.sha256, entry.previous));
    return query.step();
}

Result<std::optional<wire::ChainEntry>> held_entry(ReadConnection& connection, std::string_view response_id)
{
    auto query = TRY(connection.query("SELECT tablet, sequence, sha256, previous FROM submission WHERE response_id = ?1", response_id));
    if (!TRY(query.step()))
        return std::optional<wire::ChainEntry>();
    return std::optional(wire::ChainEntry { query.text(0), query.integer(1), std::string(response_id), query.text(2), query.text(3) });
}

Result<void> attach_companion(Connection& connection, Instant const& now, std::string_view response_id, wire::ResourceName const& name, std::string_view json, std::optional<Alert> const& alert)
{
    std::int64_t number = 0;
    {
        auto query = TRY(connection.query("SELECT number FROM submission WHERE response_id = ?1", response_id));
        if (!TRY(query.step()))
            return fail(Code::not_found, "no form with this id was received");
        number = query.integer(0);
    }
    TRY(connection.run("INSERT INTO resource (type, id, submission, json) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING", name.type, name.id, number, json));
    if (!alert || connection.database().changes() == 0)
        return {};
    auto const root = TRY(root_of(connection, response_id));
    TRY(store_alert(connection, now, *alert, number, course::alert_id(alert->rule, root)));
    return {};
}

Result<std::optional<wire::Receipt>> held_receipt(ReadConnection& connection, wire::ChainEntry const& entry)
{
    auto query = TRY(connection.query("SELECT sha256, tablet, sequence, previous, received_at, receipt_head FROM submission WHERE response_id = ?1", entry.response_id));
    if (!TRY(query.step()) || query.text(0) != entry.sha256 || query.text(1) != entry.tablet || query.integer(2) != entry.sequence || query.text(3) != entry.previous)
        return std::optional<wire::Receipt>();
    return std::optional(wire::Receipt { entry.response_id, entry.sha256, entry.tablet, entry.sequence, query.text(4), query.text(5), {} });
}

Result<Admission> admit(Connection& connection, Instant const& now, CheckedSubmission const& checked)
{
    auto const& submission = checked.submission;
    auto const& entry = submission.entry;
    auto const& header = checked.parsed.header;
    if (auto receipt = TRY(held_receipt(connection, entry)))
        return Admission { Verdict::known, std::move(*receipt), {} };
    // The form stays on the tablet, which asks again: nothing is lost.
    if (TRY(study_lock(connection)))
        return fail(Code::unavailable, "The study is locked; this form stays on the tablet until it is unlocked.");
    if (auto fault = TRY(chain_fault(connection, entry)); !fault.empty()) {
        TRY(mark_fork(connection, now, entry.tablet, fault));
        return keep_conflict(connection, now, submission, std::move(fault));
    }

    auto const before = TRY(tablet(connection, entry.tablet));
    auto const at = iso8601(now);
    auto const inserted = connection.run(
        "INSERT INTO submission (response_id, tablet, sequence, sha256, previous, hash, signature, received_ms, received_at, receipt_head, skew_ms, study, "
        "participant, form, questionnaire, visit, authored_at, authored_ms, authored_date, language, assisted_by, staff, tags, via, amends) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25)",
        entry.response_id, entry.tablet, entry.sequence, entry.sha256, entry.previous, entry.hash(), submission.signature, now.wall_ms, at,
        entry.sequence == before.contiguous + 1 ? entry.hash() : before.head, submission.skew_ms, header.study, header.subject, checked.form,
        checked.parsed.questionnaire, header.visit, iso8601(header.authored), header.authored.wall_ms, to_string(local_date(header.authored)), header.language,
        header.assisted_by, header.staff, joined(header.flags), checked.via, header.amends == header.id ? std::string() : header.amends);
    if (!inserted && inserted.error().code == Code::conflict) {
        auto query = TRY(connection.query("SELECT response_id FROM submission WHERE response_id = ?1", entry.response_id));
        bool const known_id = TRY(query.step());
        if (!known_id)
            TRY(mark_fork(connection, now, entry.tablet, "two forms claim number " + std::to_string(entry.sequence)));
        return keep_conflict(connection, now, submission,
            known_id ? "another content or place is known under this form's id" : "number " + std::to_string(entry.sequence) + " of this tablet belongs to another form");
    }
    TRY(Result<void>(inserted));
    auto const number = connection.database().last_insert_id();
    TRY(connection.run("INSERT INTO response_body (number, bytes) VALUES (?1, ?2)", number, as_bytes(submission.response_json)));
    TRY(note_fact(connection, header.subject, FactKind::form, entry.response_id, entry.tablet));
    auto const companions = store_companions(connection, now, checked, number);
    if (!companions && companions.error().code == Code::conflict) // undoes the whole form: the caller's job fails
        return fail(Code::rejected, "a resource that travels with this form is known already with another form");
    TRY(Result<void>(companions));
    TRY(advance(connection, before));
    if (checked.status_record)
        TRY(settle_roster(connection, now, "tablet:" + entry.tablet));
    TRY(connection.run("DELETE FROM refusal WHERE tablet = ?1 AND sequence = ?2 AND response_id = ?3", entry.tablet, entry.sequence, entry.response_id));
    auto receipt = TRY(held_receipt(connection, entry));
    if (!receipt)
        return fail(Code::internal, "a form that was just stored is not there");
    return Admission { Verdict::created, std::move(*receipt), {} };
}

Result<void> note_refusal(Connection& connection, Instant const& now, wire::ChainEntry const& entry, std::string_view reason, std::string_view transaction)
{
    return connection.run("INSERT INTO refusal (tablet, response_id, sequence, reason, first_ms, last_ms, transaction_json) VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6) "
                          "ON CONFLICT (tablet, sequence, response_id) DO UPDATE SET reason = excluded.reason, last_ms = excluded.last_ms, transaction_json = excluded.transaction_json",
        entry.tablet, entry.response_id, entry.sequence, reason, now.wall_ms, as_bytes(transaction));
}

Result<std::vector<Refusal>> refusals(ReadConnection& connection, std::string_view tablet, int limit)
{
    auto query = TRY(connection.query("SELECT sequence, reason, first_ms, last_ms FROM refusal r WHERE tablet = ?1 "
                                      "AND NOT EXISTS (SELECT 1 FROM given_up g WHERE g.tablet = r.tablet AND g.sequence = r.sequence) ORDER BY sequence LIMIT ?2",
        tablet, limit));
    std::vector<Refusal> rows;
    while (TRY(query.step()))
        rows.push_back({ query.integer(0), query.text(1), query.integer(2), query.integer(3) });
    return rows;
}

Result<std::string> refused_transaction(ReadConnection& connection, std::string_view tablet, std::int64_t sequence)
{
    auto query = TRY(connection.query("SELECT transaction_json FROM refusal WHERE tablet = ?1 AND sequence = ?2 AND transaction_json IS NOT NULL ORDER BY last_ms DESC", tablet, sequence));
    if (!TRY(query.step()))
        return fail(Code::not_found, "This form was not refused, or was received in the meantime.");
    return std::string(as_text(query.blob(0)));
}

Result<std::vector<Conflict>> open_conflicts(ReadConnection& connection, std::string_view tablet, int limit)
{
    auto query = TRY(connection.query("SELECT number, sequence, response_id, reason, received_ms, times FROM conflict WHERE tablet = ?1 AND resolved_ms IS NULL ORDER BY number LIMIT ?2", tablet, limit));
    std::vector<Conflict> rows;
    while (TRY(query.step()))
        rows.push_back({ query.integer(0), query.integer(1), query.text(2), query.text(3), query.integer(4), query.integer(5) });
    return rows;
}

Result<void> settle_conflict(Connection& connection, Instant const& now, std::string_view tablet, std::int64_t number, std::string_view reason, std::string_view who)
{
    if (reason.empty())
        return fail(Code::invalid_argument, "Please give a reason.");
    TRY(connection.run("UPDATE conflict SET resolved_ms = ?3, resolved_by = ?4 WHERE tablet = ?1 AND number = ?2 AND resolved_ms IS NULL", tablet, number, now.wall_ms, who));
    if (connection.database().changes() == 0)
        return fail(Code::not_found, "There is no such conflict.");
    return append_audit(connection, now, who, "conflict-settled", std::string(tablet) + " " + std::to_string(number) + ": " + std::string(reason));
}

Result<std::string> response_bytes(ReadConnection& connection, std::string_view response_id)
{
    auto query = TRY(connection.query("SELECT b.bytes FROM submission s JOIN response_body b ON b.number = s.number WHERE s.response_id = ?1", response_id));
    if (!TRY(query.step()))
        return fail(Code::not_found, "no form with this id was received");
    return std::string(as_text(query.blob(0)));
}

Result<void> each_response(ReadConnection& connection, std::function<Result<void>(std::string const&, std::string const&)> const& visit)
{
    auto query = TRY(connection.query("SELECT s.response_id, b.bytes FROM submission s JOIN response_body b ON b.number = s.number ORDER BY s.number"));
    while (TRY(query.step()))
        TRY(visit(query.text(0), std::string(as_text(query.blob(1)))));
    return {};
}

Result<std::vector<Alert>> alerts(ReadConnection& connection, int limit)
{
    // Two lookups along an index instead of one sort of everything.
    auto query = TRY(connection.query("SELECT * FROM (" + select_alerts("WHERE acknowledged_ms IS NULL ORDER BY received_ms DESC LIMIT ?1") + ") UNION ALL SELECT * FROM ("
            + select_alerts("WHERE acknowledged_ms IS NOT NULL ORDER BY received_ms DESC LIMIT ?1") + ") LIMIT ?1",
        limit));
    std::vector<Alert> rows;
    while (TRY(query.step()))
        rows.push_back(alert_row(query));
    return rows;
}

Result<long> count_of_open_alerts(ReadConnection& connection)
{
    auto query = TRY(connection.query("SELECT count(*) FROM alert WHERE acknowledged_ms IS NULL"));
    TRY(query.step());
    return static_cast<long>(query.integer(0));
}

Result<std::string> root_of(ReadConnection& connection, std::string_view response_id)
{
    std::string root(response_id);
    for (int steps = 0; steps < most_corrections; ++steps) {
        auto query = TRY(connection.query("SELECT amends FROM submission WHERE response_id = ?1", root));
        if (!TRY(query.step()) || query.text(0).empty())
            break;
        root = course::response_of_version(query.text(0)).first;
    }
    return root;
}

Result<bool> raise_alert(Connection& connection, Instant const& now, Alert const& alert)
{
    std::int64_t number = 0;
    {
        auto query = TRY(connection.query("SELECT number FROM submission WHERE response_id = ?1", alert.response_id));
        if (!TRY(query.step()))
            return fail(Code::not_found, "No form with this id was received.");
        number = query.integer(0);
    }
    auto const is_new = TRY(store_alert(connection, now, alert, number, alert.id));
    if (is_new)
        TRY(append_audit(connection, now, "system:server", "alert-raised", alert.id + " " + alert.rule + " " + alert.response_id));
    return is_new;
}

Result<void> mark_holding(Connection& connection, std::vector<std::string> const& holding, std::vector<std::string> const& taken_back)
{
    for (auto const& id : holding)
        TRY(connection.run("UPDATE alert SET holds = 1 WHERE course_id = ?1 AND holds = 0", id));
    for (auto const& id : taken_back)
        TRY(connection.run("UPDATE alert SET holds = 0 WHERE course_id = ?1 AND holds = 1", id));
    return {};
}

Result<bool> has_unnamed_alerts(ReadConnection& connection)
{
    auto query = TRY(connection.query("SELECT 1 FROM alert WHERE course_id = '' LIMIT 1"));
    return query.step();
}

Result<void> name_alerts(Connection& connection)
{
    struct Unnamed {
        std::string id;
        std::string rule;
        std::string response_id;
    };
    std::vector<Unnamed> unnamed;
    {
        auto query = TRY(connection.query("SELECT a.id, a.rule, s.response_id, a.acknowledged_by FROM alert a JOIN submission s ON s.number = a.submission WHERE a.course_id = '' ORDER BY a.received_ms, a.id"));
        while (TRY(query.step()))
            unnamed.push_back({ query.text(0), query.text(1), query.text(2) });
    }
    for (auto const& one : unnamed) {
        auto const root = TRY(root_of(connection, one.response_id));
        auto name = course::alert_id(one.rule, root);
        {
            auto query = TRY(connection.query("SELECT 1 FROM alert WHERE course_id = ?1", name));
            if (TRY(query.step()))
                name = one.id; // said twice about one form: the first has the name
        }
        TRY(connection.run("UPDATE alert SET course_id = ?2 WHERE id = ?1", one.id, name));
        TRY(note_seen(connection, one.id));
    }
    return {};
}

Result<void> acknowledge_on_tablet(Connection& connection, std::string_view tablet, std::string_view alert, std::string_view who, Instant const& at)
{
    std::string id;
    std::string name(alert);
    bool is_new = false;
    {
        auto query = TRY(connection.query("SELECT id, course_id, acknowledged_ms FROM alert WHERE id = ?1 OR course_id = ?1", alert));
        if (TRY(query.step())) {
            id = query.text(0);
            name = query.text(1);
            is_new = query.is_null(2);
        }
    }
    TRY(connection.run("INSERT INTO seen (alert, who, tablet, at, note) VALUES (?1, ?2, ?3, ?4, '') ON CONFLICT DO NOTHING", name, who, tablet, iso8601(at)));
    if (id.empty() || connection.database().changes() == 0)
        return {};
    auto const number = connection.database().last_insert_id();
    if (is_new)
        TRY(connection.run("UPDATE alert SET acknowledged_ms = ?2, acknowledged_by = ?3 WHERE id = ?1", id, at.wall_ms, who));
    auto query = TRY(connection.query("SELECT participant FROM alert WHERE id = ?1", id));
    TRY(query.step());
    return note_fact(connection, query.text(0), FactKind::seen, std::to_string(number), tablet);
}

Result<void> acknowledge_alert(Connection& connection, Instant const& now, std::string_view id, std::string_view who, std::string_view note)
{
    {
        auto query = TRY(connection.query("SELECT acknowledged_ms FROM alert WHERE id = ?1", id));
        if (!TRY(query.step()))
            return fail(Code::not_found, "there is no such alert");
        if (!query.is_null(0))
            return {};
    }
    TRY(connection.run("UPDATE alert SET acknowledged_ms = ?2, acknowledged_by = ?3, acknowledged_note = ?4 WHERE id = ?1", id, now.wall_ms, who, note));
    TRY(note_seen(connection, id));
    return append_audit(connection, now, who, "alert-acknowledged", id);
}

Result<void> close_alert(Connection& connection, Instant const& now, std::string_view id, std::string_view who, std::string_view note)
{
    if (note.empty())
        return fail(Code::invalid_argument, "Please write what was done.");
    TRY(acknowledge_alert(connection, now, id, who, ""));
    TRY(connection.run("UPDATE alert SET closed_ms = ?2, closed_by = ?3, closed_note = ?4 WHERE id = ?1 AND closed_ms IS NULL", id, now.wall_ms, who, note));
    return connection.database().changes() == 0 ? Result<void>() : append_audit(connection, now, who, "alert-closed", std::string(id));
}

Result<std::vector<Alert>> alerts_to_escalate(ReadConnection& connection, std::int64_t received_before_ms, std::int64_t told_before_ms, int limit)
{
    auto query = TRY(connection.query(select_alerts("WHERE acknowledged_ms IS NULL AND holds = 1 AND received_ms <= ?1 AND coalesce(escalated_ms, 0) <= ?2 ORDER BY received_ms LIMIT ?3"),
        received_before_ms, told_before_ms, limit));
    std::vector<Alert> rows;
    while (TRY(query.step()))
        rows.push_back(alert_row(query));
    return rows;
}

Result<void> note_escalation(Connection& connection, Instant const& now, std::string_view id, std::string_view how)
{
    TRY(connection.run("UPDATE alert SET escalations = escalations + 1, escalated_ms = ?2 WHERE id = ?1", id, now.wall_ms));
    return append_audit(connection, now, "system:server", "alert-escalated", std::string(id) + " " + std::string(how));
}

Result<std::int64_t> verify_submissions(ReadConnection& connection)
{
    std::int64_t forms = 0;
    for (auto const& about : TRY(tablets(connection))) {
        auto query = TRY(connection.query("SELECT s.sequence, s.response_id, s.sha256, s.previous, s.hash, s.signature, b.bytes FROM submission s "
                                          "LEFT JOIN response_body b ON b.number = s.number WHERE s.tablet = ?1 ORDER BY s.sequence",
            about.id));
        wire::ChainEntry before;
        for (; TRY(query.step()); ++forms) {
            wire::ChainEntry const entry { about.id, query.integer(0), query.text(1), query.text(2), query.text(3) };
            auto const broken = [&](std::string const& what) { return fail(Code::corrupted, "tablet " + about.id + ", number " + std::to_string(entry.sequence) + ": " + what); };
            auto const bytes = query.blob(6);
            if (hex(sha256(bytes)) != entry.sha256)
                return broken("the stored bytes do not have their hash");
            if (entry.hash() != query.text(4) || (before.sequence == entry.sequence - 1 && before.sequence > 0 && before.hash() != entry.previous))
                return broken("the chain is broken here");
            auto const signature = from_base64(query.text(5));
            bool const unjudged = about.signing_key.empty() && !about.mirrored_from.empty(); // its key was never named over there
            if (!unjudged && (!signature || !verify(about.signing_key, entry.canonical(), *signature)))
                return broken("the tablet's signature does not hold");
            before = entry;
        }
        if (about.contiguous > about.highest || about.received > about.highest)
            return fail(Code::corrupted, "tablet " + about.id + ": its counters contradict its forms");
    }
    return forms;
}

} // namespace bedside::server
