// SPDX-License-Identifier: Apache-2.0
// Between answers and forms/expression, in both directions.
#include "forms/engine/computation.h"

#include <algorithm>

namespace bedside::forms {
namespace {

using expression::Element;
using expression::Moment;
using expression::Number;

/// FHIRPath's decimals have eight places.
constexpr int decimal_places_kept = 8;

/// Writes an answer's value below its answer.
struct ElementWriter {
    expression::Tree& tree;
    Element& answer;
    Item const& item;

    void operator()(bool value) const { primitive("boolean", value); }
    void operator()(std::int32_t value) const { primitive("integer", Number(value)); }
    void operator()(Decimal const& value) const
    {
        if (auto const number = Number::parse(value.text)) // beyond 10^60: as if there were none
            primitive("decimal", *number);
    }
    void operator()(Date const& value) const { moment("date", Moment::Kind::date, value.text); }
    void operator()(Time const& value) const { moment("time", Moment::Kind::time, value.text); }
    void operator()(DateTime const& value) const { moment("dateTime", Moment::Kind::date_time, value.text); }
    void operator()(Text const& value) const { primitive("string", value.text); }
    void operator()(Attachment const&) const { tree.add(answer, "value", "Attachment"); }
    void operator()(Coding const& value) const
    {
        auto& element = tree.add(answer, "value", "Coding");
        part(element, "system", "uri", value.system);
        part(element, "code", "code", value.code);
        part(element, "display", "string", value.display);
        weigh(element, value);
    }
    void operator()(Quantity const& value) const
    {
        auto const number = Number::parse(value.value.text);
        if (!number)
            return;
        auto& element = tree.add(answer, "value", "Quantity");
        element.value = expression::Quantity { *number, value.code.empty() ? value.unit : value.code };
        tree.add(element, "value", "decimal").value = *number;
        part(element, "unit", "string", value.unit);
        part(element, "system", "uri", value.system);
        part(element, "code", "code", value.code);
    }

private:
    void primitive(std::string_view type, expression::Value value) const
    {
        auto& element = tree.add(answer, "value", type);
        element.value = std::move(value);
    }
    void moment(std::string_view type, Moment::Kind kind, std::string const& text) const
    {
        if (auto const moment = Moment::parse(kind, text))
            primitive(type, *moment);
    }
    void part(Element& element, std::string_view name, std::string_view type, std::string const& text) const
    {
        if (!text.empty())
            tree.add(element, name, type).value = text;
    }
    void weigh(Element& element, Value const& value) const
    {
        auto const* choice = std::get_if<ChoiceItem>(&item.kind);
        if (!choice)
            return;
        auto const option = std::ranges::find(choice->options, value, &Option::value);
        if (option != choice->options.end() && option->weight)
            element.weight = answer.weight = Number::parse(option->weight->text);
    }
};

template <typename T>
T const* as(expression::Value const& value)
{
    return std::get_if<T>(&expression::plain(value));
}

std::optional<Value> moment_answer(expression::Value const& value, Moment::Kind kind)
{
    auto const* moment = as<Moment>(value);
    if (!moment || moment->kind() != kind)
        return {};
    if (kind == Moment::Kind::date)
        return Date { moment->text() };
    if (kind == Moment::Kind::time)
        return Time { moment->text() };
    return DateTime { moment->text() };
}

/// What an expression gives, as an answer to this kind of item; nothing when it is of another type.
struct AnswerReader {
    expression::Value const& value;

    std::optional<Value> operator()(GroupItem const&) const { return {}; }
    std::optional<Value> operator()(DisplayItem const&) const { return {}; }
    std::optional<Value> operator()(AttachmentItem const&) const { return {}; }
    std::optional<Value> operator()(BooleanItem const&) const
    {
        auto const* truth = as<bool>(value);
        return truth ? std::optional<Value>(*truth) : std::nullopt;
    }
    std::optional<Value> operator()(IntegerItem const&) const
    {
        auto const* number = as<Number>(value);
        auto const whole = number ? number->whole() : std::nullopt;
        if (!whole || *whole < INT32_MIN || *whole > INT32_MAX)
            return {};
        return static_cast<std::int32_t>(*whole);
    }
    std::optional<Value> operator()(DecimalItem const& kind) const
    {
        auto const* number = as<Number>(value);
        return number ? std::optional<Value>(decimal(*number, kind.max_decimal_places)) : std::nullopt;
    }
    std::optional<Value> operator()(QuantityItem const& kind) const
    {
        auto const* quantity = as<expression::Quantity>(value);
        auto const* number = quantity ? &quantity->value : as<Number>(value);
        auto const unit = std::ranges::find_if(kind.units, [&](Coding const& one) { return !quantity || one.code == quantity->unit; });
        // a number alone is of the item's unit when there is only one
        if (!number || unit == kind.units.end() || (!quantity && kind.units.size() > 1))
            return {};
        return Quantity { decimal(*number, kind.max_decimal_places), unit->display.empty() ? unit->code : unit->display, unit->system, unit->code };
    }
    std::optional<Value> operator()(DateItem const&) const { return moment_answer(value, Moment::Kind::date); }
    std::optional<Value> operator()(TimeItem const&) const { return moment_answer(value, Moment::Kind::time); }
    std::optional<Value> operator()(DateTimeItem const&) const { return moment_answer(value, Moment::Kind::date_time); }
    std::optional<Value> operator()(StringItem const&) const
    {
        auto const* text = as<std::string>(value);
        return text && !text->empty() ? std::optional<Value>(Text { *text }) : std::nullopt;
    }
    std::optional<Value> operator()(ChoiceItem const& kind) const
    {
        auto const wanted = [&](Option const& option) {
            if (auto const* element = std::get_if<Element const*>(&value))
                if (auto const* coding = std::get_if<Coding>(&option.value))
                    return part_of(**element, "system") == coding->system && part_of(**element, "code") == coding->code;
            auto const* text = as<std::string>(value);
            auto const* given = std::get_if<Text>(&option.value);
            return text && given && *text == given->text;
        };
        auto const option = std::ranges::find_if(kind.options, wanted);
        return option == kind.options.end() ? std::nullopt : std::optional(option->value);
    }

private:
    static Decimal decimal(Number const& number, std::optional<int> places)
    {
        return Decimal { number.rounded(std::min(places.value_or(decimal_places_kept), decimal_places_kept)).text() };
    }
    static std::string part_of(Element const& element, std::string_view name)
    {
        auto const found = std::ranges::find(element.children, name, &Element::name);
        auto const* text = found == element.children.end() || !(*found)->value ? nullptr : std::get_if<std::string>(&*(*found)->value);
        return text ? *text : std::string();
    }
};

} // namespace

Computation::Computation(Definition const& definition, Level const& top, std::optional<Instant> const& now, int& steps)
    : m_definition(definition)
    , m_steps(steps)
    , m_root(m_tree.make("", "QuestionnaireResponse"))
{
    if (now)
        m_now = Moment::parse(Moment::Kind::date_time, iso8601(*now));
    add_items(m_root, top, 0);
}

bool Computation::add_items(Element& parent, Level const& level, int below_answer)
{
    bool any = false;
    for (auto const& occurrence : level) {
        bool const has_values = occurrence->answer && !occurrence->answer->values.empty();
        if (!occurrence->enabled || (below_answer != 0 && occurrence->below_answer != below_answer) || (!occurrence->is_group() && !has_values))
            continue;
        auto& element = m_tree.make("item", "BackboneElement");
        m_tree.add(element, "linkId", "string").value = occurrence->item->link_id;
        if (!occurrence->is_group())
            add_answers(element, *occurrence);
        else if (!add_items(element, occurrence->children, 0))
            continue; // a group without answers is not in the response
        parent.children.push_back(&element);
        m_elements.emplace(occurrence.get(), &element);
        any = true;
    }
    return any;
}

void Computation::add_answers(Element& element, Occurrence const& occurrence)
{
    int number = 0;
    for (auto const& value : occurrence.answer->values) {
        auto& answer = m_tree.add(element, "answer", "BackboneElement");
        std::visit(ElementWriter { m_tree, answer, *occurrence.item }, value);
        add_items(answer, occurrence.children, ++number);
    }
}

Element const* Computation::element_of(Occurrence const* occurrence)
{
    if (!occurrence)
        return &m_root;
    auto& element = m_elements[occurrence];
    if (!element) { // nothing is answered: an item that is not in the response
        auto& alone = m_tree.make("item", "BackboneElement");
        m_tree.add(alone, "linkId", "string").value = occurrence->item->link_id;
        element = &alone;
    }
    return element;
}

expression::Variables const& Computation::variables_of(Occurrence const* occurrence)
{
    auto const& own = occurrence ? occurrence->item->formulas.variables : m_definition.formulas.variables;
    if (own.empty() && occurrence)
        return variables_of(occurrence->parent);
    if (auto const found = m_variables.find(occurrence); found != m_variables.end())
        return found->second;
    auto variables = occurrence ? variables_of(occurrence->parent) : expression::Variables();
    for (auto const& variable : own)
        variables[variable.name] = evaluated(variable.formula, occurrence, variables);
    return m_variables.emplace(occurrence, std::move(variables)).first->second;
}

expression::Collection Computation::evaluated(Formula const& formula, Occurrence const* occurrence, expression::Variables const& variables)
{
    auto result = formula.expression.evaluate({ &m_root, element_of(occurrence), &variables, m_now }, m_steps);
    return result ? std::move(*result) : expression::Collection();
}

bool Computation::is_asked(Occurrence const& occurrence)
{
    auto const& formulas = occurrence.item->formulas.enable_when;
    if (formulas.empty())
        return false;
    auto const result = evaluated(formulas[0], &occurrence, variables_of(&occurrence));
    auto const* truth = result.size() == 1 ? as<bool>(result[0]) : nullptr;
    return truth && *truth;
}

std::optional<Answer> Computation::value_of(Occurrence const& occurrence)
{
    auto const& item = *occurrence.item;
    Answer answer;
    auto const result = evaluated(item.formulas.calculated[0], &occurrence, variables_of(&occurrence));
    for (auto const& value : result) {
        auto one = std::visit(AnswerReader { value }, item.kind);
        if (!one)
            return {};
        answer.values.push_back(std::move(*one));
    }
    if (!check_answer(item, answer))
        return {};
    return answer;
}

bool Computation::is_broken(Constraint const& constraint, Occurrence const* occurrence)
{
    auto const result = evaluated(constraint.formula, occurrence, variables_of(occurrence));
    auto const* truth = result.size() == 1 ? as<bool>(result[0]) : nullptr;
    return truth && !*truth;
}

std::vector<BrokenConstraint> broken_constraints(Definition const& definition, Computation::Level const& top, std::optional<Instant> const& now)
{
    int steps = 2 * expression::max_steps;
    Computation computation(definition, top, now, steps);
    std::vector<BrokenConstraint> broken;
    auto const judge = [&](std::vector<Constraint> const& constraints, Occurrence const* occurrence) {
        for (auto const& constraint : constraints)
            if (computation.is_broken(constraint, occurrence))
                broken.push_back({ &constraint, occurrence });
    };
    judge(definition.formulas.constraints, nullptr);
    auto const walk = [&](auto const& self, Computation::Level const& level) -> void {
        for (auto const& occurrence : level) {
            if (!occurrence->enabled)
                continue;
            judge(occurrence->item->formulas.constraints, occurrence.get());
            self(self, occurrence->children);
        }
    };
    walk(walk, top);
    return broken;
}

} // namespace bedside::forms
