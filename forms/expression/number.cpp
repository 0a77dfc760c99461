// SPDX-License-Identifier: Apache-2.0
// Arithmetic as on paper: strings of digits, and a power of ten. Every result is exact before it is rounded.
#include "forms/expression/number.h"

#include <algorithm>
#include <utility>

namespace bedside::expression {
namespace {

constexpr std::size_t significant = 31;
constexpr int range = 60; ///< places before or behind the point
constexpr int comparable_places = 8;

void strip_front(std::string& digits) { digits.erase(0, digits.find_first_not_of('0')); }

/// Of digits without zeros in front.
std::strong_ordering size_order(std::string const& a, std::string const& b) { return a.size() != b.size() ? a.size() <=> b.size() : a <=> b; }

std::string sum_of(std::string a, std::string const& b)
{
    if (a.size() <= b.size())
        a.insert(0, b.size() - a.size() + 1, '0');
    int carry = 0;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        auto& digit = a[a.size() - i];
        int const sum = digit - '0' + (i <= b.size() ? b[b.size() - i] - '0' : 0) + carry;
        digit = static_cast<char>('0' + sum % 10);
        carry = sum / 10;
    }
    if (carry != 0)
        a.insert(0, 1, '1');
    strip_front(a);
    return a;
}

/// Of a and a smaller or equal b.
std::string difference_of(std::string a, std::string const& b)
{
    int borrowed = 0;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        auto& digit = a[a.size() - i];
        int const rest = digit - '0' - (i <= b.size() ? b[b.size() - i] - '0' : 0) - borrowed;
        borrowed = rest < 0 ? 1 : 0;
        digit = static_cast<char>('0' + rest + borrowed * 10);
    }
    strip_front(a);
    return a;
}

std::string product_of(std::string const& a, std::string const& b)
{
    std::string product(a.size() + b.size(), '0');
    for (std::size_t i = a.size(); i-- > 0;) {
        int carry = 0;
        for (std::size_t j = b.size(); j-- > 0;) {
            int const value = (a[i] - '0') * (b[j] - '0') + product[i + j + 1] - '0' + carry;
            product[i + j + 1] = static_cast<char>('0' + value % 10);
            carry = value / 10;
        }
        product[i] = static_cast<char>(product[i] + carry);
    }
    strip_front(product);
    return product;
}

struct Division {
    std::string quotient;
    std::string rest;

    /// Takes the next digit of the dividend down.
    void step(char digit, std::string const& divisor)
    {
        if (!rest.empty() || digit != '0')
            rest += digit;
        char figure = '0';
        for (; size_order(rest, divisor) >= 0; ++figure)
            rest = difference_of(std::move(rest), divisor);
        if (!quotient.empty() || figure != '0')
            quotient += figure;
    }
};

std::string with_zeros(std::string digits, int count) { return digits.append(static_cast<std::size_t>(std::max(count, 0)), '0'); }

/// Without its last digits, half up.
std::string shortened(std::string digits, std::size_t dropped)
{
    if (dropped > digits.size())
        return {};
    bool const half = digits[digits.size() - dropped] >= '5';
    digits.erase(digits.size() - dropped);
    return half ? sum_of(std::move(digits), "1") : digits;
}

} // namespace

std::optional<Number> Number::made(bool negative, std::string digits, int exponent)
{
    strip_front(digits);
    if (digits.size() > significant) {
        auto const excess = digits.size() - significant;
        digits = shortened(std::move(digits), excess);
        exponent += static_cast<int>(excess);
    }
    auto const end = digits.find_last_not_of('0') + 1; // of zero nothing is left
    exponent += static_cast<int>(digits.size() - end);
    digits.erase(end);
    auto const before = static_cast<int>(digits.size()) + exponent;
    Number number;
    if (digits.empty())
        return number;
    if (before > range || before < -range)
        return {};
    number.m_negative = negative;
    number.m_digits = std::move(digits);
    number.m_exponent = exponent;
    return number;
}

Number::Number(std::int64_t whole)
{
    auto digits = std::to_string(whole);
    bool const negative = digits.starts_with('-');
    *this = *made(negative, digits.substr(negative ? 1 : 0), 0);
}

std::optional<Number> Number::parse(std::string_view text)
{
    constexpr std::size_t longest = 200; // figures before rounding
    constexpr std::string_view figures = "0123456789";
    auto const is_whole_text = [&](std::string_view part) { return !part.empty() && part.find_first_not_of(figures) == std::string_view::npos; };
    bool const negative = text.starts_with('-');
    text.remove_prefix(negative ? 1 : 0);
    auto const e = std::min(text.find_first_of("eE"), text.size());
    auto power = text.substr(std::min(e + 1, text.size()));
    auto const mantissa = text.substr(0, e);
    auto const point = std::min(mantissa.find('.'), mantissa.size());
    auto const before = mantissa.substr(0, point);
    auto const behind = mantissa.substr(std::min(point + 1, mantissa.size()));
    if (!is_whole_text(before) || (point < mantissa.size() && !is_whole_text(behind)) || mantissa.size() > longest)
        return {};
    int exponent = 0;
    if (e < text.size()) {
        bool const down = power.starts_with('-');
        power.remove_prefix(down || power.starts_with('+') ? 1 : 0);
        if (!is_whole_text(power) || power.size() > 3)
            return {};
        for (char const c : power)
            exponent = exponent * 10 + (c - '0');
        exponent = down ? -exponent : exponent;
    }
    return made(negative, std::string(before) + std::string(behind), exponent - static_cast<int>(behind.size()));
}

std::string Number::text() const
{
    if (is_zero())
        return "0";
    auto digits = with_zeros(m_digits, m_exponent);
    if (m_exponent < 0) {
        auto const places = static_cast<std::size_t>(-m_exponent);
        if (digits.size() <= places)
            digits.insert(0, places - digits.size() + 1, '0');
        digits.insert(digits.size() - places, 1, '.');
    }
    return (m_negative ? "-" : "") + digits;
}

std::optional<std::int64_t> Number::whole() const
{
    auto const digits = with_zeros(m_digits, m_exponent);
    if (!is_whole() || digits.size() > 18)
        return {};
    std::int64_t size = 0;
    for (char const c : digits)
        size = size * 10 + (c - '0');
    return m_negative ? -size : size;
}

Number Number::negated() const
{
    auto other = *this;
    other.m_negative = !m_negative && !is_zero();
    return other;
}

Number Number::magnitude() const { return m_negative ? negated() : *this; }

Number Number::rounded(int places) const
{
    auto const dropped = -places - m_exponent;
    return dropped <= 0 ? *this : made(m_negative, shortened(m_digits, static_cast<std::size_t>(dropped)), -places).value_or(Number());
}

Number Number::truncated() const
{
    if (is_whole())
        return *this;
    auto const kept = static_cast<int>(m_digits.size()) + m_exponent;
    return made(m_negative, m_digits.substr(0, static_cast<std::size_t>(std::max(kept, 0))), 0).value_or(Number());
}

std::optional<Number> Number::floored() const
{
    if (is_whole())
        return *this;
    return m_negative ? truncated() - Number(1) : truncated();
}

std::optional<Number> Number::raised() const
{
    if (is_whole())
        return *this;
    return m_negative ? truncated() : truncated() + Number(1);
}

std::optional<Number> Number::raised_to(int power) const
{
    std::string digits = "1";
    for (int i = 0; i < power; ++i)
        digits = product_of(digits, m_digits);
    return made(m_negative && power % 2 != 0, std::move(digits), m_exponent * power);
}

std::optional<Number> operator+(Number const& a, Number const& b)
{
    auto const exponent = std::min(a.m_exponent, b.m_exponent);
    auto x = with_zeros(a.m_digits, a.is_zero() ? 0 : a.m_exponent - exponent);
    auto y = with_zeros(b.m_digits, b.is_zero() ? 0 : b.m_exponent - exponent);
    if (a.m_negative == b.m_negative)
        return Number::made(a.m_negative, sum_of(std::move(x), y), exponent);
    if (size_order(x, y) >= 0)
        return Number::made(a.m_negative, difference_of(std::move(x), y), exponent);
    return Number::made(b.m_negative, difference_of(std::move(y), x), exponent);
}

std::optional<Number> operator-(Number const& a, Number const& b) { return a + b.negated(); }

std::optional<Number> operator*(Number const& a, Number const& b)
{
    return Number::made(a.m_negative != b.m_negative, product_of(a.m_digits, b.m_digits), a.m_exponent + b.m_exponent);
}

std::optional<Number> operator/(Number const& a, Number const& b)
{
    if (b.is_zero())
        return {};
    Division division;
    for (char const digit : a.m_digits)
        division.step(digit, b.m_digits);
    auto exponent = a.m_exponent - b.m_exponent;
    for (; !division.rest.empty() && division.quotient.size() <= significant; --exponent)
        division.step('0', b.m_digits);
    return Number::made(a.m_negative != b.m_negative, division.quotient, exponent);
}

std::optional<Number> whole_quotient(Number const& a, Number const& b)
{
    if (b.is_zero())
        return {};
    Division division;
    auto const divisor = with_zeros(b.m_digits, b.m_exponent - a.m_exponent);
    auto const dividend = with_zeros(a.m_digits, a.m_exponent - b.m_exponent);
    for (char const digit : dividend)
        division.step(digit, divisor);
    return Number::made(a.m_negative != b.m_negative, division.quotient, 0);
}

std::optional<Number> remainder(Number const& a, Number const& b)
{
    if (b.is_zero())
        return {};
    Division division;
    auto const divisor = with_zeros(b.m_digits, b.m_exponent - a.m_exponent);
    auto const dividend = with_zeros(a.m_digits, a.m_exponent - b.m_exponent);
    for (char const digit : dividend)
        division.step(digit, divisor);
    return Number::made(a.m_negative, division.rest, std::min(a.m_exponent, b.m_exponent));
}

std::strong_ordering operator<=>(Number const& a, Number const& b)
{
    auto const x = a.rounded(comparable_places);
    auto const y = b.rounded(comparable_places);
    auto const sign = [](Number const& number) { return number.is_zero() ? 0 : number.m_negative ? -1 : 1; };
    if (sign(x) != sign(y) || x.is_zero())
        return sign(x) <=> sign(y);
    auto const lowest = std::min(x.m_exponent, y.m_exponent);
    auto const size = size_order(with_zeros(x.m_digits, x.m_exponent - lowest), with_zeros(y.m_digits, y.m_exponent - lowest));
    return x.m_negative ? 0 <=> size : size;
}

} // namespace bedside::expression
