// SPDX-License-Identifier: Apache-2.0
// Equality of values.
#include "forms/expression/value.h"

namespace bedside::expression {
namespace {

void append_key(Value const& value, std::string& key);

struct KeyWriter {
    std::string& key;

    void operator()(bool value) const { key += value ? "true;" : "false;"; }
    void operator()(Number const& value) const { key += "n" + value.rounded(8).text() + ";"; }
    void operator()(std::string const& value) const { key += "s" + std::to_string(value.size()) + ":" + value + ";"; }
    void operator()(Moment const& value) const { key += "t" + value.key() + ";"; }
    void operator()(Quantity const& value) const { key += "q" + value.value.rounded(8).text() + " " + std::to_string(value.unit.size()) + ":" + value.unit + ";"; }
    void operator()(Element const* element) const
    {
        key += "{";
        for (auto const* child : element->children) {
            key += child->name;
            key += "=";
            append_key(child, key);
        }
        key += "}";
    }
};

void append_key(Value const& value, std::string& key) { std::visit(KeyWriter { key }, plain(value)); }

struct Equality {
    Value const& other;

    std::optional<bool> operator()(bool value) const { return same(value); }
    std::optional<bool> operator()(Number const& value) const { return same(value); }
    std::optional<bool> operator()(std::string const& value) const { return same(value); }
    std::optional<bool> operator()(Moment const& value) const
    {
        auto const* moment = std::get_if<Moment>(&other);
        if (!moment || !value.comparable_with(*moment))
            return false;
        auto const order = value <=> *moment;
        if (order == std::partial_ordering::unordered)
            return {};
        return order == 0;
    }
    std::optional<bool> operator()(Quantity const& value) const
    {
        auto const* quantity = std::get_if<Quantity>(&other);
        if (!quantity)
            return false;
        if (quantity->unit != value.unit)
            return {};
        return quantity->value == value.value;
    }
    std::optional<bool> operator()(Element const* element) const
    {
        auto const* one = std::get_if<Element const*>(&other);
        return one && (*one == element || key_of(*one) == key_of(element));
    }

private:
    template <typename T>
    bool same(T const& value) const
    {
        auto const* one = std::get_if<T>(&other);
        return one && *one == value;
    }
};

struct TypeName {
    std::string_view operator()(bool) const { return "Boolean"; }
    std::string_view operator()(Number const& value) const { return value.is_whole() ? "Integer" : "Decimal"; }
    std::string_view operator()(std::string const&) const { return "String"; }
    std::string_view operator()(Moment const& value) const
    {
        return value.kind() == Moment::Kind::date ? "Date" : value.kind() == Moment::Kind::time ? "Time" : "DateTime";
    }
    std::string_view operator()(Quantity const&) const { return "Quantity"; }
    std::string_view operator()(Element const* element) const { return element->type; }
};

} // namespace

Value const& plain(Value const& value)
{
    auto const* element = std::get_if<Element const*>(&value);
    return element && (*element)->value ? *(*element)->value : value;
}

std::optional<bool> equal(Value const& a, Value const& b) { return std::visit(Equality { plain(b) }, plain(a)); }

std::string key_of(Value const& value)
{
    std::string key;
    append_key(value, key);
    return key;
}

std::string_view type_of(Value const& value) { return std::visit(TypeName {}, value); }

} // namespace bedside::expression
