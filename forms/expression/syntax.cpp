// SPDX-License-Identifier: Apache-2.0
// The names that the subset knows.
#include "forms/expression/syntax.h"

#include <algorithm>
#include <array>

namespace bedside::expression {
namespace {

constexpr std::array functions {
    Function { "where", Operation::where, 1, 1 },
    Function { "select", Operation::select, 1, 1 },
    Function { "exists", Operation::exists, 0, 1 },
    Function { "all", Operation::all, 1, 1 },
    Function { "repeat", Operation::repeat, 1, 1 },
    Function { "aggregate", Operation::aggregate, 1, 2 },
    Function { "iif", Operation::iif, 2, 3 },
    Function { "empty", Operation::empty, 0, 0 },
    Function { "not", Operation::logical_not, 0, 0 },
    Function { "count", Operation::count, 0, 0 },
    Function { "sum", Operation::sum, 0, 0 },
    Function { "min", Operation::min, 0, 0 },
    Function { "max", Operation::max, 0, 0 },
    Function { "avg", Operation::avg, 0, 0 },
    Function { "first", Operation::first, 0, 0 },
    Function { "last", Operation::last, 0, 0 },
    Function { "tail", Operation::tail, 0, 0 },
    Function { "skip", Operation::skip, 1, 1 },
    Function { "take", Operation::take, 1, 1 },
    Function { "single", Operation::single, 0, 0 },
    Function { "distinct", Operation::distinct, 0, 0 },
    Function { "isDistinct", Operation::is_distinct, 0, 0 },
    Function { "union", Operation::unite, 1, 1 },
    Function { "combine", Operation::combine, 1, 1 },
    Function { "intersect", Operation::intersect, 1, 1 },
    Function { "exclude", Operation::exclude, 1, 1 },
    Function { "children", Operation::children, 0, 0 },
    Function { "descendants", Operation::descendants, 0, 0 },
    Function { "allTrue", Operation::all_true, 0, 0 },
    Function { "anyTrue", Operation::any_true, 0, 0 },
    Function { "allFalse", Operation::all_false, 0, 0 },
    Function { "anyFalse", Operation::any_false, 0, 0 },
    Function { "hasValue", Operation::has_value, 0, 0 },
    Function { "weight", Operation::weight, 0, 0 },
    Function { "ordinal", Operation::weight, 0, 0 },
    Function { "toInteger", Operation::to_integer, 0, 0 },
    Function { "toDecimal", Operation::to_decimal, 0, 0 },
    Function { "toString", Operation::to_string, 0, 0 },
    Function { "toBoolean", Operation::to_boolean, 0, 0 },
    Function { "abs", Operation::abs, 0, 0 },
    Function { "round", Operation::round, 0, 1 },
    Function { "floor", Operation::floor, 0, 0 },
    Function { "ceiling", Operation::ceiling, 0, 0 },
    Function { "truncate", Operation::truncate, 0, 0 },
    Function { "power", Operation::power, 1, 1 },
    Function { "startsWith", Operation::starts_with, 1, 1 },
    Function { "endsWith", Operation::ends_with, 1, 1 },
    Function { "contains", Operation::contains_text, 1, 1 },
    Function { "length", Operation::length, 0, 0 },
    Function { "duration", Operation::duration, 2, 2 },
    Function { "today", Operation::today, 0, 0 },
    Function { "now", Operation::now, 0, 0 },
};

/// What a response holds here. Others, such as item.text, would be empty without a word.
constexpr std::array<std::string_view, 9> elements { "QuestionnaireResponse", "item", "linkId", "answer", "value", "code", "system", "display", "unit" };

constexpr std::array<std::string_view, 18> types { "boolean", "integer", "decimal", "string", "date", "dateTime", "time", "Coding", "Quantity",
    "Boolean", "Integer", "Decimal", "String", "Date", "DateTime", "Time", "Attachment", "QuestionnaireResponse" };

} // namespace

Function const* function_of(std::string_view name)
{
    auto const* const found = std::ranges::find(functions, name, &Function::name);
    return found == functions.end() ? nullptr : found;
}

bool is_element(std::string_view name) { return std::ranges::find(elements, name) != elements.end(); }

bool is_type(std::string_view name) { return std::ranges::find(types, name) != types.end(); }

} // namespace bedside::expression
