// SPDX-License-Identifier: Apache-2.0
// Dates, times of day and moments of an expression, each as precisely as it was given.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bedside::expression {

/// Calendar units of date arithmetic, coarse to fine.
enum class Unit { year, month, week, day, hour, minute, second, millisecond };
/// "year", "years", ...; FHIRPath's words. Nothing for any other.
std::optional<Unit> unit_of(std::string_view word);

class Moment {
public:
    enum class Kind { date, date_time, time };

    /// "2026", "2026-11", "2026-11-24"; "2026-11-24T14:05:00.000+08:00" or with fewer parts; "14:05", "14:05:00". Nothing for what does not exist.
    static std::optional<Moment> parse(Kind kind, std::string_view text);

    Kind kind() const { return m_kind; }
    std::string text() const;

    /// Unordered where precision leaves it open, or when the kinds can't be compared (a date and a moment can).
    friend std::partial_ordering operator<=>(Moment const& a, Moment const& b);
    friend bool operator==(Moment const& a, Moment const& b) { return (a <=> b) == 0; }
    /// Whether a date or a moment is compared with a time of day.
    bool comparable_with(Moment const& other) const { return (m_kind == Kind::time) == (other.m_kind == Kind::time); }

    /// Later by that much; a day that the month does not have becomes its last. Nothing when the unit is finer than the value, or the year leaves 1..9999.
    std::optional<Moment> plus(std::int64_t amount, Unit unit) const;
    /// Whole years, months, weeks or days until `later`, negative when it is earlier; both need a day.
    std::optional<std::int64_t> whole_until(Moment const& later, Unit unit) const;
    /// Equal texts for equal moments of equal precision.
    std::string key() const;

private:
    enum Part { year, month, day, hour, minute, second, parts };

    std::int64_t days() const;
    std::int64_t nanoseconds_of_day() const;

    Kind m_kind = Kind::date;
    std::array<int, parts> m_part { 1, 1, 1, 0, 0, 0 };
    int m_nanoseconds = 0;
    int m_fraction_digits = 0;
    int m_last = year;                     ///< the finest part that was given
    std::optional<int> m_offset; ///< minutes; nothing: none was given
};

} // namespace bedside::expression
