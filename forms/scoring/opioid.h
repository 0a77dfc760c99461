// SPDX-License-Identifier: Apache-2.0
// Opioid consumption from a pump record, in whole numbers all the way. Never advice: nothing here is shown to a patient.
#pragma once

#include "forms/base/result.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace bedside::scoring {

enum class Opioid { morphine, hydromorphone };

/// A stretch of time with one basal rate. A stopped pump is a segment with rate 0.
struct BasalSegment {
    std::int64_t rate_ul_per_h = 0;
    std::int64_t minutes = 0;
};

/// What staff read off the pump for an observed period.
struct PumpRecord {
    Opioid drug = Opioid::morphine;
    std::int64_t concentration_ug_per_ml = 0;
    std::vector<BasalSegment> basal;
    std::int64_t boluses_delivered = 0; ///< delivered, not demanded
    std::int64_t bolus_ul = 0;
    std::int64_t observed_minutes = 0;
    std::optional<std::int64_t> reservoir_used_ul; ///< fall of the reservoir's volume, where it was read
};

/// mg of intrathecal morphine that equal 1 mg of intrathecal hydromorphone; a study parameter, stored with each result.
struct EquivalenceRatio {
    std::int64_t numerator = 5;
    std::int64_t denominator = 1;
};

/// An exact amount in micrograms: numerator / denominator, lowest terms, denominator > 0.
struct Micrograms {
    std::int64_t numerator = 0;
    std::int64_t denominator = 1;
    double milligrams() const;
    /// Rounded half up to whole nanograms.
    std::int64_t nanograms() const;
    bool operator==(Micrograms const&) const = default;
};

struct Consumption {
    std::int64_t volume_nl = 0;     ///< delivered, nanolitres, rounded half up
    Micrograms drug;                ///< in the observed period
    Micrograms drug_per_day;        ///< normalised to 24 hours
    Micrograms equivalent_per_day;  ///< intrathecal morphine equivalent, normalised to 24 hours
    EquivalenceRatio ratio;         ///< the one used
};

/// Consumption of one record. Fails with invalid_data: negative numbers, no observed time, basal segments longer than the observed
/// time, a concentration of 0, a ratio that is not positive, or numbers beyond any pump.
Result<Consumption> consumption_of(PumpRecord const& record, EquivalenceRatio const& ratio);

/// What staff should look at again; a warning never blocks.
enum class PumpWarning {
    high_dose,         ///< more than the study's limit a day, as morphine equivalent
    tenfold_jump,      ///< ten times the record before, or a tenth of it: a unit or a decimal point may be wrong
    reservoir_differs, ///< computed volume and the reservoir's fall differ by more than 10 %
};
std::vector<PumpWarning> warnings_of(PumpRecord const& record, Consumption const& consumption, std::optional<Consumption> const& before, std::int64_t limit_mg_per_day = 10);

/// Whether `now` is at least `percent` above `before`, exactly; false when `before` is 0. `percent` is 0 .. 10000.
bool rose_by_percent(Micrograms const& before, Micrograms const& now, std::int64_t percent);

} // namespace bedside::scoring
