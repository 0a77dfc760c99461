// SPDX-License-Identifier: Apache-2.0
// What must never happen to a store: changed, read by others, or lost.
#include "forms/base/durable_file.h"
#include "sync/store/implementation.h"
#include "tests/store/scenario.h"

#include <catch2/generators/catch_generators.hpp>

using namespace bedside;
using namespace bedside::test;

namespace {

Code refusal_of(std::filesystem::path const& folder, Secret const& key, Clock const& clock)
{
    auto const opened = store::Store::open(folder, key, clock);
    return opened ? Code::internal : opened.error().code;
}

/// Changes the database behind the store's back, as only somebody with the key can.
void tamper(Ward& ward, std::string_view sql)
{
    auto database = ok(sql::Database::open(ward.folder.path() / "bedside.db", test_key(), sql::OpenMode::existing));
    ok(database.execute(sql));
}

std::string verdict_of(Ward& ward)
{
    auto const verified = ward.store.verify();
    if (verified)
        return "whole";
    CHECK(verified.error().code == Code::corrupted);
    return verified.error().message;
}

void fill(Ward& ward)
{
    for (int pain : { 3, 5, 7 })
        ward.complete_nrs(pain);
    auto const open = ward.begin("P-018");
    ok(ward.store.save_answer(open, "note", text_answer("stabbing at night"), patient));
}

} // namespace

TEST_CASE("no file below the data folder says who answered what", "[R-061]")
{
    Ward ward;
    fill(ward);
    auto const clean = [&] {
        for (auto const& [name, bytes] : contents_of(ward.folder.path()))
            for (auto const* word : { "P-017", "P-018", "stabbing", "nrs-now", "QuestionnaireResponse", "patient", "CREATE TABLE" })
                if (bytes.find(word) != std::string::npos)
                    return false;
        return !contents_of(ward.folder.path()).empty();
    };
    CHECK(clean());
    ward.reopen();
    CHECK(clean());
    { auto const closed = std::move(ward.store); }
    CHECK(clean());
    ward.store = ok(store::Store::open(ward.folder.path(), test_key(), ward.clock));
}

TEST_CASE("a store that can't be opened keeps every byte", "[R-009]")
{
    Ward ward;
    fill(ward);
    TemporaryFolder copy;
    auto const killed = GENERATE(false, true);
    CAPTURE(killed);
    // As a killed process leaves it, with its log; or as it is after a clean end.
    if (!killed) {
        auto const closed = std::move(ward.store);
    }
    for (auto const& entry : std::filesystem::directory_iterator(ward.folder.path()))
        std::filesystem::copy(entry.path(), copy.path() / entry.path().filename());
    if (!killed)
        ward.store = ok(store::Store::open(ward.folder.path(), test_key(), ward.clock));
    auto const file = copy.path() / "bedside.db";

    SECTION("another key, or none")
    {
        auto const before = contents_of(copy.path());
        CHECK(refusal_of(copy.path(), test_key(8), ward.clock) == Code::wrong_key);
        CHECK(refusal_of(copy.path(), Secret(), ward.clock) == Code::missing_key);
        CHECK(contents_of(copy.path()) == before);
    }
    SECTION("a damaged page")
    {
        auto const whole = bytes_of(file);
        for (std::size_t offset = 3; offset < whole.size(); offset += 4096 * 3 + 57) {
            if (killed && offset > 4096)
                break; // the log may hold a newer copy of this page
            auto damaged = whole;
            damaged[offset] = static_cast<char>(damaged[offset] ^ 0x40);
            std::ofstream(file, std::ios::binary) << damaged;
            auto const before = contents_of(copy.path());
            auto const code = refusal_of(copy.path(), test_key(), ward.clock);
            CHECK((code == Code::corrupted || (offset < 16 && code == Code::wrong_key)));
            CHECK(contents_of(copy.path()) == before);
        }
    }
    SECTION("cut short")
    {
        std::filesystem::resize_file(file, killed ? 1000 : std::filesystem::file_size(file) - 4096);
        auto const before = contents_of(copy.path());
        CHECK(refusal_of(copy.path(), test_key(), ward.clock) == Code::corrupted);
        CHECK(contents_of(copy.path()) == before);
    }
    SECTION("written by a newer version")
    {
        {
            auto database = ok(sql::Database::open(file, test_key(), sql::OpenMode::existing));
            ok(database.execute("PRAGMA user_version = 99"));
        }
        auto const before = contents_of(copy.path());
        CHECK(refusal_of(copy.path(), test_key(), ward.clock) == Code::future_schema);
        CHECK(contents_of(copy.path()) == before);
    }
    SECTION("not there")
    {
        std::filesystem::remove(file);
        auto const before = contents_of(copy.path());
        CHECK(refusal_of(copy.path(), test_key(), ward.clock) == Code::not_found);
        CHECK(contents_of(copy.path()) == before);
    }
}

TEST_CASE("nothing that was said or done can be changed or deleted, not even with the key", "[R-051]")
{
    Ward ward;
    fill(ward);
    ok(ward.store.store_receipt({ ok(ward.store.outbox_item(1)).entry.response_id, ok(ward.store.outbox_item(1)).entry.sha256, "T-03", 1, "2026-11-24T06:33:06.000+00:00",
        std::string(64, 'a'), "" }));
    auto database = ok(sql::Database::open(ward.folder.path() / "bedside.db", test_key(), sql::OpenMode::existing));
    for (auto const* statement : {
             "UPDATE answer_log SET answer = 'x'", "DELETE FROM answer_log", "UPDATE frozen SET bytes = 'x'", "DELETE FROM frozen", "UPDATE audit SET detail = 'x'",
             "DELETE FROM audit", "UPDATE receipt SET sha256 = 'x'", "DELETE FROM receipt", "DELETE FROM response", "UPDATE response SET participant = 'P-018'",
             "UPDATE response SET state = 'open' WHERE state = 'completed'", "DELETE FROM outbox", "UPDATE outbox SET state = 'waiting' WHERE state = 'received'",
             "UPDATE secret SET value = x'00'", "DELETE FROM secret", "DELETE FROM chain_head", "UPDATE chain_head SET hash = 'x'",
             "REPLACE INTO answer_log SELECT * FROM answer_log", "REPLACE INTO frozen SELECT * FROM frozen", "REPLACE INTO audit SELECT * FROM audit",
             "INSERT INTO frozen SELECT sequence + 10, response_id || 'x', tablet, bytes, sha256, previous || 'x', signature, skew_ms, 0, 0, 0, '' FROM frozen",
         }) {
        CAPTURE(statement);
        auto const refused = database.execute(statement);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == Code::conflict);
    }
    CHECK(verdict_of(ward) == "whole");
}

TEST_CASE("verification names the first broken link", "[R-008][R-051]")
{
    Ward ward;
    fill(ward);
    CHECK(verdict_of(ward) == "whole");
    SECTION("an answer was changed")
    {
        tamper(ward, "DROP TRIGGER answer_log_keeps; UPDATE answer_log SET answer = '{\"values\":[{\"valueInteger\":0}]}' WHERE number = 2");
        CHECK(verdict_of(ward) == "The answer log is broken at number 2: it was changed");
    }
    SECTION("an answer was taken out")
    {
        tamper(ward, "DROP TRIGGER answer_log_stays; DELETE FROM answer_log WHERE number = 3");
        CHECK(verdict_of(ward) == "The answer log is broken at number 3: it is missing");
    }
    SECTION("the last answers were cut off")
    {
        tamper(ward, "DROP TRIGGER answer_log_stays; DELETE FROM answer_log WHERE number = 4");
        CHECK(verdict_of(ward) == "The answer log is broken at number 4: it is missing at the end");
    }
    SECTION("an audit row names another actor")
    {
        tamper(ward, "DROP TRIGGER audit_keeps; UPDATE audit SET actor = 'staff:N-99' WHERE number = 4");
        CHECK(verdict_of(ward) == "The audit trail is broken at number 4: it was changed");
    }
    SECTION("an audit row names another actor, and its hash was computed anew")
    {
        auto database = ok(sql::Database::open(ward.folder.path() / "bedside.db", test_key(), sql::OpenMode::existing));
        auto row = ok(database.prepare("SELECT event, detail, skew_ms, at_wall_ms, at_offset_min, at_monotonic_ms, at_boot_id, previous FROM audit WHERE number = 4"));
        REQUIRE(ok(row.step()));
        Instant const at { row.integer(3), static_cast<std::int32_t>(row.integer(4)), row.integer(5), row.text(6) };
        auto const forged = store::audit_hash(4, row.text(0), row.text(1), { "staff:N-99", "" }, row.integer(2), at, row.text(7));
        tamper(ward, "DROP TRIGGER audit_keeps; UPDATE audit SET actor = 'staff:N-99', assisted_by = '', hash = '" + forged + "' WHERE number = 4");
        CHECK(verdict_of(ward) == "The audit trail is broken at number 5: it does not follow from the one before");
    }
    SECTION("a completed form was changed")
    {
        tamper(ward, "DROP TRIGGER frozen_keeps; UPDATE frozen SET bytes = replace(bytes, ':5}', ':6}') WHERE sequence = 2");
        CHECK(verdict_of(ward) == "The sequence of completed forms is broken at number 2: its bytes were changed");
    }
    SECTION("a completed form was changed together with its hash")
    {
        auto const forged = sha256_hex("forged");
        tamper(ward, "DROP TRIGGER frozen_keeps; UPDATE frozen SET bytes = 'forged', sha256 = '" + forged + "' WHERE sequence = 3");
        CHECK(verdict_of(ward) == "The sequence of completed forms is broken at number 3: its signature does not fit");
    }
    SECTION("a completed form is gone")
    {
        tamper(ward, "PRAGMA foreign_keys = OFF; DROP TRIGGER frozen_stays; DROP TRIGGER outbox_stays; DELETE FROM frozen WHERE sequence = 1");
        CHECK(verdict_of(ward) == "The sequence of completed forms is broken at number 1: it is missing");
    }
    SECTION("a completed form lost its place in the outbox")
    {
        tamper(ward, "DROP TRIGGER outbox_stays; DELETE FROM outbox WHERE sequence = 2");
        CHECK(verdict_of(ward) == "The sequence of completed forms is broken at number 2: its response or its place in the outbox is missing");
    }
    SECTION("a form claims to be received")
    {
        tamper(ward, "UPDATE outbox SET state = 'received' WHERE sequence = 2");
        CHECK(verdict_of(ward) == "The sequence of completed forms is broken at number 2: its receipt does not fit");
    }
}

TEST_CASE("two programs work on one store at the same time", "[R-014]")
{
    Ward kiosk;
    auto sync = ok(store::Store::open(kiosk.folder.path(), test_key(), kiosk.clock));
    auto const before = ok(sync.data_version());
    auto const form = kiosk.complete_nrs(4);
    CHECK(ok(sync.data_version()) != before);
    auto const seen = ok(kiosk.store.data_version());
    REQUIRE(ok(sync.outbox(store::OutboxState::waiting, 10)).size() == 1);
    ok(sync.store_receipt({ form.entry.response_id, form.entry.sha256, "T-03", 1, "2026-11-24T06:33:06.000+00:00", form.entry.hash(), "" }));
    CHECK(ok(kiosk.store.data_version()) != seen);
    CHECK(ok(kiosk.store.receipt(form.entry.response_id)));
    ok(kiosk.store.verify());
}

TEST_CASE("a passphrase opens the store when the credential is gone", "[R-062]")
{
    Ward ward;
    CHECK_FALSE(store::has_wrapped_key(ward.folder.path()));
    CHECK(store::key_from_passphrase(ward.folder.path(), "correct horse battery").error().code == Code::missing_key);
    CHECK(store::wrap_key(ward.folder.path(), test_key(), "short").error().code == Code::invalid_argument);
    ok(store::wrap_key(ward.folder.path(), test_key(), "correct horse battery", PasswordCost::minimal));
    CHECK(store::has_wrapped_key(ward.folder.path()));
    CHECK(store::key_from_passphrase(ward.folder.path(), "correct horse batterz").error().code == Code::wrong_key);
    auto const key = ok(store::key_from_passphrase(ward.folder.path(), "correct horse battery"));
    CHECK(hex(key.bytes()) == hex(test_key().bytes()));
    CHECK(bytes_of(ward.folder.path() / "key.wrapped").find(hex(test_key().bytes())) == std::string::npos);
    std::ofstream(ward.folder.path() / "key.wrapped") << "{}";
    CHECK(store::key_from_passphrase(ward.folder.path(), "correct horse battery").error().code == Code::invalid_data);
}

TEST_CASE("a store gets a new key and keeps everything", "[R-062]")
{
    Ward ward;
    fill(ward);
    auto const busy = store::change_store_key(ward.folder.path(), test_key(), test_key(9), ward.clock);
    REQUIRE_FALSE(busy);
    CHECK(busy.error().code == Code::busy);
    { auto const closed = std::move(ward.store); }
    ok(store::change_store_key(ward.folder.path(), test_key(), test_key(9), ward.clock));
    CHECK(refusal_of(ward.folder.path(), test_key(), ward.clock) == Code::wrong_key);
    ward.store = ok(store::Store::open(ward.folder.path(), test_key(9), ward.clock));
    ok(ward.store.verify());
    CHECK(ok(ward.store.completed_forms()).size() == 3);
}

TEST_CASE("a cloned tablet and a restored backup do not fit the chain of heartbeats", "[R-066]")
{
    Ward ward;
    auto const first = ok(ward.store.continuity());
    CHECK(first.previous.empty());
    CHECK(ok(ward.store.continuity()).current == first.current);
    ok(ward.store.confirm_continuity(first.current));
    { auto const closed = std::move(ward.store); }
    TemporaryFolder clone;
    std::filesystem::copy_file(ward.folder.path() / "bedside.db", clone.path() / "bedside.db");
    ward.store = ok(store::Store::open(ward.folder.path(), test_key(), ward.clock));
    auto twin = ok(store::Store::open(clone.path(), test_key(), ward.clock));
    auto const next = ok(ward.store.continuity());
    CHECK(next.previous == first.current);
    ok(ward.store.confirm_continuity(next.current));
    auto const of_twin = ok(twin.continuity());
    CHECK(of_twin.instance == next.instance);
    CHECK(of_twin.previous != next.current);
    CHECK(of_twin.current != next.current);
}

TEST_CASE("the key comes from the service's credential", "[R-062]")
{
    TemporaryFolder folder;
    ::unsetenv("CREDENTIALS_DIRECTORY");
    CHECK(store::key_from_credential().error().code == Code::missing_key);
    ::setenv("CREDENTIALS_DIRECTORY", folder.path().c_str(), 1);
    CHECK(store::key_from_credential().error().code == Code::missing_key);
    std::ofstream(folder.path() / "bedside-store-key") << "not a key\n";
    CHECK(store::key_from_credential().error().code == Code::invalid_data);
    std::ofstream(folder.path() / "bedside-store-key") << hex(test_key().bytes()) << "\n";
    CHECK(hex(ok(store::key_from_credential()).bytes()) == hex(test_key().bytes()));
    ::unsetenv("CREDENTIALS_DIRECTORY");
}
