// SPDX-License-Identifier: Apache-2.0
// Every item kind: how it is read from a Questionnaire, and which values fit it.
#pragma once

#include "forms/engine/reader.h"

namespace bedside::forms {

/// The kind of an item by its `type`. `controls` are its itemControl codes. Complains and gives a DisplayItem for what it does not know.
ItemKind read_kind(Json const& json, Json const& questionnaire, std::vector<std::string> const& controls, Reader& reader, std::string const& where);

BooleanItem read_boolean(Json const& json, Reader& reader, std::string const& where);
IntegerItem read_integer(Json const& json, Reader& reader, std::string const& where);
DecimalItem read_decimal(Json const& json, Reader& reader, std::string const& where);
DateItem read_date(Json const& json, Reader& reader, std::string const& where);
TimeItem read_time(Json const& json, Reader& reader, std::string const& where);
DateTimeItem read_date_time(Json const& json, Reader& reader, std::string const& where);
StringItem read_string(Json const& json, bool multiline, Reader& reader, std::string const& where);
QuantityItem read_quantity(Json const& json, Reader& reader, std::string const& where);
ChoiceItem read_choice(Json const& json, Json const& questionnaire, std::vector<std::string> const& controls, Reader& reader, std::string const& where);

/// Why a value does not fit the kind, as a sentence for staff that names limits but not the value; nothing when it fits.
using Complaint = std::optional<std::string>;
Complaint complaint_of(GroupItem const& kind, Value const& value);
Complaint complaint_of(DisplayItem const& kind, Value const& value);
Complaint complaint_of(BooleanItem const& kind, Value const& value);
Complaint complaint_of(IntegerItem const& kind, Value const& value);
Complaint complaint_of(DecimalItem const& kind, Value const& value);
Complaint complaint_of(DateItem const& kind, Value const& value);
Complaint complaint_of(TimeItem const& kind, Value const& value);
Complaint complaint_of(DateTimeItem const& kind, Value const& value);
Complaint complaint_of(StringItem const& kind, Value const& value);
Complaint complaint_of(QuantityItem const& kind, Value const& value);
Complaint complaint_of(ChoiceItem const& kind, Value const& value);
Complaint complaint_of(AttachmentItem const& kind, Value const& value);

/// The same for an item: its kind decides.
Complaint value_complaint(Item const& item, Value const& value);
/// Why values that each fit do not fit together: how many, chosen twice, an exclusive one beside others.
Complaint combination_complaint(Item const& item, std::vector<Value> const& values);

/// minValue or maxValue as a T; complains when it is of another type.
template <typename T>
std::optional<T> bound_of(Json const& json, std::string_view url, Reader& reader, std::string const& where)
{
    auto const* extension = reader.extension(json, url, where);
    if (!extension)
        return {};
    auto value = reader.value(*extension, "value", where);
    if (!value)
        return {};
    if (auto* fitting = std::get_if<T>(&*value))
        return std::move(*fitting);
    if constexpr (std::is_same_v<T, Decimal>)
        if (auto* integer = std::get_if<std::int32_t>(&*value))
            return Decimal { std::to_string(*integer) };
    reader.invalid(where, "The extension " + std::string(url) + " has a value of another type than the item.");
    return {};
}

/// Complains about a range that nothing fits.
template <typename Kind>
void check_bounds(Kind const& kind, Reader& reader, std::string const& where)
{
    if (kind.minimum && kind.maximum && compare(Value(*kind.minimum), Value(*kind.maximum)) > 0)
        reader.invalid(where, "minValue is greater than maxValue.");
}

/// Complains about a value outside the range, naming its bounds.
template <typename Kind, typename T>
Complaint range_complaint(Kind const& kind, T const& value)
{
    auto const words = [](auto const& bound) {
        if constexpr (requires { bound.text; })
            return bound.text;
        else
            return std::to_string(bound);
    };
    if (kind.minimum && !(compare(Value(value), Value(*kind.minimum)) >= 0))
        return "The answer is less than " + words(*kind.minimum) + ".";
    if (kind.maximum && !(compare(Value(value), Value(*kind.maximum)) <= 0))
        return "The answer is greater than " + words(*kind.maximum) + ".";
    return {};
}

} // namespace bedside::forms
