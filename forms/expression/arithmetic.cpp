// SPDX-License-Identifier: Apache-2.0
// Numbers, quantities, dates: operators, statistics, rounding, conversion.
#include "forms/expression/evaluation.h"

#include <algorithm>

namespace bedside::expression {
namespace {

constexpr int max_power = 10;

Outcome<Collection> result_of(std::optional<Number> const& number)
{
    return number ? Collection { *number } : Collection(); // beyond the range, or by zero: nothing
}

std::optional<Number> computed(Operation operation, Number const& a, Number const& b)
{
    switch (operation) {
    case Operation::add: return a + b;
    case Operation::subtract: return a - b;
    case Operation::multiply: return a * b;
    case Operation::divide: return a / b;
    case Operation::whole_divide: return whole_quotient(a, b);
    case Operation::modulo: return remainder(a, b);
    default: break; // negative
    }
    return a.negated();
}

Outcome<Collection> quantity_of(std::optional<Number> const& number, std::string const& unit)
{
    return number ? Collection { Quantity { *number, unit } } : Collection();
}

Outcome<Collection> later_of(Syntax const& syntax, Moment const& moment, Quantity const& quantity)
{
    bool const back = syntax.operation == Operation::subtract;
    auto const unit = unit_of(quantity.unit);
    if (!unit || (syntax.operation != Operation::add && !back))
        return fault(syntax, "To a date or time only years, months, weeks, days, hours, minutes, seconds or milliseconds can be added.");
    auto const amount = quantity.value.truncated().whole();
    auto const later = amount ? moment.plus(back ? -*amount : *amount, *unit) : std::nullopt;
    if (!later)
        return fault(syntax, "The date or time is not as precise as what is added, or leaves the calendar.");
    return Collection { *later };
}

} // namespace

Outcome<Collection> arithmetic_of(Syntax const& syntax, Value const& a, Value const& b)
{
    auto const operation = syntax.operation;
    auto const* x = std::get_if<Number>(&a);
    auto const* y = std::get_if<Number>(&b);
    if (x && y)
        return result_of(computed(operation, *x, *y));
    auto const* p = std::get_if<Quantity>(&a);
    auto const* q = std::get_if<Quantity>(&b);
    if (auto const* moment = std::get_if<Moment>(&a); moment && q)
        return later_of(syntax, *moment, *q);
    if (p && operation == Operation::negative)
        return quantity_of(p->value.negated(), p->unit);
    if (p && q && (operation == Operation::add || operation == Operation::subtract)) {
        if (p->unit != q->unit)
            return fault(syntax, "The quantities have different units, and units are not converted.");
        return quantity_of(computed(operation, p->value, q->value), p->unit);
    }
    if (p && y && (operation == Operation::multiply || operation == Operation::divide))
        return quantity_of(computed(operation, p->value, *y), p->unit);
    if (x && q && operation == Operation::multiply)
        return quantity_of(computed(operation, *x, q->value), q->unit);
    auto const* text = std::get_if<std::string>(&a);
    auto const* more = std::get_if<std::string>(&b);
    if (text && more && operation == Operation::add) {
        if (text->size() + more->size() > max_text)
            return fault(syntax, "The text becomes too long.");
        return Collection { *text + *more };
    }
    return fault(syntax, "This can't be computed with values of these types.");
}

Outcome<Collection> comparison_of(Syntax const& syntax, Value const& a, Value const& b)
{
    auto order = std::partial_ordering::unordered;
    if (auto const *x = std::get_if<Number>(&a), *y = std::get_if<Number>(&b); x && y) {
        order = *x <=> *y;
    } else if (auto const *s = std::get_if<std::string>(&a), *t = std::get_if<std::string>(&b); s && t) {
        order = *s <=> *t;
    } else if (auto const *m = std::get_if<Moment>(&a), *n = std::get_if<Moment>(&b); m && n && m->comparable_with(*n)) {
        order = *m <=> *n;
        if (order == std::partial_ordering::unordered)
            return Collection();
    } else if (auto const *p = std::get_if<Quantity>(&a), *q = std::get_if<Quantity>(&b); p && q) {
        if (p->unit != q->unit)
            return fault(syntax, "The quantities have different units, and units are not converted.");
        order = p->value <=> q->value;
    } else {
        return fault(syntax, "Values of these types have no order.");
    }
    switch (syntax.operation) {
    case Operation::greater: return Collection { order > 0 };
    case Operation::less: return Collection { order < 0 };
    case Operation::greater_or_equal: return Collection { order >= 0 };
    default: return Collection { order <= 0 };
    }
}

Outcome<Collection> statistic_of(Syntax const& syntax, Collection const& input)
{
    if (input.empty())
        return input;
    bool const extreme = syntax.operation == Operation::min || syntax.operation == Operation::max;
    auto step = syntax;
    step.operation = !extreme ? Operation::add : syntax.operation == Operation::min ? Operation::less : Operation::greater;
    Collection total { plain(input[0]) };
    if (!extreme && !std::holds_alternative<Number>(total[0]) && !std::holds_alternative<Quantity>(total[0]))
        return fault(syntax, "Only numbers can be summed.");
    for (std::size_t i = 1; i < input.size() && !total.empty(); ++i) {
        auto const& value = plain(input[i]);
        if (!extreme) {
            total = TRY(arithmetic_of(step, total[0], value));
            continue;
        }
        auto const better = TRY(comparison_of(step, value, total[0]));
        if (!better.empty() && std::get<bool>(better[0]))
            total = { value };
    }
    if (syntax.operation == Operation::avg && !total.empty()) {
        step.operation = Operation::divide;
        return arithmetic_of(step, total[0], Number(static_cast<std::int64_t>(input.size())));
    }
    return total;
}

Outcome<Collection> rounding_of(Syntax const& syntax, Value const& value, std::int64_t places)
{
    auto const* quantity = std::get_if<Quantity>(&value);
    auto const* number = quantity ? &quantity->value : std::get_if<Number>(&value);
    if (!number)
        return fault(syntax, "Only a number can be rounded.");
    if (syntax.operation == Operation::power) {
        if (quantity || places < 0 || places > max_power)
            return fault(syntax, "Only a number can be raised, to a whole power of 0 to " + std::to_string(max_power) + ".");
        return result_of(number->raised_to(static_cast<int>(places)));
    }
    if (places < 0 || places > 28)
        return fault(syntax, "A number is rounded to 0 to 28 places.");
    std::optional<Number> rounded;
    switch (syntax.operation) {
    case Operation::abs: rounded = number->magnitude(); break;
    case Operation::round: rounded = number->rounded(static_cast<int>(places)); break;
    case Operation::floor: rounded = number->floored(); break;
    case Operation::ceiling: rounded = number->raised(); break;
    default: rounded = number->truncated(); break;
    }
    return quantity ? quantity_of(rounded, quantity->unit) : result_of(rounded);
}

namespace {

/// Of a number: what can be said of "12" or "12.5" too.
std::optional<Number> number_from(Value const& value)
{
    if (auto const* number = std::get_if<Number>(&value))
        return *number;
    if (auto const* truth = std::get_if<bool>(&value))
        return Number(*truth ? 1 : 0);
    auto const* text = std::get_if<std::string>(&value);
    if (!text || text->find_first_of("eE") != std::string::npos)
        return {};
    auto const digits = text->starts_with('+') && !text->starts_with("+-") ? std::string_view(*text).substr(1) : std::string_view(*text);
    return Number::parse(digits);
}

std::optional<bool> boolean_from(Value const& value)
{
    if (auto const* truth = std::get_if<bool>(&value))
        return *truth;
    if (auto const* number = std::get_if<Number>(&value))
        return *number == Number(1) ? std::optional(true) : number->is_zero() ? std::optional(false) : std::nullopt;
    auto const* text = std::get_if<std::string>(&value);
    if (!text || text->size() > 5)
        return {};
    auto word = *text;
    std::ranges::transform(word, word.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    for (auto const* yes : { "true", "t", "yes", "y", "1", "1.0" })
        if (word == yes)
            return true;
    for (auto const* no : { "false", "f", "no", "n", "0", "0.0" })
        if (word == no)
            return false;
    return {};
}

struct Wording {
    std::optional<std::string> operator()(bool value) const { return value ? "true" : "false"; }
    std::optional<std::string> operator()(Number const& value) const { return value.text(); }
    std::optional<std::string> operator()(std::string const& value) const { return value; }
    std::optional<std::string> operator()(Moment const& value) const { return value.text(); }
    std::optional<std::string> operator()(Quantity const& value) const { return value.value.text() + " '" + value.unit + "'"; }
    std::optional<std::string> operator()(Element const*) const { return {}; }
};

} // namespace

Outcome<Collection> conversion_of(Syntax const& syntax, Value const& value)
{
    if (syntax.operation == Operation::to_string) {
        auto text = std::visit(Wording {}, value);
        return text ? Collection { std::move(*text) } : Collection();
    }
    if (syntax.operation == Operation::to_boolean) {
        auto const truth = boolean_from(value);
        return truth ? Collection { *truth } : Collection();
    }
    auto number = number_from(value);
    bool const whole_text = !std::holds_alternative<std::string>(value) || !std::get<std::string>(value).contains('.');
    if (syntax.operation == Operation::to_integer && number && (!number->is_whole() || !whole_text))
        return Collection();
    return result_of(number);
}

} // namespace bedside::expression
