// SPDX-License-Identifier: Apache-2.0
// What the form's expressions say of the answers as they are.
#pragma once

#include "forms/engine/occurrence.h"

namespace bedside::forms {

/// One look at an unrolled form: its enabled answers as a response, and the expressions over it. A fault in an expression counts as no value.
class Computation {
public:
    using Level = std::vector<std::unique_ptr<Occurrence>>;

    /// Borrows everything. `steps` are what all expressions may still take (forms/expression).
    Computation(Definition const& definition, Level const& top, std::optional<Instant> const& now, int& steps);

    /// Whether its enableWhenExpression gives true.
    bool is_asked(Occurrence const& occurrence);
    /// What its calculatedExpression gives, when that is an answer to this item.
    std::optional<Answer> value_of(Occurrence const& occurrence);
    /// Whether the constraint gives false; `occurrence` is nullptr for the form's.
    bool is_broken(Constraint const& constraint, Occurrence const* occurrence);

private:
    bool add_items(expression::Element& parent, Level const& level, int below_answer);
    void add_answers(expression::Element& element, Occurrence const& occurrence);
    expression::Element const* element_of(Occurrence const* occurrence);
    expression::Variables const& variables_of(Occurrence const* occurrence);
    expression::Collection evaluated(Formula const& formula, Occurrence const* occurrence, expression::Variables const& variables);

    Definition const& m_definition;
    std::optional<expression::Moment> m_now;
    int& m_steps;
    expression::Tree m_tree;
    expression::Element& m_root;
    std::map<Occurrence const*, expression::Element const*> m_elements;
    std::map<Occurrence const*, expression::Variables> m_variables;
};

struct BrokenConstraint {
    Constraint const* constraint = nullptr;
    Occurrence const* occurrence = nullptr; ///< nullptr: the form's
};
/// The constraints that the answers break, of the form first, then in its order.
std::vector<BrokenConstraint> broken_constraints(Definition const& definition, Computation::Level const& top, std::optional<Instant> const& now);

} // namespace bedside::forms
