// SPDX-License-Identifier: Apache-2.0
// What pain ratings and breakthrough-pain diaries come to.
#pragma once

#include "forms/base/clock.h"

#include <optional>
#include <span>
#include <vector>

namespace bedside::scoring {

enum class PainBand { none, mild, moderate, severe };
/// 0; 1-3; 4-6; 7-10. Fails with invalid_data outside 0..10.
Result<PainBand> pain_band(int rating);

/// Change of a pain rating from baseline; less pain is negative.
struct PainChange {
    int points = 0;
    std::optional<double> percent; ///< of the baseline; nothing when that was 0
    bool meaningful = false;       ///< relief of at least 2 points or 30 %
    bool halved = false;           ///< relief of at least 50 %
};
/// Nothing when either rating is missing. Fails with invalid_data outside 0..10.
Result<std::optional<PainChange>> pain_change(std::optional<int> baseline, std::optional<int> later);

/// A logged breakthrough episode.
struct Episode {
    CivilDate date;                           ///< study-local date of its onset
    std::optional<int> background_pain;       ///< NRS of the background pain around it, where known
};
/// An end-of-day record.
struct DiaryDay {
    CivilDate date;
    std::optional<bool> no_episodes;  ///< the explicit zero-episode confirmation
    std::optional<int> unlogged;      ///< episodes that were not logged when they happened
};

struct BreakthroughFrequency {
    int evaluable_days = 0;        ///< days with an end-of-day record that says how many there were
    int episodes = 0;              ///< logged on evaluable days, with controlled background pain
    int unlogged = 0;              ///< counted at the end of evaluable days, never logged
    int flares = 0;                ///< logged while background pain was above the limit: kept, not counted as breakthrough
    int outside = 0;               ///< logged on days that are not evaluable: kept, not in the frequency
    std::optional<double> per_day; ///< episodes / evaluable days; nothing without an evaluable day, never 0 then
    std::optional<double> per_day_with_unlogged;
};

/// Frequency over the days from `first` to `last`, both included. A day without an end-of-day record is missing, never 0;
/// so is a record that neither confirms zero episodes, nor counts unlogged ones, nor stands on a day with a logged episode.
/// Of two records of a day the later in `days` counts. An episode whose background pain is not known counts as breakthrough.
BreakthroughFrequency breakthrough_frequency(std::span<Episode const> episodes, std::span<DiaryDay const> days, CivilDate first, CivilDate last, int background_limit = 4);

/// How often a side effect was reported, among those observed.
struct Incidence {
    int observed = 0;
    int at_least_mild = 0;     ///< severity >= 1
    int at_least_moderate = 0; ///< severity >= 2
    int pairs = 0;             ///< observed both at baseline and now
    int new_or_worse = 0;      ///< of the pairs: more severe than at baseline
};
/// One participant's severity of one side effect at baseline and now, 0..4.
struct SeverityPair {
    std::optional<int> baseline;
    std::optional<int> now;
};
/// A missing severity counts nowhere. Fails with invalid_data outside 0..4.
Result<Incidence> incidence_of(std::span<SeverityPair const> participants);

} // namespace bedside::scoring
