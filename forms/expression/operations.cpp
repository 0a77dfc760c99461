// SPDX-License-Identifier: Apache-2.0
// Operations over whole collections.
#include "forms/expression/evaluation.h"

#include "forms/base/utf8.h"

#include <algorithm>
#include <unordered_set>

namespace bedside::expression {
namespace {

Collection single_value(Value value) { return { std::move(value) }; }

/// FHIR's types that FHIRPath reads as its own (ofType).
std::string_view system_name(std::string_view type)
{
    if (type == "boolean")
        return "Boolean";
    if (type == "string" || type == "code" || type == "uri")
        return "String";
    if (type == "integer")
        return "Integer";
    if (type == "decimal")
        return "Decimal";
    if (type == "date" || type == "dateTime")
        return "DateTime";
    if (type == "time")
        return "Time";
    return type;
}

bool is_type_of(Value const& value, std::string_view wanted)
{
    auto const type = type_of(value);
    // code and uri are kinds of string in FHIR
    return type == wanted || (wanted == "string" && type == "code");
}

/// One value, or nothing; a fault for several.
Outcome<Value const*> only(Syntax const& syntax, Collection const& collection)
{
    if (collection.size() > 1)
        return fault(syntax, "One value is needed here, and there are several.");
    return collection.empty() ? nullptr : &plain(collection[0]);
}

Outcome<std::optional<std::int64_t>> whole_number(Syntax const& syntax, Collection const& collection)
{
    auto const* value = TRY(only(syntax, collection));
    if (!value)
        return std::optional<std::int64_t>();
    auto const* number = std::get_if<Number>(value);
    auto const whole = number ? number->whole() : std::nullopt;
    if (!whole)
        return fault(syntax, "A whole number is needed here.");
    return whole;
}

std::optional<bool> equal_collections(Collection const& a, Collection const& b)
{
    if (a.empty() || b.empty())
        return {};
    if (a.size() != b.size())
        return false;
    if (a.size() == 1)
        return equal(a[0], b[0]);
    for (std::size_t i = 0; i < a.size(); ++i)
        if (!equal(a[i], b[i]).value_or(false))
            return false;
    return true;
}

bool holds_value(Collection const& collection, Value const& value)
{
    return std::ranges::any_of(collection, [&](Value const& one) { return equal(one, value).value_or(false); });
}

Outcome<Collection> part_of(Syntax const& syntax, Collection const& input, Collection const& argument)
{
    auto const number = TRY(whole_number(syntax, argument));
    if (!number)
        return Collection();
    auto const size = static_cast<std::int64_t>(input.size());
    auto const at = input.begin() + std::clamp<std::int64_t>(*number, 0, size);
    if (syntax.operation == Operation::skip)
        return Collection(at, input.end());
    if (syntax.operation == Operation::take)
        return Collection(input.begin(), at);
    return *number < 0 || *number >= size ? Collection() : Collection { *at }; // [ ]
}

Outcome<Collection> booleans_of(Syntax const& syntax, Collection const& input)
{
    bool const wanted = syntax.operation == Operation::all_true || syntax.operation == Operation::any_true;
    bool const any = syntax.operation == Operation::any_true || syntax.operation == Operation::any_false;
    for (auto const& value : input) {
        auto const* truth = std::get_if<bool>(&plain(value));
        if (!truth)
            return fault(syntax, "Only true and false can be asked here.");
        if ((*truth == wanted) == any)
            return single_value(any);
    }
    return single_value(!any);
}

Outcome<Collection> text_operation(Syntax const& syntax, Collection const& input, Collection const& argument)
{
    auto const* value = TRY(only(syntax, input));
    auto const* other = TRY(only(syntax, argument));
    auto const* text = value ? std::get_if<std::string>(value) : nullptr;
    auto const* part = other ? std::get_if<std::string>(other) : nullptr;
    if ((value && !text) || (other && !part))
        return fault(syntax, "A text is needed here.");
    if (syntax.operation == Operation::concatenate) {
        auto joined = (text ? *text : std::string()) + (part ? *part : std::string());
        if (joined.size() > max_text)
            return fault(syntax, "The text becomes too long.");
        return single_value(std::move(joined));
    }
    if (!text || !part)
        return Collection();
    if (syntax.operation == Operation::starts_with)
        return single_value(text->starts_with(*part));
    if (syntax.operation == Operation::ends_with)
        return single_value(text->ends_with(*part));
    return single_value(text->contains(*part));
}

Outcome<Collection> characters_of(Syntax const& syntax, Value const& value)
{
    auto const* text = std::get_if<std::string>(&value);
    if (!text)
        return fault(syntax, "A text is needed here.");
    return single_value(Number(static_cast<std::int64_t>(utf8::count(*text))));
}

Outcome<Collection> weights_of(Collection const& input)
{
    Collection weights;
    for (auto const& value : input)
        if (auto const* element = std::get_if<Element const*>(&value); element && (*element)->weight)
            weights.emplace_back(*(*element)->weight);
    return weights;
}

Outcome<Collection> typed(Syntax const& syntax, Collection const& input)
{
    if (syntax.operation == Operation::of_type) {
        Collection chosen;
        std::ranges::copy_if(input, std::back_inserter(chosen),
            [&](Value const& value) { return is_type_of(value, syntax.name) || (std::holds_alternative<Element const*>(value) && system_name(type_of(value)) == syntax.name); });
        return chosen;
    }
    if (TRY(only(syntax, input)) == nullptr)
        return Collection();
    bool const fits = is_type_of(input[0], syntax.name);
    if (syntax.operation == Operation::is)
        return single_value(fits);
    return fits ? input : Collection();
}

Outcome<Collection> duration_of(Syntax const& syntax, std::vector<Collection> const& operands)
{
    auto const* from = TRY(only(syntax, operands[0]));
    auto const* until = TRY(only(syntax, operands[1]));
    auto const* word = TRY(only(syntax, operands[2]));
    if (!from || !until || !word)
        return Collection();
    auto const* first = std::get_if<Moment>(from);
    auto const* last = std::get_if<Moment>(until);
    auto const* name = std::get_if<std::string>(word);
    auto const unit = name ? unit_of(*name) : std::nullopt;
    if (!first || !last || !unit || *unit > Unit::day)
        return fault(syntax, "duration() needs two dates and 'years', 'months', 'weeks' or 'days'.");
    auto const count = first->whole_until(*last, *unit);
    return count ? single_value(Number(*count)) : Collection();
}

Outcome<Collection> sets_of(Syntax const& syntax, Collection const& a, Collection const& b)
{
    if (syntax.operation == Operation::combine || syntax.operation == Operation::unite) {
        auto both = a;
        both.insert(both.end(), b.begin(), b.end());
        return syntax.operation == Operation::unite ? distinct_of(both) : both;
    }
    std::unordered_set<std::string> keys;
    for (auto const& value : b)
        keys.insert(key_of(value));
    bool const shared = syntax.operation == Operation::intersect;
    Collection chosen;
    std::ranges::copy_if(shared ? distinct_of(a) : a, std::back_inserter(chosen), [&](Value const& value) { return keys.contains(key_of(value)) == shared; });
    return chosen;
}

} // namespace

Collection distinct_of(Collection const& collection)
{
    Collection once;
    std::unordered_set<std::string> keys;
    std::ranges::copy_if(collection, std::back_inserter(once), [&](Value const& value) { return keys.insert(key_of(value)).second; });
    return once;
}

Outcome<std::optional<bool>> truth_of(Syntax const& syntax, Collection const& collection)
{
    auto const* value = TRY(only(syntax, collection));
    if (!value)
        return std::optional<bool>();
    auto const* truth = std::get_if<bool>(value);
    return std::optional(!truth || *truth);
}

Outcome<Collection> operation_of(Syntax const& syntax, std::vector<Collection> const& operands)
{
    using enum Operation;
    static Collection const none;
    auto const& a = operands[0];
    auto const& b = operands.size() > 1 ? operands[1] : none;
    switch (syntax.operation) {
    case negative: {
        auto const* value = TRY(only(syntax, a));
        return value ? arithmetic_of(syntax, *value, *value) : Collection();
    }
    case multiply:
    case divide:
    case whole_divide:
    case modulo:
    case add:
    case subtract:
    case greater:
    case less:
    case greater_or_equal:
    case less_or_equal: {
        if (a.empty() || b.empty())
            return Collection();
        auto const* x = TRY(only(syntax, a));
        auto const* y = TRY(only(syntax, b));
        bool const ordering = syntax.operation >= greater;
        return ordering ? comparison_of(syntax, *x, *y) : arithmetic_of(syntax, *x, *y);
    }
    case concatenate:
    case starts_with:
    case ends_with:
    case contains_text: return text_operation(syntax, a, b);
    case is:
    case as:
    case of_type: return typed(syntax, a);
    case unite:
    case combine:
    case intersect:
    case exclude: return sets_of(syntax, a, b);
    case equals:
    case differs: {
        auto const same = equal_collections(a, b);
        return same ? single_value(*same == (syntax.operation == equals)) : Collection();
    }
    case in:
    case contains_item: {
        auto const& wanted = syntax.operation == in ? a : b;
        auto const& list = syntax.operation == in ? b : a;
        auto const* value = TRY(only(syntax, wanted));
        return value ? single_value(holds_value(list, wanted[0])) : Collection();
    }
    case empty: return single_value(a.empty());
    case logical_not: {
        auto const truth = TRY(truth_of(syntax, a));
        return truth ? single_value(!*truth) : Collection();
    }
    case count: return single_value(Number(static_cast<std::int64_t>(a.size())));
    case sum:
    case Operation::min:
    case Operation::max:
    case avg: return statistic_of(syntax, a);
    case first: return a.empty() ? a : single_value(a.front());
    case last: return a.empty() ? a : single_value(a.back());
    case tail: return a.empty() ? a : Collection(a.begin() + 1, a.end());
    case skip:
    case take:
    case at: return part_of(syntax, a, b);
    case single: {
        TRY(only(syntax, a));
        return a;
    }
    case distinct: return distinct_of(a);
    case is_distinct: return single_value(distinct_of(a).size() == a.size());
    case all_true:
    case any_true:
    case all_false:
    case any_false: return booleans_of(syntax, a);
    case has_value: return single_value(a.size() == 1 && !std::holds_alternative<Element const*>(plain(a[0])));
    case weight: return weights_of(a);
    case to_integer:
    case to_decimal:
    case to_string:
    case to_boolean: {
        auto const* value = TRY(only(syntax, a));
        return value ? conversion_of(syntax, *value) : Collection();
    }
    case abs:
    case power:
    case round:
    case floor:
    case ceiling:
    case truncate: {
        auto const places = TRY(whole_number(syntax, b));
        auto const* value = TRY(only(syntax, a));
        if (!value || (!places && operands.size() > 1))
            return Collection();
        return rounding_of(syntax, *value, places.value_or(0));
    }
    case length: {
        auto const* value = TRY(only(syntax, a));
        return value ? characters_of(syntax, *value) : Collection();
    }
    case duration: return duration_of(syntax, operands);
    default: break;
    }
    return fault(syntax, "This operation needs a scope.");
}

} // namespace bedside::expression
