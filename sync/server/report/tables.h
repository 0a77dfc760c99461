// SPDX-License-Identifier: Apache-2.0
// The trial's tables: described within arms, compared between two, with intervals beside every p value.
#pragma once

#include "sync/server/report/data_set.h"
#include "sync/server/report/statistics.h"

namespace bedside::report {

/// Study number -> arm, from the allocation file; empty while the trial is blinded.
using Allocation = std::map<std::string, std::string>;
/// CSV with the columns number,arm. Fails with invalid_data, naming the line.
Result<Allocation> read_allocation(std::string_view csv, Ground const& ground);
/// The arms in the order of their names.
std::vector<std::string> arms_of(Allocation const& allocation);

struct ComplianceCount {
    int expected = 0, valid = 0, late = 0, missed = 0, open = 0, not_expected = 0;

    ComplianceCount& operator+=(ComplianceCount const& more)
    {
        expected += more.expected, valid += more.valid, late += more.late, missed += more.missed, open += more.open, not_expected += more.not_expected;
        return *this;
    }
};
struct SeverePain {
    std::string participant;
    std::string form;
    std::string visit;
    Instant completed;
    std::optional<double> now, average, worst;
};

/// Counts by visit ("diary" for diaries) and form.
using Compliance = std::map<std::pair<std::string, std::string>, ComplianceCount>;

/// What one participant adds to the tables.
struct Share {
    std::optional<Values> values; ///< nothing of somebody who is not in the roster
    Compliance compliance;
    std::vector<SeverePain> severe_pain;
    std::int64_t forms = 0;
};
Share share_of(Ground const& ground, Participation const& participation);

/// What the tables are made of, gathered from one participant after the other.
struct Collected {
    Ground ground;
    std::vector<Values> values; ///< of everybody in the roster, by study number
    Compliance compliance;
    std::vector<SeverePain> severe_pain;
    std::int64_t forms = 0;

    void add(Share share);
};
Result<Collected> collect(Source const& source);

/// A table ready to be written.
struct Table {
    std::string name; ///< file name without ".csv"
    std::string title;
    std::string note; ///< how it was computed
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows; ///< numbers in full precision; empty where missing
};

/// What counts after a rotation to the other drug.
enum class Policy {
    treatment_policy,   ///< everything, in the arm as randomised
    while_on_treatment, ///< nothing from the first visit on the other drug on
};

/// Measures by visit, described: one row per measure, arm and visit, with the change from the first visit among pairs.
Table described(Collected const& data, Allocation const& allocation, Policy policy);
/// Measures by visit, compared between two arms; Holm over the visits of a measure. No rows unless there are exactly two arms.
Table compared(Collected const& data, Allocation const& allocation, Policy policy);
/// Relief of average pain since the first visit: meaningful (2 points or 30 %), and by half; Fisher's exact test between two arms.
Table pain_response(Collected const& data, Allocation const& allocation);
/// Side effects by visit: incidence at >= 1 and >= 2, new or worse than the first visit; Fisher's exact test between two arms.
Table side_effect_table(Collected const& data, Allocation const& allocation);
/// How many reported each severity.
Table severity_table(Collected const& data, Allocation const& allocation);
/// Who was recruited, treated, rotated, left, and is analysed at each visit.
Table flow(Collected const& data, Allocation const& allocation);
/// Participants whose drug was changed, with pain and dose before and after.
Table rotations(Collected const& data, Allocation const& allocation);
/// Expected, valid and completed forms by visit and form, with numerators and denominators.
Table compliance(Collected const& data);
/// Ratings of present or average pain of 7 or more.
Table severe_pain(Collected const& data, Allocation const& allocation);

std::vector<Table> all_tables(Collected const& data, Allocation const& allocation);
std::string table_csv(Table const& table);

/// A number in the shortest form that reads back the same; empty when missing.
std::string number_text(std::optional<double> value);

} // namespace bedside::report
