// SPDX-License-Identifier: Apache-2.0
#include "sync/server/report/statistics.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <fstream>
#include <random>

using namespace bedside::report;
using Catch::Matchers::WithinAbs;
using Numbers = std::vector<double>;

namespace {

nlohmann::json vectors() { return nlohmann::json::parse(std::ifstream(BEDSIDE_SOURCE_DIR "/tests/golden/vectors/stats_vectors.json")); }

} // namespace

TEST_CASE("the t tests give the reference values to 1e-9", "[R-058]")
{
    auto const all = vectors();
    auto const& paired = all["paired_t"];
    auto const one = paired_t(paired["x"].get<Numbers>(), paired["y"].get<Numbers>());
    REQUIRE(one);
    CHECK_THAT(one->t, WithinAbs(paired["t"], 1e-9));
    CHECK_THAT(one->degrees, WithinAbs(paired["df"], 1e-9));
    CHECK_THAT(one->p, WithinAbs(paired["p"], 1e-9));
    // R: t.test(extra ~ group, paired = TRUE): mean difference -1.58, 95 % interval -2.4598858 to -0.7001142
    CHECK_THAT(one->difference, WithinAbs(-1.58, 1e-9));
    CHECK_THAT(one->interval.low, WithinAbs(-2.4598858, 1e-7));
    CHECK_THAT(one->interval.high, WithinAbs(-0.7001142, 1e-7));

    auto const& welch = all["welch_t"];
    auto const two = welch_t(welch["x"].get<Numbers>(), welch["y"].get<Numbers>());
    REQUIRE(two);
    CHECK_THAT(two->t, WithinAbs(welch["t"], 1e-9));
    CHECK_THAT(two->degrees, WithinAbs(welch["df"], 1e-9));
    CHECK_THAT(two->p, WithinAbs(welch["p"], 1e-9));
    // R: -3.3654832 to 0.2054832
    CHECK_THAT(two->interval.low, WithinAbs(-3.3654832, 1e-7));
    CHECK_THAT(two->interval.high, WithinAbs(0.2054832, 1e-7));
}

TEST_CASE("the rank tests give the reference values exactly, and say that they are exact", "[R-058]")
{
    auto const all = vectors();
    auto const& wilcoxon = all["wilcoxon_signed_rank_exact"];
    auto const one = wilcoxon_signed_rank(wilcoxon["x"].get<Numbers>(), wilcoxon["y"].get<Numbers>());
    REQUIRE(one);
    CHECK(one->statistic == wilcoxon["V"].get<double>());
    CHECK_THAT(one->p, WithinAbs(wilcoxon["p_two"], 1e-9));
    CHECK_THAT(one->p_greater, WithinAbs(wilcoxon["p_greater"], 1e-9));
    CHECK(one->method == RankMethod::exact);

    auto const& mann = all["mann_whitney_exact"];
    auto const two = mann_whitney(mann["x"].get<Numbers>(), mann["y"].get<Numbers>());
    REQUIRE(two);
    CHECK(two->statistic == mann["U"].get<double>());
    CHECK_THAT(two->p, WithinAbs(mann["p_two"], 1e-9));
    CHECK_THAT(two->p_greater, WithinAbs(mann["p_greater"], 1e-9));
    CHECK(two->method == RankMethod::exact);
}

TEST_CASE("Fisher's exact test gives the reference values to 1e-9", "[R-058]")
{
    auto const all = vectors();
    for (auto const& one : all["fisher"]) {
        auto const table = one["table"].get<std::vector<int>>();
        auto const test = fisher_exact({ table[0], table[0] + table[1] }, { table[2], table[2] + table[3] });
        REQUIRE(test);
        CHECK_THAT(test->p, WithinAbs(one["p"], 1e-9));
        CHECK(test->interval.low < test->difference);
        CHECK(test->interval.high > test->difference);
    }
    // Newcombe 1998, example (a): 56/70 against 48/80 gives 0.0524 to 0.3339
    auto const newcombe = fisher_exact({ 56, 70 }, { 48, 80 });
    CHECK_THAT(newcombe->interval.low, WithinAbs(0.0524, 5e-5));
    CHECK_THAT(newcombe->interval.high, WithinAbs(0.3339, 5e-5));
    CHECK_FALSE(fisher_exact({ 0, 0 }, { 1, 2 }));
    CHECK_FALSE(fisher_exact({ 3, 2 }, { 1, 2 }));
    CHECK(fisher_exact({ 0, 5 }, { 0, 5 })->p == 1);
}

TEST_CASE("exact distributions are those of every arrangement")
{
    std::mt19937 random(5);
    for (int round = 0; round < 40; ++round) {
        // distinct values: each sample of the pool is one arrangement
        auto const m = 1 + random() % 5;
        auto const n = 1 + random() % 5;
        Numbers pool(m + n);
        for (std::size_t i = 0; i < pool.size(); ++i)
            pool[i] = static_cast<double>(i) + 0.25;
        std::shuffle(pool.begin(), pool.end(), random);
        Numbers const x(pool.begin(), pool.begin() + static_cast<std::ptrdiff_t>(m));
        Numbers const y(pool.begin() + static_cast<std::ptrdiff_t>(m), pool.end());
        auto const test = mann_whitney(x, y).value();
        auto const u_of = [&](unsigned mask) {
            double u = 0;
            for (std::size_t i = 0; i < pool.size(); ++i)
                for (std::size_t j = 0; j < pool.size(); ++j)
                    u += (mask >> i & 1) && !(mask >> j & 1) && pool[i] > pool[j];
            return u;
        };
        int as_large = 0;
        int total = 0;
        for (unsigned mask = 0; mask < 1u << pool.size(); ++mask) {
            if (static_cast<std::size_t>(std::popcount(mask)) != m)
                continue;
            ++total;
            as_large += u_of(mask) >= test.statistic;
        }
        CHECK_THAT(test.p_greater, WithinAbs(static_cast<double>(as_large) / total, 1e-12));
    }
}

TEST_CASE("ties and zeros give the corrected test, and it says so")
{
    // x is larger in 4 pairs and ties in 2; three values are 2, two are 4
    auto const mann = mann_whitney(Numbers { 1, 2, 2, 3, 5 }, Numbers { 2, 4, 4, 6, 7 });
    REQUIRE(mann);
    CHECK(mann->method == RankMethod::corrected);
    CHECK(mann->statistic == 5);
    double const variance = 25.0 / 12 * (11 - (24.0 + 6.0) / 90);
    CHECK_THAT(mann->p, WithinAbs(std::erfc((12.5 - 5 - 0.5) / std::sqrt(variance) / std::sqrt(2.0)), 1e-12));

    auto const signed_rank = wilcoxon_signed_rank(Numbers { 5, 6, 7, 3 }, Numbers { 5, 4, 4, 4 });
    REQUIRE(signed_rank);
    CHECK(signed_rank->method == RankMethod::corrected);
    CHECK(signed_rank->statistic == 5); // ranks 2, 3 of differences 2, 3; -1 has rank 1
    CHECK_FALSE(wilcoxon_signed_rank(Numbers { 1, 2 }, Numbers { 1, 2 }));
    CHECK_FALSE(mann_whitney(Numbers { 1, 1 }, Numbers { 1 }));
    CHECK_FALSE(mann_whitney(Numbers {}, Numbers { 1 }));
}

TEST_CASE("too little data gives no test, never a number")
{
    CHECK_FALSE(paired_t(Numbers { 1 }, Numbers { 2 }));
    CHECK_FALSE(paired_t(Numbers { 1, 2 }, Numbers { 2, 3 }));
    CHECK_FALSE(paired_t(Numbers { 1, 2 }, Numbers { 2 }));
    CHECK_FALSE(welch_t(Numbers { 1 }, Numbers { 2, 3 }));
    CHECK_FALSE(welch_t(Numbers { 2, 2 }, Numbers { 2, 2 }));
    CHECK_FALSE(mean_interval(Numbers { 2 }));
    CHECK(summary_of(Numbers {}).n == 0);
    CHECK_FALSE(summary_of(Numbers {}).mean);
    CHECK_FALSE(summary_of(Numbers { 3 }).sd);
}

TEST_CASE("a sample is described as R describes it", "[R-058]")
{
    auto const summary = summary_of(Numbers { 4, 1, 3, 10 });
    CHECK(summary.n == 4);
    CHECK(summary.mean == 4.5);
    CHECK_THAT(*summary.sd, WithinAbs(std::sqrt(15.0), 1e-12));
    CHECK(summary.median == 3.5);
    CHECK(summary.lower_quartile == 2.5);
    CHECK(summary.upper_quartile == 5.5);
    CHECK(summary.minimum == 1.0);
    CHECK(summary.maximum == 10.0);
}

TEST_CASE("Holm's adjustment steps down, keeps the order and never exceeds 1", "[R-058]")
{
    // 0.005 x 4, 0.01 x 3, 0.03 x 2, 0.04 x 1 raised to the one before
    auto const adjusted = holm(Numbers { 0.01, 0.04, 0.03, 0.005 });
    Numbers const expected { 0.03, 0.06, 0.06, 0.02 };
    for (std::size_t i = 0; i < expected.size(); ++i)
        CHECK_THAT(adjusted[i], WithinAbs(expected[i], 1e-12));
    CHECK(holm(Numbers { 0.9, 0.8 }) == Numbers { 1, 1 });
    CHECK(holm(Numbers {}).empty());
}
