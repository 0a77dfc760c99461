// SPDX-License-Identifier: Apache-2.0
// A store of every schema that was ever released opens today, upgraded, with everything in it.
#include "sync/store/implementation.h"
#include "tests/store/scenario.h"

using namespace bedside;
using namespace bedside::test;

namespace {

std::filesystem::path kept(int version) { return std::filesystem::path(BEDSIDE_SOURCE_DIR) / "tests/store/kept" / ("schema-" + std::to_string(version) + ".db"); }

} // namespace

TEST_CASE("a store of every schema upgrades to the newest with everything in it", "[R-012]")
{
    auto const steps = store::schema();
    for (int version = 1; version <= steps.back().version; ++version) {
        CAPTURE(version);
        REQUIRE(std::filesystem::exists(kept(version)));
        TemporaryFolder folder;
        std::filesystem::copy_file(kept(version), folder.path() / "bedside.db");
        std::filesystem::permissions(folder.path() / "bedside.db", std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
        TestClock clock;
        auto store = ok(store::Store::open(folder.path(), test_key(), clock));
        ok(store.verify());
        auto const forms = ok(store.completed_forms());
        REQUIRE(forms.size() == 2);
        CHECK(forms[0].participant == "P-017");
        CHECK(forms[0].received);
        CHECK_FALSE(forms[1].received);
        CHECK(ok(store.frozen_by_id(forms[0].response_id))->bytes == nrs_bytes(forms[0].response_id, 3));
        auto const open = ok(store.open_responses());
        REQUIRE(open.size() == 1);
        CHECK(ok(store.answers(open.front().id)) == forms::Answers { { "nrs-now", integer_answer(6) } });
        CHECK(ok(store.answer_history(open.front().id)).size() == 2);
        CHECK(ok(store.staff()).size() == 1);
        CHECK(ok(store.setting("server_url")) == "https://study.example:8443");
        if (version >= 3) {
            REQUIRE(ok(store.facts("P-017")).size() == 1);
            CHECK(ok(store.fact_place()).after == 12);
        } else {
            CHECK(ok(store.fact_place()).participants.empty());
            ok(store.apply_facts({ "P-017" }, { { "b", "P-017", "{}" } }, 3));
            CHECK(ok(store.facts("P-017")).size() == 1);
        }
        CHECK(std::filesystem::exists(folder.path() / "backup") == (version < steps.back().version));
    }
}

// Run once when a schema is released: test_store "[make-kept]"
TEST_CASE("makes the kept store of the newest schema", "[.][make-kept]")
{
    Ward ward;
    ok(ward.store.set_setting("server_url", "https://study.example:8443"));
    ok(ward.store.replace_staff({ { "N-03", "nurse", ok(hash_password("2468", PasswordCost::minimal)), false } }));
    ok(ward.store.replace_documents("study", { { "study.toml", "id = \"kept\"\n" } }));
    auto const first = ward.complete_nrs(3);
    ward.complete_nrs(9, "P-018", 1);
    ok(ward.store.store_receipt({ first.entry.response_id, first.entry.sha256, "T-03", 1, "2026-11-24T06:33:06.000+00:00", first.entry.hash(), "" }));
    ok(ward.store.apply_facts({ "P-017" }, { { "a", "P-017", R"({"id":"a"})" } }, 12));
    auto const open = ward.begin("P-019");
    ok(ward.store.save_answer(open, "nrs-now", integer_answer(4), patient));
    ok(ward.store.save_answer(open, "nrs-now", integer_answer(6), patient));
    { auto const closed = std::move(ward.store); }
    auto const file = kept(store::schema().back().version);
    std::filesystem::create_directories(file.parent_path());
    std::filesystem::copy_file(ward.folder.path() / "bedside.db", file);
    ward.store = ok(store::Store::open(ward.folder.path(), test_key(), ward.clock));
}
