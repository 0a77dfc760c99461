// SPDX-License-Identifier: Apache-2.0
// Thompson's construction and simulation; a tree first, so that counted repeats can be unrolled.
#include "forms/engine/pattern.h"

#include <algorithm>
#include <memory>
#include <string>

namespace bedside::forms {
namespace {

constexpr std::size_t max_states = 5000;
constexpr int max_depth = 50;

/// The next character of clean UTF-8; a byte that is none stands for itself.
char32_t take(std::string_view& text)
{
    auto const lead = static_cast<unsigned char>(text[0]);
    std::size_t const length = lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (length == 1 || length > text.size()) {
        text.remove_prefix(1);
        return lead;
    }
    char32_t point = lead & (0xffu >> (length + 1));
    for (std::size_t i = 1; i < length; ++i)
        point = (point << 6) | (static_cast<unsigned char>(text[i]) & 0x3fu);
    text.remove_prefix(length);
    return point;
}

} // namespace

class PatternCompiler {
public:
    using Range = Pattern::Range;
    using State = Pattern::State;

    struct Node {
        enum class Kind { characters, sequence, alternatives, repeat } kind = Kind::sequence;
        bool negated = false;
        std::vector<Range> ranges;
        std::vector<Node> parts;
        int least = 0;
        int most = 0; ///< -1: no limit
    };

    explicit PatternCompiler(std::string_view expression)
        : m_rest(expression)
    {
    }

    Result<Pattern> compile()
    {
        auto root = TRY(alternatives(0));
        if (!m_rest.empty())
            return fail(Code::invalid_form, "A parenthesis of the regular expression is closed and was not open.");
        Pattern pattern;
        m_states = &pattern.m_states;
        add({ State::Kind::accept, false, {}, -1, -1 });
        pattern.m_start = build(root, 0);
        if (m_states->size() > max_states)
            return fail(Code::too_large, "The regular expression is too large.");
        return pattern;
    }

private:
    Result<Node> alternatives(int depth)
    {
        if (depth > max_depth)
            return fail(Code::too_large, "The regular expression is nested too deeply.");
        Node node;
        node.kind = Node::Kind::alternatives;
        node.parts.push_back(TRY(sequence(depth)));
        while (m_rest.starts_with('|')) {
            m_rest.remove_prefix(1);
            node.parts.push_back(TRY(sequence(depth)));
        }
        return node;
    }

    Result<Node> sequence(int depth)
    {
        Node node;
        bool first = true;
        while (!m_rest.empty() && m_rest[0] != '|' && m_rest[0] != ')') {
            if (m_rest[0] == '^' && depth == 0 && first) {
                m_rest.remove_prefix(1);
                continue;
            }
            if (m_rest == "$" || (depth == 0 && m_rest.starts_with("$|"))) {
                m_rest.remove_prefix(1);
                break;
            }
            first = false;
            auto atom = TRY(this->atom(depth));
            node.parts.push_back(TRY(quantified(std::move(atom))));
        }
        return node;
    }

    Result<Node> atom(int depth)
    {
        if (m_rest.starts_with("(?") && !m_rest.starts_with("(?:"))
            return fail(Code::unsupported_form, "The regular expression uses look-around or a flag, which is not understood here.");
        if (m_rest[0] == '(') {
            m_rest.remove_prefix(m_rest.starts_with("(?:") ? 3 : 1);
            auto node = TRY(alternatives(depth + 1));
            if (!m_rest.starts_with(')'))
                return fail(Code::invalid_form, "A parenthesis of the regular expression is not closed.");
            m_rest.remove_prefix(1);
            return node;
        }
        Node node;
        node.kind = Node::Kind::characters;
        if (m_rest[0] == '[') {
            TRY(character_class(node));
        } else if (m_rest[0] == '.') {
            m_rest.remove_prefix(1);
            node.negated = true;
            node.ranges = { { '\n', '\n' }, { '\r', '\r' } };
        } else if (m_rest[0] == '\\') {
            TRY(escape(node));
        } else if (std::string_view("*+?{^$").find(m_rest[0]) != std::string_view::npos) {
            return fail(Code::invalid_form, "The regular expression repeats or anchors nothing.");
        } else {
            auto const c = take(m_rest);
            node.ranges = { { c, c } };
        }
        return node;
    }

    /// Reads "\x" into ranges; "\D" and the like are given as the ranges between.
    Result<void> escape(Node& node)
    {
        m_rest.remove_prefix(1);
        if (m_rest.empty())
            return fail(Code::invalid_form, "The regular expression ends in a backslash.");
        auto const c = take(m_rest);
        auto const add_all = [&](std::vector<Range> const& ranges) { node.ranges.insert(node.ranges.end(), ranges.begin(), ranges.end()); };
        switch (c) {
        case 'd': add_all({ { '0', '9' } }); return {};
        case 'D': add_all({ { 0, '0' - 1 }, { '9' + 1, 0x10ffff } }); return {};
        case 'w': add_all({ { '0', '9' }, { 'A', 'Z' }, { '_', '_' }, { 'a', 'z' } }); return {};
        case 'W': add_all({ { 0, '0' - 1 }, { '9' + 1, 'A' - 1 }, { 'Z' + 1, '_' - 1 }, { '_' + 1, 'a' - 1 }, { 'z' + 1, 0x10ffff } }); return {};
        case 's': add_all({ { '\t', '\r' }, { ' ', ' ' } }); return {};
        case 'S': add_all({ { 0, '\t' - 1 }, { '\r' + 1, ' ' - 1 }, { ' ' + 1, 0x10ffff } }); return {};
        case 't': add_all({ { '\t', '\t' } }); return {};
        case 'n': add_all({ { '\n', '\n' } }); return {};
        case 'r': add_all({ { '\r', '\r' } }); return {};
        default: break;
        }
        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
            return fail(Code::unsupported_form, "The regular expression uses a back reference or an escape that is not understood here.");
        node.ranges.push_back({ c, c });
        return {};
    }

    Result<void> character_class(Node& node)
    {
        m_rest.remove_prefix(1);
        if (m_rest.starts_with('^')) {
            node.negated = true;
            m_rest.remove_prefix(1);
        }
        while (!m_rest.empty() && m_rest[0] != ']') {
            if (m_rest[0] == '[')
                return fail(Code::unsupported_form, "The regular expression has a class in a class, which is not understood here.");
            auto const before = node.ranges.size();
            if (m_rest[0] == '\\') {
                TRY(escape(node));
            } else {
                auto const c = take(m_rest);
                node.ranges.push_back({ c, c });
            }
            bool const single = node.ranges.size() == before + 1 && node.ranges.back().first == node.ranges.back().last;
            if (!single || !m_rest.starts_with('-') || m_rest.starts_with("-]"))
                continue;
            m_rest.remove_prefix(1);
            Node last;
            if (m_rest.starts_with('\\')) {
                TRY(escape(last));
            } else if (!m_rest.empty()) {
                auto const c = take(m_rest);
                last.ranges.push_back({ c, c });
            }
            if (last.ranges.size() != 1 || last.ranges[0].first != last.ranges[0].last || last.ranges[0].first < node.ranges.back().first)
                return fail(Code::invalid_form, "A range in a class of the regular expression is wrong.");
            node.ranges.back().last = last.ranges[0].last;
        }
        if (m_rest.empty() || (node.ranges.empty() && !node.negated))
            return fail(Code::invalid_form, "A class of the regular expression is empty or not closed.");
        m_rest.remove_prefix(1);
        return {};
    }

    Result<Node> quantified(Node atom)
    {
        int least = 1;
        int most = 1;
        if (m_rest.starts_with('*') || m_rest.starts_with('+') || m_rest.starts_with('?')) {
            least = m_rest[0] == '+' ? 1 : 0;
            most = m_rest[0] == '?' ? 1 : -1;
            m_rest.remove_prefix(1);
        } else if (m_rest.starts_with('{')) {
            m_rest.remove_prefix(1);
            least = most = TRY(number());
            if (m_rest.starts_with(',')) {
                m_rest.remove_prefix(1);
                most = m_rest.starts_with('}') ? -1 : TRY(number());
            }
            if (!m_rest.starts_with('}') || (most >= 0 && most < least))
                return fail(Code::invalid_form, "A counted repeat of the regular expression is wrong.");
            m_rest.remove_prefix(1);
        } else {
            return atom;
        }
        if (m_rest.starts_with('?')) // a lazy repeat matches the same whole texts
            m_rest.remove_prefix(1);
        if (m_rest.starts_with('*') || m_rest.starts_with('+') || m_rest.starts_with('{'))
            return fail(Code::unsupported_form, "The regular expression repeats a repeat, which is not understood here.");
        Node node;
        node.kind = Node::Kind::repeat;
        node.least = least;
        node.most = most;
        node.parts.push_back(std::move(atom));
        return node;
    }

    Result<int> number()
    {
        int value = 0;
        std::size_t digits = 0;
        for (; digits < m_rest.size() && m_rest[digits] >= '0' && m_rest[digits] <= '9' && value <= 1000; ++digits)
            value = value * 10 + (m_rest[digits] - '0');
        m_rest.remove_prefix(digits);
        if (digits == 0 || value > 1000)
            return fail(Code::unsupported_form, "A counted repeat of the regular expression needs a number up to 1000.");
        return value;
    }

    int add(State state)
    {
        m_states->push_back(std::move(state));
        return static_cast<int>(m_states->size()) - 1;
    }

    /// Adds the states of a node that go on to `next`; gives the state to enter by. Stops adding once there are too many.
    int build(Node const& node, int next)
    {
        if (m_states->size() > max_states)
            return next;
        switch (node.kind) {
        case Node::Kind::characters: return add({ State::Kind::characters, node.negated, node.ranges, next, -1 });
        case Node::Kind::sequence:
            for (auto part = node.parts.rbegin(); part != node.parts.rend(); ++part)
                next = build(*part, next);
            return next;
        case Node::Kind::alternatives: {
            int entry = build(node.parts.back(), next);
            for (auto part = std::next(node.parts.rbegin()); part != node.parts.rend(); ++part)
                entry = add({ State::Kind::fork, false, {}, build(*part, next), entry });
            return entry;
        }
        case Node::Kind::repeat: {
            auto const& part = node.parts.front();
            if (node.most < 0) {
                int const loop = add({ State::Kind::fork, false, {}, next, next });
                int const body = build(part, loop);
                (*m_states)[static_cast<std::size_t>(loop)].other = body;
                next = loop;
            } else {
                int const after = next;
                for (int i = node.least; i < node.most && m_states->size() <= max_states; ++i) {
                    int const body = build(part, next);
                    next = add({ State::Kind::fork, false, {}, body, after });
                }
            }
            for (int i = 0; i < node.least && m_states->size() <= max_states; ++i)
                next = build(part, next);
            return next;
        }
        }
        return next;
    }

    std::string_view m_rest;
    std::vector<State>* m_states = nullptr;
};

Result<Pattern> Pattern::compile(std::string_view expression)
{
    if (expression.empty() || expression.size() > 1000)
        return fail(Code::too_large, "A regular expression has 1 to 1000 bytes.");
    return PatternCompiler(expression).compile();
}

void Pattern::follow(int state, std::vector<int>& set, std::vector<char>& in_set) const
{
    std::vector<int> open { state };
    while (!open.empty()) {
        auto const at = open.back();
        open.pop_back();
        if (in_set[static_cast<std::size_t>(at)])
            continue;
        in_set[static_cast<std::size_t>(at)] = 1;
        auto const& one = m_states[static_cast<std::size_t>(at)];
        if (one.kind == State::Kind::fork) {
            open.push_back(one.next);
            open.push_back(one.other);
        } else {
            set.push_back(at);
        }
    }
}

bool Pattern::matches(std::string_view text) const
{
    std::vector<int> now;
    std::vector<int> then;
    std::vector<char> in_set(m_states.size());
    follow(m_start, now, in_set);
    while (!text.empty() && !now.empty()) {
        auto const c = take(text);
        then.clear();
        std::ranges::fill(in_set, char { 0 });
        for (auto const at : now) {
            auto const& state = m_states[static_cast<std::size_t>(at)];
            if (state.kind != State::Kind::characters)
                continue;
            bool const inside = std::ranges::any_of(state.ranges, [&](Range const& range) { return c >= range.first && c <= range.last; });
            if (inside != state.negated)
                follow(state.next, then, in_set);
        }
        now.swap(then);
    }
    return text.empty() && std::ranges::any_of(now, [&](int at) { return m_states[static_cast<std::size_t>(at)].kind == State::Kind::accept; });
}

} // namespace bedside::forms
