// SPDX-License-Identifier: Apache-2.0
// People who may use the console.
#pragma once

#include "forms/base/clock.h"
#include "sync/sql/connection.h"

#include <vector>

namespace bedside::server {

using sql::Connection;
using sql::ReadConnection;
using sql::Query;

struct ConsoleUser {
    std::string name;
    std::string role; ///< monitor, coordinator, statistician or administrator
    std::string password_hash;
    int failures = 0;
    std::int64_t locked_until_ms = 0;
    Bytes totp_secret;           ///< empty: password alone
    std::int64_t totp_step = 0;  ///< the last one that was used
};

/// Adds an account, or gives an existing one a new password and role. Fails with invalid_argument (name, role, or fewer than 10 characters).
Result<void> put_console_user(Connection& connection, Instant const& now, std::string_view name, std::string_view role, std::string_view password, std::string_view who);
/// nullopt: unknown or revoked.
Result<std::optional<ConsoleUser>> console_user(ReadConnection& connection, std::string_view name);
/// Counts a wrong password; from the fifth on the account waits 1, 2, 4 ... up to 60 minutes.
Result<void> note_failed_login(Connection& connection, Instant const& now, std::string_view name);
/// `totp_step`: of the code that was used, 0 without one. Fails with unauthorised when another login used it in the meantime.
Result<void> note_login(Connection& connection, Instant const& now, std::string_view name, std::int64_t totp_step);
/// Everybody who may log in, by name.
Result<std::vector<ConsoleUser>> console_users(ReadConnection& connection);
/// Ends an account. Fails with not_found.
Result<void> revoke_console_user(Connection& connection, Instant const& now, std::string_view name, std::string_view who);
/// A second factor from now on, or none with an empty secret. Fails with not_found.
Result<void> set_totp(Connection& connection, Instant const& now, std::string_view name, Bytes const& secret, std::string_view who);

} // namespace bedside::server
