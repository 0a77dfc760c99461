// SPDX-License-Identifier: Apache-2.0
// The calendar: reading, order, and steps of calendar units.
#include "forms/expression/moment.h"

#include "forms/base/clock.h"

#include <algorithm>

namespace bedside::expression {
namespace {

constexpr std::int64_t nanoseconds_a_second = 1'000'000'000;
constexpr std::int64_t seconds_a_day = 86400;
constexpr std::int64_t most_units = 10'000'000'000'000; ///< far more than 9999 years hold seconds

/// Takes exactly `count` digits off the front.
std::optional<int> take_digits(std::string_view& text, std::size_t count)
{
    if (text.size() < count || !std::ranges::all_of(text.substr(0, count), [](char c) { return c >= '0' && c <= '9'; }))
        return {};
    int value = 0;
    for (char const c : text.substr(0, count))
        value = value * 10 + (c - '0');
    text.remove_prefix(count);
    return value;
}

bool take_sign(std::string_view& text, char expected)
{
    if (!text.starts_with(expected))
        return false;
    text.remove_prefix(1);
    return true;
}

int days_in(int year, int month)
{
    auto const next = month == 12 ? CivilDate { year + 1, 1, 1 } : CivilDate { year, month + 1, 1 };
    return static_cast<int>(days_since_epoch(next) - days_since_epoch({ year, month, 1 }));
}

std::string padded(int number, std::size_t width)
{
    auto text = std::to_string(number);
    return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

} // namespace

std::optional<Unit> unit_of(std::string_view word)
{
    constexpr std::array names { "year", "month", "week", "day", "hour", "minute", "second", "millisecond" };
    if (word.ends_with('s'))
        word.remove_suffix(1);
    auto const found = std::ranges::find(names, word);
    if (found == names.end())
        return {};
    return static_cast<Unit>(found - names.begin());
}

std::optional<Moment> Moment::parse(Kind kind, std::string_view text)
{
    Moment moment;
    moment.m_kind = kind;
    auto const part = [&](Part which, std::size_t digits, int low, int high) {
        auto const value = take_digits(text, digits);
        if (!value || *value < low || *value > high)
            return false;
        moment.m_part[which] = *value;
        moment.m_last = which;
        return true;
    };
    if (kind != Kind::time) {
        if (!part(year, 4, 1, 9999))
            return {};
        if (take_sign(text, '-') && !part(month, 2, 1, 12))
            return {};
        if (moment.m_last == month && take_sign(text, '-') && !part(day, 2, 1, days_in(moment.m_part[year], moment.m_part[month])))
            return {};
        if (kind == Kind::date_time && text.empty())
            return moment;
        if (kind == Kind::date_time && (!take_sign(text, 'T') || (text.empty() ? false : moment.m_last != day)))
            return {};
        if (text.empty())
            return moment; // a date, or a moment without its time ("@2026T")
    }
    if (kind == Kind::date || !part(hour, 2, 0, 23))
        return {};
    if (take_sign(text, ':') && !part(minute, 2, 0, 59))
        return {};
    if (moment.m_last == minute && take_sign(text, ':') && !part(second, 2, 0, 59))
        return {};
    if (moment.m_last == second && take_sign(text, '.')) {
        int unit = static_cast<int>(nanoseconds_a_second);
        while (!text.empty() && text[0] >= '0' && text[0] <= '9' && unit > 1) {
            unit /= 10;
            moment.m_nanoseconds += (text[0] - '0') * unit;
            ++moment.m_fraction_digits;
            text.remove_prefix(1);
        }
        if (moment.m_fraction_digits == 0)
            return {};
    }
    if (kind == Kind::date_time && text == "Z") {
        moment.m_offset = 0;
        return moment;
    }
    if (kind == Kind::date_time && !text.empty()) {
        bool const west = text.starts_with('-');
        if (!west && !text.starts_with('+'))
            return {};
        text.remove_prefix(1);
        auto const hours = take_digits(text, 2);
        if (!hours || *hours > 14 || !take_sign(text, ':'))
            return {};
        auto const minutes = take_digits(text, 2);
        if (!minutes || *minutes > 59)
            return {};
        moment.m_offset = (*hours * 60 + *minutes) * (west ? -1 : 1);
    }
    if (!text.empty())
        return {};
    return moment;
}

std::string Moment::text() const
{
    std::string text;
    if (m_kind != Kind::time) {
        text = padded(m_part[year], 4);
        for (int at = month; at <= std::min<int>(m_last, day); ++at)
            text += "-" + padded(m_part[static_cast<std::size_t>(at)], 2);
        if (m_last < hour)
            return text;
        text += "T";
    }
    text += padded(m_part[hour], 2);
    for (int at = minute; at <= m_last; ++at)
        text += ":" + padded(m_part[static_cast<std::size_t>(at)], 2);
    if (m_fraction_digits > 0)
        text += "." + padded(m_nanoseconds, 9).substr(0, static_cast<std::size_t>(m_fraction_digits));
    if (m_offset && *m_offset == 0)
        text += "Z";
    else if (m_offset)
        text += (*m_offset < 0 ? "-" : "+") + padded(std::abs(*m_offset) / 60, 2) + ":" + padded(std::abs(*m_offset) % 60, 2);
    return text;
}

std::int64_t Moment::days() const { return days_since_epoch({ m_part[year], m_part[month], m_part[day] }); }

std::int64_t Moment::nanoseconds_of_day() const
{
    return ((m_part[hour] * 60 + m_part[minute]) * 60 + m_part[second]) * nanoseconds_a_second + m_nanoseconds;
}

std::partial_ordering operator<=>(Moment const& a, Moment const& b)
{
    if (!a.comparable_with(b))
        return std::partial_ordering::unordered;
    if (a.m_last >= Moment::hour && b.m_last >= Moment::hour && a.m_offset && b.m_offset) {
        auto const seconds = [](Moment const& one) {
            return one.days() * seconds_a_day + one.nanoseconds_of_day() / nanoseconds_a_second - *one.m_offset * 60;
        };
        bool const exact = a.m_last == b.m_last;
        auto const unit = exact ? 1 : std::min(a.m_last, b.m_last) == Moment::hour ? 3600 : 60;
        auto const order = seconds(a) / unit <=> seconds(b) / unit;
        if (order != 0 || !exact)
            return order != 0 ? std::partial_ordering(order) : std::partial_ordering::unordered;
        return a.m_nanoseconds <=> b.m_nanoseconds;
    }
    for (int at = a.m_kind == Moment::Kind::time ? Moment::hour : Moment::year; at <= std::min(a.m_last, b.m_last); ++at) {
        auto const which = static_cast<std::size_t>(at);
        if (a.m_part[which] != b.m_part[which])
            return a.m_part[which] <=> b.m_part[which];
    }
    return a.m_last == b.m_last ? std::partial_ordering(a.m_nanoseconds <=> b.m_nanoseconds) : std::partial_ordering::unordered;
}

std::optional<Moment> Moment::plus(std::int64_t amount, Unit unit) const
{
    constexpr std::array finest { year, month, day, day, hour, minute, second, second };
    auto const index = static_cast<std::size_t>(unit);
    if (finest[index] > m_last || amount > most_units || amount < -most_units || (m_kind == Kind::time && unit < Unit::hour))
        return {};
    auto later = *this;
    if (unit == Unit::year || unit == Unit::month) {
        if (amount > 200000 || amount < -200000)
            return {};
        auto const months = m_part[year] * 12 + m_part[month] - 1 + amount * (unit == Unit::year ? 12 : 1);
        if (months < 12 || months >= 120000)
            return {};
        later.m_part[year] = static_cast<int>(months / 12);
        later.m_part[month] = static_cast<int>(months % 12) + 1;
        later.m_part[day] = std::min(m_part[day], days_in(later.m_part[year], later.m_part[month]));
        return later;
    }
    constexpr std::array<std::int64_t, 8> seconds { 0, 0, 7 * seconds_a_day, seconds_a_day, 3600, 60, 1, 0 };
    auto nanoseconds = nanoseconds_of_day();
    std::int64_t whole_seconds = amount * seconds[index];
    if (unit == Unit::millisecond) {
        whole_seconds = amount / 1000;
        nanoseconds += amount % 1000 * 1'000'000;
        later.m_fraction_digits = std::max(m_fraction_digits, 3);
    }
    auto day_number = m_kind == Kind::time ? 0 : days();
    day_number += whole_seconds / seconds_a_day;
    nanoseconds += whole_seconds % seconds_a_day * nanoseconds_a_second;
    constexpr auto a_day = seconds_a_day * nanoseconds_a_second;
    day_number += nanoseconds / a_day;
    nanoseconds %= a_day;
    if (nanoseconds < 0) {
        nanoseconds += a_day;
        --day_number;
    }
    if (m_kind != Kind::time) {
        if (day_number < days_since_epoch({ 1, 1, 1 }) || day_number > days_since_epoch({ 9999, 12, 31 }))
            return {};
        auto const date = date_from_days(day_number);
        later.m_part[year] = date.year;
        later.m_part[month] = date.month;
        later.m_part[day] = date.day;
    }
    later.m_nanoseconds = static_cast<int>(nanoseconds % nanoseconds_a_second);
    auto const rest = static_cast<int>(nanoseconds / nanoseconds_a_second);
    later.m_part[hour] = rest / 3600;
    later.m_part[minute] = rest / 60 % 60;
    later.m_part[second] = rest % 60;
    return later;
}

std::optional<std::int64_t> Moment::whole_until(Moment const& later, Unit unit) const
{
    if (m_kind == Kind::time || later.m_kind == Kind::time || m_last < day || later.m_last < day || unit > Unit::day)
        return {};
    if (unit == Unit::week || unit == Unit::day)
        return (later.days() - days()) / (unit == Unit::week ? 7 : 1);
    auto const months = [](Moment const& one) { return one.m_part[year] * 12 + one.m_part[month]; };
    std::int64_t count = months(later) - months(*this);
    if (count > 0 && later.m_part[day] < m_part[day])
        --count;
    if (count < 0 && later.m_part[day] > m_part[day])
        ++count;
    return count / (unit == Unit::year ? 12 : 1);
}

std::string Moment::key() const
{
    if (m_last < hour || !m_offset)
        return text();
    auto const moved = plus(-*m_offset, Unit::minute);
    auto universal = moved.value_or(*this);
    universal.m_offset = 0;
    universal.m_fraction_digits = 9;
    return std::to_string(m_last) + universal.text();
}

} // namespace bedside::expression
