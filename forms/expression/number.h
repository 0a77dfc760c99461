// SPDX-License-Identifier: Apache-2.0
// A decimal number of an expression: 31 significant digits, no binary rounding.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bedside::expression {

/// Results are rounded half up (away from zero) to 31 significant digits, and compared after rounding to 8 places (FHIRPath's Decimal).
/// Whatever lies beyond 10^60, or so close to zero, is no number: the operation gives nothing.
class Number {
public:
    Number() = default; ///< zero
    explicit Number(std::int64_t whole);
    /// "-12.50", "1e3"; nothing when it is no JSON-like number or beyond the range.
    static std::optional<Number> parse(std::string_view text);

    /// Plain digits without exponent and without zeros at the end: "12.5".
    std::string text() const;
    bool is_zero() const { return m_digits.empty(); }
    bool is_negative() const { return m_negative; }
    bool is_whole() const { return m_exponent >= 0; }
    /// The whole number when it is one of at most 18 digits.
    std::optional<std::int64_t> whole() const;

    Number negated() const;
    Number magnitude() const;
    /// Half away from zero, to this many places (0 or more) behind the point.
    Number rounded(int places) const;
    Number truncated() const;
    std::optional<Number> floored() const;
    std::optional<Number> raised() const; ///< to the next whole number upwards
    std::optional<Number> raised_to(int power) const; ///< a whole power from 0; rounded once

    friend std::optional<Number> operator+(Number const& a, Number const& b);
    friend std::optional<Number> operator-(Number const& a, Number const& b);
    friend std::optional<Number> operator*(Number const& a, Number const& b);
    /// Nothing by zero, here and below.
    friend std::optional<Number> operator/(Number const& a, Number const& b);
    friend std::optional<Number> whole_quotient(Number const& a, Number const& b); ///< towards zero
    friend std::optional<Number> remainder(Number const& a, Number const& b);      ///< has the sign of `a`

    friend std::strong_ordering operator<=>(Number const& a, Number const& b);
    friend bool operator==(Number const& a, Number const& b) { return (a <=> b) == 0; }

private:
    static std::optional<Number> made(bool negative, std::string digits, int exponent);

    bool m_negative = false;
    std::string m_digits; ///< neither begins nor ends with a zero; empty for zero
    int m_exponent = 0;   ///< of ten, of the last digit
};

} // namespace bedside::expression
