// SPDX-License-Identifier: Apache-2.0
// Where values stand in JSON text, by the parser's events and by how far it has read at each; the caller's text stays as it is.
#include "sync/wire/json_span.h"

#include "forms/engine/json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace bedside::wire {
namespace {

/// A byte of the text. The parser keeps a copy of its own; how far that came is told outside of it.
struct Reading {
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = char const*;
    using reference = char const&;

    char const* at;
    std::size_t* taken;

    char const& operator*() const { return *at; }
    Reading& operator++()
    {
        ++at;
        ++*taken;
        return *this;
    }
    bool operator==(Reading const& other) const { return at == other.at; }
};

/// Takes the parser's events and notes the values of the outermost array or object; what returns bool says false to end it.
class Spans {
public:
    explicit Spans(std::string_view text)
        : m_text(text)
    {
    }

    bool read()
    {
        auto const* const begin = m_text.data();
        return nlohmann::json::sax_parse(Reading { begin, &m_taken }, Reading { begin + m_text.size(), &m_taken }, this);
    }
    std::vector<Member> take() { return std::move(m_found); }

    bool null() { return ends_at(m_taken); }
    bool boolean(bool) { return ends_at(m_taken); }
    // a number's end shows in the byte behind it
    bool number_integer(std::int64_t) { return ends_at(m_taken - 1); }
    bool number_unsigned(std::uint64_t) { return ends_at(m_taken - 1); }
    bool number_float(double, std::string const&) { return ends_at(m_taken - 1); }
    bool string(std::string const&) { return ends_at(m_taken); }
    bool binary(nlohmann::json::binary_t const&) { return false; }
    bool start_object(std::size_t) { return opens(); }
    bool start_array(std::size_t) { return opens(); }
    bool end_object() { return closes(); }
    bool end_array() { return closes(); }
    bool key(std::string const& name)
    {
        if (m_depth == 1) {
            m_name = name;
            m_before = m_taken;
        }
        return true;
    }
    bool parse_error(std::size_t, std::string const&, nlohmann::json::exception const&) { return false; }

private:
    bool opens()
    {
        if (m_depth == 0)
            m_before = m_taken;
        return ++m_depth <= deepest_json + 1; // the outermost does not count
    }
    bool closes()
    {
        --m_depth;
        return ends_at(m_taken);
    }
    bool ends_at(std::size_t end)
    {
        if (m_depth != 1)
            return true;
        auto const begin = m_text.find_first_not_of(" \t\n\r,:", m_before);
        m_found.push_back({ std::move(m_name), m_text.substr(begin, end - begin) });
        m_before = end;
        return true;
    }

    std::string_view m_text;
    std::size_t m_taken = 0; ///< bytes that the parser has read
    std::size_t m_before = 0; ///< end of what stands before the next value: a bracket, a name, another value
    int m_depth = 0;
    std::string m_name;
    std::vector<Member> m_found;
};

/// The values of the array or object that `text` is; those of an array have no name.
Result<std::vector<Member>> values(std::string_view text, char opening)
{
    auto const first = text.find_first_not_of(" \t\n\r");
    Spans spans(text);
    // To the parser a byte of value 0 is the end. No JSON has one.
    if (first == std::string_view::npos || text[first] != opening || text.find('\0') != std::string_view::npos || !spans.read())
        return fail(Code::invalid_data, "This is not well-formed JSON, or it is nested too deeply.");
    return spans.take();
}

} // namespace

Result<std::vector<Member>> members(std::string_view text)
{
    auto found = TRY(values(text, '{'));
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
    auto const found = TRY(values(text, '['));
    std::vector<std::string_view> texts;
    for (auto const& element : found)
        texts.push_back(element.value);
    return texts;
}

std::string_view value_of(std::vector<Member> const& members, std::string_view name)
{
    auto const found = std::ranges::find(members, name, &Member::name);
    return found == members.end() ? std::string_view() : found->value;
}

std::string string_of(std::vector<Member> const& members, std::string_view name)
{
    auto const value = value_of(members, name);
    auto const string = value.starts_with('"') ? forms::Json::parse(value, 0) : forms::Json();
    return string ? string->text() : std::string();
}

} // namespace bedside::wire
