// SPDX-License-Identifier: Apache-2.0
// An expression taken apart.
#pragma once

#include "forms/expression/expression.h"

namespace bedside::expression {

/// Functions and operators that take their operands evaluated, and those that evaluate an operand for each item.
enum class Operation {
    literal, // terms
    nothing,
    self,
    index,
    total,
    variable,
    member, // one operand or none: of $this
    at,
    negative,
    multiply, // operators
    divide,
    whole_divide,
    modulo,
    add,
    subtract,
    concatenate,
    is,
    as,
    of_type,
    unite,
    greater,
    less,
    greater_or_equal,
    less_or_equal,
    equals,
    differs,
    in,
    contains_item,
    logical_and,
    logical_or,
    logical_xor,
    implies,
    where, // functions; the input is the first operand
    select,
    exists,
    all,
    repeat,
    aggregate,
    iif,
    empty,
    logical_not,
    count,
    sum,
    min,
    max,
    avg,
    first,
    last,
    tail,
    skip,
    take,
    single,
    distinct,
    is_distinct,
    combine,
    intersect,
    exclude,
    children,
    descendants,
    all_true,
    any_true,
    all_false,
    any_false,
    has_value,
    weight,
    to_integer,
    to_decimal,
    to_string,
    to_boolean,
    abs,
    round,
    floor,
    ceiling,
    truncate,
    power,
    starts_with,
    ends_with,
    contains_text,
    length,
    duration,
    today,
    now,
};

/// One term or operation. Operands are indices of the same vector; -1 for an input that is $this.
struct Syntax {
    Operation operation = Operation::nothing;
    std::size_t offset = 0;
    std::string name; ///< of a member, a variable or a type
    Value literal;
    std::vector<int> operands;
    int depth = 1;
};

/// A function of the subset, by name.
struct Function {
    std::string_view name;
    Operation operation;
    int fewest; ///< arguments
    int most;
};
/// nullptr for what is not in the subset.
Function const* function_of(std::string_view name);
/// Whether FHIRPath, FHIR or SDC know the name, though the subset does not.
bool is_element(std::string_view name);
/// Whether the type may be named behind is, as and ofType.
bool is_type(std::string_view name);

} // namespace bedside::expression
