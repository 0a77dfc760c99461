// SPDX-License-Identifier: Apache-2.0
// Tables of counts: who came, what was handed in, relief, side effects, rotations, severe pain.
#include "sync/server/report/groups.h"
#include "forms/base/csv.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <set>
#include <sstream>

namespace bedside::report {
namespace {

constexpr double severe = 7; // CLINICAL: "NRS now or average >= 7"

std::size_t measure_index(std::string_view code)
{
    auto const& all = measures();
    return static_cast<std::size_t>(std::find_if(all.begin(), all.end(), [&](auto const& one) { return one.code == code; }) - all.begin());
}

std::string share_text(int part, int whole) { return whole > 0 ? number_text(static_cast<double>(part) / whole) : std::string(); }

/// Difference, interval and p of Fisher's test between exactly two arms; empty cells otherwise.
std::vector<std::string> fisher_cells(std::map<std::string, Proportion> const& of_arm)
{
    if (of_arm.size() == 2) {
        if (auto const test = fisher_exact(of_arm.begin()->second, std::next(of_arm.begin())->second))
            return { number_text(test->difference), number_text(test->interval.low), number_text(test->interval.high), number_text(test->p) };
    }
    return { "", "", "", "" };
}

} // namespace

std::string number_text(std::optional<double> value)
{
    if (!value)
        return "";
    std::array<char, 32> digits;
    auto const [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), *value == 0 ? 0.0 : *value);
    return { digits.data(), end };
}

std::string table_csv(Table const& table)
{
    auto csv = csv_record(table.columns);
    for (auto const& row : table.rows)
        csv += csv_record(row);
    return csv;
}

std::vector<std::string> arms_of(Allocation const& allocation)
{
    std::set<std::string> arms;
    for (auto const& [number, arm] : allocation)
        arms.insert(arm);
    return { arms.begin(), arms.end() };
}

Result<Allocation> read_allocation(std::string_view csv, Ground const& ground)
{
    std::istringstream stream { std::string(csv) };
    CsvReader reader(stream);
    std::vector<std::string> fields;
    Allocation allocation;
    if (!TRY(reader.next(fields)) || fields != std::vector<std::string> { "number", "arm" })
        return fail(Code::invalid_data, "the allocation file must begin with the columns number,arm");
    while (TRY(reader.next(fields))) {
        auto const refused = [&](std::string const& sentence) { return fail(Code::invalid_data, "allocation line " + std::to_string(reader.line()) + ": " + sentence); };
        if (fields.size() != 2 || fields[1].empty() || fields[1] == Group::everybody)
            return refused("a study number and an arm are needed");
        auto const known = std::any_of(ground.participants.begin(), ground.participants.end(), [&](auto const& one) { return one.number == fields[0]; });
        if (!known)
            return refused("this study number is not in the roster");
        if (!allocation.emplace(fields[0], fields[1]).second)
            return refused("this study number stands in the file already");
    }
    return allocation;
}

Share share_of(Ground const& ground, Participation const& participation)
{
    Share share;
    share.forms = static_cast<std::int64_t>(participation.last_versions().size() + participation.unreadable.size());
    for (auto const& form : participation.forms) {
        auto const rates_pain = form.completed.form == "pain-nrs" || form.completed.form == "end-of-day";
        auto const now = rates_pain ? study::number_at(form.completed, "now") : std::nullopt;
        auto const average = rates_pain ? study::number_at(form.completed, "average") : std::nullopt;
        if (now.value_or(0) >= severe || average.value_or(0) >= severe)
            share.severe_pain.push_back({ participation.number, form.completed.form, form.completed.visit, form.completed.authored, now, average, study::number_at(form.completed, "worst") });
    }
    if (!participation.participant)
        return share;
    share.values = values_of(ground, participation);
    for (auto const& one : participation.planned) {
        auto& count = share.compliance[{ parse_date(one.visit) ? "diary" : one.visit, one.form }];
        switch (one.state) {
        case study::DueState::done: ++count.expected, ++(std::find(one.flags.begin(), one.flags.end(), "out-of-window") == one.flags.end() ? count.valid : count.late); break;
        case study::DueState::late: ++count.expected, ++(ground.study.late_counts ? count.valid : count.late); break;
        case study::DueState::missed: ++count.expected, ++count.missed; break;
        case study::DueState::due:
        case study::DueState::overdue:
        case study::DueState::upcoming: ++count.open; break;
        case study::DueState::not_expected: ++count.not_expected; break;
        }
    }
    return share;
}

void Collected::add(Share share)
{
    forms += share.forms;
    if (share.values)
        values.push_back(std::move(*share.values));
    for (auto const& [place, count] : share.compliance)
        compliance[place] += count;
    severe_pain.insert(severe_pain.end(), std::make_move_iterator(share.severe_pain.begin()), std::make_move_iterator(share.severe_pain.end()));
}

Result<Collected> collect(Source const& source)
{
    Collected collected;
    collected.ground = TRY(read_ground(source));
    TRY(each_participation(source, collected.ground, [&](Participation const& participation) -> InOrder {
        return [&collected, share = share_of(collected.ground, participation)]() mutable -> Result<void> {
            collected.add(std::move(share));
            return {};
        };
    }));
    return collected;
}

Table pain_response(Collected const& data, Allocation const& allocation)
{
    Table table { "pain_response", "Relief of average pain since " + data.ground.study.visits.front().id,
        "Among those rated at both visits. Meaningful: at least 2 points or 30 % less; halved: at least 50 % less. Fisher's exact test between two arms, first minus second, interval by Newcombe's method.",
        { "response", "visit", "arm", "observed", "responders", "share", "difference", "ci_low", "ci_high", "p_fisher" }, {} };
    auto const average = measure_index("NRS_AVERAGE");
    for (auto const meaningful : { true, false }) {
        for (std::size_t v = 1; v < data.ground.study.visits.size(); ++v) {
            std::map<std::string, Proportion> of_group;
            for (auto const& group : groups_of(allocation)) {
                auto& proportion = of_group[group.name];
                for (auto const& one : data.values) {
                    auto const rating = [&](std::size_t visit) { return one.measured[visit][average] ? std::optional(static_cast<int>(*one.measured[visit][average])) : std::nullopt; };
                    auto const change = group.has(one.number) ? scoring::pain_change(rating(0), rating(v)) : Result<std::optional<scoring::PainChange>>(std::nullopt);
                    if (!change || !*change)
                        continue;
                    ++proportion.observed;
                    proportion.events += (meaningful ? (*change)->meaningful : (*change)->halved) ? 1 : 0;
                }
            }
            auto arms = of_group;
            arms.erase(Group::everybody);
            auto const test = fisher_cells(arms);
            for (auto const& group : groups_of(allocation)) {
                auto const& one = of_group[group.name];
                std::vector<std::string> row { meaningful ? "meaningful" : "halved", data.ground.study.visits[v].id, group.name, count_text(one.observed), count_text(one.events), share_text(one.events, one.observed) };
                auto const cells = group.name == Group::everybody ? test : std::vector<std::string>(4);
                row.insert(row.end(), cells.begin(), cells.end());
                table.rows.push_back(std::move(row));
            }
        }
    }
    return table;
}

Table side_effect_table(Collected const& data, Allocation const& allocation)
{
    Table table { "side_effects", "Side effects by visit", "Incidence among those observed; a missing severity counts nowhere. Fisher's exact test on severity >= 1 between two arms, first minus second, interval by Newcombe's method.",
        { "side_effect", "visit", "arm", "observed", "severity_1_or_more", "severity_2_or_more", "pairs", "new_or_worse", "difference", "ci_low", "ci_high", "p_fisher" }, {} };
    for (std::size_t e = 0; e < side_effects().size(); ++e) {
        for (std::size_t v = 0; v < data.ground.study.visits.size(); ++v) {
            std::map<std::string, scoring::Incidence> of_group;
            std::map<std::string, Proportion> arms;
            for (auto const& group : groups_of(allocation)) {
                std::vector<scoring::SeverityPair> severities;
                for (auto const& one : data.values) {
                    if (group.has(one.number))
                        severities.push_back({ one.severity[0][e], one.severity[v][e] });
                }
                auto const& incidence = of_group[group.name] = scoring::incidence_of(severities).value_or(scoring::Incidence {});
                if (group.name != Group::everybody)
                    arms[group.name] = { incidence.at_least_mild, incidence.observed };
            }
            auto const test = fisher_cells(arms);
            for (auto const& group : groups_of(allocation)) {
                auto const& one = of_group[group.name];
                std::vector<std::string> row { side_effects()[e], data.ground.study.visits[v].id, group.name, count_text(one.observed), count_text(one.at_least_mild), count_text(one.at_least_moderate), count_text(one.pairs), count_text(one.new_or_worse) };
                auto const cells = group.name == Group::everybody ? test : std::vector<std::string>(4);
                row.insert(row.end(), cells.begin(), cells.end());
                table.rows.push_back(std::move(row));
            }
        }
    }
    return table;
}

Table severity_table(Collected const& data, Allocation const& allocation)
{
    Table table { "side_effect_severity", "Severity of side effects", "How many reported each severity, of those observed.", { "side_effect", "visit", "arm", "observed", "severity_0", "severity_1", "severity_2", "severity_3", "severity_4" }, {} };
    for (std::size_t e = 0; e < side_effects().size(); ++e) {
        for (std::size_t v = 0; v < data.ground.study.visits.size(); ++v) {
            for (auto const& group : groups_of(allocation)) {
                std::array<int, 5> counts {};
                int observed = 0;
                for (auto const& one : data.values) {
                    auto const severity = group.has(one.number) ? one.severity[v][e] : std::nullopt;
                    if (severity && *severity >= 0 && *severity <= 4) {
                        ++counts[static_cast<std::size_t>(*severity)];
                        ++observed;
                    }
                }
                std::vector<std::string> row { side_effects()[e], data.ground.study.visits[v].id, group.name, count_text(observed) };
                for (auto const count : counts)
                    row.push_back(count_text(count));
                table.rows.push_back(std::move(row));
            }
        }
    }
    return table;
}

Table flow(Collected const& data, Allocation const& allocation)
{
    Table table { "flow", "Flow of participants", "In the roster as of the report's moment. Analysed: with a rating of average pain at the visit.", { "step", "visit", "arm", "participants" }, {} };
    auto const average = measure_index("NRS_AVERAGE");
    auto const& study = data.ground.study;
    for (auto const& group : groups_of(allocation)) {
        auto const add = [&](char const* step, std::string const& visit, auto const& is_so) {
            int participants = 0;
            for (std::size_t i = 0; i < data.values.size(); ++i)
                participants += group.has(data.values[i].number) && is_so(data.ground.participants[i], data.values[i]) ? 1 : 0;
            table.rows.push_back({ step, visit, group.name, count_text(participants) });
        };
        auto const in_state = [](study::ParticipantState state) { return [state](study::Participant const& one, Values const&) { return one.state == state; }; };
        add("in the roster", "", [](auto const&, auto const&) { return true; });
        add("screened only", "", in_state(study::ParticipantState::screened));
        add("allocated", "", [&](auto const& one, auto const&) { return allocation.contains(one.number); });
        add("treated", "", [&](auto const& one, auto const&) { auto const anchor = one.anchors.find(study.treatment_anchor); return anchor != one.anchors.end() && anchor->second.wall_ms <= data.ground.as_of.wall_ms; });
        add("rotated", "", [](auto const&, auto const& values) { return values.rotation.has_value(); });
        add("withdrawn", "", in_state(study::ParticipantState::withdrawn));
        add("died", "", in_state(study::ParticipantState::died));
        add("on study", "", in_state(study::ParticipantState::on_study));
        add("completed", "", in_state(study::ParticipantState::completed));
        for (std::size_t v = 0; v < study.visits.size(); ++v)
            add("analysed", study.visits[v].id, [&](auto const&, auto const& values) { return values.measured[v][average].has_value(); });
    }
    return table;
}

Table rotations(Collected const& data, Allocation const& allocation)
{
    Table table { "rotation", "Rotation to another drug: an intercurrent event", "From the pump records at visits. Before: the last visit on the first drug. Dose in mg intrathecal morphine equivalent a day.",
        { "participant", "arm", "from", "to", "visit", "recorded", "pain_before", "pain_after", "dose_before", "dose_after" }, {} };
    auto const average = measure_index("NRS_AVERAGE");
    auto const dose = measure_index("DOSE_IT_MORPHINE_EQ");
    for (auto const& one : data.values) {
        if (!one.rotation)
            continue;
        auto const& rotation = *one.rotation;
        auto const at = [&](std::size_t visit, std::size_t measure) { return number_text(one.measured[visit][measure]); };
        auto const before = rotation.visit - 1; // a rotation needs a record before it
        table.rows.push_back({ one.number, arm_text(allocation, one.number), rotation.from, rotation.to, data.ground.study.visits[rotation.visit].id, iso8601(rotation.recorded), at(before, average), at(rotation.visit, average), at(before, dose), at(rotation.visit, dose) });
    }
    return table;
}

Table compliance(Collected const& data)
{
    Table table { "compliance", "Forms expected, valid and completed", "Expected: due while alive and on study. Compliance = valid / expected; completion = valid / participants. A late form is valid only where the study says so.",
        { "visit", "form", "participants", "expected", "valid", "late", "missed", "open", "not_expected", "compliance", "completion" }, {} };
    auto const participants = static_cast<int>(data.values.size());
    auto const add = [&](std::string const& visit, std::string const& form) {
        auto const found = data.compliance.find({ visit, form });
        if (found == data.compliance.end())
            return;
        auto const& count = found->second;
        table.rows.push_back({ visit, form, count_text(participants), count_text(count.expected), count_text(count.valid), count_text(count.late), count_text(count.missed), count_text(count.open), count_text(count.not_expected), share_text(count.valid, count.expected),
            visit == "diary" ? "" : share_text(count.valid, participants) });
    };
    for (auto const& visit : data.ground.study.visits) {
        for (auto const& form : visit.forms)
            add(visit.id, form);
    }
    for (auto const& diary : data.ground.study.diaries)
        add("diary", diary.form);
    return table;
}

Table severe_pain(Collected const& data, Allocation const& allocation)
{
    Table table { "severe_pain", "Pain of 7 or more", "Every rating of present or average pain of 7 or more, at visits and in the diary.", { "participant", "arm", "form", "visit", "completed", "now", "average", "worst" }, {} };
    for (auto const& one : data.severe_pain)
        table.rows.push_back({ one.participant, arm_text(allocation, one.participant), one.form, one.visit, iso8601(one.completed), number_text(one.now), number_text(one.average), number_text(one.worst) });
    return table;
}

} // namespace bedside::report
