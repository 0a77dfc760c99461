// SPDX-License-Identifier: Apache-2.0
// The server's database under jobs that throw, and as one state for an export.
#include "sync/server/commands/server_source.h"
#include "sync/server/storage/settings.h"
#include "tests/sync/hospital.h"

#include <array>
#include <stdexcept>
#include <thread>

using namespace bedside;
using namespace bedside::server;
using bedside::test::Hospital;
using bedside::test::ok;
using bedside::test::TabletAtBed;

namespace {

template <typename Work>
concept Readable = requires(Storage& storage, Work work) { storage.read(work); };

} // namespace

TEST_CASE("work that reads gets no connection that writes")
{
    auto const reads = [](ReadConnection&) -> Result<int> { return 1; };
    auto const writes = [](Connection&) -> Result<int> { return 1; };
    STATIC_CHECK(Readable<decltype(reads)>);
    STATIC_CHECK_FALSE(Readable<decltype(writes)>);
}

// The writer's thread caught nothing: one exception in one job ended the server, with everybody's forms waiting.
TEST_CASE("a change of the database that throws fails alone: nothing of it stays, the others' are stored, the server goes on")
{
    Hospital hospital;
    auto& storage = hospital.server->storage();
    auto const throws = [](Connection& connection) -> Result<void> {
        TRY(set_setting(connection, "half", "done"));
        throw std::runtime_error("out of something");
    };
    auto const alone = storage.write(throws);
    REQUIRE_FALSE(alone);
    CHECK(alone.error().code == Code::internal);

    // Together in one group: the first job holds the writer until all the others wait.
    std::vector<std::thread> others;
    std::array<std::optional<Result<void>>, 8> outcomes;
    auto const first = storage.write([&](Connection&) -> Result<void> {
        for (std::size_t i = 0; i < outcomes.size(); ++i)
            others.emplace_back([&, i] {
                if (i % 2 == 1)
                    outcomes[i] = storage.write(throws);
                else
                    outcomes[i] = storage.write([i](Connection& connection) { return set_setting(connection, "whole-" + std::to_string(i), "done"); });
            });
        while (storage.backlog() < outcomes.size())
            std::this_thread::yield();
        return {};
    });
    ok(first);
    for (auto& other : others)
        other.join();
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        INFO(i);
        CHECK(outcomes[i]->has_value() == (i % 2 == 0));
        auto const stored = hospital.read([i](ReadConnection& connection) { return setting(connection, "whole-" + std::to_string(i)); });
        CHECK(stored == (i % 2 == 0 ? "done" : ""));
    }
    CHECK(hospital.read([](ReadConnection& connection) { return setting(connection, "half"); }).empty());
}

// Each part of an export read the database at a moment of its own: responses without their resources, an audit trail of forms that were not there.
TEST_CASE("an export is of one state of the database, also when forms come in while it is written", "[R-056]")
{
    Hospital hospital;
    TabletAtBed tablet(hospital, "T-03");
    tablet.completes_pain(4);
    REQUIRE(tablet.drains());
    auto const source = ok(report::source_of(*hospital.server));
    auto const forms = [&](auto const& between) {
        int count = 0;
        ok(source.each_response([&](report::Arrival const&, std::string const&) -> Result<void> {
            ++count;
            between();
            return {};
        }));
        return count;
    };
    auto const count_lines = [](auto const& each) {
        int count = 0;
        ok(each([&](auto const&...) -> Result<void> {
            ++count;
            return {};
        }));
        return count;
    };
    auto const send_one = [&] {
        tablet.completes_pain(9);
        REQUIRE(tablet.drains());
    };
    auto const audit = count_lines(source.each_audit_line);
    CHECK(forms(send_one) == 1);
    CHECK(forms([] {}) == 1);
    CHECK(count_lines(source.each_audit_line) == audit);
    CHECK(hospital.responses().size() == 2);
    auto const later = ok(report::source_of(*hospital.server));
    CHECK(count_lines(later.each_response) == 2);
}
