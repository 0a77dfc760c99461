// SPDX-License-Identifier: Apache-2.0
// integer, decimal, quantity.
#include "forms/engine/items/kinds.h"
#include "forms/engine/vocabulary.h"

#include <algorithm>

namespace bedside::forms {
namespace {

using namespace vocabulary;

std::optional<int> places_of(Json const& json, Reader& reader, std::string const& where)
{
    auto const* extension = reader.extension(json, url::max_decimal_places, where);
    if (!extension)
        return {};
    auto const* value = extension->find("valueInteger");
    auto const places = value ? value->integer() : std::nullopt;
    if (!places || *places < 0)
        reader.invalid(where, "maxDecimalPlaces needs a whole number from 0.");
    return places;
}

Complaint decimal_complaint(auto const& kind, Decimal const& value)
{
    if (!is_decimal(value.text))
        return "The answer must be a number.";
    if (kind.max_decimal_places && decimal_places(value.text) > *kind.max_decimal_places)
        return "The answer has more than " + std::to_string(*kind.max_decimal_places) + " digits after the point.";
    return range_complaint(kind, value);
}

} // namespace

IntegerItem read_integer(Json const& json, Reader& reader, std::string const& where)
{
    IntegerItem kind;
    kind.minimum = bound_of<std::int32_t>(json, url::min_value, reader, where);
    kind.maximum = bound_of<std::int32_t>(json, url::max_value, reader, where);
    check_bounds(kind, reader, where);
    if (auto const* step = reader.extension(json, url::slider_step, where)) {
        auto const* value = step->find("valueInteger");
        if (!value || value->integer() != 1)
            reader.unsupported(where, "A slider is drawn as boxes in steps of 1, so another step is not understood.");
    }
    return kind;
}

DecimalItem read_decimal(Json const& json, Reader& reader, std::string const& where)
{
    DecimalItem kind;
    kind.minimum = bound_of<Decimal>(json, url::min_value, reader, where);
    kind.maximum = bound_of<Decimal>(json, url::max_value, reader, where);
    kind.max_decimal_places = places_of(json, reader, where);
    check_bounds(kind, reader, where);
    if (reader.extension(json, url::slider_step, where))
        reader.unsupported(where, "A slider of decimals can't be drawn as boxes.");
    return kind;
}

QuantityItem read_quantity(Json const& json, Reader& reader, std::string const& where)
{
    QuantityItem kind;
    kind.minimum = bound_of<Decimal>(json, url::min_value, reader, where);
    kind.maximum = bound_of<Decimal>(json, url::max_value, reader, where);
    kind.max_decimal_places = places_of(json, reader, where);
    check_bounds(kind, reader, where);
    auto const add_unit = [&](Json const& extension) {
        auto const* coding = extension.find("valueCoding");
        auto unit = coding ? coding_of(*coding) : Result<Coding>(fail(Code::invalid_form, "A unit must be a coding."));
        if (unit)
            kind.units.push_back(std::move(*unit));
        else
            reader.invalid(where, unit.error().message);
    };
    for (auto const& extension : reader.list(json, "extension", where))
        if (extension.string_at("url") == url::unit || extension.string_at("url") == url::unit_option)
            add_unit(extension);
    return kind;
}

Complaint complaint_of(IntegerItem const& kind, Value const& value)
{
    auto const* integer = std::get_if<std::int32_t>(&value);
    if (!integer)
        return "The answer must be a whole number.";
    return range_complaint(kind, *integer);
}

Complaint complaint_of(DecimalItem const& kind, Value const& value)
{
    auto const* decimal = std::get_if<Decimal>(&value);
    if (!decimal)
        return "The answer must be a number.";
    return decimal_complaint(kind, *decimal);
}

Complaint complaint_of(QuantityItem const& kind, Value const& value)
{
    auto const* quantity = std::get_if<Quantity>(&value);
    if (!quantity)
        return "The answer must be a number with a unit.";
    if (!is_clean_text(quantity->unit) || !is_clean_text(quantity->system) || !is_clean_text(quantity->code))
        return "The unit has characters that can't be stored.";
    if (!kind.units.empty()
        && !std::ranges::any_of(kind.units, [&](Coding const& unit) { return unit.system == quantity->system && unit.code == quantity->code; }))
        return "The unit is none of the form's.";
    return decimal_complaint(kind, quantity->value);
}

} // namespace bedside::forms
