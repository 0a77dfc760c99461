// SPDX-License-Identifier: Apache-2.0
// What a form computes: SDC's expressions, each read and checked with the form.
#pragma once

#include "forms/expression/expression.h"

#include <string>
#include <vector>

namespace bedside::forms {

/// An expression with what identifies it: the hash stands beside each result, so that a result says by which rule it came about.
struct Formula {
    expression::Expression expression;
    std::string hash; ///< sha256 hex of the expression's text
    bool operator==(Formula const& other) const { return hash == other.hash; }
};

/// SDC variable: a name that the expressions of its item, and of all below, may use.
struct FormVariable {
    std::string name;
    Formula formula;
    bool operator==(FormVariable const&) const = default;
};

/// A rule over answers that data managers look after: a response that breaks it is flagged, never held back.
struct Constraint {
    std::string key;
    std::string human; ///< the author's sentence
    Formula formula;
};

/// The expressions that stand on an item, or on the form.
struct Formulas {
    std::vector<FormVariable> variables;   ///< in the order of the form: each may use those before it
    std::vector<Formula> calculated;       ///< at most one: the item's value
    std::vector<Formula> enable_when;      ///< at most one: asked when it gives true
    std::vector<Constraint> constraints;
    bool empty() const { return variables.empty() && calculated.empty() && enable_when.empty() && constraints.empty(); }
};

} // namespace bedside::forms
