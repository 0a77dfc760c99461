// SPDX-License-Identifier: Apache-2.0
#include "forms/course/standing.h"

#include "forms/study/status.h"

#include <algorithm>
#include <map>

namespace bedside::course {
namespace {

bool was_said_before(Statement const& a, Statement const& b) { return a.at.wall_ms != b.at.wall_ms ? a.at.wall_ms < b.at.wall_ms : a.fact < b.fact; }

/// What is said of one field, until it is put in order.
struct Said {
    std::vector<Statement> tablet;
    std::vector<std::pair<Statement, std::vector<std::string>>> console; ///< with what was known then
};

/// The order in which statements hold: what the console knew or what came before its last word, that word, and records made later.
std::vector<Statement> in_order(Said said)
{
    std::sort(said.tablet.begin(), said.tablet.end(), was_said_before);
    std::sort(said.console.begin(), said.console.end(), [](auto const& a, auto const& b) { return was_said_before(a.first, b.first); });
    std::vector<Statement> ordered;
    if (said.console.empty())
        return said.tablet;
    auto const& [word, knew] = said.console.back();
    auto const stands_below = [&](Statement const& record) {
        return record.at.wall_ms <= word.at.wall_ms || std::find(knew.begin(), knew.end(), record.fact) != knew.end();
    };
    auto const later = std::stable_partition(said.tablet.begin(), said.tablet.end(), stands_below);
    ordered.assign(said.tablet.begin(), later);
    for (auto const& [statement, known] : said.console)
        ordered.push_back(statement);
    std::stable_sort(ordered.begin(), ordered.end() - 1, was_said_before);
    ordered.insert(ordered.end(), later, said.tablet.end());
    return ordered;
}

Statement of_roster(study::Participant const& roster, std::string const& field)
{
    Statement statement;
    statement.field = field;
    if (field == "state") {
        statement.value = study::name_of(roster.state);
        statement.since = roster.state_since ? iso8601(*roster.state_since) : "";
    } else if (auto const anchor = roster.anchors.find(field.substr(std::string_view("anchor:").size())); anchor != roster.anchors.end()) {
        statement.value = iso8601(anchor->second);
    }
    return statement;
}

} // namespace

Standing standing_of(study::Study const& study, study::Participant const& roster, std::vector<StatusRecord> const& records, std::vector<ChangeFact> const& changes)
{
    std::map<std::string, Said> fields;
    for (auto const& record : records) {
        auto const stated = study::statement_of(study, *record.completed);
        if (!stated)
            continue;
        fields[stated->field].tablet.push_back(
            { stated->field, stated->value, stated->since, Origin::tablet, record.fact->id, record.fact->by, record.fact->reason, record.fact->form.authored, false });
    }
    for (auto const& change : changes) {
        if (change.field == "state" || change.field.starts_with("anchor:"))
            fields[change.field].console.emplace_back(
                Statement { change.field, change.value, change.since, Origin::console, change.id, change.by, change.reason, change.at, false }, change.knew);
    }
    Standing standing;
    standing.participant = roster;
    for (auto& [field, said] : fields) {
        auto ordered = in_order(std::move(said));
        ordered.insert(ordered.begin(), of_roster(roster, field));
        // The last that the study still understands; a date that its new version does not count from holds nothing.
        for (auto statement = ordered.rbegin(); statement != ordered.rend(); ++statement) {
            if (statement->origin == Origin::roster || study::apply_statement(standing.participant, study, { field, statement->value, statement->since })) {
                statement->stands = true;
                break;
            }
        }
        standing.history.insert(standing.history.end(), ordered.begin(), ordered.end());
    }
    return standing;
}

} // namespace bedside::course
