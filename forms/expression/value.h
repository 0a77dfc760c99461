// SPDX-License-Identifier: Apache-2.0
// What an expression reads and gives: a tree of elements, and collections of values.
#pragma once

#include "forms/expression/moment.h"
#include "forms/expression/number.h"

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace bedside::expression {

struct Quantity {
    Number value;
    std::string unit; ///< UCUM code, or a calendar word in the singular ("day"); units are never converted
};

struct Element;

/// One value. An element stands for itself until its value is needed.
using Value = std::variant<bool, Number, std::string, Moment, Quantity, Element const*>;
/// What every expression gives. Empty: there is no value.
using Collection = std::vector<Value>;

/// An element of the response: "item", "answer", "value", ... Lives in a Tree.
struct Element {
    std::string_view name; ///< a literal of the program
    std::string_view type; ///< FHIR's name: "integer", "Coding", "BackboneElement", "QuestionnaireResponse"; a literal of the program
    std::optional<Value> value; ///< of a primitive or a quantity; never an Element
    std::optional<Number> weight; ///< what weight() gives for it
    std::vector<Element const*> children; ///< in the order of the response
};

/// Owns elements; their addresses stay.
class Tree {
public:
    /// An element that is nobody's child yet.
    Element& make(std::string_view name, std::string_view type) { return m_elements.emplace_back(Element { name, type, {}, {}, {} }); }
    Element& add(Element& parent, std::string_view name, std::string_view type)
    {
        auto& element = make(name, type);
        parent.children.push_back(&element);
        return element;
    }

private:
    std::deque<Element> m_elements;
};

/// The value of an element that has one; any other value itself.
Value const& plain(Value const& value);
/// "=" of two values. Nothing where precision leaves it open, or where units differ.
std::optional<bool> equal(Value const& a, Value const& b);
/// A text that equal values share, and only they; for distinct, union and repeat.
std::string key_of(Value const& value);
/// FHIRPath's or FHIR's name of its type: "Boolean", "Integer", "decimal", "Coding".
std::string_view type_of(Value const& value);

} // namespace bedside::expression
