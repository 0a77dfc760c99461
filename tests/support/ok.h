// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "forms/base/result.h"

#include <catch2/catch_test_macros.hpp>

namespace bedside::test {

/// The value, or the test ends with the failure's sentence.
template <typename T>
T ok(Result<T> result)
{
    if (!result)
        FAIL(result.error().message << " [" << name_of(result.error().code) << ", " << result.error().where.file_name() << ":" << result.error().where.line() << "]");
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

/// Refused with this code, and a sentence that says this.
template <typename T>
void check_refused(Result<T> const& result, Code code, std::string_view part)
{
    REQUIRE_FALSE(result);
    auto const& error = result.error();
    CHECK(name_of(error.code) == name_of(code));
    INFO(error.message);
    CHECK(error.message.contains(part));
}

} // namespace bedside::test
