// SPDX-License-Identifier: Apache-2.0
// UTF-8: whether a text is it, how many characters it has, and cuts that go between characters. A character is a code point.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace bedside::utf8 {

/// A code point and how many bytes it takes in UTF-8; 0 bytes: not well-formed.
struct CodePoint {
    char32_t value = 0;
    std::size_t bytes = 0;
};

/// The code point that begins at `at`, which must be inside the text (Unicode 15, table 3-7).
CodePoint code_point(std::string_view text, std::size_t at = 0);

/// Appends one code point, which must be one: at most U+10FFFF and no surrogate.
void append(std::string& text, char32_t code_point);

/// Whether every byte belongs to a well-formed code point.
bool valid(std::string_view text);

/// Number of code points. A byte that belongs to none counts as one.
std::size_t count(std::string_view text);

/// The beginning, at most `characters` code points; a byte that belongs to none counts as one.
std::string_view prefix(std::string_view text, std::size_t characters);

/// The beginning, at most `bytes` bytes, without a part of a character at its end.
std::string_view prefix_in_bytes(std::string_view text, std::size_t bytes);

/// The first code point as bytes, or the first byte where it begins none; empty for an empty text.
std::string_view first(std::string_view text);

/// The last code point as bytes, or the last byte where it ends none; empty for an empty text.
std::string_view last(std::string_view text);

} // namespace bedside::utf8
