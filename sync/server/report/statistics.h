// SPDX-License-Identifier: Apache-2.0
// The tests of the report, two-sided, with 95 % confidence intervals. Conventions are those of R's stats package.
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace bedside::report {

/// Description of a sample. Everything but n is missing when n is 0; the standard deviation below 2.
struct Summary {
    int n = 0;
    std::optional<double> mean;
    std::optional<double> sd; ///< n - 1 in the denominator
    std::optional<double> median;
    std::optional<double> lower_quartile; ///< R's type 7
    std::optional<double> upper_quartile;
    std::optional<double> minimum;
    std::optional<double> maximum;
};
Summary summary_of(std::span<double const> values);

struct Interval {
    double low = 0;
    double high = 0;
};

struct TTest {
    double difference = 0; ///< mean of x - y, or mean x - mean y
    double t = 0;
    double degrees = 0;
    double p = 1;
    Interval interval;     ///< of the difference, 95 %
};
/// Mean with its 95 % interval from Student's t; nothing below 2 values.
std::optional<Interval> mean_interval(std::span<double const> values);
/// Student's t on x - y. Nothing below 2 pairs or when the differences do not vary. `x` and `y` have equal length.
std::optional<TTest> paired_t(std::span<double const> x, std::span<double const> y);
/// Welch's t. Nothing when a sample has less than 2 values, or neither varies.
std::optional<TTest> welch_t(std::span<double const> x, std::span<double const> y);

enum class RankMethod {
    exact,     ///< from the distribution of the statistic; no ties, fewer than 50 values
    corrected, ///< normal, corrected for ties and continuity
};
struct RankTest {
    double statistic = 0; ///< V of Wilcoxon: sum of positive ranks; U of Mann-Whitney: pairs in which x is larger, ties half
    double p = 1;
    double p_greater = 1; ///< one-sided: x larger
    RankMethod method = RankMethod::exact;
};
/// Ranks are of values to nine decimals: scores that differ in their last bit alone are ties.
/// Wilcoxon signed-rank on x - y; pairs without difference are left out. Nothing when no pair differs.
std::optional<RankTest> wilcoxon_signed_rank(std::span<double const> x, std::span<double const> y);
/// Mann-Whitney (Wilcoxon rank sum). Nothing when a sample is empty or all values are equal.
std::optional<RankTest> mann_whitney(std::span<double const> x, std::span<double const> y);

/// Events among those observed.
struct Proportion {
    int events = 0;
    int observed = 0;
};
struct FisherTest {
    double difference = 0; ///< proportion of a minus that of b
    double p = 1;          ///< sum of the probabilities of all tables no likelier than this one
    Interval interval;     ///< of the difference, 95 %, Newcombe's hybrid score method
};
/// Fisher's exact test. Nothing when a group is empty or the counts are impossible.
std::optional<FisherTest> fisher_exact(Proportion const& a, Proportion const& b);

/// Holm's step-down adjustment, in the order given.
std::vector<double> holm(std::span<double const> p_values);

} // namespace bedside::report
