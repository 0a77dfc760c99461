// SPDX-License-Identifier: Apache-2.0
// A scanner over JSON's grammar; the caller's text stays as it is.
#include "sync/wire/json_span.h"

#include "forms/engine/json.h"

#include <algorithm>

namespace bedside::wire {
namespace {

/// Moves over values; every method returns false at the first byte that does not fit.
class Scanner {
public:
    explicit Scanner(std::string_view text)
        : m_text(text)
    {
    }

    std::size_t position() const { return m_position; }
    bool at_end() const { return m_position == m_text.size(); }

    void skip_space()
    {
        while (m_position < m_text.size() && (m_text[m_position] == ' ' || m_text[m_position] == '\t' || m_text[m_position] == '\n' || m_text[m_position] == '\r'))
            ++m_position;
    }

    bool take(char wanted)
    {
        if (m_position == m_text.size() || m_text[m_position] != wanted)
            return false;
        ++m_position;
        return true;
    }

    bool value(int depth)
    {
        if (m_position == m_text.size())
            return false;
        switch (m_text[m_position]) {
        case '{': return object(depth);
        case '[': return array(depth);
        case '"': return string();
        case 't': return word("true");
        case 'f': return word("false");
        case 'n': return word("null");
        default: return number();
        }
    }

    bool string()
    {
        if (!take('"'))
            return false;
        while (m_position < m_text.size()) {
            auto const c = static_cast<unsigned char>(m_text[m_position++]);
            if (c == '"')
                return true;
            if (c < 0x20)
                return false;
            if (c == '\\' && !escape())
                return false;
        }
        return false;
    }

private:
    bool word(std::string_view wanted)
    {
        if (m_text.substr(m_position, wanted.size()) != wanted)
            return false;
        m_position += wanted.size();
        return true;
    }

    bool escape()
    {
        if (m_position == m_text.size())
            return false;
        auto const c = m_text[m_position++];
        if (c != 'u')
            return std::string_view("\"\\/bfnrt").find(c) != std::string_view::npos;
        for (int i = 0; i < 4; ++i) {
            if (m_position == m_text.size() || std::string_view("0123456789abcdefABCDEF").find(m_text[m_position]) == std::string_view::npos)
                return false;
            ++m_position;
        }
        return true;
    }

    bool digits()
    {
        auto const begin = m_position;
        while (m_position < m_text.size() && m_text[m_position] >= '0' && m_text[m_position] <= '9')
            ++m_position;
        return m_position > begin;
    }

    bool number()
    {
        (void)take('-');
        if (!take('0') && !digits())
            return false;
        if (take('.') && !digits())
            return false;
        if (take('e') || take('E')) {
            if (!take('+'))
                (void)take('-');
            return digits();
        }
        return true;
    }

    bool object(int depth)
    {
        if (depth == 0)
            return false;
        ++m_position;
        skip_space();
        if (take('}'))
            return true;
        for (;;) {
            skip_space();
            if (!string())
                return false;
            skip_space();
            if (!take(':'))
                return false;
            skip_space();
            if (!value(depth - 1))
                return false;
            skip_space();
            if (take('}'))
                return true;
            if (!take(','))
                return false;
        }
    }

    bool array(int depth)
    {
        if (depth == 0)
            return false;
        ++m_position;
        skip_space();
        if (take(']'))
            return true;
        for (;;) {
            skip_space();
            if (!value(depth - 1))
                return false;
            skip_space();
            if (take(']'))
                return true;
            if (!take(','))
                return false;
        }
    }

    std::string_view m_text;
    std::size_t m_position = 0;
};

auto no_json() { return fail(Code::invalid_data, "This is not well-formed JSON, or it is nested too deeply."); }

} // namespace

Result<std::string> string_value(std::string_view text)
{
    // Without escapes the string is its own text.
    if (text.size() >= 2 && text.front() == '"' && text.find('\\') == std::string_view::npos) {
        Scanner scanner(text);
        if (!scanner.string() || !scanner.at_end() || !forms::is_clean_text(text))
            return no_json();
        return std::string(text.substr(1, text.size() - 2));
    }
    auto const parsed = forms::Json::parse(text, 1);
    if (!parsed || !parsed->is_string())
        return no_json();
    return parsed->text();
}

Result<std::vector<Member>> members(std::string_view text)
{
    Scanner scanner(text);
    scanner.skip_space();
    if (!scanner.take('{'))
        return no_json();
    std::vector<Member> found;
    scanner.skip_space();
    bool more = !scanner.take('}');
    while (more) {
        scanner.skip_space();
        auto const name_begin = scanner.position();
        if (!scanner.string())
            return no_json();
        auto name = TRY(string_value(text.substr(name_begin, scanner.position() - name_begin)));
        scanner.skip_space();
        if (!scanner.take(':'))
            return no_json();
        scanner.skip_space();
        auto const value_begin = scanner.position();
        if (!scanner.value(deepest_json))
            return no_json();
        found.push_back({ std::move(name), text.substr(value_begin, scanner.position() - value_begin) });
        scanner.skip_space();
        more = scanner.take(',');
        if (!more && !scanner.take('}'))
            return no_json();
    }
    scanner.skip_space();
    if (!scanner.at_end())
        return no_json();
    std::vector<std::string_view> names;
    for (auto const& member : found)
        names.push_back(member.name);
    std::ranges::sort(names);
    if (std::ranges::adjacent_find(names) != names.end())
        return fail(Code::invalid_data, "A JSON object has the same name twice.");
    return found;
}

Result<std::vector<std::string_view>> elements(std::string_view text)
{
    Scanner scanner(text);
    scanner.skip_space();
    if (!scanner.take('['))
        return no_json();
    std::vector<std::string_view> found;
    scanner.skip_space();
    bool more = !scanner.take(']');
    while (more) {
        scanner.skip_space();
        auto const begin = scanner.position();
        if (!scanner.value(deepest_json))
            return no_json();
        found.push_back(text.substr(begin, scanner.position() - begin));
        scanner.skip_space();
        more = scanner.take(',');
        if (!more && !scanner.take(']'))
            return no_json();
    }
    scanner.skip_space();
    if (!scanner.at_end())
        return no_json();
    return found;
}

std::string_view value_of(std::vector<Member> const& members, std::string_view name)
{
    auto const found = std::ranges::find(members, name, &Member::name);
    return found == members.end() ? std::string_view() : found->value;
}

std::string string_of(std::vector<Member> const& members, std::string_view name)
{
    auto text = string_value(value_of(members, name));
    return text ? std::move(*text) : std::string();
}

} // namespace bedside::wire
