// SPDX-License-Identifier: Apache-2.0
// What the storage thread does with what can't be done.
#include "stored_tablet.h"
#include "tests/support/limits.h"
#include "tests/support/ok.h"

#include <atomic>
#include <stdexcept>

using namespace bedside;
using bedside::test::ok;
using bedside::test::SmallFiles;
using bedside::test::StoredTablet;

namespace {

constexpr rlim_t no_room = 4096; ///< bytes: less than any database

/// A clock that breaks down when it is told to: a library that throws where nobody expects it.
class BrittleClock final : public Clock {
public:
    Instant now() const override
    {
        if (broken)
            throw std::runtime_error("broken");
        return test::clock_of_machine.now();
    }
    std::atomic<bool> broken = false;
};

flow::SaveAnswer save(std::uint64_t ticket, std::string const& response_id, std::int32_t value)
{
    return { ticket, response_id, "now", { { value }, {} }, "patient", {} };
}

} // namespace

TEST_CASE("an answer that can never be saved is dropped with a word, and holds up nobody else's", "[R-003]")
{
    // It once stayed at the head of the queue: a ward's tablet saved nothing any more until it was restarted.
    StoredTablet tablet;
    tablet.publish("1", "Pain now?");
    tablet.start();
    auto const given_up = tablet.open({});
    auto const other = tablet.begin({ .response_id = {}, .participant = "P-009", .form = "pain-nrs", .visit = "T1m", .actor = "patient", .assisted_by = {} });
    ok(tablet.synced().abandon(given_up.response_id, "by another program", { "patient", {} }));
    tablet.perform(save(1, given_up.response_id, 3));
    auto const failed = tablet.wait_for<flow::SaveFailed>();
    CHECK(failed.ticket == 1);
    CHECK(failed.then == flow::SaveFailed::Then::drops);
    tablet.perform(save(2, other.response_id, 5));
    CHECK(tablet.wait_for<flow::AnswerSaved>().ticket == 2);
}

TEST_CASE("answers of a form that is given up wait no longer", "[R-003]")
{
    StoredTablet tablet;
    tablet.publish("1", "Pain now?");
    tablet.start();
    auto const begun = tablet.open({});
    {
        SmallFiles const full(no_room);
        tablet.perform(save(1, begun.response_id, 3));
        CHECK(tablet.wait_for<flow::SaveFailed>().then == flow::SaveFailed::Then::waits);
    }
    tablet.perform(flow::Abandon { begun.response_id, "staff:N-01" });
    tablet.wait_for<flow::Done<flow::Abandon>>();
    auto const next = tablet.open({});
    tablet.perform(save(2, next.response_id, 5));
    CHECK(tablet.wait_for<flow::AnswerSaved>().ticket == 2); // the first one's failure would have come before
}

TEST_CASE("a full disk calls no PIN wrong, and an audit row waits until there is room", "[R-019][R-052]")
{
    StoredTablet tablet;
    tablet.publish("1", "Pain now?");
    ok(tablet.synced().replace_staff({ { "N-01", "nurse", ok(hash_password("2580", PasswordCost::minimal)), false } }));
    tablet.start();
    {
        SmallFiles const full(no_room);
        tablet.perform(flow::CheckPin { "2580" });
        CHECK(tablet.wait_for<flow::Failed<flow::CheckPin>>().code == Code::disk_full);
        tablet.perform(flow::Audit { "alert-acknowledged", "a-1", "staff:N-01" });
        CHECK(tablet.wait_for<flow::Failed<flow::Audit>>().code == Code::disk_full);
        CHECK(ok(tablet.synced().audit_rows_of("alert-acknowledged")).empty());
    }
    tablet.wait_for<flow::Done<flow::Audit>>(); // by itself
    CHECK(ok(tablet.synced().audit_rows_of("alert-acknowledged")).size() == 1);
    tablet.perform(flow::CheckPin { "2580" });
    CHECK(tablet.wait_for<flow::PinChecked>().verdict == flow::PinVerdict::accepted);
}

TEST_CASE("what a library throws fails its effect only; an answer that was in its way is saved afterwards", "[R-003]")
{
    BrittleClock clock;
    StoredTablet tablet(clock);
    tablet.publish("1", "Pain now?");
    tablet.start();
    auto const begun = tablet.open({});
    clock.broken = true;
    tablet.perform(save(1, begun.response_id, 3));
    CHECK(tablet.wait_for<flow::SaveFailed>().then == flow::SaveFailed::Then::waits);
    tablet.perform(flow::OpenResponse { .response_id = {}, .participant = "P-009", .form = "pain-nrs", .visit = "T1m", .actor = "patient", .assisted_by = {} });
    CHECK(tablet.wait_for<flow::Failed<flow::OpenResponse>>().code == Code::internal);
    clock.broken = false;
    CHECK(tablet.wait_for<flow::AnswerSaved>().ticket == 1);
}

TEST_CASE("an effect without a store fails, each with its own event")
{
    StoredTablet tablet;
    ::setenv("CREDENTIALS_DIRECTORY", "/nonexistent", 1);
    tablet.ask_to_open();
    tablet.wait_for<flow::StoreFailed>();
    tablet.perform(flow::LoadFacts {});
    tablet.wait_for<flow::Failed<flow::LoadFacts>>();
    tablet.perform(flow::LoadAudit {});
    tablet.wait_for<flow::Failed<flow::LoadAudit>>();
    tablet.perform(flow::LoadPainDays { "P-017" });
    tablet.wait_for<flow::Failed<flow::LoadPainDays>>();
    tablet.perform(flow::VerifyStore {});
    tablet.wait_for<flow::Failed<flow::VerifyStore>>();
    tablet.perform(flow::WriteRescue {});
    tablet.wait_for<flow::Failed<flow::WriteRescue>>();
    tablet.perform(flow::RequestSync {});
    tablet.wait_for<flow::Failed<flow::RequestSync>>();
    tablet.perform(flow::KeepDpi { 150 });
    tablet.wait_for<flow::Failed<flow::KeepDpi>>();
    tablet.perform(flow::SetCurrentPath { "r", "now" });
    tablet.wait_for<flow::Failed<flow::SetCurrentPath>>();
}

TEST_CASE("a correction that was cut off knows what the original said", "[R-053]")
{
    StoredTablet tablet;
    tablet.publish("1", "Pain now?");
    tablet.start();
    auto const original = tablet.open({});
    tablet.answer(original.response_id, "now", 3);
    tablet.answer(original.response_id, "average", 3);
    tablet.hand_in(original);
    auto const correction = tablet.begin({ .response_id = {}, .participant = "P-017", .form = "pain-nrs", .visit = "T1m", .actor = "staff:CRC-1",
        .assisted_by = {}, .amends = original.response_id });
    tablet.answer(correction.response_id, "now", 5);
    auto const again = tablet.begin({ .response_id = correction.response_id, .participant = "P-017", .form = "pain-nrs", .visit = "T1m",
        .actor = "staff:CRC-1", .assisted_by = {}, .amends = original.response_id });
    CHECK(again.answers.at("now").values == std::vector<forms::Value> { std::int32_t { 5 } });
    CHECK(again.original.at("now").values == std::vector<forms::Value> { std::int32_t { 3 } });
    CHECK(again.original == correction.original);
}
