// SPDX-License-Identifier: Apache-2.0
// What coordinators do, through real tablets over TLS: each act has its effect on tablet and server, and stands in the audit trail.
#include "forms/engine/json.h"
#include "sync/client/wipe.h"
#include "sync/server/console/compliance_board.h"
#include "sync/server/console/records.h"
#include "sync/server/storage/audit.h"
#include "sync/server/storage/orders.h"
#include "sync/server/storage/participants.h"
#include "sync/server/tablets/amend.h"
#include "tests/sync/hospital.h"

#include <cstdlib>
#include <thread>

using namespace bedside;
using namespace bedside::server;
using bedside::test::Hospital;
using bedside::test::ok;
using bedside::test::TabletAtBed;
using bedside::test::TemporaryFolder;

namespace {

constexpr char const* coordinator = "console:coordinator";

bool audited(Hospital& hospital, std::string const& event, std::string const& part)
{
    for (auto const& row : hospital.read([](ReadConnection& connection) { return audit_rows(connection, 0, 500); }))
        if (row.event == event && row.detail.find(part) != std::string::npos)
            return true;
    return false;
}

template <typename F>
auto act(Hospital& hospital, F&& work) { return hospital.server->storage().write(std::forward<F>(work)); }

Result<void> order(Hospital& hospital, std::string const& tablet, Order order)
{
    order.who = coordinator;
    return act(hospital, [&](Connection& connection) { return give_order(connection, hospital.clock.now(), tablet, order); });
}

} // namespace

TEST_CASE("a refused form that is accepted amended gets its receipt; its bytes stay, and a version without the unfit answer counts", "[R-010]")
{
    Hospital hospital;
    TabletAtBed tablet(hospital, "T-03");
    auto const bad = tablet.hands_in(6, "99"); // beyond the scale
    ok(tablet.round());
    REQUIRE(tablet.counts().quarantined == 1);
    CHECK(hospital.tablet("T-03").received == 0);

    CHECK(accept_amended(*hospital.server, "T-03", bad.entry.sequence, "", coordinator).error().code == Code::invalid_argument);
    CHECK(accept_amended(*hospital.server, "T-03", 77, "why", coordinator).error().code == Code::not_found);
    ok(accept_amended(*hospital.server, "T-03", bad.entry.sequence, "a slip of the finger, asked the patient", coordinator));
    CHECK(hospital.tablet("T-03").contiguous == 1);
    CHECK(hospital.responses().at(bad.entry.response_id) == bad.bytes);
    auto const corrections = hospital.read([&](ReadConnection& connection) { return corrections_of(connection, bad.entry.response_id); });
    REQUIRE(corrections.size() == 1);
    CHECK(corrections[0].bytes.find("\"status\":\"amended\"") != std::string::npos);
    CHECK(corrections[0].bytes.find(":99") == std::string::npos);
    CHECK(corrections[0].what.find(' ') == std::string::npos); // one answer was left out, not more
    CHECK(audited(hospital, "accepted-amended", "T-03 1: a slip"));

    ok(tablet.round()); // fetches the order and sends again
    CHECK(tablet.counts().quarantined == 0);
    CHECK(tablet.counts().received == 1);
    CHECK(audited(hospital, "retry-done", "received"));
    CHECK(hospital.read([](ReadConnection& connection) { return verify_submissions(connection); }) == 1);
}

TEST_CASE("an order to send again is carried out once and says what became of it", "[R-008]")
{
    Hospital hospital;
    TabletAtBed tablet(hospital, "T-03");
    tablet.hands_in(6, "99");
    ok(tablet.round());
    ok(order(hospital, "T-03", { .kind = "retry", .sequence = 1 }));
    ok(order(hospital, "T-03", { .kind = "retry", .sequence = 1 })); // the same again waits only once
    ok(tablet.round());
    auto const orders = hospital.read([](ReadConnection& connection) { return orders_of(connection, "T-03"); });
    REQUIRE(orders.size() == 1);
    CHECK(orders[0].done_ms);
    CHECK(orders[0].outcome.starts_with("refused again: "));
    CHECK(audited(hospital, "retry-ordered", "T-03 1"));
    CHECK(act(hospital, [&](Connection& connection) { return finish_order(connection, hospital.clock.now(), "T-03", orders[0].number, "again"); }).error().code == Code::not_found);
}

TEST_CASE("a number that is given up is not missing any more, and the tablet keeps the form and knows why", "[R-008]")
{
    Hospital hospital;
    TabletAtBed tablet(hospital, "T-03");
    tablet.hands_in(6, "99");
    tablet.completes_pain(3);
    ok(tablet.round());
    auto const give = [&](std::int64_t sequence, char const* reason) {
        return act(hospital, [&](Connection& connection) { return give_up(connection, hospital.clock.now(), "T-03", sequence, reason, coordinator); });
    };
    CHECK(give(1, "").error().code == Code::invalid_argument);
    CHECK(give(2, "why").error().code == Code::already_exists);
    CHECK(give(9, "why").error().code == Code::invalid_argument);
    CHECK_FALSE(hospital.read([&](ReadConnection& connection) { return missing(connection, hospital.tablet("T-03")); }).empty());
    ok(give(1, "handed in for another patient"));
    CHECK(hospital.read([&](ReadConnection& connection) { return missing(connection, hospital.tablet("T-03")); }).empty());
    CHECK(hospital.read([](ReadConnection& connection) { return refusals(connection, "T-03"); }).empty());
    CHECK(hospital.read([](ReadConnection& connection) { return given_up(connection, "T-03"); }).size() == 1);
    ok(tablet.round());
    auto const aside = ok(tablet.store->outbox(store::OutboxState::quarantined, 10));
    REQUIRE(aside.size() == 1);
    CHECK(aside[0].reason == "given up: handed in for another patient");
    CHECK(audited(hospital, "given-up", "T-03 1: handed in"));
    CHECK(audited(hospital, "lost-done", "stays on the tablet"));
}

TEST_CASE("a wipe waits until everything was received, then leaves nothing and a certificate that the tablet signed", "[R-015]")
{
    Hospital hospital;
    TabletAtBed tablet(hospital, "T-03");
    tablet.completes_pain(3);
    ok(tablet.round());
    auto const key = tablet.store->public_key();
    ok(order(hospital, "T-03", { .kind = "wipe" }));
    tablet.completes_pain(5); // between the order and the next contact
    ok(tablet.round());
    CHECK(hospital.tablet("T-03").contiguous == 2); // it was sent before anything was destroyed
    CHECK_FALSE(std::filesystem::exists(tablet.folder.path() / "bedside.db"));
    CHECK_FALSE(std::filesystem::exists(tablet.folder.path() / "bedside.db-wal"));
    auto const orders = hospital.read([](ReadConnection& connection) { return orders_of(connection, "T-03"); });
    REQUIRE(orders.size() == 1);
    REQUIRE(orders[0].done_ms);
    auto certificate = ok(forms::Json::parse(orders[0].outcome));
    auto const signature = ok(from_base64(certificate.string_at("signature")));
    certificate.object_to_change().erase(certificate.object_to_change().find("signature"));
    CHECK(verify(key, certificate.dump(), signature));
    CHECK(certificate.string_at("tablet") == "T-03");
    CHECK(certificate.find("unconfirmed_forms")->integer() == 0);
    CHECK(certificate.find("files_left")->integer() == 0);
    CHECK(hospital.tablet("T-03").revoked_ms);
    CHECK(audited(hospital, "wipe-done", "T-03"));
}

TEST_CASE("a tablet that is given back sends what it has, is wiped, and leaves its certificate at the server")
{
    Hospital hospital;
    TabletAtBed tablet(hospital, "T-03");
    tablet.completes_pain(3);
    // cut off from its server it keeps everything
    hospital.before = [](server::HttpRequest const& request, server::HttpResponse const&) -> std::optional<server::HttpResponse> {
        if (request.path != "/fhir")
            return std::nullopt;
        return server::HttpResponse { .status = 503, .content_type = {}, .body = {}, .headers = {} };
    };
    auto refused = ok(tablet.synchroniser->give_back());
    CHECK_FALSE(refused.wiped);
    CHECK_FALSE(refused.trouble.empty());
    CHECK(std::filesystem::exists(tablet.folder.path() / "bedside.db"));
    hospital.before = {};

    CHECK(ok(tablet.synchroniser->give_back()).wiped);
    CHECK_FALSE(std::filesystem::exists(tablet.folder.path() / "bedside.db"));
    CHECK(hospital.tablet("T-03").contiguous == 1);
    auto const orders = hospital.read([](ReadConnection& connection) { return orders_of(connection, "T-03"); });
    REQUIRE(orders.size() == 1);
    auto const certificate = ok(forms::Json::parse(orders[0].outcome));
    CHECK(certificate.string_at("sealed_key") == "none");
    CHECK(certificate.find("last_sequence")->integer() == 1);
    CHECK(hospital.tablet("T-03").revoked_reason == "wiped");
}

TEST_CASE("the sealed key goes before the store, by who may destroy it, and the certificate does not claim what nobody did")
{
    TemporaryFolder folder;
    ::unsetenv("CREDENTIALS_DIRECTORY");
    CHECK(client::ask_for_sealed_key(folder.path(), std::chrono::milliseconds(50)) == client::SealedKey::none);
    ::setenv("CREDENTIALS_DIRECTORY", "/run/credentials/bedside-sync.service", 1);
    CHECK(client::ask_for_sealed_key(folder.path(), std::chrono::milliseconds(200)) == client::SealedKey::left);
    std::thread root([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        std::filesystem::remove(folder.path() / "wipe-ordered");
    });
    CHECK(client::ask_for_sealed_key(folder.path(), std::chrono::seconds(10)) == client::SealedKey::destroyed);
    root.join();
    ::unsetenv("CREDENTIALS_DIRECTORY");
}

TEST_CASE("a wipe is refused while something is missing; by force it needs a reason and says what is gone", "[R-015]")
{
    Hospital hospital;
    TabletAtBed tablet(hospital, "T-03");
    tablet.hands_in(6, "99");
    ok(tablet.round());
    CHECK(order(hospital, "T-03", { .kind = "wipe" }).error().code == Code::conflict);
    CHECK(order(hospital, "T-03", { .kind = "wipe", .forced = true }).error().code == Code::invalid_argument);
    CHECK(std::filesystem::exists(tablet.folder.path() / "bedside.db"));
    ok(order(hospital, "T-03", { .kind = "wipe", .forced = true, .reason = "stolen" }));
    CHECK(ok(tablet.round()).wiped);
    auto const outcome = hospital.read([](ReadConnection& connection) { return orders_of(connection, "T-03"); })[0].outcome;
    CHECK(outcome.find("\"unconfirmed_forms\":1") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(tablet.folder.path() / "bedside.db"));
    CHECK(audited(hospital, "wipe-ordered", "T-03 forced: stolen"));
}

TEST_CASE("a withdrawal reaches the tablet, and a new publication of the folder does not undo it", "[R-048]")
{
    Hospital hospital;
    TabletAtBed tablet(hospital, "T-03");
    auto const on_tablet = [&] {
        auto const study = ok(study::load_study(ok(tablet.store->documents("study"))));
        for (auto const& one : ok(study::load_roster(ok(tablet.store->documents("roster"))["roster.csv"], study)))
            if (one.number == "P-009")
                return one;
        FAIL("P-009 is not on the tablet");
        return study::Participant {};
    };
    REQUIRE(on_tablet().state == study::ParticipantState::on_study);
    auto const change = [&](ParticipantChange wanted) {
        wanted.who = coordinator;
        return act(hospital, [&](Connection& connection) { return change_participant(connection, hospital.clock.now(), wanted); });
    };
    CHECK(change({ .participant = "P-009", .field = "state", .value = "withdrawn" }).error().code == Code::invalid_argument);
    CHECK(change({ .participant = "P-999", .field = "state", .value = "withdrawn", .reason = "why" }).error().code == Code::not_found);
    CHECK(change({ .participant = "P-009", .field = "state", .value = "gone", .reason = "why" }).error().code == Code::invalid_argument);
    CHECK(change({ .participant = "P-009", .field = "anchor:nothing", .value = "2026-11-24T10:00:00.000+08:00", .reason = "why" }).error().code == Code::invalid_argument);
    ok(change({ .participant = "P-009", .field = "state", .value = "withdrawn", .since = iso8601(hospital.clock.now()), .reason = "moved away" }));
    ok(change({ .participant = "P-009", .field = "anchor:discharge", .value = "2026-11-24T10:00:00.000+08:00", .reason = "went home" }));
    ok(tablet.round());
    CHECK(on_tablet().state == study::ParticipantState::withdrawn);
    CHECK(iso8601(on_tablet().anchors.at("discharge")) == "2026-11-24T10:00:00.000+08:00");
    CHECK(audited(hospital, "participant-changed", "P-009 state: on-study > withdrawn"));

    ok(hospital.server->publish_folder(BEDSIDE_SOURCE_DIR "/forms/studies/idds-hydromorphone", "test"));
    ok(tablet.round());
    CHECK(on_tablet().state == study::ParticipantState::withdrawn);
    CHECK(hospital.read([](ReadConnection& connection) { return changes_of(connection, "P-009"); }).size() == 2);
}

TEST_CASE("a correction is a new version with a reason; the form as received stays and proves itself", "[R-053]")
{
    Hospital hospital;
    TabletAtBed tablet(hospital, "T-03");
    auto const form = tablet.completes_pain(8);
    ok(tablet.round());
    auto const& id = form.entry.response_id;
    auto& server = *hospital.server;
    CHECK(amend(server, id, { { "worst", "9" } }, "", coordinator).error().code == Code::invalid_argument);
    CHECK(amend(server, id, { { "worst", "11" } }, "why", coordinator).error().code == Code::invalid_response);
    CHECK(amend(server, id, { { "worst", "many" } }, "why", coordinator).error().code == Code::invalid_argument);
    CHECK(amend(server, id, { { "worst", "8" } }, "why", coordinator).error().code == Code::invalid_argument); // nothing changed
    CHECK(amend(server, "no-such-form", { { "worst", "9" } }, "why", coordinator).error().code == Code::not_found);
    ok(amend(server, id, { { "worst", "9" }, { "average", "8" } }, "read aloud wrongly", coordinator));
    ok(amend(server, id, { { "worst", "10" } }, "asked once more", coordinator));
    auto const corrections = hospital.read([&](ReadConnection& connection) { return corrections_of(connection, id); });
    REQUIRE(corrections.size() == 2);
    CHECK(corrections[0].what == "worst");
    CHECK(corrections[1].version == 3);
    CHECK(hospital.responses().at(id) == form.bytes);
    hospital.read([&](ReadConnection& connection) {
        return each_current_response(connection, [&](std::string const&, std::string const& bytes) -> Result<void> {
            CHECK(bytes == corrections[1].bytes);
            return {};
        });
    });
    CHECK(audited(hospital, "amended", id + " version 3"));
    CHECK(hospital.read([](ReadConnection& connection) { return verify_submissions(connection); }) == 1);
    CHECK(act(hospital, [](Connection& connection) { return connection.run("UPDATE correction SET reason = 'other'"); }).error().code != Code::internal);
    CHECK(hospital.read([&](ReadConnection& connection) { return corrections_of(connection, id); })[0].reason == "read aloud wrongly");
}

TEST_CASE("the board of compliance says the same after a form, a change and an hour as when it is made anew", "[R-060]")
{
    Hospital hospital;
    TabletAtBed tablet(hospital, "T-03");
    auto const in_force = [&] { return *ok(hospital.server->study_in_force()); };
    ComplianceBoard board;
    auto const same_as_new = [&](Instant const& now) {
        auto const study = in_force();
        hospital.read([&](ReadConnection& connection) -> Result<void> {
            ComplianceBoard fresh;
            auto const kept = TRY(board.current(connection, study, now));
            auto const made = TRY(fresh.current(connection, study, now));
            REQUIRE(kept.size() == made.size());
            for (std::size_t i = 0; i < kept.size(); ++i) {
                INFO(study.roster[i].number);
                CHECK(kept[i].complete == made[i].complete);
                CHECK(kept[i].countable == made[i].countable);
                CHECK(kept[i].late == made[i].late);
                CHECK(kept[i].attention == made[i].attention);
            }
            return {};
        });
    };
    auto now = hospital.clock.now();
    same_as_new(now);
    tablet.completes_pain(4);
    ok(tablet.round());
    same_as_new(now);
    ok(act(hospital, [&](Connection& connection) {
        return change_participant(connection, hospital.clock.now(), { .participant = "P-009", .field = "state", .value = "died", .since = iso8601(now), .reason = "why", .who = coordinator });
    }));
    same_as_new(now);
    for (int i = 0; i < 20; ++i) {
        now.wall_ms += 36 * 3'600'000;
        same_as_new(now);
    }
}
