// SPDX-License-Identifier: Apache-2.0
// What an answer can be: FHIR R4's answer types, kept exactly as given.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace bedside::forms {

/// A code in a system; display is what was shown, in the language it was shown in.
struct Coding {
    std::string system;
    std::string code;
    std::string display;
    bool operator==(Coding const& other) const { return system == other.system && code == other.code; }
};

/// A decimal kept as written ("1.10" stays "1.10": FHIR's precision rule).
struct Decimal {
    std::string text;
    double number() const;
    bool operator==(Decimal const& other) const; ///< by value, exactly: 1.10 is 1.1

};

/// "YYYY", "YYYY-MM" or "YYYY-MM-DD".
struct Date {
    std::string text;
    auto operator<=>(Date const&) const = default;
};
/// "hh:mm:ss"
struct Time {
    std::string text;
    auto operator<=>(Time const&) const = default;
};
/// FHIR dateTime; with an offset whenever it has a time.
struct DateTime {
    std::string text;
    bool operator==(DateTime const&) const = default;
};
struct Text {
    std::string text;
    bool operator==(Text const&) const = default;
};
struct Quantity {
    Decimal value;
    std::string unit;   ///< as shown
    std::string system; ///< UCUM as a rule
    std::string code;
    bool operator==(Quantity const& other) const { return value == other.value && system == other.system && code == other.code; }
};
/// Ink strokes or another small file; never shown as text.
struct Attachment {
    std::string content_type;
    std::string base64;
    bool operator==(Attachment const&) const = default;
};

/// FHIR's grammars (R4 datatypes): is the text one, and does what it names exist?
bool is_decimal(std::string_view text); ///< at most 40 characters and an exponent of at most 3 digits
bool is_date(std::string_view text);
bool is_time(std::string_view text);
bool is_date_time(std::string_view text);
/// Digits after the point, as written.
int decimal_places(std::string_view decimal);

std::strong_ordering compare(Decimal const& a, Decimal const& b);
/// Unordered where precision leaves it open ("2026" against "2026-11").
std::partial_ordering compare(Date const& a, Date const& b);
std::partial_ordering compare(Time const& a, Time const& b);
std::partial_ordering compare(DateTime const& a, DateTime const& b);

using Value = std::variant<bool, std::int32_t, Decimal, Date, Time, DateTime, Text, Coding, Quantity, Attachment>;

/// Order of two answers: integers and decimals by number, dates and times in time, quantities of the same unit by number, false before true;
/// all else is equivalent when equal, and unordered otherwise.
std::partial_ordering compare(Value const& a, Value const& b);

} // namespace bedside::forms
