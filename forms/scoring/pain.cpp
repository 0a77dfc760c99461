// SPDX-License-Identifier: Apache-2.0
// Bands, changes, frequencies, incidences: missing is never 0.
#include "forms/scoring/pain.h"

#include <algorithm>
#include <map>

namespace bedside::scoring {
namespace {

Result<bool> check_range(std::optional<int> value, int largest)
{
    if (value && (*value < 0 || *value > largest))
        return fail(Code::invalid_data, "the value must be a whole number from 0 to " + std::to_string(largest));
    return true;
}

} // namespace

Result<PainBand> pain_band(int rating)
{
    TRY(check_range(rating, 10));
    if (rating == 0)
        return PainBand::none;
    if (rating <= 3)
        return PainBand::mild;
    return rating <= 6 ? PainBand::moderate : PainBand::severe;
}

Result<std::optional<PainChange>> pain_change(std::optional<int> baseline, std::optional<int> later)
{
    TRY(check_range(baseline, 10));
    TRY(check_range(later, 10));
    if (!baseline || !later)
        return std::optional<PainChange> {};
    PainChange change;
    change.points = *later - *baseline;
    auto const relief = -change.points;
    if (*baseline > 0) {
        change.percent = 100.0 * change.points / *baseline;
        change.halved = 2 * relief >= *baseline;
    }
    change.meaningful = relief >= 2 || (*baseline > 0 && 10 * relief >= 3 * *baseline);
    return std::optional(change);
}

BreakthroughFrequency breakthrough_frequency(std::span<Episode const> episodes, std::span<DiaryDay const> days, CivilDate first, CivilDate last, int background_limit)
{
    BreakthroughFrequency result;
    auto const in_period = [&](CivilDate date) { return date >= first && date <= last; };
    std::map<CivilDate, int> logged;
    for (auto const& episode : episodes) {
        if (in_period(episode.date))
            ++logged[episode.date];
    }
    std::map<CivilDate, DiaryDay> records;
    for (auto const& day : days) {
        if (in_period(day.date))
            records[day.date] = day;
    }
    std::erase_if(records, [&](auto const& entry) {
        auto const& day = entry.second;
        return !day.no_episodes.value_or(false) && !day.unlogged && !logged.contains(day.date);
    });
    result.evaluable_days = static_cast<int>(records.size());
    for (auto const& [date, day] : records)
        result.unlogged += day.unlogged.value_or(0);
    for (auto const& episode : episodes) {
        if (!in_period(episode.date))
            continue;
        if (episode.background_pain.value_or(0) > background_limit)
            ++result.flares;
        else if (records.contains(episode.date))
            ++result.episodes;
        else
            ++result.outside;
    }
    if (result.evaluable_days > 0) {
        result.per_day = static_cast<double>(result.episodes) / result.evaluable_days;
        result.per_day_with_unlogged = static_cast<double>(result.episodes + result.unlogged) / result.evaluable_days;
    }
    return result;
}

Result<Incidence> incidence_of(std::span<SeverityPair const> participants)
{
    Incidence result;
    for (auto const& one : participants) {
        TRY(check_range(one.baseline, 4));
        TRY(check_range(one.now, 4));
        if (!one.now)
            continue;
        ++result.observed;
        result.at_least_mild += *one.now >= 1;
        result.at_least_moderate += *one.now >= 2;
        if (one.baseline) {
            ++result.pairs;
            result.new_or_worse += *one.now > *one.baseline;
        }
    }
    return result;
}

} // namespace bedside::scoring
