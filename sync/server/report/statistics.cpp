// SPDX-License-Identifier: Apache-2.0
// Small samples, exact where they can be.
#include "sync/server/report/statistics.h"

#include <boost/math/distributions/hypergeometric.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>

namespace bedside::report {
namespace {

constexpr std::size_t exact_below = 50; // R's limit

// In double, as R computes: long double would take four times as long for digits that nobody prints.
using Precision = boost::math::policies::policy<boost::math::policies::promote_double<false>>;
using StudentsT = boost::math::students_t_distribution<double, Precision>;
using Normal = boost::math::normal_distribution<double, Precision>;
using Hypergeometric = boost::math::hypergeometric_distribution<double, Precision>;

double mean_of(std::span<double const> values) { return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size()); }

double variance_of(std::span<double const> values)
{
    auto const mean = mean_of(values);
    double sum = 0;
    for (auto const value : values)
        sum += (value - mean) * (value - mean);
    return sum / static_cast<double>(values.size() - 1);
}

/// R's type 7 on sorted values.
double quantile(std::vector<double> const& sorted, double p)
{
    auto const place = p * static_cast<double>(sorted.size() - 1);
    auto const below = static_cast<std::size_t>(std::floor(place));
    auto const above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

TTest t_test(double difference, double standard_error, double degrees)
{
    StudentsT const distribution(degrees);
    TTest test;
    test.difference = difference;
    test.t = difference / standard_error;
    test.degrees = degrees;
    test.p = 2 * boost::math::cdf(boost::math::complement(distribution, std::abs(test.t)));
    auto const half = boost::math::quantile(distribution, 0.975) * standard_error;
    test.interval = { difference - half, difference + half };
    return test;
}

/// To nine decimals: what is equal but for the last bit of a computed score is a tie.
double settled(double value) { return std::round(value * 1e9) / 1e9; }

struct Ranks {
    std::vector<double> of; ///< mid-ranks, in the order given
    double tie_sum = 0;     ///< sum of t^3 - t over groups of ties
};

Ranks ranks_of(std::vector<double> const& values)
{
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), 0u);
    std::sort(order.begin(), order.end(), [&](auto a, auto b) { return values[a] < values[b]; });
    Ranks ranks;
    ranks.of.resize(values.size());
    for (std::size_t begin = 0; begin < order.size();) {
        auto end = begin + 1;
        while (end < order.size() && values[order[end]] == values[order[begin]])
            ++end;
        auto const rank = static_cast<double>(begin + 1 + end) / 2;
        for (auto i = begin; i < end; ++i)
            ranks.of[order[i]] = rank;
        auto const size = static_cast<double>(end - begin);
        ranks.tie_sum += size * size * size - size;
        begin = end;
    }
    return ranks;
}

/// p values of a statistic from the number of ways to each of its values (0, 1, 2 ...).
void exact_p(RankTest& test, std::vector<double> const& ways)
{
    auto const total = std::accumulate(ways.begin(), ways.end(), 0.0);
    auto const value = static_cast<std::size_t>(std::llround(test.statistic));
    auto const from = ways.begin() + static_cast<std::ptrdiff_t>(value);
    auto const at_most = std::accumulate(ways.begin(), from + 1, 0.0) / total;
    test.p_greater = std::accumulate(from, ways.end(), 0.0) / total;
    test.p = std::min(1.0, 2 * std::min(at_most, test.p_greater));
    test.method = RankMethod::exact;
}

void corrected_p(RankTest& test, double mean, double sd)
{
    Normal const standard;
    auto const distance = test.statistic - mean;
    auto const sign = distance > 0 ? 0.5 : distance < 0 ? -0.5 : 0.0;
    test.p = std::min(1.0, 2 * boost::math::cdf(boost::math::complement(standard, std::abs((distance - sign) / sd))));
    test.p_greater = boost::math::cdf(boost::math::complement(standard, (distance - 0.5) / sd));
    test.method = RankMethod::corrected;
}

/// Subsets of {1..n} by their sum.
std::vector<double> ways_of_signed_ranks(std::size_t n)
{
    std::vector<double> ways(n * (n + 1) / 2 + 1);
    ways[0] = 1;
    std::size_t largest = 0;
    for (std::size_t rank = 1; rank <= n; ++rank) {
        largest += rank;
        for (auto sum = largest; sum >= rank; --sum)
            ways[sum] += ways[sum - rank];
    }
    return ways;
}

/// Ways to choose m of m + n ranks by U: coefficients of the Gaussian binomial.
std::vector<double> ways_of_rank_sums(std::size_t m, std::size_t n)
{
    // ways[j][u]: j chosen so far among the ranks seen; the u-th coefficient
    std::vector<std::vector<double>> ways(m + 1, std::vector<double>(m * n + 1));
    ways[0][0] = 1;
    for (std::size_t rank = 1; rank <= m + n; ++rank) {
        for (auto chosen = std::min(rank, m); chosen >= 1; --chosen) {
            // choosing this rank as the chosen-th adds the number of unchosen ranks below it
            auto const below = rank - chosen;
            if (below > n)
                continue;
            for (std::size_t u = m * n + 1; u-- > below;)
                ways[chosen][u] += ways[chosen - 1][u - below];
        }
    }
    return ways[m];
}

/// Wilson's score interval of a proportion.
Interval wilson(Proportion const& one)
{
    auto const z = boost::math::quantile(Normal(), 0.975);
    auto const n = static_cast<double>(one.observed);
    auto const p = one.events / n;
    auto const centre = p + z * z / (2 * n);
    auto const half = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    auto const scale = 1 + z * z / n;
    return { (centre - half) / scale, (centre + half) / scale };
}

} // namespace

Summary summary_of(std::span<double const> values)
{
    Summary summary;
    summary.n = static_cast<int>(values.size());
    if (values.empty())
        return summary;
    std::vector<double> sorted(values.begin(), values.end());
    std::sort(sorted.begin(), sorted.end());
    summary.mean = mean_of(values);
    if (values.size() >= 2)
        summary.sd = std::sqrt(variance_of(values));
    summary.median = quantile(sorted, 0.5);
    summary.lower_quartile = quantile(sorted, 0.25);
    summary.upper_quartile = quantile(sorted, 0.75);
    summary.minimum = sorted.front();
    summary.maximum = sorted.back();
    return summary;
}

std::optional<Interval> mean_interval(std::span<double const> values)
{
    if (values.size() < 2)
        return {};
    auto const n = static_cast<double>(values.size());
    auto const half = boost::math::quantile(StudentsT(n - 1), 0.975) * std::sqrt(variance_of(values) / n);
    auto const mean = mean_of(values);
    return Interval { mean - half, mean + half };
}

std::optional<TTest> paired_t(std::span<double const> x, std::span<double const> y)
{
    if (x.size() != y.size() || x.size() < 2)
        return {};
    std::vector<double> differences;
    for (std::size_t i = 0; i < x.size(); ++i)
        differences.push_back(x[i] - y[i]);
    auto const n = static_cast<double>(differences.size());
    auto const mean = mean_of(differences);
    auto const error = std::sqrt(variance_of(differences) / n);
    if (error <= 1e-14 * std::abs(mean) || error == 0)
        return {};
    return t_test(mean, error, n - 1);
}

std::optional<TTest> welch_t(std::span<double const> x, std::span<double const> y)
{
    if (x.size() < 2 || y.size() < 2)
        return {};
    auto const nx = static_cast<double>(x.size());
    auto const ny = static_cast<double>(y.size());
    auto const vx = variance_of(x) / nx;
    auto const vy = variance_of(y) / ny;
    auto const error = std::sqrt(vx + vy);
    if (error <= 1e-14 * std::max(std::abs(mean_of(x)), std::abs(mean_of(y))) || error == 0)
        return {};
    auto const degrees = (vx + vy) * (vx + vy) / (vx * vx / (nx - 1) + vy * vy / (ny - 1));
    return t_test(mean_of(x) - mean_of(y), error, degrees);
}

std::optional<RankTest> wilcoxon_signed_rank(std::span<double const> x, std::span<double const> y)
{
    if (x.size() != y.size())
        return {};
    std::vector<double> differences;
    std::vector<double> sizes;
    for (std::size_t i = 0; i < x.size(); ++i) {
        auto const difference = settled(x[i] - y[i]);
        if (difference == 0)
            continue;
        differences.push_back(difference);
        sizes.push_back(std::abs(difference));
    }
    if (differences.empty())
        return {};
    auto const ranks = ranks_of(sizes);
    RankTest test;
    for (std::size_t i = 0; i < differences.size(); ++i)
        test.statistic += differences[i] > 0 ? ranks.of[i] : 0;
    auto const n = static_cast<double>(differences.size());
    if (ranks.tie_sum == 0 && differences.size() == x.size() && differences.size() < exact_below)
        exact_p(test, ways_of_signed_ranks(differences.size()));
    else
        corrected_p(test, n * (n + 1) / 4, std::sqrt(n * (n + 1) * (2 * n + 1) / 24 - ranks.tie_sum / 48));
    return test;
}

std::optional<RankTest> mann_whitney(std::span<double const> x, std::span<double const> y)
{
    if (x.empty() || y.empty())
        return {};
    std::vector<double> all;
    for (auto const& sample : { x, y })
        std::transform(sample.begin(), sample.end(), std::back_inserter(all), settled);
    auto const ranks = ranks_of(all);
    auto const m = static_cast<double>(x.size());
    auto const n = static_cast<double>(y.size());
    RankTest test;
    test.statistic = std::accumulate(ranks.of.begin(), ranks.of.begin() + static_cast<std::ptrdiff_t>(x.size()), 0.0) - m * (m + 1) / 2;
    if (ranks.tie_sum == 0 && x.size() < exact_below && y.size() < exact_below) {
        exact_p(test, ways_of_rank_sums(x.size(), y.size()));
        return test;
    }
    auto const variance = m * n / 12 * (m + n + 1 - ranks.tie_sum / ((m + n) * (m + n - 1)));
    if (variance <= 0)
        return {};
    corrected_p(test, m * n / 2, std::sqrt(variance));
    return test;
}

std::optional<FisherTest> fisher_exact(Proportion const& a, Proportion const& b)
{
    if (a.observed <= 0 || b.observed <= 0 || a.events < 0 || b.events < 0 || a.events > a.observed || b.events > b.observed)
        return {};
    FisherTest test;
    auto const pa = static_cast<double>(a.events) / a.observed;
    auto const pb = static_cast<double>(b.events) / b.observed;
    test.difference = pa - pb;
    auto const events = a.events + b.events;
    auto const lowest = std::max(0, events - b.observed);
    auto const highest = std::min(events, a.observed);
    Hypergeometric const distribution(static_cast<unsigned>(events), static_cast<unsigned>(a.observed), static_cast<unsigned>(a.observed + b.observed));
    auto const likelihood = [&](int count) { return boost::math::pdf(distribution, static_cast<unsigned>(count)); };
    auto const limit = likelihood(a.events) * (1 + 1e-7); // R's tolerance for equal probabilities
    double p = 0;
    for (auto count = lowest; count <= highest; ++count) {
        auto const one = likelihood(count);
        p += one <= limit ? one : 0;
    }
    test.p = std::min(1.0, p);
    auto const wa = wilson(a);
    auto const wb = wilson(b);
    test.interval.low = test.difference - std::hypot(pa - wa.low, wb.high - pb);
    test.interval.high = test.difference + std::hypot(wa.high - pa, pb - wb.low);
    return test;
}

std::vector<double> holm(std::span<double const> p_values)
{
    std::vector<std::size_t> order(p_values.size());
    std::iota(order.begin(), order.end(), 0u);
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return p_values[a] < p_values[b]; });
    std::vector<double> adjusted(p_values.size());
    double largest = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        largest = std::max(largest, std::min(1.0, static_cast<double>(order.size() - i) * p_values[order[i]]));
        adjusted[order[i]] = largest;
    }
    return adjusted;
}

} // namespace bedside::report
