// SPDX-License-Identifier: Apache-2.0
// A scanner over JSON's grammar; the caller's text stays as it is.
#include "sync/wire/json_span.h"

#include "forms/engine/json.h"
#include "forms/engine/json_tokens.h"

#include <algorithm>

namespace bedside::wire {
namespace {

/// Moves over values; false at the first byte that does not fit.
class Scanner : public forms::JsonTokens {
public:
    using JsonTokens::JsonTokens;

    bool value(int depth)
    {
        switch (next()) {
        case '{': return depth > 0 && list(depth - 1, '}');
        case '[': return depth > 0 && list(depth - 1, ']');
        case '"': return string();
        case 't': return word("true");
        case 'f': return word("false");
        case 'n': return word("null");
        default: return number();
        }
    }

private:
    /// From the bracket that stands here to its end.
    bool list(int depth, char end)
    {
        (void)(take('{') || take('['));
        skip_space();
        if (take(end))
            return true;
        do {
            skip_space();
            if (end == '}' && !name())
                return false;
            if (!value(depth))
                return false;
            skip_space();
        } while (take(','));
        return take(end);
    }

    bool name()
    {
        if (!string())
            return false;
        skip_space();
        if (!take(':'))
            return false;
        skip_space();
        return true;
    }
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
