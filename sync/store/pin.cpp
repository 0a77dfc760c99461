// SPDX-License-Identifier: Apache-2.0
// Staff accounts and their PINs: slow to guess, and slower with each wrong one.
#include "sync/store/implementation.h"

#include <algorithm>
#include <array>

namespace bedside::store {
namespace {

/// Wrong PINs a day, over all accounts, that a right PIN in between takes back one by one; each further one waits at least this long.
/// Whoever has a PIN of his own can't use it to try the others' without end.
constexpr std::int64_t wrong_a_day = 20;
constexpr std::int64_t wait_beyond_ms = 300'000;
constexpr std::int64_t day_ms = 86'400'000;
/// Row of pin_guard that counts them; no account can have this name.
constexpr char const* of_the_day = "#day";

/// Wait after so many wrong PINs in a row and so many this day, milliseconds.
std::int64_t wait_after(std::int64_t in_a_row, std::int64_t this_day)
{
    constexpr std::array<std::int64_t, 10> seconds { 0, 0, 0, 5, 15, 30, 60, 300, 900, 3600 };
    auto const wait = 1000 * seconds[static_cast<std::size_t>(std::clamp<std::int64_t>(in_a_row, 0, seconds.size() - 1))];
    return in_a_row > 0 && this_day > wrong_a_day ? std::max(wait, wait_beyond_ms) : wait;
}

/// How long still. Only the monotonic clock counts: after a restart the wait begins anew from the boot, so that setting the clock, or
/// switching the tablet off and on, never shortens it.
std::int64_t remaining_ms(std::int64_t wait, Instant const& since, Instant const& now)
{
    auto const elapsed = now.boot_id == since.boot_id ? now.monotonic_ms - since.monotonic_ms : now.monotonic_ms;
    return std::max<std::int64_t>(0, wait - std::max<std::int64_t>(0, elapsed));
}

} // namespace

Result<void> Store::replace_staff(std::vector<StaffAccount> const& accounts)
{
    auto transaction = TRY(sql::Transaction::immediate(m_impl->connection.database()));
    TRY(m_impl->put_staff(accounts));
    return transaction.commit();
}

Result<void> Store::Impl::put_staff(std::vector<StaffAccount> const& accounts)
{
    if (accounts.size() > most_staff_accounts)
        return fail(Code::too_large, "A tablet can have at most " + std::to_string(most_staff_accounts) + " staff accounts.");
    TRY(connection.run("DELETE FROM staff"));
    std::string detail;
    for (auto const& account : accounts) {
        TRY(connection.run("INSERT INTO staff (id, role, pin_hash, revoked) VALUES (?, ?, ?, ?)", account.id, account.role, account.pin_hash, account.revoked ? 1 : 0));
        detail += (detail.empty() ? "" : ", ") + account.id + " " + account.role + (account.revoked ? " revoked" : "");
    }
    return append_audit("staff-replaced", detail, { "system:sync", {} }, clock.now());
}

Result<WrongPins> Store::Impl::wrong_pins(std::string_view account)
{
    WrongPins wrong;
    auto row = TRY(connection.query("SELECT failures, at_monotonic_ms, at_boot_id FROM pin_guard WHERE account = ?", account));
    if (TRY(row.step())) {
        wrong.count = row.integer(0);
        wrong.since.monotonic_ms = row.integer(1);
        wrong.since.boot_id = row.text(2);
    }
    return wrong;
}

Result<void> Store::Impl::set_wrong_pins(std::string_view account, WrongPins const& wrong)
{
    if (wrong.count == 0)
        return connection.run("DELETE FROM pin_guard WHERE account = ?", account);
    return connection.run("INSERT INTO pin_guard (account, failures, at_monotonic_ms, at_boot_id) VALUES (?, ?, ?, ?) ON CONFLICT (account) DO UPDATE SET"
                          " failures = excluded.failures, at_monotonic_ms = excluded.at_monotonic_ms, at_boot_id = excluded.at_boot_id",
        account, wrong.count, wrong.since.monotonic_ms, wrong.since.boot_id);
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
    WrongPins row;
    WrongPins day;
    {
        // Counted as wrong before it is looked at: pulling the plug in between gains nothing.
        auto const now = m_impl->clock.now();
        auto transaction = TRY(sql::Transaction::immediate(connection.database()));
        row = TRY(m_impl->wrong_pins(staff_id));
        day = TRY(m_impl->wrong_pins(of_the_day));
        if (day.count > 0 && remaining_ms(day_ms, day.since, now) == 0)
            day = {};
        check.retry_after_ms = remaining_ms(wait_after(row.count, day.count), row.since, now);
        if (check.retry_after_ms > 0) {
            check.verdict = PinVerdict::locked_out;
            return check;
        }
        TRY(m_impl->set_wrong_pins(staff_id, { row.count + 1, now }));
        // The day begins with its first wrong PIN; after a restart, which hides how long ago that was, with the boot.
        bool const same_day = day.count > 0 && day.since.boot_id == now.boot_id;
        TRY(m_impl->set_wrong_pins(of_the_day, { day.count + 1, same_day ? day.since : now }));
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
        // A right PIN of a named account proves its owner. One without a name proves one of many: it takes back one wrong one.
        TRY(m_impl->set_wrong_pins(staff_id, { staff_id.empty() ? std::max<std::int64_t>(0, row.count - 1) : 0, row.since }));
        TRY(m_impl->set_wrong_pins(of_the_day, { day.count, day.since }));
        TRY(m_impl->append_audit("pin-accepted", check.role, { "staff:" + check.staff, {} }, now));
    } else {
        auto const wait = wait_after(row.count + 1, day.count + 1);
        TRY(m_impl->append_audit("pin-refused", std::to_string(row.count + 1) + " in a row, wait " + std::to_string(wait / 1000) + " s", actor, now));
        check.retry_after_ms = wait;
    }
    TRY(transaction.commit());
    return check;
}

} // namespace bedside::store
