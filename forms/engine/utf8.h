// SPDX-License-Identifier: Apache-2.0
// One code point of UTF-8.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace bedside::forms {

/// A code point and how many bytes it takes in UTF-8; 0 bytes: not well-formed.
struct CodePoint {
    std::uint32_t value = 0;
    std::size_t bytes = 0;
};

/// What begins at `at`, which is no ASCII (Unicode 15, table 3-7).
inline CodePoint code_point(std::string_view text, std::size_t at)
{
    auto const lead = static_cast<unsigned char>(text[at]);
    std::size_t const bytes = lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
    if (bytes == 0 || at + bytes > text.size())
        return {};
    std::uint32_t value = lead & (0xffu >> (bytes + 1));
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

} // namespace bedside::forms
