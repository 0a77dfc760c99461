// SPDX-License-Identifier: Apache-2.0
// What goes beside the network and beside the form: alerts, rescue by USB, a second process, keys.
#include "sync/client/backoff.h"
#include "sync/client/daemon.h"
#include "sync/server/console/fleet_page.h"
#include "sync/store/rescue.h"
#include "tests/sync/hospital.h"

using namespace bedside;
using namespace bedside::test;

TEST_CASE("an alert goes first, is listed for staff with its text escaped, and is acknowledged once", "[R-069][R-076]")
{
    Hospital hospital;
    TabletAtBed tablet(hospital, "T-03");
    std::vector<std::string> order;
    std::mutex mutex;
    hospital.before = [&](server::HttpRequest const& request, server::HttpResponse const&) -> std::optional<server::HttpResponse> {
        if (request.path == "/fhir" && request.body.find("QuestionnaireResponse/") != std::string::npos) {
            std::lock_guard const lock(mutex);
            order.push_back(request.body.find("Communication/") != std::string::npos ? "alert" : "form");
        }
        return std::nullopt;
    };
    for (int i = 0; i < 40; ++i)
        tablet.completes_pain(2);
    auto const id = random_uuid();
    tablet.completes_pain(9,
        { R"({"resourceType":"Communication","id":")" + id
            + R"(","status":"completed","priority":"urgent","reasonCode":[{"coding":[{"code":"severe-pain"}]}],"payload":[{"contentString":"<script>alert(1)</script>"}]})" },
        1);
    REQUIRE(ok(tablet.round()).complete);
    REQUIRE(order.size() == 41);
    CHECK(std::find(order.begin(), order.begin() + 16, "alert") != order.begin() + 16); // among the first that were in flight
    auto list = hospital.read([](server::ReadConnection& connection) { return server::alerts(connection, 10); });
    REQUIRE(list.size() == 1);
    CHECK(list[0].id == id);
    CHECK(list[0].rule == "severe-pain");
    CHECK(list[0].participant == "P-009");
    auto const rows = hospital.read([](server::ReadConnection& connection) { return server::fleet(connection); });
    server::PageContext const context { locales::Catalogue::of("zh-Hans"), { server::Role::coordinator, "crc" }, "token", "study", "/" };
    auto const page = server::fleet_page(context, { .rows = rows, .alerts = list, .late = {}, .mirrors = {} });
    CHECK(page.body.find("<script>alert") == std::string::npos);
    CHECK(page.body.find("&lt;script&gt;") != std::string::npos);
    for (auto const* who : { "console:a", "console:b" })
        ok(hospital.server->storage().write([&](server::Connection& connection) { return server::acknowledge_alert(connection, hospital.clock.now(), id, who, ""); }));
    list = hospital.read([](server::ReadConnection& connection) { return server::alerts(connection, 10); });
    CHECK(list[0].acknowledged_by == "console:a");
}

TEST_CASE("a rescue file brings what no network could, any number of times, to its own server only", "[R-011]")
{
    Hospital hospital;
    TabletAtBed tablet(hospital, "T-03");
    tablet.completes_pain(1);
    REQUIRE(ok(tablet.round()).complete);
    for (int i = 0; i < 3; ++i)
        tablet.completes_pain(8);
    TemporaryFolder stick;
    auto const sealed = bytes_of(ok(store::write_rescue(*tablet.store, hospital.server->rescue_public_key(), stick.path(), hospital.clock)));
    CHECK(sealed.find("P-009") == std::string::npos);
    auto const first = ok(hospital.server->import_rescue(sealed, "test"));
    CHECK(first.created == 3);
    CHECK(first.known == 1);
    CHECK(first.refused.empty());
    auto const second = ok(hospital.server->import_rescue(sealed, "test"));
    CHECK(second.created == 0);
    CHECK(second.known == 4);
    CHECK(hospital.responses() == tablet.completed);
    auto damaged = sealed;
    damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 1);
    CHECK_FALSE(hospital.server->import_rescue(damaged, "test"));
    Hospital other;
    CHECK_FALSE(other.server->import_rescue(sealed, "test"));
    // The network comes back: the same forms again are no conflict.
    REQUIRE(tablet.drains());
    CHECK(tablet.counts().received == 4);
    CHECK(hospital.responses() == tablet.completed);
}

TEST_CASE("a store that does not open is rescued as it is", "[R-011]")
{
    Hospital hospital;
    TabletAtBed tablet(hospital, "T-03");
    tablet.completes_pain(5);
    tablet.synchroniser.reset();
    tablet.store.reset();
    auto const database = tablet.folder.path() / "bedside.db";
    auto bytes = bytes_of(database);
    bytes[5000] = static_cast<char>(bytes[5000] ^ 1);
    std::ofstream(database, std::ios::binary) << bytes;
    REQUIRE_FALSE(store::Store::open(tablet.folder.path(), tablet.key, hospital.clock));
    TemporaryFolder credentials;
    std::ofstream(credentials.path() / "bedside-store-key") << hex(tablet.key.bytes()) << "\n";
    TemporaryFolder stick;
    auto const command = "CREDENTIALS_DIRECTORY=" + credentials.path().string() + " " BEDSIDE_BINARY_DIR "/bin/bedside-sync rescue " + stick.path().string() + " --data " + tablet.folder.path().string()
        + " > /dev/null";
    REQUIRE(std::system(command.c_str()) == 0);
    auto const files = contents_of(stick.path());
    REQUIRE(files.size() == 1);
    auto const imported = ok(hospital.server->import_rescue(files.begin()->second, "test"));
    CHECK(imported.created == 0);
    CHECK(imported.raw_files.at("bedside.db") == bytes);
    CHECK(imported.raw_files.at("key") == hex(tablet.key.bytes()));
    CHECK(bytes_of(database) == bytes);
}

TEST_CASE("a second bedside-sync on the same folder steps back", "[R-014]")
{
    TemporaryFolder folder;
    {
        auto const first = client::lock_folder(folder.path());
        REQUIRE(first);
        auto const second = client::lock_folder(folder.path());
        REQUIRE_FALSE(second);
        CHECK(second.error().code == Code::busy);
    }
    CHECK(client::lock_folder(folder.path()));
}

TEST_CASE("pauses grow, stay under five minutes, spread, and honour the server's wish")
{
    client::Backoff backoff;
    std::int64_t last_longest = 0;
    for (int i = 0; i < 40; ++i) {
        auto copy = backoff;
        auto const shortest = copy.failed(0);
        auto const longest = backoff.failed(static_cast<std::uint64_t>(shortest)); // random % (half + 1) == half
        CHECK(shortest * 2 == longest);
        CHECK(longest <= client::Backoff::longest_ms);
        CHECK(longest >= last_longest);
        last_longest = longest;
    }
    CHECK(last_longest == client::Backoff::longest_ms);
    backoff.succeeded();
    CHECK(backoff.failed(0) == client::Backoff::first_ms / 2);
    CHECK(backoff.failed(0, 90'000) == 90'000);
    CHECK(backoff.failed(0, 1LL << 40) == client::Backoff::longest_wish_ms);
}

TEST_CASE("the server's database and folder hold nothing in clear, and another key opens nothing", "[R-061]")
{
    Hospital hospital;
    TabletAtBed tablet(hospital, "T-03");
    tablet.completes_pain(7);
    REQUIRE(ok(tablet.round()).complete);
    for (auto const& [name, bytes] : contents_of(hospital.config.directory)) {
        INFO(name);
        for (auto const* secret : { "P-009", "valueInteger", "PRIVATE KEY", "QuestionnaireResponse" })
            CHECK(bytes.find(secret) == std::string::npos);
    }
    for (auto const& [name, bytes] : contents_of(tablet.folder.path()))
        CHECK(bytes.find("PRIVATE KEY") == std::string::npos);
    hospital.stop();
    auto const before = bytes_of(hospital.config.database());
    std::ofstream(hospital.config.key_file) << std::string(64, 'a') << "\n";
    auto const opened = server::StudyServer::open(hospital.config, hospital.clock);
    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == Code::wrong_key);
    CHECK(bytes_of(hospital.config.database()) == before);
}
