// SPDX-License-Identifier: Apache-2.0
// What was pulled about participants: kept once, gone with them, never sent.
#include "tests/store/scenario.h"

using namespace bedside;
using namespace bedside::test;

namespace {

store::PulledFact about(std::string const& participant, std::string const& id, std::string const& json = "{}") { return { id, participant, json }; }

} // namespace

TEST_CASE("a fact that comes twice is kept once, as it came first")
{
    Ward ward;
    ok(ward.store.apply_facts({ "P-017", "P-018" }, { about("P-017", "a", "1"), about("P-018", "b") }, 7));
    ok(ward.store.apply_facts({ "P-017", "P-018" }, { about("P-017", "a", "2"), about("P-017", "c") }, 9));
    ward.reopen();
    auto const facts = ok(ward.store.facts("P-017"));
    REQUIRE(facts.size() == 2);
    CHECK(facts[0].json == "1");
    CHECK(facts[1].id == "c");
    CHECK(ok(ward.store.facts("P-017", facts[0].number)).size() == 1);
    CHECK(ok(ward.store.fact_place()).after == 9);
    CHECK(ok(ward.store.fact_place()).participants == std::set<std::string> { "P-017", "P-018" });
}

TEST_CASE("the facts of a participant who left the tablet go, and come again when she returns")
{
    Ward ward;
    ok(ward.store.apply_facts({ "P-017", "P-018" }, { about("P-017", "a"), about("P-018", "b") }, 2));
    auto const before = ok(ward.store.facts("P-018")).front().number;
    ok(ward.store.apply_facts({ "P-017" }, { about("P-018", "late") }, 3));
    CHECK(ok(ward.store.facts("P-018")).empty());
    CHECK(ok(ward.store.facts("P-017")).size() == 1);
    ok(ward.store.apply_facts({ "P-017", "P-018" }, { about("P-018", "b") }, 3));
    REQUIRE(ok(ward.store.facts("P-018")).size() == 1);
    CHECK(ok(ward.store.facts("P-018")).front().number > before); // a reader that remembers a number misses nothing
}

TEST_CASE("facts are never handed in, and nothing new is nothing written")
{
    Ward ward;
    ok(ward.store.apply_facts({ "P-017" }, { about("P-017", "a") }, 1));
    CHECK(ok(ward.store.outbox(store::OutboxState::waiting, 10)).empty());
    auto other = ok(store::Store::open(ward.folder.path(), test_key(), ward.clock));
    auto const version = ok(ward.store.data_version());
    ok(other.apply_facts({ "P-017" }, {}, 1));
    CHECK(ok(ward.store.data_version()) == version);
    ok(other.apply_facts({ "P-017" }, {}, 2));
    CHECK(ok(ward.store.data_version()) != version);
}
