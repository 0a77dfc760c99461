// SPDX-License-Identifier: Apache-2.0
// One evaluation: what it may still do, and the operations that take evaluated operands.
#pragma once

#include "forms/expression/syntax.h"

namespace bedside::expression {

/// What a term is evaluated in: changes with each loop.
struct Scope {
    Collection const* self = nullptr; ///< $this
    std::int64_t index = 0;
    Collection const* total = nullptr;
};

class Evaluation {
public:
    Evaluation(std::vector<Syntax> const& syntax, Setting const& setting, int& steps)
        : m_syntax(syntax)
        , m_setting(setting)
        , m_steps(steps)
    {
    }

    /// Recursion is as deep as the syntax, at most max_depth.
    Outcome<Collection> term(int index, Scope const& scope);

private:
    Outcome<Collection> operate(Syntax const& syntax, Scope const& scope);
    Outcome<Collection> variable(Syntax const& syntax) const;
    Outcome<Collection> loop(Syntax const& syntax, Scope const& scope);
    Outcome<Collection> repeated(Syntax const& syntax, Collection input, Scope const& scope);
    Outcome<Collection> aggregated(Syntax const& syntax, Collection const& input, Scope const& scope);
    Outcome<Collection> conditional(Syntax const& syntax, Scope const& scope);
    Outcome<Collection> logical(Syntax const& syntax, Scope const& scope);
    Outcome<Collection> members(Syntax const& syntax, Collection const& input);
    Outcome<Collection> below(Syntax const& syntax, Scope const& scope);
    Outcome<Collection> clock(Syntax const& syntax) const;
    Outcome<bool> spend(Syntax const& syntax, std::size_t count);

    std::vector<Syntax> const& m_syntax;
    Setting const& m_setting;
    int& m_steps;
};

/// The operations that need no scope: operands are evaluated, the input first. (operations.cpp)
Outcome<Collection> operation_of(Syntax const& syntax, std::vector<Collection> const& operands);
/// FHIRPath's singleton evaluation: nothing when empty; true for one value that is no Boolean; a fault for several.
Outcome<std::optional<bool>> truth_of(Syntax const& syntax, Collection const& collection);
/// Each value once, the first of them.
Collection distinct_of(Collection const& collection);
/// Sums, comparisons and everything else that computes. (arithmetic.cpp)
Outcome<Collection> arithmetic_of(Syntax const& syntax, Value const& a, Value const& b);
Outcome<Collection> comparison_of(Syntax const& syntax, Value const& a, Value const& b);
Outcome<Collection> statistic_of(Syntax const& syntax, Collection const& input);
Outcome<Collection> rounding_of(Syntax const& syntax, Value const& value, std::int64_t places);
Outcome<Collection> conversion_of(Syntax const& syntax, Value const& value);

inline std::unexpected<Fault> fault(Syntax const& syntax, std::string sentence) { return std::unexpected(Fault { syntax.offset, std::move(sentence) }); }

} // namespace bedside::expression
