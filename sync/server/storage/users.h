// SPDX-License-Identifier: Apache-2.0
// People who may use the console.
#pragma once

#include "forms/base/clock.h"
#include "sync/sql/connection.h"

namespace bedside::server {

using sql::Connection;

struct ConsoleUser {
    std::string name;
    std::string role; ///< monitor, coordinator, statistician or administrator
    std::string password_hash;
    int failures = 0;
    std::int64_t locked_until_ms = 0;
};

/// Adds an account, or gives an existing one a new password and role. Fails with invalid_argument (name, role, or fewer than 10 characters).
Result<void> put_console_user(Connection& connection, Instant const& now, std::string_view name, std::string_view role, std::string_view password, std::string_view who);
/// nullopt: unknown or revoked.
Result<std::optional<ConsoleUser>> console_user(Connection& connection, std::string_view name);
/// Counts a wrong password; from the fifth on the account waits 1, 2, 4 ... up to 60 minutes.
Result<void> note_failed_login(Connection& connection, Instant const& now, std::string_view name);
Result<void> note_login(Connection& connection, Instant const& now, std::string_view name);

} // namespace bedside::server
