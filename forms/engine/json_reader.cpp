// SPDX-License-Identifier: Apache-2.0
// Reads JSON in one pass, by recursion that max_depth bounds.
#include "forms/engine/json.h"
#include "forms/engine/json_tokens.h"
#include "forms/engine/utf8.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <iterator>

namespace bedside::forms {
namespace {

void append_utf8(std::uint32_t point, std::string& out)
{
    auto const add = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
    auto const tail = [&](int shift) { add(0x80 | ((point >> shift) & 0x3f)); };
    if (point < 0x80) {
        add(point);
    } else if (point < 0x800) {
        add(0xc0 | (point >> 6));
        tail(0);
    } else if (point < 0x10000) {
        add(0xe0 | (point >> 12));
        tail(6);
        tail(0);
    } else {
        add(0xf0 | (point >> 18));
        tail(12);
        tail(6);
        tail(0);
    }
}

/// The four hexadecimal digits of a \u escape.
std::uint32_t code_unit(std::string_view digits)
{
    std::uint32_t unit = 0;
    std::from_chars(digits.data(), digits.data() + 4, unit, 16);
    return unit;
}

/// The value of what stands between quotes; false when it is not UTF-8 or has half a surrogate pair. Its escapes exist.
bool unescape(std::string_view raw, std::string& out)
{
    out.reserve(raw.size());
    for (std::size_t i = 0; i < raw.size();) {
        if (static_cast<unsigned char>(raw[i]) >= 0x80) {
            auto const point = code_point(raw, i);
            if (point.bytes == 0)
                return false;
            out.append(raw, i, point.bytes);
            i += point.bytes;
            continue;
        }
        if (raw[i] != '\\') {
            out += raw[i++];
            continue;
        }
        switch (raw[i + 1]) {
        case 'b': out += '\b'; break;
        case 'f': out += '\f'; break;
        case 'n': out += '\n'; break;
        case 'r': out += '\r'; break;
        case 't': out += '\t'; break;
        case 'u': {
            auto unit = code_unit(raw.substr(i + 2));
            i += 4;
            if (unit >= 0xd800 && unit < 0xdc00) {
                auto const low = raw.substr(i + 2).starts_with("\\u") ? code_unit(raw.substr(i + 4)) : 0;
                if (low < 0xdc00 || low >= 0xe000)
                    return false;
                unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
                i += 6;
            } else if (unit >= 0xdc00 && unit < 0xe000) {
                return false;
            }
            append_utf8(unit, out);
            break;
        }
        default: out += raw[i + 1]; // a quote, a slash or a backslash
        }
        i += 2;
    }
    return true;
}

/// Whether a number's absolute value is beyond the largest double. One too near to 0 for a double is not.
bool beyond_double(std::string_view number)
{
    constexpr std::size_t always_fits = 300; // digits without an exponent
    auto const e = number.find_first_of("eE");
    if (e == std::string_view::npos && number.size() <= always_fits)
        return false;
    double value = 0;
    auto const error = std::from_chars(number.data(), number.data() + number.size(), value).ec;
    if (error == std::errc())
        return std::isinf(value);
    // Out of range, too large or too small: the power of ten of the first digit that counts says which.
    auto digits = number.substr(0, e);
    digits.remove_prefix(digits.starts_with('-') ? 1 : 0);
    auto const point = static_cast<std::int64_t>(std::min(digits.find('.'), digits.size()));
    auto const first = static_cast<std::int64_t>(digits.find_first_of("123456789"));
    std::int64_t exponent = 0;
    if (e != std::string_view::npos) {
        auto const power = number.substr(e + (number[e + 1] == '+' ? 2 : 1));
        if (std::from_chars(power.data(), power.data() + power.size(), exponent).ec != std::errc())
            return !power.starts_with('-');
    }
    return exponent > first - point;
}

} // namespace

class JsonReader {
public:
    JsonReader(std::string_view text, int max_depth)
        : m_tokens(text)
        , m_max_depth(max_depth)
    {
    }

    Result<Json> read()
    {
        if (m_tokens.next() == '\xef')
            need(m_tokens.word("\xef\xbb\xbf"));
        m_tokens.skip_space();
        auto root = value(0);
        m_tokens.skip_space();
        need(m_tokens.at_end());
        if (m_failed)
            return fail(Code::invalid_data, m_problem.empty() ? "This is not JSON: it breaks off or goes wrong at byte " + std::to_string(m_wrong_at) + "." : m_problem);
        return root;
    }

private:
    /// After the first failure nothing is read any more, and what was made is thrown away.
    void need(bool holds)
    {
        if (holds || m_failed)
            return;
        m_failed = true;
        m_wrong_at = m_tokens.position() + 1;
    }

    Json value(int depth)
    {
        if (m_failed)
            return {};
        switch (m_tokens.next()) {
        case '{': return enter(depth) ? object(depth + 1) : Json();
        case '[': return enter(depth) ? array(depth + 1) : Json();
        case '"': return string();
        case 't': need(m_tokens.word("true")); return true;
        case 'f': need(m_tokens.word("false")); return false;
        case 'n': need(m_tokens.word("null")); return {};
        default: return number();
        }
    }

    bool enter(int depth)
    {
        if (depth < m_max_depth)
            return true;
        m_problem = "The JSON is nested deeper than " + std::to_string(m_max_depth) + " levels.";
        need(false);
        return false;
    }

    std::string string()
    {
        auto const begin = m_tokens.position();
        std::string text;
        need(!m_failed && m_tokens.string());
        if (m_failed)
            return text;
        auto const quoted = m_tokens.since(begin);
        auto const raw = quoted.substr(1, quoted.size() - 2);
        if (m_tokens.plain())
            text.assign(raw);
        else
            need(unescape(raw, text));
        return text;
    }

    Json number()
    {
        auto const begin = m_tokens.position();
        need(m_tokens.number());
        auto const spelling = m_tokens.since(begin);
        need(!m_failed && !beyond_double(spelling));
        return Json::number(std::string(spelling == "-0" ? "0" : spelling)); // the one whole number with two spellings
    }

    /// Whether another element follows, up to the list's end.
    bool more(char end)
    {
        m_tokens.skip_space();
        if (!m_failed && m_tokens.take(',')) {
            m_tokens.skip_space();
            return true;
        }
        need(!m_failed && m_tokens.take(end));
        return false;
    }

    Json array(int depth)
    {
        auto const mine = m_elements.size();
        m_tokens.take('[');
        m_tokens.skip_space();
        if (!m_tokens.take(']')) {
            do
                m_elements.push_back(value(depth));
            while (more(']'));
        }
        return taken_from(m_elements, mine);
    }

    Json object(int depth)
    {
        auto const mine = m_members.size();
        m_tokens.take('{');
        m_tokens.skip_space();
        if (!m_tokens.take('}')) {
            do {
                auto name = string();
                m_tokens.skip_space();
                need(!m_failed && m_tokens.take(':'));
                m_tokens.skip_space();
                m_members.emplace_back(std::move(name), value(depth));
            } while (more('}'));
        }
        Json::Object object;
        object.m_members = taken_from(m_members, mine);
        sort(object.m_members);
        return object;
    }

    void sort(std::vector<Json::Member>& members)
    {
        auto const in_order = std::ranges::adjacent_find(members, std::ranges::greater_equal(), &Json::Member::first) == members.end();
        if (in_order || m_failed)
            return;
        std::ranges::sort(members, {}, &Json::Member::first);
        if (auto const twice = std::ranges::adjacent_find(members, {}, &Json::Member::first); twice != members.end()) {
            m_problem = "The JSON names \"" + twice->first.substr(0, 64) + "\" twice in one object.";
            need(false);
        }
    }

    /// What was put on the pile since it had this height, in a list of just that size.
    template <typename T>
    static std::vector<T> taken_from(std::vector<T>& pile, std::size_t height)
    {
        auto const first = pile.begin() + static_cast<std::ptrdiff_t>(height);
        std::vector<T> taken(std::make_move_iterator(first), std::make_move_iterator(pile.end()));
        pile.erase(first, pile.end());
        return taken;
    }

    JsonTokens m_tokens;
    int m_max_depth;
    bool m_failed = false;
    std::size_t m_wrong_at = 0; ///< byte, counted from 1
    std::string m_problem; ///< where it is another than the grammar
    // of the arrays and objects that are open, the outermost first
    std::vector<Json> m_elements;
    std::vector<Json::Member> m_members;
};

Result<Json> Json::parse(std::string_view text, int max_depth) { return JsonReader(text, max_depth).read(); }

} // namespace bedside::forms
