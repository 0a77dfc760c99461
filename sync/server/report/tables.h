// SPDX-License-Identifier: Apache-2.0
// The trial's tables: described within arms, compared between two, with intervals beside every p value.
#pragma once

#include "sync/server/report/data_set.h"
#include "sync/server/report/statistics.h"

namespace bedside::report {

/// Study number -> arm, from the allocation file; empty while the trial is blinded.
using Allocation = std::map<std::string, std::string>;
/// CSV with the columns number,arm. Fails with invalid_data, naming the line.
Result<Allocation> read_allocation(std::string_view csv, DataSet const& data);

/// A table ready to be written.
struct Table {
    std::string name; ///< file name without ".csv"
    std::string title;
    std::string note; ///< how it was computed
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows; ///< numbers in full precision; empty where missing
};

/// Measures by visit, described: one row per measure, arm and visit, with the change from the first visit among pairs.
Table described(DataSet const& data, Allocation const& allocation);
/// Measures by visit, compared between two arms; Holm over the visits of a measure. No rows unless there are exactly two arms.
Table compared(DataSet const& data, Allocation const& allocation);
/// Side effects by visit: incidence at >= 1 and >= 2, new or worse than the first visit; Fisher's exact test between two arms.
Table side_effect_table(DataSet const& data, Allocation const& allocation);
/// Expected, valid and completed forms by visit and form, as of `now`, with numerators and denominators.
Table compliance(DataSet const& data, Instant const& now);
/// Participants with a pain rating of 7 or more.
Table severe_pain(DataSet const& data);

std::vector<Table> all_tables(DataSet const& data, Allocation const& allocation, Instant const& now);

/// A number in the shortest form that reads back the same; empty when missing.
std::string number_text(std::optional<double> value);

} // namespace bedside::report
