// SPDX-License-Identifier: Apache-2.0
// SQLite's result codes as errors of ours. Inside of this folder only.
#pragma once

#include "forms/base/result.h"

#include <source_location>

struct sqlite3;

namespace bedside::sql {

/// The sentence never quotes SQL or values. `handle` may be null when there is no connection yet.
std::unexpected<Error> failure(sqlite3* handle, int code, std::source_location where = std::source_location::current());

/// The failure of a code, or nothing when the code says that all went well.
Result<void> check(sqlite3* handle, int code, std::source_location where = std::source_location::current());

} // namespace bedside::sql
