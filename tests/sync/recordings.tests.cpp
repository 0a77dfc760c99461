// SPDX-License-Identifier: Apache-2.0
// What a wording pack sounds like, from the study's folder to the tablet's store.
#include "hospital.h"
#include "tests/packs/nonsense.h"

using namespace bedside;
using namespace bedside::test;

namespace {

/// The example study in nonsense words: `sounds` are the pack's audio files.
void publish(Hospital& hospital, packs::Files const& sounds)
{
    TemporaryFolder const folder;
    std::filesystem::copy(BEDSIDE_SOURCE_DIR "/forms/studies/idds-hydromorphone", folder.path(), std::filesystem::copy_options::recursive);
    auto head = nonsense_head();
    head["study"] = "idds-hydromorphone";
    head["validFrom"] = "2000-01-01";
    head["validUntil"] = "2100-01-01";
    auto source = nonsense_source(head);
    source.erase("audio/q1.wav");
    source.insert(sounds.begin(), sounds.end());
    auto const pack = ok(packs::build_pack(source, nonsense_key()));
    for (auto const& [name, bytes] : pack) {
        std::filesystem::create_directories((folder.path() / "packs/qlq" / name).parent_path());
        std::ofstream(folder.path() / "packs/qlq" / name, std::ios::binary) << bytes;
    }
    auto toml = bytes_of(folder.path() / "study.toml");
    auto const insert = [&](std::string const& after, std::string const& line) {
        auto const at = toml.find(after);
        REQUIRE(at != std::string::npos);
        toml.insert(at + after.size(), line);
    };
    insert("[study]\n", "pack-keys = [\"" + hex(nonsense_key().public_key) + "\"]\n");
    insert("id = \"qlq-c30\"\n", "pack = \"packs/qlq\"\n");
    std::ofstream(folder.path() / "study.toml") << toml;
    ok(hospital.server->publish_folder(folder.path(), "test"));
}

std::string const first = nonsense_sound(1, 1);
std::string const second = nonsense_sound(1, 2);
std::string const third = nonsense_sound(1, 3);

std::set<std::string> names(std::initializer_list<std::string> sounds)
{
    std::set<std::string> all;
    for (auto const& sound : sounds)
        all.insert(sha256_hex(sound));
    return all;
}

} // namespace

TEST_CASE("a pack's recordings reach the tablet byte for byte, each once, and go with their pack")
{
    Hospital hospital;
    TabletAtBed tablet(hospital, "T-03");
    CHECK(ok(tablet.store->recordings()).empty());
    publish(hospital, { { "audio/q1.wav", first }, { "audio/q2.wav", second } });
    ok(tablet.round());
    CHECK(tablet.trouble.empty());
    CHECK(ok(tablet.store->recordings()) == names({ first, second }));
    CHECK(ok(tablet.store->recording(sha256_hex(first))) == first);
    CHECK(ok(tablet.store->recording(sha256_hex(second))) == second);

    int asked = 0;
    hospital.before = [&](server::HttpRequest const& request, auto const&) -> std::optional<server::HttpResponse> {
        asked += request.path.starts_with("/tablet/recordings/");
        return std::nullopt;
    };
    ok(tablet.round());
    CHECK(asked == 0);
    publish(hospital, { { "audio/q1.wav", first }, { "audio/q2.wav", third } });
    ok(tablet.round());
    CHECK(asked == 1);
    CHECK(ok(tablet.store->recordings()) == names({ first, third }));
    ok(hospital.server->publish_folder(BEDSIDE_SOURCE_DIR "/forms/studies/idds-hydromorphone", "test"));
    ok(tablet.round());
    CHECK(ok(tablet.store->recordings()).empty());
    ok(tablet.store->verify());
}

TEST_CASE("a pull that is cut between two recordings goes on with the next round; the words are there meanwhile")
{
    Hospital hospital;
    TabletAtBed tablet(hospital, "T-03");
    publish(hospital, { { "audio/q1.wav", first }, { "audio/q2.wav", second }, { "audio/q3.wav", third } });
    std::vector<int> statuses; // of the documents
    hospital.after = [&](server::HttpRequest const& request, server::HttpResponse const& reply) -> std::optional<server::HttpResponse> {
        if (request.path == "/tablet/documents")
            statuses.push_back(reply.status);
        return std::nullopt;
    };
    int answered = 0;
    hospital.before = [&](server::HttpRequest const& request, auto const&) -> std::optional<server::HttpResponse> {
        if (!request.path.starts_with("/tablet/recordings/") || ++answered != 2)
            return std::nullopt;
        server::HttpResponse busy;
        busy.status = 503;
        return busy;
    };
    ok(tablet.round());
    CHECK_FALSE(tablet.trouble.empty());
    CHECK(ok(tablet.store->recordings()).size() == 1);
    auto const study = ok(study::load_study(ok(tablet.store->documents("study"))));
    CHECK(study.form("qlq-c30")->definition->wording == forms::Wording::licensed);
    ok(tablet.round());
    CHECK(tablet.trouble.empty());
    CHECK(answered == 4);
    CHECK(ok(tablet.store->recordings()) == names({ first, second, third }));
    CHECK(statuses == std::vector { 200, 304 }); // the documents themselves are not sent a second time
    ok(tablet.round());
    CHECK(statuses.size() == 2);
}

TEST_CASE("a recording that was altered on the way is not kept")
{
    Hospital hospital;
    TabletAtBed tablet(hospital, "T-03");
    publish(hospital, { { "audio/q1.wav", first } });
    hospital.after = [&](server::HttpRequest const& request, server::HttpResponse const& reply) -> std::optional<server::HttpResponse> {
        if (!request.path.starts_with("/tablet/recordings/"))
            return std::nullopt;
        auto altered = reply;
        altered.body.back() ^= 1;
        return altered;
    };
    ok(tablet.round());
    CHECK(tablet.trouble == "a recording arrived damaged");
    CHECK(ok(tablet.store->recordings()).empty());
    hospital.after = nullptr;
    ok(tablet.round());
    CHECK(ok(tablet.store->recordings()) == names({ first }));
}
