// SPDX-License-Identifier: Apache-2.0
// What a value holds, and how it is written.
#include "forms/engine/json.h"

#include "forms/base/utf8.h"

#include <algorithm>
#include <charconv>

namespace bedside::forms {

Json::Object::Object(std::initializer_list<Member> members)
    : m_members(members)
{
    std::ranges::stable_sort(m_members, {}, &Member::first);
    auto const again = std::ranges::unique(m_members, {}, &Member::first);
    m_members.erase(again.begin(), again.end());
}

Json::Object::const_iterator Json::Object::find(std::string_view name) const
{
    auto const found = std::ranges::lower_bound(m_members, name, {}, &Member::first);
    return found != m_members.end() && found->first == name ? found : m_members.end();
}

Json::Object::iterator Json::Object::find(std::string_view name) { return m_members.begin() + (std::as_const(*this).find(name) - m_members.cbegin()); }

std::pair<Json::Object::iterator, bool> Json::Object::emplace(std::string_view name, Json value)
{
    auto const place = std::ranges::lower_bound(m_members, name, {}, &Member::first);
    if (place != m_members.end() && place->first == name)
        return { place, false };
    return { m_members.emplace(place, name, std::move(value)), true };
}

void Json::Object::erase(std::string_view name)
{
    if (auto const found = find(name); found != m_members.end())
        erase(found);
}

Json Json::number(std::string text)
{
    Json value;
    value.m_value = Number { std::move(text) };
    return value;
}

bool Json::boolean() const
{
    auto const* value = std::get_if<bool>(&m_value);
    return value && *value;
}

std::string const& Json::text() const
{
    static std::string const none;
    if (auto const* string = std::get_if<std::string>(&m_value))
        return *string;
    auto const* number = std::get_if<Number>(&m_value);
    return number ? number->spelling : none;
}

Json::Array const& Json::array() const
{
    static Array const none;
    auto const* value = std::get_if<Array>(&m_value);
    return value ? *value : none;
}

Json::Object const& Json::object() const
{
    static Object const none;
    auto const* value = std::get_if<Object>(&m_value);
    return value ? *value : none;
}

Json const* Json::find(std::string_view name) const
{
    auto const& members = object();
    auto const found = members.find(name);
    return found == members.end() ? nullptr : &found->second;
}

std::string const& Json::string_at(std::string_view name) const
{
    static Json const none;
    auto const* member = find(name);
    return (member && member->is_string() ? *member : none).text();
}

template <typename T>
static std::optional<T> whole_number(std::string_view digits)
{
    T value = 0;
    auto const* end = digits.data() + digits.size();
    auto const [stop, error] = std::from_chars(digits.data(), end, value);
    if (error != std::errc() || stop != end)
        return {};
    return value;
}

std::optional<std::int32_t> Json::integer() const { return is_number() ? whole_number<std::int32_t>(text()) : std::nullopt; }

std::optional<std::int64_t> Json::integer64() const { return is_number() ? whole_number<std::int64_t>(text()) : std::nullopt; }

std::optional<std::int64_t> Json::integer_at(std::string_view name) const
{
    auto const* member = find(name);
    return member ? member->integer64() : std::nullopt;
}

/// Written for a byte that belongs to no character.
static constexpr std::string_view replacement_character = "\ufffd";

static void dump_string(std::string_view text, std::string& out)
{
    static constexpr char digits[] = "0123456789abcdef";
    out += '"';
    std::size_t done = 0; // before this byte everything is written
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const c = static_cast<unsigned char>(text[i]);
        auto const bytes = utf8::code_point(text, i).bytes;
        if (bytes > 0 && c >= 0x20 && c != '"' && c != '\\') {
            i += bytes - 1;
            continue;
        }
        out.append(text, done, i - done);
        done = i + 1;
        if (bytes == 0) {
            out += replacement_character;
            continue;
        }
        switch (c) {
        case '"': out += "\\\""; break;
        case '\\': out += "\\\\"; break;
        case '\b': out += "\\b"; break;
        case '\f': out += "\\f"; break;
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        default:
            out += "\\u00";
            out += digits[c >> 4];
            out += digits[c & 15];
        }
    }
    out.append(text, done);
    out += '"';
}

void Json::dump_to(std::string& out, Layout layout, std::size_t depth) const
{
    char const* separator = "";
    auto const new_line = [&](std::size_t indent) {
        if (layout == Layout::indented)
            out.append(1, '\n').append(indent, ' ');
    };
    switch (kind()) {
    case Kind::null: out += "null"; return;
    case Kind::boolean: out += boolean() ? "true" : "false"; return;
    case Kind::number: out += text(); return;
    case Kind::string: dump_string(text(), out); return;
    case Kind::array:
        out += '[';
        for (auto const& element : array()) {
            out += separator;
            new_line(depth + 1);
            element.dump_to(out, layout, depth + 1);
            separator = ",";
        }
        if (!array().empty())
            new_line(depth);
        out += ']';
        return;
    case Kind::object:
        out += '{';
        for (auto const& [name, member] : object()) {
            out += separator;
            new_line(depth + 1);
            dump_string(name, out);
            out += layout == Layout::indented ? ": " : ":";
            member.dump_to(out, layout, depth + 1);
            separator = ",";
        }
        if (!object().empty())
            new_line(depth);
        out += '}';
        return;
    }
}

std::string_view Json::source_in(std::string_view text) const { return m_end <= text.size() ? text.substr(m_begin, m_end - m_begin) : std::string_view(); }

std::string Json::dump(Layout layout) const
{
    std::string out;
    dump_to(out, layout, 0);
    return out;
}

bool is_number(std::string_view text)
{
    auto const take = [&text](std::string_view any_of) {
        bool const there = !text.empty() && any_of.contains(text.front());
        if (there)
            text.remove_prefix(1);
        return there;
    };
    auto const digits = [&text] {
        auto const count = std::min(text.find_first_not_of("0123456789"), text.size());
        text.remove_prefix(count);
        return count;
    };
    take("-");
    bool const zero = text.starts_with('0');
    auto const whole = digits();
    if (whole == 0 || (zero && whole > 1) || (take(".") && digits() == 0))
        return false;
    if (take("eE")) {
        take("+-");
        if (digits() == 0)
            return false;
    }
    return text.empty();
}

bool is_clean_text(std::string_view text)
{
    for (std::size_t i = 0; i < text.size();) {
        auto const c = static_cast<unsigned char>(text[i]);
        if (c < 0x80) {
            if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f)
                return false;
            ++i;
            continue;
        }
        auto const point = utf8::code_point(text, i);
        if (point.bytes == 0 || point.value < 0xa0)
            return false;
        i += point.bytes;
    }
    return true;
}

} // namespace bedside::forms
