// SPDX-License-Identifier: Apache-2.0
// Rows of the trial's tables of numbers. Rotated patients stay in the arm that they were randomised to.
#include "sync/server/report/tables.h"
#include "sync/server/report/groups.h"

#include <algorithm>

namespace bedside::report {
namespace {

using Numbers = std::vector<double>;

std::optional<double> value_at(Values const& one, std::size_t visit, std::size_t measure, Policy policy)
{
    return policy == Policy::while_on_treatment && one.after_rotation(visit) ? std::nullopt : one.measured[visit][measure];
}

Numbers values_at(Collected const& data, Group const& group, std::size_t visit, std::size_t measure, Policy policy)
{
    Numbers values;
    for (auto const& one : data.values) {
        auto const value = group.has(one.number) ? value_at(one, visit, measure, policy) : std::nullopt;
        if (value)
            values.push_back(*value);
    }
    return values;
}

/// The visit that a change counts from: the first, and of the dose the first with a pump record, for before it consumption is systemic.
std::size_t baseline_of(study::Study const& study, Measure const& measure)
{
    if (measure.code != "DOSE_IT_MORPHINE_EQ")
        return 0;
    for (std::size_t v = 0; v < study.visits.size(); ++v) {
        auto const& forms = study.visits[v].forms;
        if (std::find(forms.begin(), forms.end(), study.opioid.form) != forms.end())
            return v;
    }
    return 0;
}

/// Values at the baseline and at this visit, of those who have both.
std::pair<Numbers, Numbers> pairs_at(Collected const& data, Group const& group, std::size_t baseline, std::size_t visit, std::size_t measure, Policy policy)
{
    std::pair<Numbers, Numbers> pairs;
    for (auto const& one : data.values) {
        auto const before = group.has(one.number) ? value_at(one, baseline, measure, policy) : std::nullopt;
        auto const now = before ? value_at(one, visit, measure, policy) : std::nullopt;
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

std::string suffix(Policy policy) { return policy == Policy::treatment_policy ? "" : "_on_treatment"; }
char const* sentence(Policy policy)
{
    return policy == Policy::treatment_policy ? "Treatment policy: everybody in the arm as randomised, whatever happened after."
                                              : "While on treatment: nothing from the first visit on that shows another drug than the first one.";
}

/// Columns 14 and 17 of `compared` from the raw p values beside them.
void adjust(std::vector<std::vector<std::string>>& rows, std::vector<std::size_t> const& places, Numbers const& p_values, std::size_t column)
{
    auto const adjusted = holm(p_values);
    for (std::size_t i = 0; i < places.size(); ++i)
        rows[places[i]][column] = number_text(adjusted[i]);
}

} // namespace

Table described(Collected const& data, Allocation const& allocation, Policy policy)
{
    auto const& visits = data.ground.study.visits;
    Table table { "described" + suffix(policy), "By visit and arm, with change from " + visits.front().id,
        std::string("Quartiles are R's type 7. Change is from the visit named beside it (of the dose the first with a pump record), among those with both; paired t and Wilcoxon signed-rank, two-sided, 95 % intervals from t. ") + sentence(policy),
        { "measure", "unit", "arm", "visit", "n", "mean", "ci_low", "ci_high", "sd", "median", "q1", "q3", "min", "max", "change_from", "pairs", "change", "change_ci_low", "change_ci_high", "t", "df", "p_t", "V", "p_wilcoxon", "wilcoxon_method" }, {} };
    for (std::size_t m = 0; m < measures().size(); ++m) {
        auto const& measure = measures()[m];
        for (auto const& group : groups_of(allocation)) {
            for (std::size_t v = 0; v < visits.size(); ++v) {
                auto const values = values_at(data, group, v, m, policy);
                auto const summary = summary_of(values);
                auto const interval = mean_interval(values);
                std::vector<std::string> row { measure.code, measure.unit, group.name, visits[v].id, count_text(summary.n), number_text(summary.mean), interval ? number_text(interval->low) : "", interval ? number_text(interval->high) : "",
                    number_text(summary.sd), number_text(summary.median), number_text(summary.lower_quartile), number_text(summary.upper_quartile), number_text(summary.minimum), number_text(summary.maximum) };
                auto const baseline = baseline_of(data.ground.study, measure);
                auto const changes_here = v > baseline;
                auto const [before, now] = changes_here ? pairs_at(data, group, baseline, v, m, policy) : std::pair<Numbers, Numbers>();
                Numbers changes;
                for (std::size_t i = 0; i < now.size(); ++i)
                    changes.push_back(now[i] - before[i]);
                auto const change = mean_interval(changes);
                auto const t = paired_t(now, before);
                auto const wilcoxon = wilcoxon_signed_rank(now, before);
                for (auto const& cell : { changes_here ? visits[baseline].id : std::string(), count_text(static_cast<int>(now.size())), number_text(summary_of(changes).mean), change ? number_text(change->low) : "", change ? number_text(change->high) : "", t ? number_text(t->t) : "", t ? number_text(t->degrees) : "",
                         t ? number_text(t->p) : "", wilcoxon ? number_text(wilcoxon->statistic) : "", wilcoxon ? number_text(wilcoxon->p) : "", method_text(wilcoxon) })
                    row.push_back(cell);
                table.rows.push_back(std::move(row));
            }
        }
    }
    return table;
}

Table compared(Collected const& data, Allocation const& allocation, Policy policy)
{
    Table table { "compared" + suffix(policy), "Between the arms, by visit",
        std::string("Welch's t and Mann-Whitney, two-sided; the difference is the first arm minus the second, its 95 % interval from Welch's t. Holm's adjustment over the visits of a measure. ") + sentence(policy),
        { "measure", "visit", "arm_a", "n_a", "mean_a", "arm_b", "n_b", "mean_b", "difference", "ci_low", "ci_high", "t", "df", "p_welch", "p_welch_holm", "U", "p_mann_whitney", "p_mann_whitney_holm", "mann_whitney_method" }, {} };
    auto const arms = arms_of(allocation);
    if (arms.size() != 2)
        return table;
    Group const first { arms[0], &allocation };
    Group const second { arms[1], &allocation };
    for (std::size_t m = 0; m < measures().size(); ++m) {
        std::vector<std::vector<std::string>> rows;
        Numbers p_welch;
        Numbers p_rank;
        std::vector<std::size_t> welch_rows;
        std::vector<std::size_t> rank_rows;
        for (std::size_t v = 0; v < data.ground.study.visits.size(); ++v) {
            auto const a = values_at(data, first, v, m, policy);
            auto const b = values_at(data, second, v, m, policy);
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
            rows.push_back({ measures()[m].code, data.ground.study.visits[v].id, arms[0], count_text(static_cast<int>(a.size())), number_text(summary_of(a).mean), arms[1], count_text(static_cast<int>(b.size())), number_text(summary_of(b).mean),
                welch ? number_text(welch->difference) : "", welch ? number_text(welch->interval.low) : "", welch ? number_text(welch->interval.high) : "", welch ? number_text(welch->t) : "", welch ? number_text(welch->degrees) : "",
                welch ? number_text(welch->p) : "", "", rank ? number_text(rank->statistic) : "", rank ? number_text(rank->p) : "", "", method_text(rank) });
        }
        adjust(rows, welch_rows, p_welch, 14);
        adjust(rows, rank_rows, p_rank, 17);
        table.rows.insert(table.rows.end(), rows.begin(), rows.end());
    }
    return table;
}

std::vector<Table> all_tables(Collected const& data, Allocation const& allocation)
{
    return { flow(data, allocation), compliance(data), described(data, allocation, Policy::treatment_policy), compared(data, allocation, Policy::treatment_policy), pain_response(data, allocation), side_effect_table(data, allocation), severity_table(data, allocation),
        rotations(data, allocation), described(data, allocation, Policy::while_on_treatment), compared(data, allocation, Policy::while_on_treatment), severe_pain(data, allocation) };
}

} // namespace bedside::report
