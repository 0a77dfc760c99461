// SPDX-License-Identifier: Apache-2.0
#include "forms/scoring/pain.h"

#include <catch2/catch_test_macros.hpp>

using namespace bedside;
using namespace bedside::scoring;

namespace {

CivilDate march(int day) { return { 2026, 3, day }; }
DiaryDay confirmed(int day) { return { march(day), true, std::nullopt }; }
Episode episode(int day, std::optional<int> background = {}) { return { march(day), background }; }

BreakthroughFrequency frequency(std::vector<Episode> const& episodes, std::vector<DiaryDay> const& days) { return breakthrough_frequency(episodes, days, march(1), march(7)); }

} // namespace

TEST_CASE("pain bands are 0, 1 to 3, 4 to 6, 7 to 10", "[R-044]")
{
    std::vector<PainBand> const expected { PainBand::none, PainBand::mild, PainBand::mild, PainBand::mild, PainBand::moderate, PainBand::moderate, PainBand::moderate, PainBand::severe, PainBand::severe, PainBand::severe, PainBand::severe };
    for (int rating = 0; rating <= 10; ++rating)
        CHECK(pain_band(rating) == expected[static_cast<std::size_t>(rating)]);
    CHECK_FALSE(pain_band(-1));
    CHECK_FALSE(pain_band(11));
}

TEST_CASE("relief is meaningful from 2 points or 30 percent, and halves at 50 percent", "[R-044]")
{
    auto const change = [](int baseline, int later) { return pain_change(baseline, later)->value(); };
    CHECK(change(8, 6).meaningful);
    CHECK_FALSE(change(8, 7).meaningful);
    CHECK(change(3, 2).meaningful); // 33 %
    CHECK_FALSE(change(4, 3).meaningful); // 25 %
    CHECK(change(10, 5).halved);
    CHECK_FALSE(change(9, 5).halved);
    CHECK(change(8, 6).percent == -25.0);
    CHECK_FALSE(change(5, 9).meaningful);
    CHECK_FALSE(change(0, 0).meaningful);
    CHECK_FALSE(change(0, 3).percent);
    CHECK_FALSE(pain_change(std::nullopt, 3)->has_value());
    CHECK_FALSE(pain_change(3, std::nullopt)->has_value());
    CHECK_FALSE(pain_change(3, 11));
}

TEST_CASE("breakthrough frequency is episodes per evaluable day", "[R-044]")
{
    auto const result = frequency({ episode(1), episode(1), episode(3) }, { confirmed(1), confirmed(2), { march(3), false, 0 } });
    CHECK(result.evaluable_days == 3);
    CHECK(result.episodes == 3);
    CHECK(result.per_day == 1.0);
}

TEST_CASE("a day without an end-of-day record is missing, never 0", "[R-044]")
{
    CHECK_FALSE(frequency({}, {}).per_day);
    auto const logged_only = frequency({ episode(1) }, {});
    CHECK_FALSE(logged_only.per_day);
    CHECK(logged_only.outside == 1);
    auto const one_of_two = frequency({ episode(1), episode(2) }, { confirmed(1) });
    CHECK(one_of_two.evaluable_days == 1);
    CHECK(one_of_two.per_day == 1.0);
    CHECK(one_of_two.outside == 1);
}

TEST_CASE("zero needs its explicit confirmation", "[R-044]")
{
    CHECK(frequency({}, { confirmed(1) }).per_day == 0.0);
    CHECK_FALSE(frequency({}, { { march(1), std::nullopt, std::nullopt } }).per_day);
    CHECK_FALSE(frequency({}, { { march(1), false, std::nullopt } }).per_day);
    CHECK(frequency({ episode(1) }, { { march(1), false, std::nullopt } }).per_day == 1.0);
}

TEST_CASE("unlogged episodes are counted beside the logged ones")
{
    auto const result = frequency({ episode(1) }, { { march(1), false, 2 }, confirmed(2) });
    CHECK(result.unlogged == 2);
    CHECK(result.per_day == 0.5);
    CHECK(result.per_day_with_unlogged == 1.5);
}

TEST_CASE("an episode over uncontrolled background pain is kept as a flare")
{
    auto const result = frequency({ episode(1, 4), episode(1, 5) }, { confirmed(1) });
    CHECK(result.episodes == 1);
    CHECK(result.flares == 1);
    CHECK(result.per_day == 1.0);
}

TEST_CASE("days outside the period count nowhere, and of two records of a day the later counts")
{
    auto const result = frequency({ episode(8) }, { confirmed(7), confirmed(8), { march(7), false, 3 } });
    CHECK(result.evaluable_days == 1);
    CHECK(result.unlogged == 3);
    CHECK(result.outside == 0);
}

TEST_CASE("side-effect incidence counts the observed only")
{
    std::vector<SeverityPair> const all { { 0, 0 }, { 0, 1 }, { 2, 2 }, { 1, std::nullopt }, { std::nullopt, 3 } };
    auto const result = incidence_of(all);
    REQUIRE(result);
    CHECK(result->observed == 4);
    CHECK(result->at_least_mild == 3);
    CHECK(result->at_least_moderate == 2);
    CHECK(result->pairs == 3);
    CHECK(result->new_or_worse == 1);
    std::vector<SeverityPair> const wrong { { 0, 5 } };
    CHECK_FALSE(incidence_of(wrong));
}
