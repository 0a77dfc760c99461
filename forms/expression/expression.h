// SPDX-License-Identifier: Apache-2.0
// FHIRPath, the part of it that README.md of this folder defines: read once, evaluated over a response.
#pragma once

#include "forms/base/result.h"
#include "forms/expression/value.h"

#include <cstddef>
#include <expected>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace bedside::expression {

/// Limits. A form's longest expressions in the field have 2,000 characters and nest ten deep.
inline constexpr std::size_t max_length = 16384; ///< bytes of one expression
inline constexpr int max_depth = 100;            ///< of operators, calls and brackets within each other, chains of "+" included
inline constexpr int max_steps = 200'000;        ///< terms evaluated and elements visited in one evaluation; a few milliseconds
inline constexpr std::size_t max_items = 20'000; ///< of any one collection
inline constexpr std::size_t max_text = 65536;   ///< bytes of a string that is put together

/// Why there is no result, and where in the expression.
struct Fault {
    std::size_t offset = 0; ///< bytes from its beginning
    std::string sentence;
};
template <typename T>
using Outcome = std::expected<T, Fault>;

struct Syntax;

using Variables = std::map<std::string, Collection, std::less<>>;

/// What an expression is evaluated in.
struct Setting {
    Element const* resource = nullptr; ///< %resource
    Element const* context = nullptr;  ///< %context, and where a path begins
    Variables const* variables = nullptr; ///< other %names; may be nullptr
    std::optional<Moment> now;         ///< nothing: now() and today() give no value
};

class Expression {
public:
    /// Reads an expression that may use these %names beside %resource and %context. Fails at the first thing that is no FHIRPath, or outside the subset.
    static Outcome<Expression> parse(std::string_view text, std::set<std::string, std::less<>> const& variables = {});

    /// Pure. Fails where FHIRPath signals an error (several values where one is needed, a word where a number is needed), and beyond max_steps.
    Outcome<Collection> evaluate(Setting const& setting) const;
    /// The same, taking what it did from `steps`; fails when there are none left.
    Outcome<Collection> evaluate(Setting const& setting, int& steps) const;

    std::string const& text() const { return m_text; }
    /// The %names that it uses, %resource and %context aside.
    std::set<std::string, std::less<>> const& variables() const { return m_variables; }
    /// Whether it asks for now() or today().
    bool uses_clock() const { return m_uses_clock; }

private:
    std::string m_text;
    std::shared_ptr<std::vector<Syntax> const> m_syntax; ///< shared by copies of the expression; operands before what uses them, the last is the whole
    std::set<std::string, std::less<>> m_variables;
    bool m_uses_clock = false;
};

} // namespace bedside::expression
