// SPDX-License-Identifier: Apache-2.0
// Hidden; prints figures and asserts none: test_sync "[speed]"
#include "sync/wire/bundle.h"
#include "tests/sync/hospital.h"

#include <atomic>
#include <iostream>
#include <thread>

using namespace bedside;
using namespace bedside::test;

namespace {

template <typename Work>
double seconds_of(Work const& work)
{
    auto const begun = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

/// Forms a second that so many tablets bring to the server at once, each waiting for its receipt: no network, only check, commit and signature.
double ingested(server::Grouping grouping, int tablets, int forms)
{
    Hospital hospital;
    hospital.grouping = grouping;
    std::vector<std::vector<std::string>> transactions;
    for (int i = 0; i < tablets; ++i) {
        if (i % 8 == 0) { // the enrolments that one address may try in a minute are counted anew
            hospital.stop();
            hospital.start();
        }
        TabletAtBed tablet(hospital, "T-" + std::to_string(i));
        auto& own = transactions.emplace_back();
        for (int n = 1; n <= forms; ++n) {
            tablet.completes_pain(n % 11);
            own.push_back(ok(wire::build_transaction(ok(tablet.store->submission(n)))));
        }
    }
    std::atomic<int> taken = 0;
    auto const seconds = seconds_of([&] {
        std::vector<std::jthread> senders;
        for (int i = 0; i < tablets; ++i)
            senders.emplace_back([&, i] {
                auto const sender = hospital.server->storage().read([&](server::Connection& connection) { return server::tablet(connection, "T-" + std::to_string(i)); });
                for (auto const& transaction : transactions[static_cast<std::size_t>(i)]) {
                    auto const checked = hospital.server->intake().check(transaction, *sender);
                    taken += checked && hospital.server->receive(*checked);
                }
            });
    });
    CHECK(taken == tablets * forms);
    return tablets * forms / seconds;
}

} // namespace

TEST_CASE("how fast a tablet's backlog drains, and what many tablets gain by one commit for all", "[.][speed]")
{
    constexpr int backlog = 1000;
    double drained = 0;
    {
        Hospital hospital;
        TabletAtBed tablet(hospital, "T-03");
        for (int i = 0; i < backlog; ++i)
            tablet.completes_pain(i % 11);
        drained = backlog / seconds_of([&] { REQUIRE(tablet.drains()); });
        CHECK(hospital.responses() == tablet.completed);
    }
    constexpr int tablets = 32;
    constexpr int forms = 30;
    auto const grouped = ingested(server::Grouping::many, tablets, forms);
    auto const alone = ingested(server::Grouping::one, tablets, forms);
    std::cout << "{\"drained_forms_per_s\":" << drained << ",\"ingest_tablets\":" << tablets << ",\"ingest_grouped_forms_per_s\":" << grouped
              << ",\"ingest_one_commit_a_form_forms_per_s\":" << alone << "}\n";
}
