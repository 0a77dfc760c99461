// SPDX-License-Identifier: Apache-2.0
// Numbers, times of day, ranges and shares as they are said in Mandarin.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace bedside::speech {

enum class NumberUse { amount, order };

struct ChineseNumber {
    std::string pinyin; ///< with tone numbers, the changes of yi1 made
    std::size_t bytes; ///< of the text that it says, with its measure word where that changes the number's own word

    /// The number that `text` begins with, or nothing. An amount of one or two is said with its measure word (yi4 tian1, liang3 ci4), an
    /// order isn't (第 2 天).
    static std::optional<ChineseNumber> at_start_of(std::string_view text, NumberUse use);
};

} // namespace bedside::speech
