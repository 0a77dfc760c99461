// SPDX-License-Identifier: Apache-2.0
#include "forms/scoring/opioid.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>

using namespace bedside;
using namespace bedside::scoring;
using nlohmann::json;

namespace {

PumpRecord a_day()
{
    PumpRecord record;
    record.drug = Opioid::hydromorphone;
    record.concentration_ug_per_ml = 100;
    record.basal = { { 200, 24 * 60 } };
    record.boluses_delivered = 4;
    record.bolus_ul = 400;
    record.observed_minutes = 24 * 60;
    return record;
}

bool warns(PumpRecord const& record, PumpWarning warning, std::optional<Consumption> const& before = {})
{
    auto const warnings = warnings_of(record, consumption_of(record, {}).value(), before);
    return std::find(warnings.begin(), warnings.end(), warning) != warnings.end();
}

} // namespace

TEST_CASE("every reference pump record gives its consumption to 1e-9", "[R-045]")
{
    auto const all = json::parse(std::ifstream(BEDSIDE_SOURCE_DIR "/tests/golden/vectors/opioid_vectors.json"));
    REQUIRE(all.size() == 6);
    for (auto const& vector : all) {
        PumpRecord record;
        record.drug = vector["drug"] == "morphine" ? Opioid::morphine : Opioid::hydromorphone;
        record.concentration_ug_per_ml = vector["conc_ug_per_mL"];
        for (auto const& segment : vector["basal_segments_uL_per_h_x_h"])
            record.basal.push_back({ segment[0], segment[1].get<std::int64_t>() * 60 });
        record.boluses_delivered = vector["boluses_delivered"];
        record.bolus_ul = vector["bolus_uL"];
        record.observed_minutes = vector["observed_h"].get<std::int64_t>() * 60;
        auto const result = consumption_of(record, { vector["ratio"], 1 });
        INFO(vector["id"]);
        REQUIRE(result);
        CHECK_THAT(static_cast<double>(result->volume_nl) / 1e6, Catch::Matchers::WithinAbs(vector["volume_mL"].get<double>(), 1e-9));
        CHECK_THAT(result->drug.milligrams(), Catch::Matchers::WithinAbs(vector["drug_mg"].get<double>(), 1e-9));
        CHECK_THAT(result->drug_per_day.milligrams(), Catch::Matchers::WithinAbs(vector["drug_mg_per_24h"].get<double>(), 1e-9));
        CHECK_THAT(result->equivalent_per_day.milligrams(), Catch::Matchers::WithinAbs(vector["it_morphine_equiv_mg_per_24h"].get<double>(), 1e-9));
        CHECK(result->drug.nanograms() == std::llround(vector["drug_mg"].get<double>() * 1e6));
    }
}

TEST_CASE("amounts are exact fractions", "[R-045]")
{
    auto record = a_day();
    record.observed_minutes = 23 * 60;
    record.basal = { { 100, 23 * 60 } };
    record.concentration_ug_per_ml = 200;
    record.boluses_delivered = 3;
    record.bolus_ul = 200;
    // 200 ug/mL * 2.9 mL = 580 ug in 23 h
    auto const result = consumption_of(record, {}).value();
    CHECK(result.drug == Micrograms { 580, 1 });
    CHECK(result.drug_per_day == Micrograms { 580 * 24, 23 });
    CHECK(result.equivalent_per_day == Micrograms { 580 * 24 * 5, 23 });
}

TEST_CASE("the ratio is the study's, and applies to hydromorphone only", "[R-045]")
{
    auto record = a_day();
    CHECK(consumption_of(record, { 9, 2 })->equivalent_per_day == Micrograms { 2880, 1 });
    record.drug = Opioid::morphine;
    CHECK(consumption_of(record, { 9, 2 })->equivalent_per_day == Micrograms { 640, 1 });
    CHECK(consumption_of(record, { 9, 2 })->ratio.numerator == 9);
}

TEST_CASE("a stopped pump is 0, and impossible records are refused", "[R-045]")
{
    auto record = a_day();
    record.basal = { { 0, 24 * 60 } };
    record.boluses_delivered = 0;
    CHECK(consumption_of(record, {})->drug == Micrograms { 0, 1 });

    auto const refused = [](auto change) {
        auto changed = a_day();
        change(changed);
        return !consumption_of(changed, {});
    };
    CHECK(refused([](auto& one) { one.concentration_ug_per_ml = 0; }));
    CHECK(refused([](auto& one) { one.observed_minutes = 0; }));
    CHECK(refused([](auto& one) { one.boluses_delivered = -1; }));
    CHECK(refused([](auto& one) { one.bolus_ul = -1; }));
    CHECK(refused([](auto& one) { one.basal[0].rate_ul_per_h = -1; }));
    CHECK(refused([](auto& one) { one.basal[0].minutes = 24 * 60 + 1; }));
    CHECK(refused([](auto& one) { one.basal[0].rate_ul_per_h = INT64_MAX; }));
    CHECK_FALSE(consumption_of(a_day(), { 0, 1 }));
    CHECK_FALSE(consumption_of(a_day(), { 5, 0 }));
}

TEST_CASE("a high dose, a tenfold jump and a wrong reservoir warn, and only then")
{
    auto record = a_day(); // 3.2 mg a day
    CHECK_FALSE(warns(record, PumpWarning::high_dose));
    CHECK_FALSE(warns(record, PumpWarning::tenfold_jump));
    record.concentration_ug_per_ml = 312; // 9.984 mg
    CHECK_FALSE(warns(record, PumpWarning::high_dose));
    record.concentration_ug_per_ml = 313; // 10.016 mg
    CHECK(warns(record, PumpWarning::high_dose));

    auto const before = consumption_of(a_day(), {}).value();
    auto tenth = a_day();
    tenth.concentration_ug_per_ml = 10;
    auto more_than_a_tenth = a_day();
    more_than_a_tenth.concentration_ug_per_ml = 11;
    auto tenfold = a_day();
    tenfold.concentration_ug_per_ml = 1000;
    auto less = a_day();
    less.concentration_ug_per_ml = 999;
    CHECK(warns(tenth, PumpWarning::tenfold_jump, before));
    CHECK_FALSE(warns(more_than_a_tenth, PumpWarning::tenfold_jump, before));
    CHECK(warns(tenfold, PumpWarning::tenfold_jump, before));
    CHECK_FALSE(warns(less, PumpWarning::tenfold_jump, before));

    auto read = a_day(); // 6400 uL computed
    read.reservoir_used_ul = 6400 + 640;
    CHECK_FALSE(warns(read, PumpWarning::reservoir_differs));
    read.reservoir_used_ul = 6400 + 641;
    CHECK(warns(read, PumpWarning::reservoir_differs));
    read.reservoir_used_ul = 6400 - 641;
    CHECK(warns(read, PumpWarning::reservoir_differs));
}

TEST_CASE("a rise in percent is exact at its edge")
{
    CHECK(rose_by_percent({ 2, 3 }, { 1, 1 }, 50));
    CHECK_FALSE(rose_by_percent({ 2, 3 }, { 999'999, 1'000'000 }, 50));
    CHECK_FALSE(rose_by_percent({ 0, 1 }, { 5, 1 }, 50));
}

TEST_CASE("the limit itself is not over the limit")
{
    PumpRecord record;
    record.drug = Opioid::morphine;
    record.concentration_ug_per_ml = 1000;
    record.basal = { { 0, 24 * 60 } };
    record.boluses_delivered = 10;
    record.bolus_ul = 1000;
    record.observed_minutes = 24 * 60;
    REQUIRE(consumption_of(record, {})->equivalent_per_day.milligrams() == 10.0);
    CHECK_FALSE(warns(record, PumpWarning::high_dose));
    record.bolus_ul = 1001;
    CHECK(warns(record, PumpWarning::high_dose));
}

TEST_CASE("numbers that are each possible and whose exact result is beyond any pump are refused", "[R-045]")
{
    PumpRecord record;
    record.drug = Opioid::hydromorphone;
    record.concentration_ug_per_ml = 99'991;
    record.boluses_delivered = 99'989;
    record.bolus_ul = 99'971;
    record.observed_minutes = 1;
    EquivalenceRatio const fine { 9'973, 9'967 };
    auto const refused = consumption_of(record, fine);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Code::invalid_data);
    CHECK(refused.error().message == "the numbers of the pump record are too large to be right");
    record.drug = Opioid::morphine; // the ratio does not count
    CHECK(consumption_of(record, fine));
}
