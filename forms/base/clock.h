// SPDX-License-Identifier: Apache-2.0
// Points in time as the product records them, and where they come from.
#pragma once

#include "forms/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace bedside {

/// Durations in milliseconds.
inline constexpr std::int64_t second_ms = 1000;
inline constexpr std::int64_t minute_ms = 60 * second_ms;
inline constexpr std::int64_t hour_ms = 60 * minute_ms;
inline constexpr std::int64_t day_ms = 24 * hour_ms;

/// One moment, as four facts: a wall clock can be set, a monotonic one cannot, and the boot id says which monotonic it was.
struct Instant {
    std::int64_t wall_ms = 0;      ///< milliseconds since 1970-01-01T00:00:00Z
    std::int32_t offset_min = 0;   ///< local time minus UTC, minutes
    std::int64_t monotonic_ms = 0; ///< milliseconds since the boot named by boot_id
    std::string boot_id;           ///< the kernel's boot id, a UUID
};

/// Source of time; a parameter everywhere, so that tests own it.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
};

/// The machine's clocks; the offset is that of the process's time zone (TZ).
class SystemClock final : public Clock {
public:
    Instant now() const override;
};

/// A calendar date without a time zone.
struct CivilDate {
    int year = 1970;
    int month = 1;
    int day = 1;
    auto operator<=>(CivilDate const&) const = default;
};

/// "2026-11-24T14:33:05.120+08:00" (FHIR instant: milliseconds and offset always).
std::string iso8601(Instant const& instant);
/// Reads an ISO 8601 date-time with offset or "Z"; monotonic and boot id stay empty. Fails with invalid_data.
Result<Instant> parse_iso8601(std::string_view text);
/// The date at this moment, in its own offset.
CivilDate local_date(Instant const& instant);
/// "2026-11-24"
std::string to_string(CivilDate date);
/// Reads "YYYY-MM-DD", refusing dates that do not exist. Fails with invalid_data.
Result<CivilDate> parse_date(std::string_view text);
/// Days since 1970-01-01, negative before.
std::int64_t days_since_epoch(CivilDate date);
CivilDate date_from_days(std::int64_t days_since_epoch);

} // namespace bedside
