// SPDX-License-Identifier: Apache-2.0
// A server that is not ours: any FHIR R4 server must accept everything that a tablet sends.
#include "forms/engine/json.h"
#include "tests/sync/fhir_server.h"

using namespace bedside;
using namespace bedside::test;

namespace {

/// A tablet's key and certificate, as the site's issuer hands them out on paper.
void give_certificate(client::FhirTarget& target, pki::Identity const& issuer, std::int64_t now_ms)
{
    auto const request = ok(pki::make_request("T-03"));
    target.bearer.clear();
    target.certificate = ok(pki::sign_request(issuer, request.pem, "T-03", { now_ms - 86'400'000, now_ms + 86'400'000 }));
    target.certificate_key = request.key.text();
}

} // namespace

TEST_CASE("a strict FHIR server of the site takes everything that a tablet sends, once", "[R-040]")
{
    FhirServer server;
    TemporaryFolder folder;
    auto const key = Secret::random(32);
    ok(client::set_up_fhir(target_of(server), folder.path(), key, server.clock));
    auto store = ok(store::Store::open(folder.path(), key, server.clock));
    auto const definition = ok(pain_form(store));
    std::map<std::string, std::string> completed;
    for (int i = 0; i < 5; ++i) {
        auto const frozen = ok(hand_in(store, { .definition = *definition, .pain = i }, server.clock));
        completed.emplace("QuestionnaireResponse/" + frozen.entry.response_id, ok(forms::Json::parse(frozen.bytes)).dump());
    }
    auto synchroniser = ok(client::Synchroniser::open(store, folder.path(), "test", server.clock));
    auto const round = ok(synchroniser.round());
    CHECK(round.trouble == "");
    CHECK(round.received == 5);
    CHECK(round.quarantined == 0);
    for (auto const& row : ok(store.outbox(store::OutboxState::quarantined, 10)))
        UNSCOPED_INFO(row.reason);
    CHECK(ok(store.outbox_counts()).received == 5);
    auto const held = server.held();
    for (auto const& [name, resource] : completed) {
        REQUIRE(held.contains(name));
        CHECK(held.at(name) == resource);
    }
    CHECK(held.contains("Device/T-03"));
    CHECK(held.contains("Patient/P-009"));
    for (auto const& [name, resource] : held)
        if (name.starts_with("Patient/"))
            CHECK(resource.find("initials") == std::string::npos);
    // The receipt is the server's word, and says so.
    auto const first = ok(store.completed_forms()).front();
    auto const receipt = ok(store.receipt(first.response_id));
    REQUIRE(receipt);
    CHECK(receipt->signature.empty());
    // Sent again, nothing changes.
    ok(ok(client::Synchroniser::open(store, folder.path(), "test", server.clock)).round());
    CHECK(server.held().size() == held.size());
}

TEST_CASE("a wrong token keeps every form waiting, and a new one is given without a new store")
{
    FhirServer server;
    TemporaryFolder folder;
    auto const key = Secret::random(32);
    auto target = target_of(server);
    target.bearer = "an-old-token";
    ok(client::set_up_fhir(target, folder.path(), key, server.clock));
    {
        auto store = ok(store::Store::open(folder.path(), key, server.clock));
        auto const definition = ok(pain_form(store));
        ok(hand_in(store, { .definition = *definition, .pain = 7 }, server.clock));
        auto const round = ok(ok(client::Synchroniser::open(store, folder.path(), "test", server.clock)).round());
        CHECK(round.barred);
        CHECK(ok(store.outbox_counts()).waiting == 1);
    }
    ok(client::set_up_fhir(target_of(server), folder.path(), key, server.clock));
    auto store = ok(store::Store::open(folder.path(), key, server.clock));
    CHECK(ok(ok(client::Synchroniser::open(store, folder.path(), "test", server.clock)).round()).complete);
    CHECK(ok(store.outbox_counts()).received == 1);
    target.tablet = "T-04";
    CHECK(client::set_up_fhir(target, folder.path(), key, server.clock).error().code == Code::already_exists);
}

TEST_CASE("a server that asks for a client certificate lets in who has one of its authority, and nobody else")
{
    FhirServer server(Login::certificate);
    auto const now = server.clock.now().wall_ms;
    TemporaryFolder folder;
    auto const key = Secret::random(32);
    auto target = target_of(server); // a token only
    ok(client::set_up_fhir(target, folder.path(), key, server.clock));
    auto const round = [&] {
        auto store = ok(store::Store::open(folder.path(), key, server.clock));
        return ok(ok(client::Synchroniser::open(store, folder.path(), "test", server.clock, { .connect = 5, .whole = 10 })).round());
    };
    std::string id;
    {
        auto store = ok(store::Store::open(folder.path(), key, server.clock));
        auto const definition = ok(pain_form(store));
        id = ok(hand_in(store, { .definition = *definition, .pain = 7 }, server.clock)).entry.response_id;
    }
    CHECK_FALSE(round().complete);
    give_certificate(target, ok(pki::make_authority("stranger", { now - 86'400'000, now + 86'400'000 })), now);
    ok(client::set_up_fhir(target, folder.path(), key, server.clock));
    CHECK_FALSE(round().complete);
    CHECK(server.held().empty());
    {
        auto const store = ok(store::Store::open(folder.path(), key, server.clock));
        CHECK(ok(store.outbox_counts()).waiting == 1);
    }
    give_certificate(target, server.issuer, now);
    ok(client::set_up_fhir(target, folder.path(), key, server.clock));
    auto const accepted = round();
    CHECK(accepted.trouble == "");
    CHECK(accepted.received == 1);
    CHECK(server.held().contains("QuestionnaireResponse/" + id));
    // Nothing of it is in clear on the tablet, and half a login is none.
    for (auto const& file : std::filesystem::directory_iterator(folder.path()))
        CHECK(bytes_of(file.path()).find("PRIVATE KEY") == std::string::npos);
    target.certificate_key = {};
    CHECK(client::set_up_fhir(target, folder.path(), key, server.clock).error().code == Code::invalid_argument);
}
