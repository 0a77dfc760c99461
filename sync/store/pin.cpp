// SPDX-License-Identifier: Apache-2.0
// Staff accounts and their PINs: slow to guess, and slower with each wrong one.
#include "sync/store/implementation.h"

#include <algorithm>
#include <array>

namespace bedside::store {
namespace {

/// Wait after so many wrong PINs in a row, milliseconds; more than these wait as long as the last.
std::int64_t wait_after(std::int64_t failures)
{
    constexpr std::array<std::int64_t, 10> seconds { 0, 0, 0, 5, 15, 30, 60, 300, 900, 3600 };
    return 1000 * seconds[static_cast<std::size_t>(std::clamp<std::int64_t>(failures, 0, seconds.size() - 1))];
}

/// How long still. Only the monotonic clock counts: after a restart the wait begins anew from the boot, so that setting the clock, or
/// switching the tablet off and on, never shortens it.
std::int64_t remaining_ms(std::int64_t failures, std::int64_t at_monotonic_ms, std::string const& at_boot_id, Instant const& now)
{
    auto const elapsed = now.boot_id == at_boot_id ? now.monotonic_ms - at_monotonic_ms : now.monotonic_ms;
    return std::max<std::int64_t>(0, wait_after(failures) - std::max<std::int64_t>(0, elapsed));
}

} // namespace

Result<void> Store::replace_staff(std::vector<StaffAccount> const& accounts)
{
    if (accounts.size() > most_staff_accounts)
        return fail(Code::too_large, "A tablet can have at most " + std::to_string(most_staff_accounts) + " staff accounts.");
    auto& connection = m_impl->connection;
    auto transaction = TRY(sql::Transaction::immediate(connection.database()));
    TRY(connection.run("DELETE FROM staff"));
    std::string detail;
    for (auto const& account : accounts) {
        TRY(connection.run("INSERT INTO staff (id, role, pin_hash, revoked) VALUES (?, ?, ?, ?)", account.id, account.role, account.pin_hash, account.revoked ? 1 : 0));
        detail += (detail.empty() ? "" : ", ") + account.id + " " + account.role + (account.revoked ? " revoked" : "");
    }
    TRY(m_impl->append_audit("staff-replaced", detail, { "system:sync", {} }, m_impl->clock.now()));
    return transaction.commit();
}

Result<std::vector<StaffAccount>> Store::staff() const
{
    std::vector<StaffAccount> found;
    auto rows = TRY(m_impl->connection.query("SELECT id, role, pin_hash, revoked FROM staff ORDER BY id"));
    while (TRY(rows.step()))
        found.push_back({ rows.text(0), rows.text(1), rows.text(2), rows.integer(3) != 0 });
    return found;
}

Result<PinCheck> Store::check_pin(std::string_view pin) { return check_pin_of("", pin); }

Result<PinCheck> Store::check_pin(std::string_view staff_id, std::string_view pin)
{
    if (staff_id.empty())
        return fail(Code::invalid_argument, "Choose a staff account first.");
    return check_pin_of(staff_id, pin);
}

Result<PinCheck> Store::check_pin_of(std::string_view staff_id, std::string_view pin)
{
    auto& connection = m_impl->connection;
    Actor const actor { .who = staff_id.empty() ? "system:kiosk" : "staff:" + std::string(staff_id), .assisted_by = {} };
    PinCheck check;
    std::int64_t failures = 0;
    {
        // Counted as wrong before it is looked at: pulling the plug in between gains nothing.
        auto const now = m_impl->clock.now();
        auto transaction = TRY(sql::Transaction::immediate(connection.database()));
        {
            auto row = TRY(connection.query("SELECT failures, at_monotonic_ms, at_boot_id FROM pin_guard WHERE account = ?", staff_id));
            if (TRY(row.step())) {
                failures = row.integer(0);
                check.retry_after_ms = remaining_ms(failures, row.integer(1), row.text(2), now);
            }
        }
        if (check.retry_after_ms > 0) {
            check.verdict = PinVerdict::locked_out;
            return check;
        }
        TRY(connection.run("INSERT INTO pin_guard (account, failures, at_monotonic_ms, at_boot_id) VALUES (?, ?, ?, ?) ON CONFLICT (account) DO UPDATE SET"
                           " failures = excluded.failures, at_monotonic_ms = excluded.at_monotonic_ms, at_boot_id = excluded.at_boot_id",
            staff_id, failures + 1, now.monotonic_ms, now.boot_id));
        TRY(transaction.commit());
    }
    // Argon2id takes its time; no lock is held meanwhile.
    for (auto const& account : TRY(staff())) {
        if (account.revoked || (!staff_id.empty() && account.id != staff_id) || !verify_password(account.pin_hash, pin))
            continue;
        check.verdict = PinVerdict::accepted;
        check.staff = account.id;
        check.role = account.role;
        break;
    }
    auto const now = m_impl->clock.now();
    auto transaction = TRY(sql::Transaction::immediate(connection.database()));
    if (check.verdict == PinVerdict::accepted) {
        TRY(connection.run("DELETE FROM pin_guard WHERE account = ?", staff_id));
        TRY(m_impl->append_audit("pin-accepted", check.role, { "staff:" + check.staff, {} }, now));
    } else {
        auto const wait = wait_after(failures + 1);
        TRY(m_impl->append_audit("pin-refused", std::to_string(failures + 1) + " in a row, wait " + std::to_string(wait / 1000) + " s", actor, now));
        check.retry_after_ms = wait;
    }
    TRY(transaction.commit());
    return check;
}

} // namespace bedside::store
