// SPDX-License-Identifier: Apache-2.0
// Finds values in JSON text without taking them apart: what was signed is cut out byte for byte, never written anew.
#pragma once

#include "forms/base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace bedside::wire {

/// Deepest nesting that is read.
inline constexpr int deepest_json = 64;

/// A member of an object; `value` is its exact text, a view into what was read.
struct Member {
    std::string name; ///< with escapes resolved
    std::string_view value;
};

/// The members of the one object that `text` is, in their order. All of it must be JSON as forms::Json reads it, without a byte
/// order mark; only its own names are compared. Fails with invalid_data: no object, malformed, a name twice, a member nested deeper than deepest_json.
Result<std::vector<Member>> members(std::string_view text);
/// The elements of the one array that `text` is; fails as members() does.
Result<std::vector<std::string_view>> elements(std::string_view text);
/// The member's text, or an empty view.
std::string_view value_of(std::vector<Member> const& members, std::string_view name);
/// The string member's value with escapes resolved, or empty when it is missing or not a string.
std::string string_of(std::vector<Member> const& members, std::string_view name);

} // namespace bedside::wire
