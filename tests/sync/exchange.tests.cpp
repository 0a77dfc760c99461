// SPDX-License-Identifier: Apache-2.0
// Tablet and server talk; nothing is lost, whatever happens to a reply.
#include "tests/sync/hospital.h"

#include <atomic>
#include <cstdlib>
#include <random>

using namespace bedside;
using namespace bedside::test;

TEST_CASE("a completed form arrives byte for byte and its signed receipt comes back", "[R-006]")
{
    Hospital hospital;
    TabletAtBed tablet(hospital, "T-03");
    auto const frozen = tablet.completes_pain(7);
    REQUIRE(ok(tablet.round()).complete);
    CHECK(tablet.counts().received == 1);
    CHECK(hospital.responses() == tablet.completed);
    auto const receipt = ok(tablet.store->receipt(frozen.entry.response_id));
    REQUIRE(receipt);
    CHECK(receipt->signed_by(hospital.server->receipt_public_key()));
    CHECK_FALSE(receipt->signed_by(hospital.server->rescue_public_key()));
    CHECK(receipt->chain_head == frozen.entry.hash());
    ok(tablet.round()); // the heartbeat that tells of the receipt
    auto const known = hospital.tablet("T-03");
    CHECK(known.contiguous == 1);
    CHECK(known.said.last_sequence == 1);
    CHECK_FALSE(known.fork_ms);
    CHECK(hospital.read([](server::ReadConnection& connection) { return server::verify_submissions(connection); }) == 1);
}

TEST_CASE("every form arrives exactly once through cuts after the commit, 503 storms, garbage and captive portals", "[R-006]")
{
    auto const* longer = std::getenv("BEDSIDE_FAULT_FORMS");
    int const count = longer != nullptr ? std::atoi(longer) : 60;
    Hospital hospital;
    TabletAtBed tablet(hospital, "T-03");
    std::mt19937 random(20261124);
    std::atomic<int> faults = 0;
    std::mutex mutex;
    auto const dice = [&] {
        std::lock_guard const lock(mutex);
        return random() % 8;
    };
    hospital.before = [&](server::HttpRequest const&, server::HttpResponse const&) -> std::optional<server::HttpResponse> {
        if (dice() != 0)
            return std::nullopt;
        ++faults;
        return server::HttpResponse { .status = 503, .content_type = "text/plain", .body = "busy", .headers = {} };
    };
    hospital.after = [&](server::HttpRequest const& request, server::HttpResponse const& reply) -> std::optional<server::HttpResponse> {
        if (request.path == "/enrol")
            return std::nullopt;
        switch (dice()) {
        case 0: // the reply never leaves the house
            ++faults;
            hospital.proxy->cut();
            return std::nullopt;
        case 1:
            ++faults;
            return server::HttpResponse { .status = 200, .content_type = "text/html", .body = "<html>Welcome to the guest network</html>", .headers = {} };
        case 2: {
            ++faults;
            auto garbled = reply;
            garbled.body = garbled.body.substr(0, garbled.body.size() / 2);
            return garbled;
        }
        default: return std::nullopt;
        }
    };
    for (int i = 0; i < count; ++i) {
        tablet.completes_pain(i % 11);
        if (i % 5 == 0)
            ok(tablet.round());
        if (i % 17 == 0)
            tablet.open();
    }
    CHECK(tablet.drains(2000));
    CHECK(faults > count / 4);
    CHECK(tablet.counts().received == count);
    CHECK(tablet.counts().quarantined == 0);
    CHECK(hospital.responses() == tablet.completed);
    hospital.before = nullptr;
    hospital.after = nullptr;
    ok(tablet.round());
    auto const known = hospital.tablet("T-03");
    CHECK(known.contiguous == count);
    CHECK_FALSE(known.fork_ms);
    CHECK(hospital.read([](server::ReadConnection& connection) { return server::verify_submissions(connection); }) == count);
    ok(tablet.store->verify());
}

TEST_CASE("one form that the server refuses is put aside with its reason, and the rest goes on", "[R-010]")
{
    Hospital hospital;
    TabletAtBed tablet(hospital, "T-03");
    tablet.hands_in(5, "11"); // outside 0 to 10
    for (int i = 0; i < 20; ++i)
        tablet.completes_pain(i % 11);
    ok(tablet.round());
    CHECK(tablet.counts().received == 20);
    CHECK(tablet.counts().quarantined == 1);
    auto const aside = ok(tablet.store->outbox(store::OutboxState::quarantined, 10));
    REQUIRE(aside.size() == 1);
    CHECK(aside.front().sequence == 1);
    CHECK(aside.front().reason.find("greater than 10") != std::string::npos);
    ok(tablet.round());
    auto const refused = hospital.read([](server::ReadConnection& connection) { return server::refusals(connection, "T-03"); });
    CHECK(refused.size() == 1);
    CHECK(hospital.tablet("T-03").contiguous == 0); // number 1 is not here, and the console says so
    CHECK(hospital.tablet("T-03").received == 20);
}

TEST_CASE("a server restored from an old backup gets back what it lost", "[R-008]")
{
    Hospital hospital;
    TabletAtBed tablet(hospital, "T-03");
    for (int i = 0; i < 5; ++i)
        tablet.completes_pain(i);
    REQUIRE(tablet.drains());
    auto const copy = hospital.config.directory / "copy.db";
    ok(hospital.server->storage().backup(copy));
    for (int i = 0; i < 4; ++i)
        tablet.completes_pain(i);
    REQUIRE(tablet.drains());
    REQUIRE(hospital.responses().size() == 9);
    ok(tablet.round());

    hospital.stop();
    for (auto const* suffix : { "", "-wal", "-shm" })
        std::filesystem::remove(hospital.config.database().string() + suffix);
    std::filesystem::rename(copy, hospital.config.database());
    hospital.start();
    CHECK(hospital.responses().size() == 5);

    ok(tablet.round());
    auto const after_one = hospital.tablet("T-03");
    CHECK(after_one.lost == server::Range { 6, 9 });
    ok(tablet.round());
    CHECK(hospital.responses() == tablet.completed);
    CHECK_FALSE(hospital.tablet("T-03").lost);
}

TEST_CASE("a cloned tablet shows, and its forms are kept beside the others", "[R-066]")
{
    Hospital hospital;
    TabletAtBed tablet(hospital, "T-03");
    tablet.completes_pain(3);
    REQUIRE(tablet.drains());
    // The clone: the same file under the same key on another machine.
    tablet.store.reset();
    tablet.synchroniser.reset();
    TemporaryFolder elsewhere;
    std::filesystem::copy(tablet.folder.path(), elsewhere.path(), std::filesystem::copy_options::recursive);
    tablet.open();
    tablet.completes_pain(4);
    REQUIRE(tablet.drains());
    CHECK_FALSE(hospital.tablet("T-03").fork_ms);
    auto clone = ok(store::Store::open(elsewhere.path(), tablet.key, hospital.clock));
    auto synchroniser = ok(client::Synchroniser::open(clone, elsewhere.path(), "test", hospital.clock));
    ok(synchroniser.round());
    CHECK(hospital.tablet("T-03").fork_ms);
}
