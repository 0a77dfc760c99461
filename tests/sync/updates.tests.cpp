// SPDX-License-Identifier: Apache-2.0
// Programs for the tablets: published, fetched piece by piece, checked, and reported.
#include "sync/server/commands/update_commands.h"
#include "sync/server/console/fleet_page.h"
#include "sync/server/storage/updates.h"
#include "tests/support/update_bundle.h"
#include "tests/sync/hospital.h"

#include <sstream>

using namespace bedside;
using namespace bedside::test;

namespace {

void put(std::filesystem::path const& file, std::string const& bytes)
{
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << bytes;
}

/// A tablet whose programs came in a package of Debian 12.
struct Ward {
    Hospital hospital;
    TabletAtBed tablet { hospital, "T-01" };
    TemporaryFolder folder;
    SigningKey key = SigningKey::generate();
    client::UpdatePlace place { folder.path() / "updates", folder.path() / "update-key.pem" };
    std::ostringstream said;

    Ward()
    {
        std::filesystem::create_directories(place.folder / "incoming");
        put(place.key, pem_of(key));
        installed("0.1.0-1+deb12");
        tablet.synchroniser.emplace(ok(client::Synchroniser::open(*tablet.store, tablet.folder.path(), "0.1.0", hospital.clock, { .connect = 5, .whole = 10 }, place)));
    }
    void installed(std::string const& version) { put(place.folder / "version", version + " amd64 bookworm\n"); }
    Result<int> publish(std::string const& bundle)
    {
        put(folder.path() / "bundle", bundle);
        return server::publish_update(*hospital.server, folder.path() / "bundle", place.key, "test", said);
    }
    std::string incoming(std::string const& version = "0.9.0-1+deb12") const { return bytes_of(place.folder / "incoming" / (version + ".bedside-update")); }
    server::Heartbeat heard() { return hospital.tablet("T-01").said; }
};

} // namespace

TEST_CASE("a published update arrives byte for byte, once, and the console hears of each step", "[sync]")
{
    Ward ward;
    auto const bundle = update_bundle(ward.key);
    REQUIRE(ward.publish(bundle));
    int pieces = 0;
    ward.hospital.before = [&](server::HttpRequest const& request, auto const&) {
        pieces += request.path.starts_with("/tablet/updates/") ? 1 : 0;
        return std::optional<server::HttpResponse>();
    };
    REQUIRE(ok(ward.tablet.round()).complete);
    CHECK(ward.incoming() == bundle);
    CHECK(pieces == 3);

    REQUIRE(ok(ward.tablet.round()).complete);
    CHECK(pieces == 3);
    CHECK(ward.heard().version == "0.1.0-1+deb12");
    CHECK(ward.heard().update_state == "waiting");
    CHECK(ward.heard().update_version == "0.9.0-1+deb12");

    // applied: the package writes its version, the script its result
    std::filesystem::remove(ward.place.folder / "incoming" / "0.9.0-1+deb12.bedside-update");
    ward.installed("0.9.0-1+deb12");
    put(ward.place.folder / "result.json", R"({"state":"applied","from":"0.1.0-1+deb12","to":"0.9.0-1+deb12","time":"","detail":"from 0.1.0-1+deb12"})");
    REQUIRE(ok(ward.tablet.round()).complete);
    CHECK(ward.heard().version == "0.9.0-1+deb12");
    CHECK(ward.heard().update_state == "applied");
    CHECK(pieces == 3);
    ok(server::list_updates(*ward.hospital.server, ward.said));
    CHECK(ward.said.str().find("T-01: 0.9.0-1+deb12, applied 0.9.0-1+deb12") != std::string::npos);
}

TEST_CASE("an update that was cut goes on where it was", "[sync]")
{
    Ward ward;
    auto const bundle = update_bundle(ward.key);
    REQUIRE(ward.publish(bundle));
    std::vector<std::string> asked;
    ward.hospital.after = [&](server::HttpRequest const& request, auto const&) -> std::optional<server::HttpResponse> {
        if (!request.path.starts_with("/tablet/updates/"))
            return std::nullopt;
        asked.push_back(request.parameter("from"));
        return asked.size() == 2 ? std::optional(server::HttpResponse { .status = 503, .content_type = {}, .body = {}, .headers = {} }) : std::nullopt;
    };
    REQUIRE(ok(ward.tablet.round()).complete);
    CHECK(ward.incoming().empty());
    REQUIRE(ok(ward.tablet.round()).complete);
    CHECK(ward.heard().update_state == "fetching");
    CHECK(ward.incoming() == bundle);
    CHECK(asked == std::vector<std::string> { "0", "524288", "524288", "1048576" });
}

TEST_CASE("a form that is completed meanwhile goes before the rest of an update", "[sync]")
{
    Ward ward;
    REQUIRE(ward.publish(update_bundle(ward.key)));
    bool once = false;
    ward.hospital.after = [&](server::HttpRequest const& request, auto const&) -> std::optional<server::HttpResponse> {
        if (request.path.starts_with("/tablet/updates/") && !std::exchange(once, true))
            ward.tablet.completes_pain(4);
        return std::nullopt;
    };
    ok(ward.tablet.round());
    CHECK(ward.incoming().empty());
    CHECK(ward.tablet.counts().waiting == 1);
    ok(ward.tablet.round());
    CHECK(ward.tablet.counts().received == 1);
    CHECK_FALSE(ward.incoming().empty());
}

TEST_CASE("an update whose bytes are not those that were offered is never spooled", "[sync]")
{
    Ward ward;
    REQUIRE(ward.publish(update_bundle(ward.key)));
    bool altered = true;
    ward.hospital.after = [&](server::HttpRequest const& request, server::HttpResponse const& reply) -> std::optional<server::HttpResponse> {
        if (!altered || !request.path.starts_with("/tablet/updates/"))
            return std::nullopt;
        auto other = reply;
        other.body.back() = static_cast<char>(other.body.back() ^ 1);
        return other;
    };
    REQUIRE(ok(ward.tablet.round()).complete);
    CHECK(std::filesystem::is_empty(ward.place.folder / "incoming"));
    altered = false;
    REQUIRE(ok(ward.tablet.round()).complete);
    CHECK(ward.heard().update_state == "refused");
    CHECK_FALSE(ward.incoming().empty());
    REQUIRE(ok(ward.tablet.round()).complete);
    CHECK(ward.heard().update_state == "waiting");
}

TEST_CASE("an update that a stranger signed is neither published nor fetched", "[sync]")
{
    Ward ward;
    auto const stranger = SigningKey::generate();
    auto const refused = ward.publish(update_bundle(stranger));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Code::forbidden);

    // A server that was taken over offers it nevertheless.
    auto const own = ward.place.key;
    ward.place.key = ward.folder.path() / "stranger.pem";
    put(ward.place.key, pem_of(stranger));
    REQUIRE(ward.publish(update_bundle(stranger)));
    int pieces = 0;
    ward.hospital.before = [&](server::HttpRequest const& request, auto const&) {
        pieces += request.path.starts_with("/tablet/updates/") ? 1 : 0;
        return std::optional<server::HttpResponse>();
    };
    REQUIRE(ok(ward.tablet.round()).complete);
    CHECK(pieces == 0);
    CHECK(std::filesystem::is_empty(ward.place.folder / "incoming"));
    REQUIRE(ok(ward.tablet.round()).complete);
    CHECK(ward.heard().update_state == "refused");
    auto const row = ward.hospital.read([&](server::ReadConnection& connection) { return server::fleet_row(connection, ward.hospital.tablet("T-01")); });
    CHECK(server::standing_of(row, ward.hospital.clock.now().wall_ms) == server::Standing::watch);
    CHECK(ward.heard().update_detail == "the update is not signed by the key that this machine trusts");
}

TEST_CASE("a tablet is offered only what is for its release and processor", "[sync]")
{
    Ward ward;
    REQUIRE(ward.publish(update_bundle(ward.key, { .version = "0.9.0-1+deb13", .suite = "trixie" })));
    REQUIRE(ward.publish(update_bundle(ward.key, { .architecture = "arm64" })));
    REQUIRE(ok(ward.tablet.round()).complete);
    CHECK(std::filesystem::is_empty(ward.place.folder / "incoming"));
}

TEST_CASE("a study that pins a version gets that one, and the last one when it is free again", "[sync]")
{
    Ward ward;
    REQUIRE(ward.publish(update_bundle(ward.key, { .version = "0.2.0-1+deb12" })));
    REQUIRE(ward.publish(update_bundle(ward.key, { .version = "0.3.0-1+deb12" })));
    CHECK_FALSE(server::pin_update(*ward.hospital.server, "0.2", "test", ward.said));
    REQUIRE(server::pin_update(*ward.hospital.server, "0.2.0-1", "test", ward.said));
    REQUIRE(ok(ward.tablet.round()).complete);
    CHECK_FALSE(ward.incoming("0.2.0-1+deb12").empty());
    CHECK(ward.incoming("0.3.0-1+deb12").empty());
    ward.installed("0.2.0-1+deb12");
    REQUIRE(ok(ward.tablet.round()).complete);
    CHECK(ward.incoming("0.3.0-1+deb12").empty());
    REQUIRE(server::pin_update(*ward.hospital.server, "", "test", ward.said));
    REQUIRE(ok(ward.tablet.round()).complete);
    CHECK_FALSE(ward.incoming("0.3.0-1+deb12").empty());
}

TEST_CASE("a tablet without a key for updates takes none and says so", "[sync]")
{
    Ward ward;
    REQUIRE(ward.publish(update_bundle(ward.key)));
    std::filesystem::remove(ward.place.key);
    REQUIRE(ok(ward.tablet.round()).complete);
    REQUIRE(ok(ward.tablet.round()).complete);
    CHECK(ward.heard().update_state == "refused");
    CHECK(std::filesystem::is_empty(ward.place.folder / "incoming"));
}
