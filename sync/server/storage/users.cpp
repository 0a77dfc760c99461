// SPDX-License-Identifier: Apache-2.0
#include "sync/server/storage/users.h"

#include "forms/base/crypto.h"
#include "sync/server/storage/audit.h"

#include <algorithm>
#include <array>

namespace bedside::server {

Result<void> put_console_user(Connection& connection, Instant const& now, std::string_view name, std::string_view role, std::string_view password, std::string_view who)
{
    constexpr std::array<std::string_view, 4> roles { "monitor", "coordinator", "statistician", "administrator" };
    auto const allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_'; };
    if (name.empty() || name.size() > 40 || !std::all_of(name.begin(), name.end(), allowed))
        return fail(Code::invalid_argument, "a console user's name has 1 to 40 letters, digits, dots or hyphens");
    if (std::find(roles.begin(), roles.end(), role) == roles.end())
        return fail(Code::invalid_argument, "the role must be monitor, coordinator, statistician or administrator");
    if (password.size() < 10 || password.size() > 200)
        return fail(Code::invalid_argument, "the password must have 10 to 200 characters");
    auto const hash = TRY(hash_password(password, PasswordCost::interactive));
    TRY(connection.run("INSERT INTO console_user (name, role, password_hash) VALUES (?1, ?2, ?3) ON CONFLICT (name) DO UPDATE SET role = excluded.role, "
                       "password_hash = excluded.password_hash, failures = 0, locked_until_ms = 0, revoked_ms = NULL",
        name, role, hash));
    return append_audit(connection, now, who, "console-user", std::string(name) + " " + std::string(role));
}

Result<std::optional<ConsoleUser>> console_user(Connection& connection, std::string_view name)
{
    auto query = TRY(connection.query("SELECT name, role, password_hash, failures, locked_until_ms FROM console_user WHERE name = ?1 AND revoked_ms IS NULL", name));
    if (!TRY(query.step()))
        return std::optional<ConsoleUser>();
    return std::optional(ConsoleUser { query.text(0), query.text(1), query.text(2), static_cast<int>(query.integer(3)), query.integer(4) });
}

Result<void> note_failed_login(Connection& connection, Instant const& now, std::string_view name)
{
    auto const user = TRY(console_user(connection, name));
    if (!user)
        return append_audit(connection, now, "console", "login-unknown", "");
    auto const failures = user->failures + 1;
    auto const minutes = failures < 5 ? 0 : std::min(60, 1 << std::min(failures - 5, 6));
    TRY(connection.run("UPDATE console_user SET failures = ?2, locked_until_ms = ?3 WHERE name = ?1", name, failures, now.wall_ms + minutes * std::int64_t { 60'000 }));
    return append_audit(connection, now, "console:" + std::string(name), "login-failed", std::to_string(failures));
}

Result<void> note_login(Connection& connection, Instant const& now, std::string_view name)
{
    TRY(connection.run("UPDATE console_user SET failures = 0, locked_until_ms = 0 WHERE name = ?1", name));
    return append_audit(connection, now, "console:" + std::string(name), "login", "");
}

} // namespace bedside::server
