// SPDX-License-Identifier: Apache-2.0
// Fractions of whole numbers; a product that would not fit is refused, never wrapped.
#include "forms/scoring/opioid.h"

namespace bedside::scoring {
namespace {

__extension__ using Wide = __int128;

/// Beyond these no intrathecal pump goes; with them every sum below fits.
constexpr std::int64_t largest_concentration = 100'000;  // ug/mL
constexpr std::int64_t largest_rate = 100'000;           // uL/h
constexpr std::int64_t largest_minutes = 60 * 24 * 400;
constexpr std::int64_t largest_boluses = 100'000;
constexpr std::int64_t largest_bolus = 100'000;          // uL
constexpr std::int64_t largest_ratio = 10'000;
constexpr std::int64_t largest_term = 100'000'000'000'000'000; // two of these times a percentage fit in 127 bits
constexpr std::int64_t minutes_a_day = 24 * 60;

std::optional<Micrograms> reduced(Wide numerator, Wide denominator)
{
    auto a = numerator;
    auto b = denominator;
    while (b != 0) {
        auto const rest = a % b;
        a = b;
        b = rest;
    }
    if (a != 0) {
        numerator /= a;
        denominator /= a;
    }
    if (numerator > largest_term || denominator > largest_term)
        return {};
    return Micrograms { static_cast<std::int64_t>(numerator), static_cast<std::int64_t>(denominator) };
}

std::int64_t rounded(Wide numerator, Wide denominator)
{
    return static_cast<std::int64_t>((2 * numerator + denominator) / (2 * denominator));
}

bool within(std::int64_t value, std::int64_t largest) { return value >= 0 && value <= largest; }

/// Delivered volume in sixtieths of a microlitre (uL/h times minutes).
std::int64_t volume_in_sixtieths(PumpRecord const& record)
{
    auto sum = record.boluses_delivered * record.bolus_ul * 60;
    for (auto const& segment : record.basal)
        sum += segment.rate_ul_per_h * segment.minutes;
    return sum;
}

} // namespace

double Micrograms::milligrams() const { return static_cast<double>(numerator) / (1000.0 * static_cast<double>(denominator)); }

std::int64_t Micrograms::nanograms() const { return rounded(Wide { numerator } * 1000, denominator); }

Result<Consumption> consumption_of(PumpRecord const& record, EquivalenceRatio const& ratio)
{
    auto const refused = [](char const* sentence) { return fail(Code::invalid_data, sentence); };
    if (record.concentration_ug_per_ml < 1 || record.concentration_ug_per_ml > largest_concentration)
        return refused("the concentration must be from 1 to 100000 micrograms a millilitre");
    if (record.observed_minutes < 1 || record.observed_minutes > largest_minutes)
        return refused("the observed time must be from one minute to 400 days");
    if (!within(record.boluses_delivered, largest_boluses) || !within(record.bolus_ul, largest_bolus))
        return refused("the number and volume of boluses must each be from 0 to 100000");
    if (ratio.numerator < 1 || ratio.denominator < 1 || ratio.numerator > largest_ratio || ratio.denominator > largest_ratio)
        return refused("the conversion ratio must be two whole numbers from 1 to 10000");
    std::int64_t minutes = 0;
    for (auto const& segment : record.basal) {
        if (!within(segment.rate_ul_per_h, largest_rate) || !within(segment.minutes, largest_minutes))
            return refused("a basal rate must be from 0 to 100000 microlitres an hour, and last up to 400 days");
        minutes += segment.minutes;
        if (minutes > record.observed_minutes)
            return refused("the basal segments last longer than the observed time; check the times");
    }

    auto const sixtieths = volume_in_sixtieths(record);
    Consumption result;
    result.ratio = ratio;
    result.volume_nl = rounded(Wide { sixtieths } * 1000, 60);
    // ug/mL times uL is nanograms
    auto const numerator = Wide { record.concentration_ug_per_ml } * sixtieths;
    auto const denominator = Wide { 60 } * 1000;
    auto const drug = reduced(numerator, denominator);
    auto const per_day = reduced(numerator * minutes_a_day, denominator * record.observed_minutes);
    auto const factor = record.drug == Opioid::hydromorphone ? ratio : EquivalenceRatio { 1, 1 };
    auto const equivalent = reduced(numerator * minutes_a_day * factor.numerator, denominator * record.observed_minutes * factor.denominator);
    if (!drug || !per_day || !equivalent)
        return refused("the numbers of the pump record are too large to be right");
    result.drug = *drug;
    result.drug_per_day = *per_day;
    result.equivalent_per_day = *equivalent;
    return result;
}

bool rose_by_percent(Micrograms const& before, Micrograms const& now, std::int64_t percent)
{
    if (before.numerator == 0)
        return false;
    return Wide { now.numerator } * before.denominator * 100 >= Wide { before.numerator } * now.denominator * (100 + percent);
}

std::vector<PumpWarning> warnings_of(PumpRecord const& record, Consumption const& consumption, std::optional<Consumption> const& before, std::int64_t limit_mg_per_day)
{
    std::vector<PumpWarning> warnings;
    auto const& dose = consumption.equivalent_per_day;
    if (Wide { dose.numerator } > Wide { limit_mg_per_day } * 1000 * dose.denominator)
        warnings.push_back(PumpWarning::high_dose);
    if (before && (rose_by_percent(before->equivalent_per_day, dose, 900) || rose_by_percent(dose, before->equivalent_per_day, 900)))
        warnings.push_back(PumpWarning::tenfold_jump);
    if (record.reservoir_used_ul) {
        auto const sixtieths = volume_in_sixtieths(record);
        auto const used = *record.reservoir_used_ul * 60;
        auto const difference = sixtieths > used ? sixtieths - used : used - sixtieths;
        if (difference * 10 > sixtieths)
            warnings.push_back(PumpWarning::reservoir_differs);
    }
    return warnings;
}

} // namespace bedside::scoring
