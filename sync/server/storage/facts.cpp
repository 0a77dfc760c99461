// SPDX-License-Identifier: Apache-2.0
#include "sync/server/storage/facts.h"

#include "forms/engine/response.h"
#include "forms/study/status.h"
#include "sync/server/storage/audit.h"
#include "sync/server/storage/participants.h"
#include "sync/server/storage/settings.h"
#include "sync/server/storage/submissions.h"

#include <algorithm>
#include <charconv>

namespace bedside::server {
namespace {

std::string_view kind_name(FactKind kind)
{
    switch (kind) {
    case FactKind::form: return "form";
    case FactKind::version: return "version";
    case FactKind::change: return "change";
    case FactKind::seen: return "seen";
    case FactKind::decision: return "decision";
    }
    return "";
}

std::vector<std::string> lines_of(std::string const& text)
{
    std::vector<std::string> lines;
    for (std::size_t begin = 0; begin < text.size();) {
        auto const end = std::min(text.find('\n', begin), text.size());
        lines.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return lines;
}

std::string joined_lines(std::vector<std::string> const& lines)
{
    std::string text;
    for (auto const& line : lines)
        text += (text.empty() ? "" : "\n") + line;
    return text;
}

std::int64_t number_of(std::string const& ref)
{
    std::int64_t number = 0;
    std::from_chars(ref.data(), ref.data() + ref.size(), number);
    return number;
}

Instant instant_of(std::int64_t wall_ms, study::Study const& study) { return study.zone.instant(wall_ms); }

/// The form as it was received.
Result<course::FormFact> received(ReadConnection& connection, course::FormVersions& versions, std::string_view response_id)
{
    auto query = TRY(connection.query("SELECT s.questionnaire, s.tablet, b.bytes FROM submission s JOIN response_body b ON b.number = s.number WHERE s.response_id = ?1", response_id));
    if (!TRY(query.step()))
        return fail(Code::not_found, "No form with this id was received.");
    auto const canonical = query.text(0);
    auto const tablet = query.text(1);
    auto const bytes = query.blob(2);
    auto const version = TRY(versions.of(canonical));
    auto fact = course::fact_of(version, TRY(forms::parse_response(*version.definition, as_text(bytes))));
    fact.tablet = tablet;
    return fact;
}

/// A version that the console made, and the versions before it, which say what it changed.
Result<course::FormFact> corrected(ReadConnection& connection, course::FormVersions& versions, std::string_view ref)
{
    auto const [response_id, wanted] = course::response_of_version(ref);
    auto const original = received(connection, versions, response_id);
    course::FormFact before;
    before.id = response_id;
    if (original)
        before = *original;
    auto query = TRY(connection.query("SELECT s.questionnaire, c.version, c.bytes, c.reason, c.who, c.at_ms FROM correction c JOIN submission s ON s.response_id = c.response_id "
                                      "WHERE c.response_id = ?1 AND c.version <= ?2 ORDER BY c.version",
        response_id, wanted));
    while (TRY(query.step())) {
        auto const version = TRY(versions.of(query.text(0)));
        auto const bytes = query.blob(2);
        auto const parsed = TRY(forms::parse_response(*version.definition, as_text(bytes)));
        before = course::fact_of_correction(version, parsed, before, query.integer(1), query.text(4), query.text(3), instant_of(query.integer(5), *versions.study()));
    }
    if (before.id != ref)
        return fail(Code::not_found, "There is no such version.");
    return before;
}

Result<course::ChangeFact> changed(ReadConnection& connection, study::Study const& study, std::string const& ref)
{
    auto query = TRY(connection.query("SELECT field, value, since, reason, who, at_ms, knew FROM participant_change WHERE number = ?1", number_of(ref)));
    if (!TRY(query.step()))
        return fail(Code::not_found, "There is no such change.");
    return course::ChangeFact { ref, query.text(0), query.text(1), query.text(2), query.text(3), query.text(4), instant_of(query.integer(5), study), lines_of(query.text(6)) };
}

Result<course::AcknowledgementFact> seen(ReadConnection& connection, std::string const& ref)
{
    auto query = TRY(connection.query("SELECT alert, who, tablet, at, note FROM seen WHERE number = ?1", number_of(ref)));
    if (!TRY(query.step()))
        return fail(Code::not_found, "There is no such acknowledgement.");
    return course::AcknowledgementFact { query.text(0), query.text(1), query.text(2), TRY(parse_iso8601(query.text(3))), query.text(4) };
}

Result<course::DecisionFact> decided(ReadConnection& connection, study::Study const& study, std::string const& ref)
{
    auto query = TRY(connection.query("SELECT stands, over, who, reason, at_ms FROM decision WHERE number = ?1", number_of(ref)));
    if (!TRY(query.step()))
        return fail(Code::not_found, "There is no such decision.");
    return course::DecisionFact { ref, query.text(0), lines_of(query.text(1)), query.text(2), query.text(3), instant_of(query.integer(4), study) };
}

struct FactRow {
    std::int64_t number = 0;
    std::string kind;
    std::string ref;
};

Result<std::vector<FactRow>> rows_of(ReadConnection& connection, std::string_view participant, FactRange const& range)
{
    auto query = TRY(connection.query("SELECT f.number, f.kind, f.ref FROM fact f WHERE f.participant = ?1 AND f.number > ?2 AND f.number <= ?3 AND (?4 = '' OR f.kind NOT IN ('form', 'version') "
                                      "OR EXISTS (SELECT 1 FROM submission s WHERE s.form = ?4 AND s.response_id = CASE f.kind WHEN 'form' THEN f.ref ELSE rtrim(rtrim(f.ref, '0123456789'), '.') END)) ORDER BY f.number",
        participant, range.after, range.upto, range.form));
    std::vector<FactRow> rows;
    while (TRY(query.step()))
        rows.push_back({ query.integer(0), query.text(1), query.text(2) });
    return rows;
}

} // namespace

Result<void> note_fact(Connection& connection, std::string_view participant, FactKind kind, std::string_view ref, std::string_view tablet)
{
    return connection.run("INSERT INTO fact (participant, kind, ref, tablet) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING", participant, kind_name(kind), ref, tablet);
}

course::FormVersions form_versions(ReadConnection& connection, std::shared_ptr<study::Study const> study)
{
    return { std::move(study), [&connection](std::string const& canonical) -> Result<std::optional<course::FormVersions::Replaced>> {
                auto const known = TRY(published_form(connection, canonical));
                return known ? std::optional(course::FormVersions::Replaced { known->form, known->bytes }) : std::nullopt;
            } };
}

Result<KnownFacts> facts_of(ReadConnection& connection, course::FormVersions& versions, study::Participant const& roster, FactRange const& range)
{
    KnownFacts known { { roster, {}, {}, {}, {} } };
    auto const& study = *versions.study();
    for (auto const& row : TRY(rows_of(connection, roster.number, range))) {
        if (row.kind == "form" || row.kind == "version") {
            auto fact = row.kind == "form" ? received(connection, versions, row.ref) : corrected(connection, versions, row.ref);
            if (fact)
                known.facts.forms.push_back(std::make_shared<course::FormFact const>(std::move(*fact)));
            else
                known.unreadable.push_back(row.ref);
        } else if (row.kind == "change") {
            known.facts.changes.push_back(TRY(changed(connection, study, row.ref)));
        } else if (row.kind == "seen") {
            known.facts.acknowledgements.push_back(TRY(seen(connection, row.ref)));
        } else {
            known.facts.decisions.push_back(TRY(decided(connection, study, row.ref)));
        }
    }
    return known;
}

Result<course::Course> course_of(ReadConnection& connection, std::shared_ptr<study::Study const> study, study::Participant const& roster)
{
    auto versions = form_versions(connection, study);
    return course::Course(study, TRY(facts_of(connection, versions, roster)).facts);
}

course::Fact planning_fact(std::string id, std::string form, std::string visit, Instant const& authored, std::string amends)
{
    auto fact = std::make_shared<course::FormFact>();
    fact->id = std::move(id);
    fact->amends = std::move(amends);
    fact->form = { std::move(form), std::move(visit), authored, nullptr, {} };
    return fact;
}

Result<course::Course> planning_course(ReadConnection& connection, std::shared_ptr<study::Study const> study, study::Participant const& roster)
{
    course::Facts facts { roster, {}, {}, {}, {} };
    auto query = TRY(connection.query("SELECT response_id, form, visit, authored_at, amends FROM submission WHERE participant = ?1 ORDER BY authored_ms", roster.number));
    while (TRY(query.step()))
        facts.forms.push_back(planning_fact(query.text(0), query.text(1), query.text(2), TRY(parse_iso8601(query.text(3))), query.text(4)));
    return course::Course(std::move(study), std::move(facts));
}

Result<std::int64_t> newest_fact(ReadConnection& connection, std::span<std::string const> participants, std::string_view tablet)
{
    std::int64_t newest = 0;
    for (auto const& participant : participants) {
        auto query = TRY(connection.query("SELECT number FROM fact WHERE participant = ?1 AND tablet <> ?2 ORDER BY number DESC LIMIT 1", participant, tablet));
        if (TRY(query.step()))
            newest = std::max(newest, query.integer(0));
    }
    return newest;
}

Result<FactsForTablet> facts_for_tablet(ReadConnection& connection, course::FormVersions& versions, std::span<std::pair<std::string, std::int64_t> const> participants, std::string_view tablet, int limit)
{
    struct Wanted {
        FactRow row;
        std::string participant;
    };
    FactsForTablet made;
    std::vector<Wanted> wanted;
    {
        auto query = TRY(connection.query("SELECT coalesce(max(number), 0) FROM fact"));
        TRY(query.step());
        made.upto = query.integer(0);
    }
    for (auto const& [participant, after] : participants) {
        auto query = TRY(connection.query("SELECT number, kind, ref FROM fact WHERE participant = ?1 AND number > ?2 AND tablet <> ?3 ORDER BY number LIMIT ?4", participant, after, tablet, limit + 1));
        while (TRY(query.step()))
            wanted.push_back({ { query.integer(0), query.text(1), query.text(2) }, participant });
    }
    std::sort(wanted.begin(), wanted.end(), [](auto const& a, auto const& b) { return a.row.number < b.row.number; });
    if (wanted.size() > static_cast<std::size_t>(limit)) {
        wanted.resize(static_cast<std::size_t>(limit));
        made.upto = wanted.back().row.number;
        made.more = true;
    }
    auto const& study = *versions.study();
    for (auto const& [row, participant] : wanted) {
        if (row.kind == "form" || row.kind == "version") {
            auto const fact = row.kind == "form" ? received(connection, versions, row.ref) : corrected(connection, versions, row.ref);
            if (fact) // what nobody can read plans nothing
                made.lines.push_back(course::encode(participant, course::reduced(study, *fact)));
        } else if (row.kind == "change") {
            made.lines.push_back(course::encode(participant, TRY(changed(connection, study, row.ref))));
        } else if (row.kind == "seen") {
            made.lines.push_back(course::encode(participant, TRY(seen(connection, row.ref))));
        } else {
            made.lines.push_back(course::encode(participant, TRY(decided(connection, study, row.ref))));
        }
    }
    return made;
}

Result<void> settle_roster(Connection& connection, Instant const& now, std::string_view who)
{
    auto const folder = TRY(documents(connection, "folder-roster"));
    auto const base = folder.find("roster.csv");
    if (base == folder.end())
        return {};
    auto const files = TRY(documents(connection, "study"));
    auto const study = std::make_shared<study::Study const>(TRY(study::load_study(files)));
    auto const text = TRY(roster_with_changes(connection, base->second, *study));
    auto roster = TRY(study::load_roster(text, *study));
    auto versions = form_versions(connection, study);
    for (auto const& form : study->forms) {
        if (!form.definition || !study::is_status_form(*form.definition))
            continue;
        auto query = TRY(connection.query("SELECT DISTINCT participant FROM submission WHERE form = ?1", form.id));
        std::set<std::string> recorded;
        while (TRY(query.step()))
            recorded.insert(query.text(0));
        auto const before = TRY(study::load_roster(base->second, *study)); // statements of both kinds are put in order over the folder's word
        for (auto& one : roster) {
            auto const folders = std::find_if(before.begin(), before.end(), [&](auto const& other) { return other.number == one.number; });
            if (!recorded.contains(one.number) || folders == before.end())
                continue;
            auto facts = TRY(facts_of(connection, versions, *folders, { .after = 0, .upto = INT64_MAX, .form = form.id })).facts;
            auto standing = course::Course(study, std::move(facts)).participant();
            one.state = standing.state;
            one.state_since = standing.state_since;
            one.anchors = std::move(standing.anchors);
        }
    }
    auto const settled = study::format_roster(roster, *study);
    if (auto const published = TRY(document(connection, "roster", "roster.csv")); published == settled)
        return {};
    TRY(replace_roster(connection, now, who, settled));
    return append_audit(connection, now, who, "roster-settled", "the roster follows what tablets recorded and the console changed");
}

Result<void> decide_fork(Connection& connection, Instant const& now, std::string_view participant, course::Form const& form, std::string_view stands, std::string_view reason, std::string_view who)
{
    if (reason.empty())
        return fail(Code::invalid_argument, "Please give a reason.");
    if (form.fork.empty())
        return fail(Code::conflict, "Somebody has decided this meanwhile; look at the form again.");
    auto over = form.fork;
    if (std::erase(over, std::string(stands)) == 0)
        return fail(Code::invalid_argument, "This is none of the versions that stand against each other.");
    TRY(connection.run("INSERT INTO decision (participant, stands, over, reason, who, at_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)", participant, stands, joined_lines(over), reason, who, now.wall_ms));
    TRY(note_fact(connection, participant, FactKind::decision, std::to_string(connection.database().last_insert_id()), ""));
    return append_audit(connection, now, who, "fork-decided", form.root + " stands " + std::string(stands) + ": " + std::string(reason));
}

} // namespace bedside::server
