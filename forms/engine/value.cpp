// SPDX-License-Identifier: Apache-2.0
// Order and equality of answers.
#include "forms/engine/value.h"

#include "forms/base/clock.h"
#include "forms/engine/json.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <optional>

namespace bedside::forms {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool all_digits(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_digit); }

int number_of(std::string_view digits)
{
    int value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

/// A decimal taken apart: 0.digits x 10^exponent, digits without zeros at either end.
struct Parts {
    bool negative = false;
    std::string digits;
    int exponent = 0;
};

Parts parts_of(std::string_view text)
{
    Parts parts;
    if (text.starts_with('-')) {
        parts.negative = true;
        text.remove_prefix(1);
    }
    if (auto const e = text.find_first_of("eE"); e != std::string_view::npos) {
        auto power = text.substr(e + 1);
        if (power.starts_with('+'))
            power.remove_prefix(1);
        parts.exponent = number_of(power);
        text = text.substr(0, e);
    }
    auto const point = std::min(text.find('.'), text.size());
    parts.exponent += static_cast<int>(point);
    for (char const c : text)
        if (c != '.')
            parts.digits += c;
    auto const first = parts.digits.find_first_not_of('0');
    if (first == std::string::npos)
        return {}; // zero has no sign
    parts.digits.erase(0, first);
    parts.exponent -= static_cast<int>(first);
    parts.digits.erase(parts.digits.find_last_not_of('0') + 1);
    return parts;
}

/// Seconds since midnight and the fraction's digits without trailing zeros; "hh:mm:ss[.f]".
std::pair<int, std::string> clock_of(std::string_view time)
{
    auto fraction = time.size() > 9 ? std::string(time.substr(9)) : std::string();
    fraction.erase(fraction.find_last_not_of('0') + 1);
    return { number_of(time.substr(0, 2)) * 3600 + number_of(time.substr(3, 2)) * 60 + number_of(time.substr(6, 2)), fraction };
}

struct Moment {
    std::int64_t seconds = 0;
    std::string fraction;
    auto operator<=>(Moment const&) const = default;
};

Moment moment_of(std::string_view text)
{
    auto const date = CivilDate { number_of(text.substr(0, 4)), number_of(text.substr(5, 2)), number_of(text.substr(8, 2)) };
    auto time = text.substr(11);
    int offset = 0;
    if (time.ends_with('Z')) {
        time.remove_suffix(1);
    } else {
        auto const zone = time.substr(time.size() - 6);
        offset = (number_of(zone.substr(1, 2)) * 60 + number_of(zone.substr(4, 2))) * (zone[0] == '-' ? -60 : 60);
        time.remove_suffix(6);
    }
    auto const [seconds, fraction] = clock_of(time);
    return { days_since_epoch(date) * 86400 + seconds - offset, fraction };
}

std::partial_ordering compare_dates(std::string_view a, std::string_view b)
{
    auto const shorter = std::min(a.size(), b.size());
    if (auto const order = a.substr(0, shorter) <=> b.substr(0, shorter); order != 0)
        return order;
    return a.size() == b.size() ? std::partial_ordering::equivalent : std::partial_ordering::unordered;
}

} // namespace

bool is_decimal(std::string_view text)
{
    if (text.size() > 40 || !is_number(text))
        return false;
    auto const power = text.find_first_of("eE");
    auto const digits = power == std::string_view::npos ? power : text.find_first_of("0123456789", power);
    return digits == std::string_view::npos || text.size() - digits <= 3;
}

bool is_date(std::string_view text)
{
    if (text.size() == 10)
        return parse_date(text).has_value();
    if (text.size() != 4 && text.size() != 7)
        return false;
    return parse_date(std::string(text) + std::string(text.size() == 4 ? "-01-01" : "-01")).has_value();
}

bool is_time(std::string_view text)
{
    if (text.size() < 8 || !all_digits(text.substr(0, 2)) || text[2] != ':' || !all_digits(text.substr(3, 2)) || text[5] != ':' || !all_digits(text.substr(6, 2)))
        return false;
    if (text.size() > 8 && (text.size() > 18 || text[8] != '.' || !all_digits(text.substr(9))))
        return false;
    return number_of(text.substr(0, 2)) < 24 && number_of(text.substr(3, 2)) < 60 && number_of(text.substr(6, 2)) < 60;
}

bool is_date_time(std::string_view text)
{
    if (text.size() <= 10)
        return is_date(text);
    if (!is_date(text.substr(0, 10)) || text[10] != 'T')
        return false;
    auto time = text.substr(11);
    if (time.ends_with('Z'))
        return is_time(time.substr(0, time.size() - 1));
    if (time.size() < 14)
        return false;
    auto const zone = time.substr(time.size() - 6);
    if ((zone[0] != '+' && zone[0] != '-') || !all_digits(zone.substr(1, 2)) || zone[3] != ':' || !all_digits(zone.substr(4, 2)))
        return false;
    if (number_of(zone.substr(1, 2)) * 60 + number_of(zone.substr(4, 2)) > 14 * 60 || number_of(zone.substr(4, 2)) > 59)
        return false;
    return is_time(time.substr(0, time.size() - 6));
}

int decimal_places(std::string_view decimal)
{
    auto const mantissa = decimal.substr(0, decimal.find_first_of("eE"));
    auto const point = mantissa.find('.');
    return point == std::string_view::npos ? 0 : static_cast<int>(mantissa.size() - point - 1);
}

double Decimal::number() const { return std::strtod(text.c_str(), nullptr); }

bool Decimal::operator==(Decimal const& other) const { return compare(*this, other) == 0; }

std::strong_ordering compare(Decimal const& a, Decimal const& b)
{
    auto const x = parts_of(a.text);
    auto const y = parts_of(b.text);
    auto const sign = [](Parts const& parts) { return parts.digits.empty() ? 0 : parts.negative ? -1 : 1; };
    if (sign(x) != sign(y) || sign(x) == 0)
        return sign(x) <=> sign(y);
    auto const size = x.exponent != y.exponent ? x.exponent <=> y.exponent : x.digits <=> y.digits;
    return x.negative ? 0 <=> size : size;
}

std::partial_ordering compare(Date const& a, Date const& b) { return compare_dates(a.text, b.text); }

std::partial_ordering compare(Time const& a, Time const& b) { return clock_of(a.text) <=> clock_of(b.text); }

std::partial_ordering compare(DateTime const& a, DateTime const& b)
{
    if (a.text.size() > 10 && b.text.size() > 10)
        return moment_of(a.text) <=> moment_of(b.text);
    if (a.text.size() <= 10 && b.text.size() <= 10)
        return compare_dates(a.text, b.text);
    // a whole day against a moment: settled only when the days differ
    auto const order = compare_dates(std::string_view(a.text).substr(0, 10), std::string_view(b.text).substr(0, 10));
    return order == 0 ? std::partial_ordering::unordered : order;
}

std::partial_ordering compare(Value const& a, Value const& b)
{
    auto const decimal_of = [](Value const& value) -> std::optional<Decimal> {
        if (auto const* integer = std::get_if<std::int32_t>(&value))
            return Decimal { std::to_string(*integer) };
        if (auto const* decimal = std::get_if<Decimal>(&value))
            return *decimal;
        return {};
    };
    if (auto const x = decimal_of(a), y = decimal_of(b); x && y)
        return compare(*x, *y);
    if (a.index() != b.index())
        return std::partial_ordering::unordered;
    auto const same = [](bool equal) { return equal ? std::partial_ordering::equivalent : std::partial_ordering::unordered; };
    return std::visit(
        [&]<typename T>(T const& x) -> std::partial_ordering {
            auto const& y = std::get<T>(b);
            if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, std::int32_t>)
                return x <=> y;
            else if constexpr (std::is_same_v<T, Decimal> || std::is_same_v<T, Date> || std::is_same_v<T, Time> || std::is_same_v<T, DateTime>)
                return compare(x, y);
            else if constexpr (std::is_same_v<T, Quantity>) {
                bool const same_unit = x.system == y.system && x.code == y.code && (!x.code.empty() || x.unit == y.unit);
                return same_unit ? std::partial_ordering(compare(x.value, y.value)) : std::partial_ordering::unordered;
            } else
                return same(x == y);
        },
        a);
}

} // namespace bedside::forms
