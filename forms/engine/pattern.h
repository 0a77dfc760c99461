// SPDX-License-Identifier: Apache-2.0
// Regular expressions whose time is bounded: length of the pattern times length of the text, whatever either is.
#pragma once

#include "forms/base/result.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace bedside::forms {

/// A regular expression as FHIR's regex extension uses it: it must match the whole text. Understood are literals, ".", classes with
/// ranges and negation, \d \w \s and their opposites, groups, alternatives, and the quantifiers * + ? {n} {n,} {n,m}; "^" at the
/// start and "$" at the end change nothing. Look-around, back references and \b are refused.
class Pattern {
public:
    /// Fails with invalid_form when it is no regular expression, unsupported_form when it uses what is not understood,
    /// too_large when it unrolls to more than 5000 states.
    static Result<Pattern> compile(std::string_view expression);
    bool matches(std::string_view text) const;

private:
    friend class PatternCompiler;
    struct Range {
        char32_t first;
        char32_t last;
    };
    struct State {
        enum class Kind : std::uint8_t { characters, fork, accept } kind = Kind::accept;
        bool negated = false;
        std::vector<Range> ranges; ///< of `characters`
        int next = -1;
        int other = -1; ///< of `fork`
    };
    void follow(int state, std::vector<int>& set, std::vector<char>& in_set) const;
    std::vector<State> m_states;
    int m_start = 0;
};

} // namespace bedside::forms
