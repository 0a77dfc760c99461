// SPDX-License-Identifier: Apache-2.0
// FHIR Expressions in their extensions.
#include "forms/engine/formula_reader.h"

#include "forms/base/crypto.h"
#include "forms/engine/vocabulary.h"

#include <algorithm>
#include <set>

namespace bedside::forms {
namespace {

using namespace vocabulary;

/// More in one form is a mistake or an attack.
constexpr int max_formulas = 500;

class FormulaReader {
public:
    FormulaReader(KnownVariables& known, Reader& reader, std::string const& where)
        : m_known(known)
        , m_reader(reader)
        , m_where(where)
    {
    }

    Formulas formulas;

    void read(Json const& extension)
    {
        auto const& url = extension.string_at("url");
        if (url == url::variable)
            read_variable(extension);
        else if (url == url::calculated_expression)
            read_calculated(extension);
        else if (url == url::enable_when_expression)
            read_enable_when(extension);
        else if (url == url::constraint || url == url::target_constraint)
            read_constraint(extension);
    }

private:
    enum class Time { given, unknown };

    bool uses_clock(expression::Expression const& expression) const
    {
        return expression.uses_clock() || std::ranges::any_of(expression.variables(), [&](auto const& name) { return m_known.find(name)->second; });
    }

    /// The expression's text, or a sentence why it can't be understood.
    std::expected<Formula, std::string> formula_of(std::string const& text)
    {
        std::set<std::string, std::less<>> names;
        for (auto const& [name, clocked] : m_known)
            names.insert(name);
        auto expression = expression::Expression::parse(text, names);
        if (!expression)
            return std::unexpected("Its expression is not understood from character " + std::to_string(expression.error().offset + 1) + " on: " + expression.error().sentence);
        return Formula { std::move(*expression), sha256_hex(text) };
    }

    std::optional<Formula> read_formula(Json const& extension, std::string_view what, Time time)
    {
        auto const place = m_where + "." + std::string(what);
        auto const* value = extension.find("valueExpression");
        if (!value || !value->is_object()) {
            m_reader.invalid(place, "It needs a valueExpression.");
            return {};
        }
        auto const text = m_reader.string(*value, "expression", place);
        if (value->string_at("language") != "text/fhirpath" || text.empty()) {
            m_reader.unsupported(place, "Only expressions of the language text/fhirpath are understood.");
            return {};
        }
        return checked(text, place, time);
    }

    std::optional<Formula> checked(std::string const& text, std::string const& place, Time time)
    {
        if (++m_reader.formulas > max_formulas) {
            m_reader.unsupported(place, "There are more than " + std::to_string(max_formulas) + " expressions.");
            return {};
        }
        auto formula = formula_of(text);
        if (!formula) {
            m_reader.unsupported(place, formula.error());
            return {};
        }
        if (time == Time::unknown && uses_clock(formula->expression)) {
            m_reader.unsupported(place, "What is asked can't depend on today() or now(): the form would change by itself.");
            return {};
        }
        return std::move(*formula);
    }

    void read_variable(Json const& extension)
    {
        auto const place = m_where + ".variable";
        auto const* value = extension.find("valueExpression");
        auto const name = value ? m_reader.string(*value, "name", place) : std::string();
        if (name.empty()) {
            m_reader.invalid(place, "A variable needs a valueExpression with a name.");
            return;
        }
        if (name == "resource" || name == "context" || std::ranges::find(formulas.variables, name, &FormVariable::name) != formulas.variables.end()) {
            m_reader.invalid(place, "The variable's name is taken.");
            return;
        }
        // a query to a server, or an expression that is not understood, means nothing unless something uses it: that is refused there
        m_known.erase(name);
        auto const& text = value->string_at("expression");
        auto formula = value->string_at("language") == "text/fhirpath" ? formula_of(text) : std::unexpected(std::string("It is no FHIRPath."));
        if (++m_reader.formulas > max_formulas || !formula) {
            m_reader.note(place, "The variable " + name.substr(0, 80) + " is not known to any expression. " + (formula ? "There are too many." : formula.error()));
            return;
        }
        m_known.emplace(name, uses_clock(formula->expression));
        formulas.variables.push_back({ name, std::move(*formula) });
    }

    void read_calculated(Json const& extension)
    {
        read_only_one(formulas.calculated, extension, "calculatedExpression", Time::given);
    }

    void read_enable_when(Json const& extension)
    {
        read_only_one(formulas.enable_when, extension, "enableWhenExpression", Time::unknown);
    }

    void read_only_one(std::vector<Formula>& into, Json const& extension, std::string_view what, Time time)
    {
        if (!into.empty())
            m_reader.invalid(m_where + "." + std::string(what), "It stands here twice.");
        else if (auto formula = read_formula(extension, what, time))
            into.push_back(std::move(*formula));
    }

    void read_constraint(Json const& extension)
    {
        auto const place = m_where + ".constraint";
        Constraint constraint;
        std::string text;
        std::string severity;
        for (auto const& part : m_reader.list(extension, "extension", place)) {
            auto const name = part.string_at("url");
            if (name == "key")
                constraint.key = part.string_at(part.find("valueId") ? "valueId" : "valueString");
            else if (name == "severity")
                severity = part.string_at("valueCode");
            else if (name == "human")
                constraint.human = part.string_at(part.find("valueMarkdown") ? "valueMarkdown" : "valueString");
            else if (name == "expression")
                text = part.find("valueExpression") ? part.find("valueExpression")->string_at("expression") : part.string_at("valueString");
            else if (name == "location")
                m_reader.note(place, "Where the constraint's message would stand is not taken into account.");
        }
        if (constraint.key.empty() || constraint.human.empty() || text.empty() || (severity != "error" && severity != "warning")) {
            m_reader.invalid(place, "A constraint needs key, severity (error or warning), human and expression.");
            return;
        }
        if (severity == "error")
            m_reader.unsupported(place, "A patient's answers are never held back for a constraint; one of the severity warning flags the response.");
        if (auto formula = checked(text, place, Time::given)) {
            constraint.formula = std::move(*formula);
            formulas.constraints.push_back(std::move(constraint));
        }
    }

    KnownVariables& m_known;
    Reader& m_reader;
    std::string const& m_where;
};

} // namespace

Formulas read_formulas(Json const& json, KnownVariables& known, Reader& reader, std::string const& where)
{
    FormulaReader formulas(known, reader, where);
    for (auto const& extension : json.find("extension") ? json.find("extension")->array() : Json::Array())
        formulas.read(extension);
    return std::move(formulas.formulas);
}

} // namespace bedside::forms
