// SPDX-License-Identifier: Apache-2.0
// An expression as words.
#pragma once

#include "forms/expression/expression.h"

namespace bedside::expression {

struct Token {
    enum class Kind { end, name, text, number, moment, variable, special, sign };
    Kind kind = Kind::end;
    std::size_t offset = 0;
    std::string text; ///< without quotes, escapes resolved; of a sign the sign itself; of a special "$this", "$index", "$total"
    bool quoted = false; ///< a name between back-ticks is never a keyword
};

/// All tokens, the last of kind `end`. Fails at what begins none.
Outcome<std::vector<Token>> tokens_of(std::string_view text);

} // namespace bedside::expression
