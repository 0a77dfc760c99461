// SPDX-License-Identifier: Apache-2.0
// Walks over the syntax: terms, paths, loops and three-valued logic.
#include "forms/expression/evaluation.h"

#include <algorithm>
#include <unordered_set>

namespace bedside::expression {
namespace {

Collection one(Value value) { return { std::move(value) }; }

Collection truth(std::optional<bool> value) { return value ? one(*value) : Collection(); }

} // namespace

Outcome<bool> Evaluation::spend(Syntax const& syntax, std::size_t count)
{
    if (count > max_items)
        return fault(syntax, "More than " + std::to_string(max_items) + " values come together here.");
    m_steps -= static_cast<int>(count) + 1;
    if (m_steps < 0)
        return fault(syntax, "The expression takes too many steps.");
    return true;
}

Outcome<Collection> Evaluation::term(int index, Scope const& scope)
{
    static Collection const none;
    if (index < 0)
        return scope.self ? *scope.self : none;
    auto const& syntax = m_syntax[static_cast<std::size_t>(index)];
    TRY(spend(syntax, 0));
    auto result = TRY(operate(syntax, scope));
    TRY(spend(syntax, result.size()));
    return result;
}

Outcome<Collection> Evaluation::operate(Syntax const& syntax, Scope const& scope)
{
    using enum Operation;
    switch (syntax.operation) {
    case literal: return one(syntax.literal);
    case nothing: return Collection();
    case self: return *scope.self;
    case index: return one(Number(scope.index));
    case total: return *scope.total;
    case variable: return this->variable(syntax);
    case member:
    case children:
    case descendants: return below(syntax, scope);
    case today:
    case now: return clock(syntax);
    case iif: return conditional(syntax, scope);
    case logical_and:
    case logical_or:
    case logical_xor:
    case implies: return logical(syntax, scope);
    case where:
    case select:
    case exists:
    case all:
    case repeat:
    case aggregate: return loop(syntax, scope);
    default: break; // the others take what their operands give
    }
    std::vector<Collection> operands;
    for (int const operand : syntax.operands)
        operands.push_back(TRY(term(operand, scope)));
    for (auto const& operand : operands)
        for (auto const& value : operand)
            if (auto const* text = std::get_if<std::string>(&plain(value)))
                TRY(spend(syntax, text->size() / 1024));
    return operation_of(syntax, operands);
}

Outcome<Collection> Evaluation::variable(Syntax const& syntax) const
{
    if (syntax.name == "resource")
        return one(m_setting.resource);
    if (syntax.name == "context")
        return one(m_setting.context);
    if (m_setting.variables)
        if (auto const found = m_setting.variables->find(syntax.name); found != m_setting.variables->end())
            return found->second;
    return Collection();
}

Outcome<Collection> Evaluation::clock(Syntax const& syntax) const
{
    if (!m_setting.now)
        return Collection();
    if (syntax.operation == Operation::now)
        return one(*m_setting.now);
    return one(*Moment::parse(Moment::Kind::date, m_setting.now->text().substr(0, 10)));
}

Outcome<Collection> Evaluation::members(Syntax const& syntax, Collection const& input)
{
    Collection found;
    for (auto const& value : input) {
        auto const* element = std::get_if<Element const*>(&value);
        if (!element)
            continue;
        TRY(spend(syntax, (*element)->children.size()));
        if ((*element)->type == syntax.name) {
            found.push_back(value);
            continue;
        }
        for (auto const* child : (*element)->children)
            if (child->name == syntax.name)
                found.emplace_back(child);
    }
    return found;
}

Outcome<Collection> Evaluation::below(Syntax const& syntax, Scope const& scope)
{
    Collection found;
    auto level = TRY(term(syntax.operands[0], scope));
    if (syntax.operation == Operation::member)
        return members(syntax, level);
    bool const all = syntax.operation == Operation::descendants;
    do {
        Collection next;
        for (auto const& value : level)
            if (auto const* element = std::get_if<Element const*>(&value))
                next.insert(next.end(), (*element)->children.begin(), (*element)->children.end());
        TRY(spend(syntax, found.size() + next.size()));
        found.insert(found.end(), next.begin(), next.end());
        level = std::move(next);
    } while (all && !level.empty());
    return found;
}

Outcome<Collection> Evaluation::loop(Syntax const& syntax, Scope const& scope)
{
    auto input = TRY(term(syntax.operands[0], scope));
    if (syntax.operation == Operation::repeat)
        return repeated(syntax, std::move(input), scope);
    if (syntax.operation == Operation::aggregate)
        return aggregated(syntax, input, scope);
    if (syntax.operands.size() == 1) // exists()
        return one(!input.empty());
    Collection chosen;
    bool every = true;
    for (std::size_t i = 0; i < input.size(); ++i) {
        auto const item = one(input[i]);
        Scope const inner { &item, static_cast<std::int64_t>(i), scope.total };
        auto const result = TRY(term(syntax.operands[1], inner));
        if (syntax.operation == Operation::select) {
            chosen.insert(chosen.end(), result.begin(), result.end());
            TRY(spend(syntax, chosen.size()));
            continue;
        }
        bool const holds = TRY(truth_of(syntax, result)).value_or(false);
        if (holds)
            chosen.push_back(input[i]);
        every = every && holds;
    }
    if (syntax.operation == Operation::all)
        return one(every);
    if (syntax.operation == Operation::exists)
        return one(!chosen.empty());
    return chosen;
}

Outcome<Collection> Evaluation::repeated(Syntax const& syntax, Collection input, Scope const& scope)
{
    Collection found;
    std::unordered_set<std::string> keys;
    while (!input.empty()) {
        Collection fresh;
        for (std::size_t i = 0; i < input.size(); ++i) {
            auto const item = one(input[i]);
            Scope const inner { &item, static_cast<std::int64_t>(i), scope.total };
            auto const results = TRY(term(syntax.operands[1], inner));
            for (auto const& value : results) {
                auto key = key_of(value);
                TRY(spend(syntax, key.size() / 16));
                if (keys.insert(std::move(key)).second)
                    fresh.push_back(value);
            }
        }
        found.insert(found.end(), fresh.begin(), fresh.end());
        TRY(spend(syntax, found.size()));
        input = std::move(fresh);
    }
    return found;
}

Outcome<Collection> Evaluation::aggregated(Syntax const& syntax, Collection const& input, Scope const& scope)
{
    Collection total;
    if (syntax.operands.size() > 2)
        total = TRY(term(syntax.operands[2], scope));
    for (std::size_t i = 0; i < input.size(); ++i) {
        auto const item = one(input[i]);
        Scope const inner { &item, static_cast<std::int64_t>(i), &total };
        auto next = TRY(term(syntax.operands[1], inner));
        total = std::move(next);
    }
    return total;
}

Outcome<Collection> Evaluation::conditional(Syntax const& syntax, Scope const& scope)
{
    auto const input = TRY(term(syntax.operands[0], scope));
    if (input.size() > 1 && syntax.operands[0] >= 0)
        return fault(syntax, "iif() is asked of several values at once.");
    Scope const inner { &input, scope.index, scope.total };
    auto const criterion = TRY(term(syntax.operands[1], inner));
    auto const condition = TRY(truth_of(syntax, criterion));
    if (condition.value_or(false))
        return term(syntax.operands[2], inner);
    if (syntax.operands.size() > 3)
        return term(syntax.operands[3], inner);
    return Collection();
}

Outcome<Collection> Evaluation::logical(Syntax const& syntax, Scope const& scope)
{
    auto const left = TRY(term(syntax.operands[0], scope));
    auto const right = TRY(term(syntax.operands[1], scope));
    auto const a = TRY(truth_of(syntax, left));
    auto const b = TRY(truth_of(syntax, right));
    std::optional<bool> const unknown;
    switch (syntax.operation) {
    case Operation::logical_and:
        if (a == false || b == false)
            return truth(false);
        return truth(a && b ? std::optional(true) : unknown);
    case Operation::logical_or:
        if (a == true || b == true)
            return truth(true);
        return truth(a && b ? std::optional(false) : unknown);
    case Operation::logical_xor: return truth(a && b ? std::optional(*a != *b) : unknown);
    default: break; // implies
    }
    if (a == false || b == true)
        return truth(true);
    return truth(a && b ? std::optional(false) : unknown);
}

Outcome<Collection> Expression::evaluate(Setting const& setting) const
{
    int steps = max_steps;
    return evaluate(setting, steps);
}

Outcome<Collection> Expression::evaluate(Setting const& setting, int& steps) const
{
    int allowed = std::min(steps, max_steps);
    auto const before = allowed;
    Collection const context { setting.context };
    auto result = Evaluation(*m_syntax, setting, allowed).term(static_cast<int>(m_syntax->size()) - 1, { &context, 0, nullptr });
    steps -= before - std::max(allowed, 0);
    return result;
}

} // namespace bedside::expression
