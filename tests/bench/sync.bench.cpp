// SPDX-License-Identifier: Apache-2.0
// A tablet's backlog and many tablets at once, beside what TLS and the disk allow in the same run.
#include "measure.h"
#include "sync/wire/bundle.h"
#include "tests/bench/tls_echo.h"
#include "tests/sync/hospital.h"

#include <atomic>
#include <fcntl.h>
#include <thread>
#include <unistd.h>

using namespace bedside;
using namespace bedside::bench;
using namespace bedside::test;

namespace {

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
                auto const sender = hospital.server->storage().read([&](server::ReadConnection& connection) { return server::tablet(connection, "T-" + std::to_string(i)); });
                for (auto const& transaction : transactions[static_cast<std::size_t>(i)]) {
                    auto const checked = hospital.server->intake().check(transaction, *sender);
                    taken += checked && hospital.server->receive(*checked);
                }
            });
    });
    CHECK(taken == tablets * forms);
    return tablets * forms / seconds;
}

/// Appends of a page that a disk makes durable one after the other in a second.
double syncs_a_second(std::filesystem::path const& folder)
{
    int const file = ::open((folder / "sync").c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
    REQUIRE(file >= 0);
    std::string const page(4096, 'x');
    constexpr int rounds = 300;
    auto const seconds = seconds_of([&] {
        for (int i = 0; i < rounds; ++i) {
            REQUIRE(::write(file, page.data(), page.size()) == static_cast<ssize_t>(page.size()));
            REQUIRE(::fdatasync(file) == 0);
        }
    });
    ::close(file);
    return rounds / seconds;
}

} // namespace

TEST_CASE("outbox drained")
{
    constexpr int backlog = 1000;
    Hospital hospital;
    hospital.direct = true;
    TabletAtBed tablet(hospital, "T-03");
    for (int i = 0; i < backlog; ++i)
        tablet.completes_pain(i % 11);
    auto const request = ok(wire::build_transaction(ok(tablet.store->submission(1)))).size();
    auto const drained = backlog / seconds_of([&] { REQUIRE(tablet.drains()); });
    CHECK(hospital.responses() == tablet.completed);
    constexpr std::size_t reply = 1500; // about a receipt
    auto const echoes = tls_echoes_a_second(hospital.server->identity(), 4, backlog, request, reply);
    print("outbox drained", { { "forms", backlog }, { "forms_per_s", rounded(drained, 1) }, { "tls_echoes_per_s", rounded(echoes, 1) }, { "bytes_per_form", request }, { "share_of_echo", rounded(drained / echoes) } });
}

TEST_CASE("server ingest")
{
    constexpr int tablets = 32;
    constexpr int forms = 30;
    TemporaryFolder const folder;
    auto const syncs = syncs_a_second(folder.path());
    auto const grouped = ingested(server::Grouping::many, tablets, forms);
    auto const alone = ingested(server::Grouping::one, tablets, forms);
    print("server ingest", { { "tablets", tablets }, { "grouped_forms_per_s", rounded(grouped, 1) }, { "one_commit_a_form_forms_per_s", rounded(alone, 1) }, { "disk_syncs_per_s", rounded(syncs, 1) },
        { "grouped_over_one", rounded(grouped / alone) }, { "grouped_over_disk_syncs", rounded(grouped / syncs) } });
}
