// SPDX-License-Identifier: Apache-2.0
// A small response to ask expressions of, and results as text.
#pragma once

#include "forms/expression/expression.h"

#include <catch2/catch_test_macros.hpp>

namespace bedside::expression::testing {

/// pain 7; dose 2.5; worse true (with why "weather" below it); note "slept badly"; born 1950-03-31; side effects a (1), b (2.5); two groups "site" with
/// severity 4 and 8; weight 60 kg.
class Answers {
public:
    Tree tree;
    Element& root = tree.make("", "QuestionnaireResponse");
    Variables variables { { "limit", { Number(5) } } };

    Answers()
    {
        value(item(root, "pain"), "integer", Number(7));
        value(item(root, "dose"), "decimal", *Number::parse("2.5"));
        auto& worse = item(root, "worse");
        auto& answer = value(worse, "boolean", true);
        value(item(answer, "why"), "string", std::string("weather"));
        value(item(root, "note"), "string", std::string("slept badly"));
        value(item(root, "born"), "date", *Moment::parse(Moment::Kind::date, "1950-03-31"));
        auto& effects = item(root, "effects");
        coding(effects, "a", "1");
        coding(effects, "b", "2.5");
        for (int const severity : { 4, 8 })
            value(item(item(root, "site"), "severity"), "integer", Number(severity));
        value(item(root, "weight"), "Quantity", Quantity { Number(60), "kg" });
    }

    Element& item(Element& parent, std::string link_id)
    {
        auto& element = tree.add(parent, "item", "BackboneElement");
        tree.add(element, "linkId", "string").value = std::move(link_id);
        return element;
    }

    /// Adds an answer with this value; the answer.
    Element& value(Element& to, std::string_view type, Value value)
    {
        auto& answer = tree.add(to, "answer", "BackboneElement");
        tree.add(answer, "value", type).value = std::move(value);
        return answer;
    }

    void coding(Element& to, std::string code, std::string_view weight)
    {
        auto& answer = tree.add(to, "answer", "BackboneElement");
        auto& value = tree.add(answer, "value", "Coding");
        tree.add(value, "system", "uri").value = std::string("urn:effects");
        tree.add(value, "code", "code").value = std::move(code);
        answer.weight = value.weight = Number::parse(weight);
    }

    /// Values parted by a space, "nothing", "fault at N: ..." or "refused at N: ...".
    std::string gives(std::string_view text, std::string_view now = "2026-12-01T10:20:30.000+08:00")
    {
        auto const expression = Expression::parse(text, { "limit", "missing" });
        if (!expression)
            return "refused at " + std::to_string(expression.error().offset) + ": " + expression.error().sentence;
        auto const result = expression->evaluate({ &root, &root, &variables, Moment::parse(Moment::Kind::date_time, now) });
        if (!result)
            return "fault at " + std::to_string(result.error().offset) + ": " + result.error().sentence;
        std::string all;
        for (auto const& one : *result)
            all += (all.empty() ? "" : " ") + word(plain(one));
        return result->empty() ? "nothing" : all;
    }

private:
    static std::string word(Value const& value)
    {
        if (auto const* truth = std::get_if<bool>(&value))
            return *truth ? "true" : "false";
        if (auto const* number = std::get_if<Number>(&value))
            return number->text();
        if (auto const* text = std::get_if<std::string>(&value))
            return *text;
        if (auto const* moment = std::get_if<Moment>(&value))
            return moment->text();
        if (auto const* quantity = std::get_if<Quantity>(&value))
            return quantity->value.text() + "_" + quantity->unit;
        return std::string(std::get<Element const*>(value)->name);
    }
};

} // namespace bedside::expression::testing
