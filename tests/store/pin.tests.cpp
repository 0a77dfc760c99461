// SPDX-License-Identifier: Apache-2.0
// A PIN is slow to guess, and neither a restart nor a clock makes it faster.
#include "tests/store/scenario.h"

using namespace bedside;
using namespace bedside::test;
using store::PinVerdict;

namespace {

std::string hash_of(std::string_view pin) { return ok(hash_password(pin, PasswordCost::minimal)); }

struct StaffedWard : Ward {
    StaffedWard()
    {
        ok(store.replace_staff({
            { "N-03", "nurse", hash_of("2468"), false },
            { "C-01", "coordinator", hash_of("135790"), false },
            { "N-09", "nurse", hash_of("1111"), true },
        }));
    }
    std::int64_t miss(int times)
    {
        std::int64_t wait = 0;
        for (int i = 0; i < times; ++i)
            wait = ok(store.check_pin("0000")).retry_after_ms;
        return wait;
    }
};

} // namespace

TEST_CASE("a PIN names its account; a revoked account has none", "[R-019]")
{
    StaffedWard ward;
    auto const nurse_check = ok(ward.store.check_pin("2468"));
    CHECK(nurse_check.verdict == PinVerdict::accepted);
    CHECK(nurse_check.staff == "N-03");
    CHECK(nurse_check.role == "nurse");
    CHECK(ok(ward.store.check_pin("135790")).staff == "C-01");
    CHECK(ok(ward.store.check_pin("1111")).verdict == PinVerdict::wrong);
    CHECK(ok(ward.store.check_pin("N-09", "1111")).verdict == PinVerdict::wrong);
    CHECK(ok(ward.store.check_pin("N-03", "135790")).verdict == PinVerdict::wrong);
    CHECK(ok(ward.store.check_pin("N-03", "2468")).verdict == PinVerdict::accepted);
    CHECK_FALSE(ward.store.check_pin("", "2468"));
}

TEST_CASE("wrong PINs wait longer and longer, and a right one is not looked at meanwhile", "[R-019]")
{
    StaffedWard ward;
    CHECK(ward.miss(2) == 0);
    CHECK(ward.miss(1) == 5'000);
    auto const locked = ok(ward.store.check_pin("2468"));
    CHECK(locked.verdict == PinVerdict::locked_out);
    CHECK(locked.retry_after_ms == 5'000);
    ward.clock.wait_ms(4'999);
    CHECK(ok(ward.store.check_pin("2468")).verdict == PinVerdict::locked_out);
    ward.clock.wait_ms(1);
    CHECK(ward.miss(1) == 15'000);
    ward.clock.wait_ms(15'000);
    CHECK(ok(ward.store.check_pin("2468")).verdict == PinVerdict::accepted);
    CHECK(ward.miss(1) == 15'000); // a right one takes back one wrong one
}

TEST_CASE("whoever has a PIN of his own can't try the others' without end", "[R-019]")
{
    StaffedWard ward;
    auto const guesses_before_a_wait = [&] {
        for (int i = 0; i < 100; ++i) {
            if (ward.miss(1) > 0)
                return i;
            CHECK(ok(ward.store.check_pin("2468")).verdict == PinVerdict::accepted);
            ward.clock.wait_ms(1'000);
        }
        return 100;
    };
    CHECK(guesses_before_a_wait() == 20);
    CHECK(ok(ward.store.check_pin("2468")).retry_after_ms == 300'000);
    ward.clock.restart();
    ward.clock.wait_ms(300'000);
    CHECK(ok(ward.store.check_pin("2468")).verdict == PinVerdict::accepted);
    CHECK(ward.miss(1) == 300'000); // a restart gives no new day
    ward.clock.wait_ms(86'400'000);
    CHECK(ok(ward.store.check_pin("2468")).verdict == PinVerdict::accepted);
    CHECK(guesses_before_a_wait() > 15);
}

TEST_CASE("a lockout survives a restart, and setting the clock does not shorten it", "[R-019]")
{
    StaffedWard ward;
    ward.miss(3);
    ward.reopen();
    CHECK(ok(ward.store.check_pin("2468")).verdict == PinVerdict::locked_out);
    ward.clock.set_wall(ward.clock.now().wall_ms + 365LL * 86'400'000);
    CHECK(ok(ward.store.check_pin("2468")).verdict == PinVerdict::locked_out);
    ward.clock.set_wall(0);
    CHECK(ok(ward.store.check_pin("2468")).verdict == PinVerdict::locked_out);
    ward.clock.restart();
    ward.clock.wait_ms(4'000);
    ward.reopen();
    auto const locked = ok(ward.store.check_pin("2468"));
    CHECK(locked.verdict == PinVerdict::locked_out);
    CHECK(locked.retry_after_ms == 1'000);
    ward.clock.wait_ms(1'000);
    CHECK(ok(ward.store.check_pin("2468")).verdict == PinVerdict::accepted);
}

TEST_CASE("wrong PINs before a restart count after it")
{
    StaffedWard ward;
    CHECK(ward.miss(2) == 0);
    ward.reopen();
    ward.clock.restart();
    CHECK(ward.miss(1) == 5'000);
}

TEST_CASE("wrong PINs of one account do not lock another")
{
    StaffedWard ward;
    for (int i = 0; i < 3; ++i)
        CHECK(ok(ward.store.check_pin("C-01", "0000")).verdict == PinVerdict::wrong);
    CHECK(ok(ward.store.check_pin("C-01", "135790")).verdict == PinVerdict::locked_out);
    CHECK(ok(ward.store.check_pin("N-03", "2468")).verdict == PinVerdict::accepted);
}

TEST_CASE("every look at a PIN is in the audit trail, the PIN itself is not", "[R-070]")
{
    StaffedWard ward;
    auto const before = ok(ward.store.audit_rows(0, 100)).back().number; // their keys in hexadecimal may hold any four digits
    ward.miss(3);
    ward.clock.wait_ms(60'000);
    ok(ward.store.check_pin("2468"));
    int refused = 0;
    int accepted = 0;
    for (auto const& row : ok(ward.store.audit_rows(before, 100))) {
        refused += row.event == "pin-refused";
        accepted += row.event == "pin-accepted" && row.actor.who == "staff:N-03";
        CHECK(row.detail.find("2468") == std::string::npos);
        CHECK(row.detail.find("0000") == std::string::npos);
    }
    CHECK(refused == 3);
    CHECK(accepted == 1);
}
