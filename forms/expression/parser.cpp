// SPDX-License-Identifier: Apache-2.0
// FHIRPath's grammar: precedence climbing, bounded in depth; whatever the subset lacks is refused where it stands.
#include "forms/expression/syntax.h"
#include "forms/expression/token.h"

#include <algorithm>
#include <array>

namespace bedside::expression {
namespace {

struct Infix {
    std::string_view text;
    int level; ///< higher binds tighter
    Operation operation;
};
constexpr int type_level = 8;
constexpr std::array infixes {
    Infix { "*", 10, Operation::multiply },
    Infix { "/", 10, Operation::divide },
    Infix { "div", 10, Operation::whole_divide },
    Infix { "mod", 10, Operation::modulo },
    Infix { "+", 9, Operation::add },
    Infix { "-", 9, Operation::subtract },
    Infix { "&", 9, Operation::concatenate },
    Infix { "is", type_level, Operation::is },
    Infix { "as", type_level, Operation::as },
    Infix { "|", 7, Operation::unite },
    Infix { "<", 6, Operation::less },
    Infix { ">", 6, Operation::greater },
    Infix { "<=", 6, Operation::less_or_equal },
    Infix { ">=", 6, Operation::greater_or_equal },
    Infix { "=", 5, Operation::equals },
    Infix { "!=", 5, Operation::differs },
    Infix { "in", 4, Operation::in },
    Infix { "contains", 4, Operation::contains_item },
    Infix { "and", 3, Operation::logical_and },
    Infix { "or", 2, Operation::logical_or },
    Infix { "xor", 2, Operation::logical_xor },
    Infix { "implies", 1, Operation::implies },
};
constexpr int this_input = -1;

class Parser {
public:
    Parser(std::vector<Token> tokens, std::set<std::string, std::less<>> const& variables)
        : m_tokens(std::move(tokens))
        , m_known(variables)
    {
    }

    std::vector<Syntax> syntax;
    std::set<std::string, std::less<>> used;
    bool clock = false;

    Outcome<int> whole()
    {
        auto const root = TRY(expression(1));
        if (peek().kind != Token::Kind::end)
            return refuse(peek(), "Here the expression should end.");
        return root;
    }

private:
    Token const& peek() const { return m_tokens[m_at]; }
    Token const& take() { return m_tokens[m_at + 1 < m_tokens.size() ? m_at++ : m_at]; }
    bool is_sign(std::string_view text) const { return peek().kind == Token::Kind::sign && peek().text == text; }
    static std::unexpected<Fault> refuse(Token const& token, std::string sentence) { return std::unexpected(Fault { token.offset, std::move(sentence) }); }

    Outcome<bool> expect(std::string_view text)
    {
        if (!is_sign(text))
            return refuse(peek(), "Here \"" + std::string(text) + "\" is missing.");
        take();
        return true;
    }

    Outcome<int> add(Token const& token, Operation operation, std::vector<int> operands = {}, std::string name = {}, Value literal = false)
    {
        Syntax term { operation, token.offset, std::move(name), std::move(literal), std::move(operands), 1 };
        for (int const operand : term.operands)
            if (operand != this_input)
                term.depth = std::max(term.depth, syntax[static_cast<std::size_t>(operand)].depth + 1);
        if (term.depth > max_depth)
            return refuse(token, "The expression is nested deeper than " + std::to_string(max_depth) + " levels.");
        syntax.push_back(std::move(term));
        return static_cast<int>(syntax.size()) - 1;
    }

    Infix const* infix() const
    {
        auto const& token = peek();
        if ((token.kind != Token::Kind::sign && token.kind != Token::Kind::name) || token.quoted)
            return nullptr;
        auto const* const found = std::ranges::find(infixes, token.text, &Infix::text);
        return found == infixes.end() ? nullptr : found;
    }

    Outcome<int> expression(int lowest)
    {
        if (++m_open > max_depth)
            return refuse(peek(), "The expression is nested deeper than " + std::to_string(max_depth) + " levels.");
        auto left = TRY(signed_term());
        for (auto const* op = infix(); op && op->level >= lowest; op = infix()) {
            auto const& token = take();
            if (op->level == type_level) {
                auto const type = TRY(type_name());
                left = TRY(add(token, op->operation, { left }, type));
                continue;
            }
            auto const right = TRY(expression(op->level + 1));
            left = TRY(add(token, op->operation, { left, right }));
        }
        if (is_sign("~") || is_sign("!~"))
            return refuse(peek(), "Equivalence (~) is outside the supported part of FHIRPath.");
        --m_open;
        return left;
    }

    Outcome<int> signed_term()
    {
        if (!is_sign("-") && !is_sign("+"))
            return path();
        auto const& token = take();
        if (++m_open > max_depth)
            return refuse(token, "The expression is nested deeper than " + std::to_string(max_depth) + " levels.");
        auto const operand = TRY(signed_term());
        --m_open;
        // "+" needs a number as much as "-" does
        auto const negated = TRY(add(token, Operation::negative, { operand }));
        return token.text == "-" ? Outcome<int>(negated) : add(token, Operation::negative, { negated });
    }

    Outcome<int> path()
    {
        auto at = TRY(term());
        for (;;) {
            if (is_sign(".")) {
                take();
                at = TRY(invocation(at));
            } else if (is_sign("[")) {
                auto const& token = take();
                auto const position = TRY(expression(1));
                TRY(expect("]"));
                at = TRY(add(token, Operation::at, { at, position }));
            } else {
                return at;
            }
        }
    }

    Outcome<int> term()
    {
        auto const& token = peek();
        switch (token.kind) {
        case Token::Kind::end: return refuse(token, "The expression ends too early.");
        case Token::Kind::name:
            if (!token.quoted && (token.text == "true" || token.text == "false")) {
                take();
                return add(token, Operation::literal, {}, {}, token.text == "true");
            }
            return invocation(this_input);
        case Token::Kind::text: take(); return add(token, Operation::literal, {}, {}, token.text);
        case Token::Kind::number: take(); return number(token);
        case Token::Kind::moment: take(); return moment(token);
        case Token::Kind::variable: take(); return variable(token);
        case Token::Kind::special: return special(this_input);
        case Token::Kind::sign: break;
        }
        if (is_sign("(")) {
            take();
            auto const inner = TRY(expression(1));
            TRY(expect(")"));
            return inner;
        }
        if (is_sign("{")) {
            take();
            TRY(expect("}"));
            return add(token, Operation::nothing);
        }
        return refuse(token, "Here a value or a path should begin.");
    }

    Outcome<int> number(Token const& token)
    {
        auto const value = Number::parse(token.text);
        if (!value)
            return refuse(token, "The number is too large or too small.");
        if (peek().kind == Token::Kind::text)
            return add(token, Operation::literal, {}, {}, Quantity { *value, take().text });
        if (peek().kind == Token::Kind::name && !peek().quoted && unit_of(peek().text)) {
            auto unit = take().text;
            if (unit.ends_with('s'))
                unit.pop_back();
            return add(token, Operation::literal, {}, {}, Quantity { *value, std::move(unit) });
        }
        return add(token, Operation::literal, {}, {}, *value);
    }

    Outcome<int> moment(Token const& token)
    {
        std::string_view text = token.text;
        bool const time = text.starts_with('T');
        if (time)
            text.remove_prefix(1);
        auto const kind = time ? Moment::Kind::time : text.contains('T') ? Moment::Kind::date_time : Moment::Kind::date;
        auto const value = Moment::parse(kind, text);
        if (!value)
            return refuse(token, "This is no date or time.");
        return add(token, Operation::literal, {}, {}, *value);
    }

    Outcome<int> variable(Token const& token)
    {
        if (token.text != "resource" && token.text != "context") {
            if (!m_known.contains(token.text))
                return refuse(token, "%" + token.text.substr(0, 80) + " is not known here.");
            used.insert(token.text);
        }
        return add(token, Operation::variable, {}, token.text);
    }

    Outcome<int> special(int input)
    {
        auto const& token = take();
        if (input != this_input)
            return refuse(token, token.text + " can't follow a point.");
        if (token.text == "$this")
            return add(token, Operation::self);
        if (token.text == "$index" && m_loops > 0)
            return add(token, Operation::index);
        if (token.text == "$total" && m_aggregates > 0)
            return add(token, Operation::total);
        return refuse(token, token.text + " has no meaning here.");
    }

    Outcome<int> invocation(int input)
    {
        auto const& token = peek();
        if (token.kind == Token::Kind::special)
            return special(input);
        if (token.kind != Token::Kind::name)
            return refuse(token, "Here a name is missing.");
        take();
        if (is_sign("("))
            return call(token, input);
        // how JSON spells value[x]; authors write it so, and mean this
        if (token.text.starts_with("value") && token.text.size() > 5) {
            auto type = token.text.substr(5);
            if (type != "Coding" && type != "Quantity" && type[0] >= 'A' && type[0] <= 'Z')
                type[0] = static_cast<char>(type[0] - 'A' + 'a');
            if (is_type(type)) {
                auto const value = TRY(add(token, Operation::member, { input }, "value"));
                return add(token, Operation::of_type, { value }, type);
            }
        }
        if (!is_element(token.text))
            return refuse(token, "The element " + token.text.substr(0, 80) + " is outside the supported part of FHIRPath.");
        return add(token, Operation::member, { input }, token.text);
    }

    Outcome<int> call(Token const& token, int input)
    {
        take();
        if (token.text == "ofType" || token.text == "as" || token.text == "is") {
            auto const type = TRY(type_name());
            TRY(expect(")"));
            return add(token, token.text == "ofType" ? Operation::of_type : token.text == "as" ? Operation::as : Operation::is, { input }, type);
        }
        auto const* function = function_of(token.text);
        if (!function)
            return refuse(token, "The function " + token.text.substr(0, 80) + "() is outside the supported part of FHIRPath.");
        std::vector<int> operands { input };
        while (!is_sign(")")) {
            if (operands.size() > 1)
                TRY(expect(","));
            auto const given = TRY(argument(function->operation, operands.size()));
            operands.push_back(given);
        }
        take();
        auto const given = static_cast<int>(operands.size()) - 1;
        if (given < function->fewest || given > function->most)
            return refuse(token, token.text + "() has " + std::to_string(given) + " arguments, which is the wrong number.");
        clock = clock || function->operation == Operation::now || function->operation == Operation::today;
        if (function->operation == Operation::unite && input == this_input)
            operands[0] = TRY(add(token, Operation::self));
        return add(token, function->operation, std::move(operands));
    }

    Outcome<int> argument(Operation operation, std::size_t position)
    {
        using enum Operation;
        bool const aggregating = operation == aggregate && position == 1;
        bool const loop = aggregating || operation == where || operation == select || operation == exists || operation == all || operation == repeat;
        m_loops += loop ? 1 : 0;
        m_aggregates += aggregating ? 1 : 0;
        auto const term = TRY(expression(1));
        m_loops -= loop ? 1 : 0;
        m_aggregates -= aggregating ? 1 : 0;
        return term;
    }

    Outcome<std::string> type_name()
    {
        auto const& token = peek();
        if (token.kind != Token::Kind::name)
            return refuse(token, "Here the name of a type is missing.");
        auto name = take().text;
        if ((name == "FHIR" || name == "System") && is_sign(".")) {
            take();
            bool const lower = name == "FHIR";
            name = take().text;
            bool const is_lower = !name.empty() && name[0] >= 'a' && name[0] <= 'z';
            if (lower != (is_lower || name == "Coding" || name == "Quantity" || name == "Attachment"))
                return refuse(token, "The type " + name.substr(0, 80) + " is not of that namespace.");
        }
        if (!is_type(name))
            return refuse(token, "The type " + name.substr(0, 80) + " is outside the supported part of FHIRPath.");
        return name;
    }

    std::vector<Token> m_tokens;
    std::set<std::string, std::less<>> const& m_known;
    std::size_t m_at = 0;
    int m_open = 0;
    int m_loops = 0;
    int m_aggregates = 0;
};

} // namespace

Outcome<Expression> Expression::parse(std::string_view text, std::set<std::string, std::less<>> const& variables)
{
    if (text.size() > max_length)
        return std::unexpected(Fault { max_length, "The expression is longer than " + std::to_string(max_length) + " bytes." });
    auto tokens = TRY(tokens_of(text));
    Parser parser(std::move(tokens), variables);
    TRY(parser.whole());
    Expression expression;
    expression.m_text = text;
    expression.m_syntax = std::make_shared<std::vector<Syntax> const>(std::move(parser.syntax));
    expression.m_variables = std::move(parser.used);
    expression.m_uses_clock = parser.clock;
    return expression;
}

} // namespace bedside::expression
