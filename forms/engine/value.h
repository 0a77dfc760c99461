// SPDX-License-Identifier: Apache-2.0
// What an answer can be: FHIR R4's answer types, kept exactly as given.
#pragma once

#include <cstdint>
#include <string>
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
    bool operator==(Decimal const& other) const { return number() == other.number(); }
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

using Value = std::variant<bool, std::int32_t, Decimal, Date, Time, DateTime, Text, Coding, Quantity, Attachment>;

} // namespace bedside::forms
