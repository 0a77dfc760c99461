// SPDX-License-Identifier: Apache-2.0
// Rows of the trial's tables. Rotated patients stay in the arm that they were randomised to.
#include "sync/server/report/tables.h"
#include "forms/base/csv.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <sstream>

namespace bedside::report {
namespace {

constexpr auto pooled = "all";

std::vector<std::string> arms_of(Allocation const& allocation)
{
    std::set<std::string> arms;
    for (auto const& [number, arm] : allocation)
        arms.insert(arm);
    return { arms.begin(), arms.end() };
}

bool is_in(study::Participant const& participant, std::string const& arm, Allocation const& allocation)
{
    if (arm == pooled)
        return true;
    auto const found = allocation.find(participant.number);
    return found != allocation.end() && found->second == arm;
}

using Numbers = std::vector<double>;

Numbers values_of(DataSet const& data, std::string const& arm, Allocation const& allocation, study::Visit const& visit, std::string const& measure)
{
    Numbers values;
    for (auto const& participant : data.participants) {
        if (!is_in(participant, arm, allocation))
            continue;
        if (auto const value = value_at(data, participant, visit, measure))
            values.push_back(*value);
    }
    return values;
}

/// Values at the first visit and at this one, of those who have both.
std::pair<Numbers, Numbers> pairs_of(DataSet const& data, std::string const& arm, Allocation const& allocation, study::Visit const& visit, std::string const& measure)
{
    std::pair<Numbers, Numbers> pairs;
    for (auto const& participant : data.participants) {
        if (!is_in(participant, arm, allocation))
            continue;
        auto const before = value_at(data, participant, data.study.visits.front(), measure);
        auto const now = before ? value_at(data, participant, visit, measure) : std::nullopt;
        if (now) {
            pairs.first.push_back(*before);
            pairs.second.push_back(*now);
        }
    }
    return pairs;
}

std::string method_text(std::optional<RankTest> const& test)
{
    if (!test)
        return "";
    return test->method == RankMethod::exact ? "exact" : "normal, corrected for ties and continuity";
}

std::string text(int number) { return std::to_string(number); }

} // namespace

std::string number_text(std::optional<double> value)
{
    if (!value)
        return "";
    std::array<char, 32> digits;
    auto const [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), *value == 0 ? 0.0 : *value);
    return { digits.data(), end };
}

Result<Allocation> read_allocation(std::string_view csv, DataSet const& data)
{
    std::istringstream stream { std::string(csv) };
    CsvReader reader(stream);
    std::vector<std::string> fields;
    Allocation allocation;
    if (!TRY(reader.next(fields)) || fields != std::vector<std::string> { "number", "arm" })
        return fail(Code::invalid_data, "the allocation file must begin with the columns number,arm");
    while (TRY(reader.next(fields))) {
        auto const refused = [&](std::string const& sentence) { return fail(Code::invalid_data, "allocation line " + std::to_string(reader.line()) + ": " + sentence); };
        if (fields.size() != 2 || fields[1].empty() || fields[1] == pooled)
            return refused("a study number and an arm are needed");
        auto const known = std::any_of(data.participants.begin(), data.participants.end(), [&](auto const& one) { return one.number == fields[0]; });
        if (!known)
            return refused("this study number is not in the roster");
        if (!allocation.emplace(fields[0], fields[1]).second)
            return refused("this study number stands in the file already");
    }
    return allocation;
}

Table described(DataSet const& data, Allocation const& allocation)
{
    Table table { "described", "By visit and arm, with change from " + data.study.visits.front().id,
        "Quartiles are R's type 7. Change is visit minus first visit, among those with both; paired t and Wilcoxon signed-rank, two-sided, 95 % intervals from t.",
        { "measure", "unit", "arm", "visit", "n", "mean", "ci_low", "ci_high", "sd", "median", "q1", "q3", "min", "max", "pairs", "change", "change_ci_low", "change_ci_high", "t", "df", "p_t", "V", "p_wilcoxon", "wilcoxon_method" }, {} };
    auto arms = arms_of(allocation);
    arms.insert(arms.begin(), pooled);
    for (auto const& measure : measures()) {
        for (auto const& arm : arms) {
            for (auto const& visit : data.study.visits) {
                auto const values = values_of(data, arm, allocation, visit, measure.code);
                auto const summary = summary_of(values);
                auto const interval = mean_interval(values);
                std::vector<std::string> row { measure.code, measure.unit, arm, visit.id, text(summary.n), number_text(summary.mean), interval ? number_text(interval->low) : "", interval ? number_text(interval->high) : "",
                    number_text(summary.sd), number_text(summary.median), number_text(summary.lower_quartile), number_text(summary.upper_quartile), number_text(summary.minimum), number_text(summary.maximum) };
                auto const [before, now] = &visit == &data.study.visits.front() ? std::pair<Numbers, Numbers>() : pairs_of(data, arm, allocation, visit, measure.code);
                Numbers changes;
                for (std::size_t i = 0; i < now.size(); ++i)
                    changes.push_back(now[i] - before[i]);
                auto const change = mean_interval(changes);
                auto const t = paired_t(now, before);
                auto const wilcoxon = wilcoxon_signed_rank(now, before);
                for (auto const& cell : { text(static_cast<int>(now.size())), number_text(summary_of(changes).mean), change ? number_text(change->low) : "", change ? number_text(change->high) : "", t ? number_text(t->t) : "", t ? number_text(t->degrees) : "",
                         t ? number_text(t->p) : "", wilcoxon ? number_text(wilcoxon->statistic) : "", wilcoxon ? number_text(wilcoxon->p) : "", method_text(wilcoxon) })
                    row.push_back(cell);
                table.rows.push_back(std::move(row));
            }
        }
    }
    return table;
}

Table compared(DataSet const& data, Allocation const& allocation)
{
    Table table { "compared", "Between the arms, by visit", "Welch's t and Mann-Whitney, two-sided; the difference is the first arm minus the second, its 95 % interval from Welch's t. Holm's adjustment over the visits of a measure.",
        { "measure", "visit", "arm_a", "n_a", "mean_a", "arm_b", "n_b", "mean_b", "difference", "ci_low", "ci_high", "t", "df", "p_welch", "p_welch_holm", "U", "p_mann_whitney", "p_mann_whitney_holm", "mann_whitney_method" }, {} };
    auto const arms = arms_of(allocation);
    if (arms.size() != 2)
        return table;
    for (auto const& measure : measures()) {
        std::vector<std::vector<std::string>> rows;
        Numbers p_welch;
        Numbers p_rank;
        std::vector<std::size_t> welch_rows;
        std::vector<std::size_t> rank_rows;
        for (auto const& visit : data.study.visits) {
            auto const a = values_of(data, arms[0], allocation, visit, measure.code);
            auto const b = values_of(data, arms[1], allocation, visit, measure.code);
            auto const welch = welch_t(a, b);
            auto const rank = mann_whitney(a, b);
            if (welch) {
                p_welch.push_back(welch->p);
                welch_rows.push_back(rows.size());
            }
            if (rank) {
                p_rank.push_back(rank->p);
                rank_rows.push_back(rows.size());
            }
            rows.push_back({ measure.code, visit.id, arms[0], text(static_cast<int>(a.size())), number_text(summary_of(a).mean), arms[1], text(static_cast<int>(b.size())), number_text(summary_of(b).mean),
                welch ? number_text(welch->difference) : "", welch ? number_text(welch->interval.low) : "", welch ? number_text(welch->interval.high) : "", welch ? number_text(welch->t) : "", welch ? number_text(welch->degrees) : "",
                welch ? number_text(welch->p) : "", "", rank ? number_text(rank->statistic) : "", rank ? number_text(rank->p) : "", "", method_text(rank) });
        }
        auto const welch_holm = holm(p_welch);
        for (std::size_t i = 0; i < welch_rows.size(); ++i)
            rows[welch_rows[i]][14] = number_text(welch_holm[i]);
        auto const rank_holm = holm(p_rank);
        for (std::size_t i = 0; i < rank_rows.size(); ++i)
            rows[rank_rows[i]][17] = number_text(rank_holm[i]);
        table.rows.insert(table.rows.end(), rows.begin(), rows.end());
    }
    return table;
}

Table side_effect_table(DataSet const& data, Allocation const& allocation)
{
    Table table { "side_effects", "Side effects by visit", "Incidence among those observed; a missing severity counts nowhere. Fisher's exact test on severity >= 1 between two arms, first minus second, interval by Newcombe's method.",
        { "side_effect", "visit", "arm", "observed", "severity_1_or_more", "severity_2_or_more", "pairs", "new_or_worse", "difference", "ci_low", "ci_high", "p_fisher" }, {} };
    auto const compared_arms = arms_of(allocation);
    auto arms = compared_arms;
    arms.insert(arms.begin(), pooled);
    for (auto const& effect : side_effects()) {
        for (auto const& visit : data.study.visits) {
            std::map<std::string, scoring::Incidence> of_arm;
            for (auto const& arm : arms) {
                std::vector<scoring::SeverityPair> severities;
                for (auto const& participant : data.participants) {
                    if (is_in(participant, arm, allocation))
                        severities.push_back({ severity_at(data, participant, data.study.visits.front(), effect), severity_at(data, participant, visit, effect) });
                }
                of_arm[arm] = scoring::incidence_of(severities).value_or(scoring::Incidence {});
            }
            std::optional<FisherTest> test;
            if (compared_arms.size() == 2)
                test = fisher_exact({ of_arm[compared_arms[0]].at_least_mild, of_arm[compared_arms[0]].observed }, { of_arm[compared_arms[1]].at_least_mild, of_arm[compared_arms[1]].observed });
            for (auto const& arm : arms) {
                auto const& one = of_arm[arm];
                auto const tested = test && arm == pooled;
                table.rows.push_back({ effect, visit.id, arm, text(one.observed), text(one.at_least_mild), text(one.at_least_moderate), text(one.pairs), text(one.new_or_worse), tested ? number_text(test->difference) : "",
                    tested ? number_text(test->interval.low) : "", tested ? number_text(test->interval.high) : "", tested ? number_text(test->p) : "" });
            }
        }
    }
    return table;
}

Table compliance(DataSet const& data, Instant const& now)
{
    Table table { "compliance", "Forms expected, valid and completed", "Expected: due while alive and on study. Compliance = valid / expected; completion = valid / participants. A late form is valid only where the study says so.",
        { "visit", "form", "participants", "expected", "valid", "late", "missed", "open", "not_expected", "compliance", "completion" }, {} };
    struct Count {
        int expected = 0, valid = 0, late = 0, missed = 0, open = 0, not_expected = 0;
    };
    std::map<std::pair<std::string, std::string>, Count> counts;
    for (auto const& participant : data.participants) {
        for (auto const& one : study::plan(data.study, participant, facts_of(data, participant.number), now)) {
            auto& count = counts[{ parse_date(one.visit) ? "diary" : one.visit, one.form }];
            switch (one.state) {
            case study::DueState::done: ++count.expected, ++(one.flags.end() == std::find(one.flags.begin(), one.flags.end(), "out-of-window") ? count.valid : count.late); break;
            case study::DueState::late: ++count.expected, ++(data.study.late_counts ? count.valid : count.late); break;
            case study::DueState::missed: ++count.expected, ++count.missed; break;
            case study::DueState::due:
            case study::DueState::overdue:
            case study::DueState::upcoming: ++count.open; break;
            case study::DueState::not_expected: ++count.not_expected; break;
            }
        }
    }
    auto const participants = static_cast<int>(data.participants.size());
    auto const add = [&](std::string const& visit, std::string const& form) {
        auto const found = counts.find({ visit, form });
        if (found == counts.end())
            return;
        auto const& count = found->second;
        auto const share = [](int part, int whole) { return whole > 0 ? number_text(static_cast<double>(part) / whole) : std::string(); };
        table.rows.push_back({ visit, form, text(participants), text(count.expected), text(count.valid), text(count.late), text(count.missed), text(count.open), text(count.not_expected), share(count.valid, count.expected),
            visit == "diary" ? "" : share(count.valid, participants) });
    };
    for (auto const& visit : data.study.visits) {
        for (auto const& form : visit.forms)
            add(visit.id, form);
    }
    for (auto const& diary : data.study.diaries)
        add("diary", diary.form);
    return table;
}

Table severe_pain(DataSet const& data)
{
    Table table { "severe_pain", "Pain of 7 or more", "Every pain score with a rating of 7 or more, now or on average.", { "participant", "visit", "completed", "now", "average", "worst" }, {} };
    for (auto const& form : data.forms) {
        auto const now = study::number_at(form.completed, "now");
        auto const average = study::number_at(form.completed, "average");
        if (form.completed.form == "pain-nrs" && (now.value_or(0) >= 7 || average.value_or(0) >= 7))
            table.rows.push_back({ form.parsed.header.subject, form.completed.visit, iso8601(form.completed.authored), number_text(now), number_text(average), number_text(study::number_at(form.completed, "worst")) });
    }
    return table;
}

std::vector<Table> all_tables(DataSet const& data, Allocation const& allocation, Instant const& now)
{
    return { compliance(data, now), described(data, allocation), compared(data, allocation), side_effect_table(data, allocation), severe_pain(data) };
}

} // namespace bedside::report
