// SPDX-License-Identifier: Apache-2.0
#include "sync/server/storage/users.h"

#include "forms/base/crypto.h"
#include "forms/base/utf8.h"
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
    if (auto const length = utf8::count(password); length < 10 || length > 200)
        return fail(Code::invalid_argument, "the password must have 10 to 200 characters");
    auto const hash = TRY(hash_password(password, PasswordCost::interactive));
    TRY(connection.run("INSERT INTO console_user (name, role, password_hash) VALUES (?1, ?2, ?3) ON CONFLICT (name) DO UPDATE SET role = excluded.role, "
                       "totp_secret = CASE WHEN console_user.revoked_ms IS NULL THEN console_user.totp_secret END, "
                       "password_hash = excluded.password_hash, failures = 0, locked_until_ms = 0, revoked_ms = NULL",
        name, role, hash));
    return append_audit(connection, now, who, "console-user", std::string(name) + " " + std::string(role));
}

namespace {

/// SELECT ... FROM console_user, and the rest of the sentence.
std::string select_users(std::string_view rest) { return "SELECT name, role, password_hash, failures, locked_until_ms, totp_secret, totp_step FROM console_user WHERE revoked_ms IS NULL " + std::string(rest); }

ConsoleUser user_of(Query const& query)
{
    return { query.text(0), query.text(1), query.text(2), static_cast<int>(query.integer(3)), query.integer(4), query.is_null(5) ? Bytes() : query.blob(5), query.integer(6) };
}

} // namespace

Result<std::optional<ConsoleUser>> console_user(ReadConnection& connection, std::string_view name)
{
    auto query = TRY(connection.query(select_users("AND name = ?1"), name));
    if (!TRY(query.step()))
        return std::optional<ConsoleUser>();
    return std::optional(user_of(query));
}

Result<std::vector<ConsoleUser>> console_users(ReadConnection& connection)
{
    auto query = TRY(connection.query(select_users("ORDER BY name")));
    std::vector<ConsoleUser> rows;
    while (TRY(query.step()))
        rows.push_back(user_of(query));
    return rows;
}

Result<void> revoke_console_user(Connection& connection, Instant const& now, std::string_view name, std::string_view who)
{
    TRY(connection.run("UPDATE console_user SET revoked_ms = ?2 WHERE name = ?1 AND revoked_ms IS NULL", name, now.wall_ms));
    if (connection.database().changes() == 0)
        return fail(Code::not_found, "There is no such account.");
    return append_audit(connection, now, who, "console-user-ended", name);
}

Result<void> set_totp(Connection& connection, Instant const& now, std::string_view name, Bytes const& secret, std::string_view who)
{
    std::optional<Bytes> kept;
    if (!secret.empty())
        kept = secret;
    TRY(connection.run("UPDATE console_user SET totp_secret = ?2, totp_step = 0 WHERE name = ?1 AND revoked_ms IS NULL", name, kept));
    if (connection.database().changes() == 0)
        return fail(Code::not_found, "There is no such account.");
    return append_audit(connection, now, who, secret.empty() ? "second-factor-off" : "second-factor-on", name);
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

Result<void> note_login(Connection& connection, Instant const& now, std::string_view name, std::int64_t totp_step)
{
    TRY(connection.run("UPDATE console_user SET failures = 0, locked_until_ms = 0, totp_step = max(totp_step, ?2) WHERE name = ?1 AND (?2 = 0 OR totp_step < ?2)", name, totp_step));
    if (connection.database().changes() == 0)
        return fail(Code::unauthorised, "this one-time code was used before");
    return append_audit(connection, now, "console:" + std::string(name), "login", totp_step > 0 ? "second factor" : "");
}

} // namespace bedside::server
