// SPDX-License-Identifier: Apache-2.0
// Evaluates expressions that compare.mjs writes to its standard input. A line is {"response", "weights": {"system|code": n}, "now", "expressions": []};
// the answer to it is one line: a list with a list of results, or "fault", for each expression.
#include "forms/engine/json.h"
#include "forms/expression/expression.h"

#include <cstdio>
#include <iostream>

using namespace bedside;
using namespace bedside::expression;
using forms::Json;

namespace {

struct Reading {
    Tree tree;
    Json const* weights;

    Element& primitive(Element& parent, std::string_view name, std::string_view type, Value value)
    {
        auto& element = tree.add(parent, name, type);
        element.value = std::move(value);
        return element;
    }

    void value(Element& answer, std::string const& name, Json const& json)
    {
        auto const type = std::string_view(name).substr(5);
        if (type == "Boolean")
            primitive(answer, "value", "boolean", json.boolean());
        else if (type == "Integer" || type == "Decimal")
            primitive(answer, "value", type == "Integer" ? "integer" : "decimal", *Number::parse(json.text()));
        else if (type == "String")
            primitive(answer, "value", "string", json.text());
        else if (type == "Date")
            primitive(answer, "value", "date", *Moment::parse(Moment::Kind::date, json.text()));
        else if (type == "DateTime")
            primitive(answer, "value", "dateTime", *Moment::parse(Moment::Kind::date_time, json.text()));
        else if (type == "Time")
            primitive(answer, "value", "time", *Moment::parse(Moment::Kind::time, json.text()));
        else if (type == "Quantity")
            quantity(answer, json);
        else if (type == "Coding")
            coding(answer, json);
    }

    void quantity(Element& answer, Json const& json)
    {
        auto const number = *Number::parse(json.find("value")->text());
        auto& element = primitive(answer, "value", "Quantity", Quantity { number, json.string_at("code") });
        primitive(element, "value", "decimal", number);
        for (std::string_view const part : { "unit", "system", "code" })
            primitive(element, part, "string", json.string_at(part));
    }

    void coding(Element& answer, Json const& json)
    {
        auto& element = tree.add(answer, "value", "Coding");
        primitive(element, "system", "uri", json.string_at("system"));
        primitive(element, "code", "code", json.string_at("code"));
        if (auto const* display = json.find("display"))
            primitive(element, "display", "string", display->text());
        if (auto const* weight = weights->find(json.string_at("system") + "|" + json.string_at("code"))) {
            element.weight = *Number::parse(weight->text());
            answer.weight = element.weight;
        }
    }

    void items(Element& parent, Json const& holder)
    {
        auto const* list = holder.find("item");
        if (!list)
            return;
        for (auto const& json : list->array()) {
            auto& item = tree.add(parent, "item", "BackboneElement");
            primitive(item, "linkId", "string", json.string_at("linkId"));
            if (auto const* answers = json.find("answer"))
                for (auto const& given : answers->array()) {
                    auto& answer = tree.add(item, "answer", "BackboneElement");
                    for (auto const& [name, member] : given.object())
                        if (name.starts_with("value"))
                            value(answer, name, member);
                    items(answer, given);
                }
            items(item, json);
        }
    }
};

Json written(Value const& value);

struct Writer {
    Json operator()(bool value) const { return Json(value); }
    Json operator()(Number const& value) const { return Json::Object { { "number", Json(value.text()) } }; }
    Json operator()(std::string const& value) const { return Json(value); }
    Json operator()(Moment const& value) const { return Json::Object { { "moment", Json(value.text()) } }; }
    Json operator()(Quantity const& value) const { return Json::Object { { "number", Json(value.value.text()) }, { "unit", Json(value.unit) } }; }
    Json operator()(Element const* element) const
    {
        Json::Array parts;
        for (auto const* child : element->children) {
            parts.push_back(Json(child->name));
            parts.push_back(written(child));
        }
        return parts;
    }
};

Json written(Value const& value) { return std::visit(Writer {}, plain(value)); }

} // namespace

int main()
{
    std::ios::sync_with_stdio(false);
    for (std::string line; std::getline(std::cin, line);) {
        auto const json = Json::parse(line);
        if (!json)
            return 2;
        Reading reading { {}, json->find("weights") };
        auto& root = reading.tree.make("", "QuestionnaireResponse");
        reading.items(root, *json->find("response"));
        Variables const variables { { "limit", { Number(5) } }, { "words", { std::string("a"), std::string("b") } } };
        Setting const setting { &root, &root, &variables, Moment::parse(Moment::Kind::date_time, json->string_at("now")) };
        Json::Array results;
        for (auto const& text : json->find("expressions")->array()) {
            auto const expression = Expression::parse(text.text(), { "limit", "words" });
            if (!expression) {
                results.push_back(Json("unsupported: " + expression.error().sentence + " at " + std::to_string(expression.error().offset)));
                continue;
            }
            auto const result = expression->evaluate(setting);
            if (!result) {
                results.push_back(Json("fault"));
                continue;
            }
            Json::Array values;
            for (auto const& value : *result)
                values.push_back(written(value));
            results.push_back(std::move(values));
        }
        std::cout << Json(std::move(results)).dump() << '\n' << std::flush;
    }
    return 0;
}
