// SPDX-License-Identifier: Apache-2.0
#include "forms/base/utf8.h"

#include <algorithm>

namespace bedside::utf8 {
namespace {

constexpr std::size_t longest = 4; ///< bytes of a code point

} // namespace

CodePoint code_point(std::string_view text, std::size_t at)
{
    auto const lead = static_cast<unsigned char>(text[at]);
    if (lead < 0x80)
        return { lead, 1 };
    std::size_t const bytes = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
    if (bytes == 0 || bytes > text.size() - at)
        return {};
    char32_t value = lead & (0xffu >> (bytes + 1));
    for (std::size_t k = 1; k < bytes; ++k) {
        auto const next = static_cast<unsigned char>(text[at + k]);
        if ((next & 0xc0) != 0x80)
            return {};
        value = (value << 6) | (next & 0x3f);
    }
    bool const overlong = (bytes == 3 && value < 0x800) || (bytes == 4 && value < 0x10000);
    if (overlong || value > 0x10ffff || (value >= 0xd800 && value < 0xe000))
        return {};
    return { value, bytes };
}

void append(std::string& text, char32_t code_point)
{
    auto const byte = [](char32_t value) { return static_cast<char>(static_cast<unsigned char>(value)); };
    auto const rest = [&](int shift) { text += byte(0x80 | (code_point >> shift & 0x3f)); };
    if (code_point < 0x80) {
        text += byte(code_point);
    } else if (code_point < 0x800) {
        text += byte(0xc0 | code_point >> 6);
        rest(0);
    } else if (code_point < 0x10000) {
        text += byte(0xe0 | code_point >> 12);
        rest(6);
        rest(0);
    } else {
        text += byte(0xf0 | code_point >> 18);
        rest(12);
        rest(6);
        rest(0);
    }
}

bool valid(std::string_view text)
{
    for (std::size_t at = 0; at < text.size();) {
        auto const bytes = code_point(text, at).bytes;
        if (bytes == 0)
            return false;
        at += bytes;
    }
    return true;
}

std::size_t count(std::string_view text)
{
    std::size_t characters = 0;
    for (; !text.empty(); text.remove_prefix(first(text).size()))
        ++characters;
    return characters;
}

std::string_view prefix(std::string_view text, std::size_t characters)
{
    std::size_t end = 0;
    for (; characters > 0 && end < text.size(); --characters)
        end += first(text.substr(end)).size();
    return text.substr(0, end);
}

std::string_view prefix_in_bytes(std::string_view text, std::size_t bytes)
{
    if (bytes >= text.size())
        return text;
    // The cut goes through a character when one that begins just before it ends behind it.
    for (std::size_t back = 1; back < longest && back <= bytes; ++back) {
        auto const length = code_point(text, bytes - back).bytes;
        if (length > 0)
            return text.substr(0, length > back ? bytes - back : bytes);
    }
    return text.substr(0, bytes);
}

std::string_view first(std::string_view text)
{
    return text.empty() ? text : text.substr(0, std::max<std::size_t>(code_point(text).bytes, 1));
}

std::string_view last(std::string_view text)
{
    for (std::size_t length = 1; length <= std::min(longest, text.size()); ++length) {
        auto const end = text.substr(text.size() - length);
        if (code_point(end).bytes == length)
            return end;
    }
    return text.empty() ? text : text.substr(text.size() - 1);
}

} // namespace bedside::utf8
