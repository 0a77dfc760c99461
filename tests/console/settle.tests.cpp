// SPDX-License-Identifier: Apache-2.0
// A cloned tablet and bytes that contradict each other: kept beside, shown, and settled by somebody with a reason.
#include "sync/server/console/fleet_page.h"
#include "sync/server/storage/audit.h"
#include "tests/sync/hospital.h"

using namespace bedside;
using namespace bedside::server;
using namespace bedside::test;

namespace {

Standing standing(Hospital& hospital, std::string const& id)
{
    auto const row = hospital.read([&](ReadConnection& connection) -> Result<FleetRow> { return fleet_row(connection, TRY(tablet(connection, id))); });
    return standing_of(row, hospital.clock.now().wall_ms);
}

template <typename F>
auto act(Hospital& hospital, F&& work) { return hospital.server->storage().write(std::forward<F>(work)); }

int rows_of(Hospital& hospital, std::string const& event)
{
    int count = 0;
    for (auto const& row : hospital.read([](ReadConnection& connection) { return audit_rows(connection, 0, 500); }))
        count += row.event == event ? 1 : 0;
    return count;
}

/// The same store twice: what a restored backup of a tablet, or a second device made from it, is.
struct Clone {
    explicit Clone(TabletAtBed& tablet, Hospital& hospital)
        : clock(hospital.clock)
    {
        tablet.store.reset();
        std::filesystem::copy(tablet.folder.path(), folder.path(), std::filesystem::copy_options::recursive | std::filesystem::copy_options::overwrite_existing);
        tablet.open();
        store.emplace(ok(store::Store::open(folder.path(), tablet.key, clock)));
        form = ok(pain_form(*store));
    }
    store::FrozenResponse completes(int pain) { return ok(hand_in(*store, { .definition = *form, .pain = pain, .written_over = {}, .resources = {}, .priority = 0 }, clock)); }
    void reports() { ok(ok(client::Synchroniser::open(*store, folder.path(), "test", clock, { .connect = 5, .whole = 10 })).round()); }

    SystemClock& clock;
    TemporaryFolder folder;
    std::optional<store::Store> store;
    std::shared_ptr<forms::Definition const> form;
};

} // namespace

TEST_CASE("what a cloned tablet sends is kept beside, both settle acts need a reason, and then the tablet that was kept is in order")
{
    Hospital hospital;
    TabletAtBed tablet(hospital, "T-03");
    tablet.completes_pain(1);
    ok(tablet.round());
    Clone clone(tablet, hospital);
    auto const true_one = tablet.completes_pain(2);
    ok(tablet.round());
    auto const other = clone.completes(9);
    clone.reports();

    auto const held = hospital.responses();
    CHECK(held.size() == 2);
    CHECK(held.contains(true_one.entry.response_id));
    CHECK(!held.contains(other.entry.response_id));
    CHECK(standing(hospital, "T-03") == Standing::act);
    CHECK(hospital.tablet("T-03").fork_ms);
    auto const open = hospital.read([](ReadConnection& connection) { return open_conflicts(connection, "T-03"); });
    REQUIRE(open.size() == 1);
    CHECK(open[0].response_id == other.entry.response_id);
    CHECK(open[0].sequence == 2);

    auto const now = hospital.clock.now();
    auto const conflict = [&](std::int64_t number, char const* reason) { return act(hospital, [&](Connection& connection) { return settle_conflict(connection, now, "T-03", number, reason, "console:crc"); }); };
    auto const fork = [&](char const* reason) { return act(hospital, [&](Connection& connection) { return settle_fork(connection, now, "T-03", reason, "console:crc"); }); };
    CHECK(conflict(open[0].number, "").error().code == Code::invalid_argument);
    CHECK(conflict(open[0].number + 1, "why").error().code == Code::not_found);
    CHECK(fork("").error().code == Code::invalid_argument);
    CHECK(standing(hospital, "T-03") == Standing::act);
    ok(conflict(open[0].number, "an old copy was put on a second device"));
    CHECK(conflict(open[0].number, "again").error().code == Code::not_found);
    CHECK(standing(hospital, "T-03") == Standing::act); // the second device is still somewhere
    ok(fork("the second device was taken away"));
    ok(tablet.round());
    CHECK(!hospital.tablet("T-03").fork_ms);
    CHECK(standing(hospital, "T-03") == Standing::fine);
    CHECK(rows_of(hospital, "conflict-settled") == 1);
    CHECK(rows_of(hospital, "fork-settled") == 1);

    // Both versions stay: the bytes of the one that was not taken are not gone.
    auto const kept = hospital.read([&](ReadConnection& connection) -> Result<std::string> {
        auto query = TRY(connection.query("SELECT bytes FROM conflict WHERE response_id = ?1", other.entry.response_id));
        TRY(query.step());
        return std::string(as_text(query.blob(0)));
    });
    CHECK(kept == other.bytes);
    CHECK(hospital.responses() == held);
    CHECK(hospital.read([](ReadConnection& connection) { return verify_submissions(connection); }) == 2);
}

TEST_CASE("a clone that reports again after it was settled shows again")
{
    Hospital hospital;
    TabletAtBed tablet(hospital, "T-03");
    tablet.completes_pain(1);
    ok(tablet.round());
    Clone clone(tablet, hospital);
    ok(tablet.round());
    clone.reports();
    REQUIRE(hospital.tablet("T-03").fork_ms);
    ok(act(hospital, [&](Connection& connection) { return settle_fork(connection, hospital.clock.now(), "T-03", "found it", "console:crc"); }));
    ok(tablet.round());
    ok(tablet.round());
    REQUIRE(!hospital.tablet("T-03").fork_ms);
    clone.reports();
    CHECK(hospital.tablet("T-03").fork_ms);
}
