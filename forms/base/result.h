// SPDX-License-Identifier: Apache-2.0
// Result<T>: a value or an Error, and TRY to pass the Error on.
#pragma once

#include "forms/base/error.h"

#include <expected>
#include <utility>

namespace bedside {

template <typename T>
class [[nodiscard]] Result : public std::expected<T, Error> {
public:
    using std::expected<T, Error>::expected;
};

/// Makes the failing Result of any type: `return fail(Code::not_found, "...")`.
inline std::unexpected<Error> fail(Code code, std::string message, std::source_location where = std::source_location::current())
{
    return std::unexpected<Error>(Error { code, std::move(message), where });
}

} // namespace bedside

/// The value of a Result, or a return of its Error from the enclosing function. One per statement.
#define TRY(expression)                                                    \
    __extension__({                                                        \
        auto try_result = (expression);                                    \
        if (!try_result) [[unlikely]]                                      \
            return std::unexpected(std::move(try_result).error());         \
        std::move(try_result).value();                                     \
    })
