// SPDX-License-Identifier: Apache-2.0
// What a store refuses, in words; and it is the same store afterwards.
#include "tests/store/scenario.h"
#include "tests/support/limits.h"

using namespace bedside;
using namespace bedside::test;

namespace {

/// Changes the database behind the store's back, as only somebody with the key can.
void tamper(Ward& ward, std::string_view sql)
{
    auto database = ok(sql::Database::open(ward.folder.path() / "bedside.db", test_key(), sql::OpenMode::existing));
    ok(database.execute(sql));
}

wire::Receipt receipt_of(store::FrozenResponse const& form)
{
    return { form.entry.response_id, form.entry.sha256, form.entry.tablet, form.entry.sequence, "2026-11-24T06:33:06.000+00:00", form.entry.hash(), "" };
}

} // namespace

TEST_CASE("what the store does not have is said, and leaves no trace")
{
    Ward ward;
    auto const form = ward.complete_nrs(3);
    auto const closed = ward.begin();
    ok(ward.store.abandon(closed, "test", nurse));
    auto const rows = ok(ward.store.latest_audit_rows(1)).front().number;
    for (auto const& id : { random_uuid(), closed, form.entry.response_id }) {
        check_refused(ward.store.set_current_path(id, "a"), Code::not_found, "no such response");
        check_refused(ward.store.abandon(id, "test", nurse), Code::not_found, "no such response");
    }
    auto const unknown = random_uuid();
    check_refused(ward.store.save_answer(unknown, "nrs-now", integer_answer(1), patient), Code::not_found, "no such response");
    for (auto const& id : { unknown, closed })
        check_refused(ward.store.complete(id, nrs_bytes(id, 1), patient), Code::not_found, "no such response");
    check_refused(ward.store.outbox_item(2), Code::not_found, "no completed form with this number");
    check_refused(ward.store.submission(2), Code::not_found, "no completed form with this number");
    auto stray = receipt_of(form);
    stray.response_id = unknown;
    wire::Receipt const both[] = { receipt_of(form), stray };
    check_refused(ward.store.store_receipts(both), Code::not_found, "a form that this tablet does not have");
    CHECK_FALSE(ok(ward.store.receipt(form.entry.response_id)));
    CHECK_FALSE(ok(ward.store.receipt(unknown)));
    CHECK(ok(ward.store.outbox_counts()).waiting == 1);
    CHECK(ok(ward.store.latest_audit_rows(1)).front().number == rows);
    ok(ward.store.verify());
}

TEST_CASE("completed forms are found by participant, and what travels with them by type, newest first")
{
    Ward ward;
    auto const complete = [&](std::string const& participant, std::vector<std::string> const& resources) {
        auto const id = ward.begin(participant);
        return ok(ward.store.complete(id, nrs_bytes(id, 5, participant), patient, resources));
    };
    auto const alert = [](std::string const& id) { return R"({"resourceType":"Communication","id":")" + id + R"("})"; };
    auto const first = complete("P-017", { alert("a1"), R"({"resourceType":"Observation","id":"o1"})", alert("a2") });
    auto const other = complete("P-018", { alert("b1") });
    auto const last = complete("P-017", {});
    ok(ward.store.store_receipt(receipt_of(first)));

    auto const of_one = ok(ward.store.frozen("P-017"));
    REQUIRE(of_one.size() == 2);
    CHECK(of_one[0].bytes == first.bytes);
    CHECK(of_one[0].entry.canonical() == first.entry.canonical());
    CHECK(of_one[1].entry.response_id == last.entry.response_id);
    CHECK(ok(ward.store.frozen("P-019")).empty());

    auto const alerts = ok(ward.store.resources("Communication", 10));
    REQUIRE(alerts.size() == 3);
    CHECK(alerts[0].bytes == alert("b1"));
    CHECK(alerts[0].response_id == other.entry.response_id);
    CHECK_FALSE(alerts[0].received);
    CHECK(alerts[1].bytes == alert("a1"));
    CHECK(alerts[2].bytes == alert("a2"));
    CHECK(alerts[2].received);
    CHECK(ok(ward.store.resources("Communication", 1)).size() == 1);

    auto const received = ok(ward.store.outbox(store::OutboxState::received, 10));
    REQUIRE(received.size() == 1);
    CHECK(received.front().response_id == first.entry.response_id);
    auto const latest = ok(ward.store.latest_audit_rows(2));
    REQUIRE(latest.size() == 2);
    CHECK(latest[0].event == "response-received");
    CHECK(latest[1].event == "response-completed");
    CHECK(latest[1].number == latest[0].number - 1);
}

TEST_CASE("a heartbeat that was confirmed already, or is another's, confirms nothing", "[R-066]")
{
    Ward ward;
    auto const link = ok(ward.store.continuity());
    ok(ward.store.confirm_continuity("another"));
    CHECK(ok(ward.store.continuity()).current == link.current);
    CHECK(ok(ward.store.continuity()).previous.empty());
    ok(ward.store.confirm_continuity(link.current));
    auto const next = ok(ward.store.continuity());
    ok(ward.store.confirm_continuity(link.current));
    CHECK(ok(ward.store.continuity()).current == next.current);
    CHECK(ok(ward.store.continuity()).previous == link.current);
}

TEST_CASE("more staff accounts than a tablet can try are refused, and those before stay")
{
    Ward ward;
    ok(ward.store.replace_staff({ { "N-03", "nurse", "hash", false } }));
    std::vector<store::StaffAccount> accounts;
    for (std::size_t i = 0; i <= store::most_staff_accounts; ++i)
        accounts.push_back({ "N-" + std::to_string(100 + i), "nurse", "hash", false });
    check_refused(ward.store.replace_staff(accounts), Code::too_large, "at most 40 staff accounts");
    CHECK(ok(ward.store.staff()).size() == 1);
    accounts.pop_back();
    ok(ward.store.replace_staff(accounts));
    CHECK(ok(ward.store.staff()).size() == store::most_staff_accounts);
}

TEST_CASE("a store is never made where one is, or where nobody may write", "[R-009]")
{
    Ward ward;
    auto const before = contents_of(ward.folder.path());
    check_refused(store::Store::create(ward.folder.path(), test_key(), ward.clock), Code::already_exists, "it is never replaced");
    CHECK(contents_of(ward.folder.path()) == before);
    TemporaryFolder closed;
    set_rights(closed.path(), 0444);
    {
        NoRights const nobody;
        check_refused(store::Store::create(closed.path(), test_key(), ward.clock), Code::read_only, "can't be written here");
    }
    set_rights(closed.path(), 0700);
    CHECK(contents_of(closed.path()).empty());
}

TEST_CASE("a store without a sound signing key does not open")
{
    Ward ward;
    auto const opened = [&] { return store::Store::open(ward.folder.path(), test_key(), ward.clock); };
    tamper(ward, "DROP TRIGGER secret_keeps; DROP TRIGGER secret_stays; UPDATE secret SET value = x'0011'");
    check_refused(opened(), Code::corrupted, "signing key is damaged");
    tamper(ward, "DELETE FROM secret");
    check_refused(opened(), Code::corrupted, "lost the tablet's signing key");
}

TEST_CASE("verification finds what no trigger could refuse", "[R-008][R-051]")
{
    Ward ward;
    ward.complete_nrs(3);
    auto const open = ward.begin("P-018");
    ok(ward.store.save_answer(open, "note", text_answer("stabbing at night"), patient));
    ok(ward.store.verify());
    SECTION("the recorded end of a chain is another")
    {
        tamper(ward, "DROP TRIGGER chain_head_grows; UPDATE chain_head SET hash = 'x' WHERE name = 'answer'");
        check_refused(ward.store.verify(), Code::corrupted, "The answer log is broken at number 2: it is not the recorded end");
    }
    SECTION("the recorded end of a chain is gone")
    {
        tamper(ward, "DROP TRIGGER chain_head_stays; DELETE FROM chain_head WHERE name = 'audit'");
        check_refused(ward.store.verify(), Code::corrupted, "lost the end of its audit chain");
        check_refused(ward.store.audit("lock", "", nurse), Code::corrupted, "lost the end of its audit chain");
        check_refused(ward.store.abandon(open, "test", nurse), Code::corrupted, "lost the end of its audit chain");
        CHECK(ok(ward.store.open_responses()).size() == 1);
    }
    SECTION("a row breaks the schema")
    {
        tamper(ward, "PRAGMA ignore_check_constraints = ON; UPDATE outbox SET state = 'lost'");
        check_refused(ward.store.verify(), Code::corrupted, "own structure is damaged");
    }
    SECTION("what travels with a form is no JSON")
    {
        tamper(ward, "INSERT INTO frozen_resource (sequence, position, bytes) VALUES (1, 0, 'no JSON')");
        check_refused(ward.store.resources("Communication", 10), Code::corrupted, "use the rescue, or restore a backup");
    }
    SECTION("an open form claims to be completed")
    {
        tamper(ward, "UPDATE response SET state = 'completed' WHERE state = 'open'");
        check_refused(ward.store.verify(), Code::corrupted, "whose bytes are missing");
    }
}
