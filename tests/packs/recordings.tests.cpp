// SPDX-License-Identifier: Apache-2.0
// The recordings of a pack: named after its texts, playable, and published with the study.
#include "forms/study/publication.h"
#include "nonsense.h"
#include "tests/support/temporary_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <fstream>

using namespace bedside;
using namespace bedside::packs;
using namespace bedside::test;

namespace {

/// What build says to a pack with this file in it.
std::string refusal_of(std::string const& name, std::string const& bytes)
{
    auto source = nonsense_source();
    source[name] = bytes;
    auto const pack = build_pack(source, nonsense_key());
    return pack ? "accepted" : pack.error().message;
}

bool contains(std::string const& text, std::string const& part) { return text.find(part) != std::string::npos; }

std::string with_byte(std::string wave, std::size_t at, char byte)
{
    wave[at] = byte;
    return wave;
}

void write_study(std::filesystem::path const& folder)
{
    for (auto const& [name, bytes] : nonsense_study()) {
        std::filesystem::create_directories((folder / name).parent_path());
        std::ofstream(folder / name, std::ios::binary) << bytes;
    }
    std::ofstream(folder / "roster.csv") << "number,initials,birth_year\n";
    std::ofstream(folder / "staff.csv") << "id,role,pin_hash\n";
}

} // namespace

TEST_CASE("each text of a pack may have its recording")
{
    auto source = nonsense_source();
    for (auto const* name : { "q30", "instructions", "week", "option-1", "option-4", "number-7", "low", "high" })
        source["audio/" + std::string(name) + ".wav"] = nonsense_sound(1, 1 + static_cast<int>(std::string(name).size()));
    auto const built = build_pack(source, nonsense_key());
    INFO((built ? "" : built.error().message));
    REQUIRE(built);
    auto const said = recordings_of(verify_pack(*built, trusted_keys(), {}).value());
    CHECK(said.size() == 9);
    CHECK(said.at("blorp 1 frim?") == sha256_hex(source.at("audio/q1.wav")));
    CHECK(said.at("blorp 30 frim?") == sha256_hex(source.at("audio/q30.wav")));
    CHECK(said.at("Zib zab:") == sha256_hex(source.at("audio/week.wav")));
    CHECK(said.at("zug") == sha256_hex(source.at("audio/option-4.wav")));
    CHECK(said.at("7") == sha256_hex(source.at("audio/number-7.wav")));
    CHECK(said.at("fnord") == sha256_hex(source.at("audio/high.wav")));
}

TEST_CASE("a recording that says no text of the pack is refused")
{
    // the last one: this pack has no general header
    for (auto const* name : { "q0", "q31", "q01", "q1x", "q", "option-5", "number-8", "title", "general" })
        CHECK(contains(refusal_of("audio/" + std::string(name) + ".wav", nonsense_sound()), "is named after no text of the pack"));
    CHECK(contains(refusal_of("audio/q2.ogg", nonsense_sound()), "is named after no text of the pack"));
}

TEST_CASE("a recording that a tablet can't play is refused")
{
    auto const sound = nonsense_sound();
    REQUIRE(refusal_of("audio/q2.wav", sound) == "accepted");
    CHECK(refusal_of("audio/q2.wav", with_byte(with_byte(sound, 20, 0x11), 34, 4)) == "accepted"); // IMA ADPCM
    for (auto const& wrong : { std::string(), std::string("OggS"), sound.substr(0, 44), sound.substr(0, sound.size() - 1), with_byte(sound, 0, 'L'), with_byte(sound, 8, 'A'),
             with_byte(sound, 20, 3), with_byte(sound, 22, 3), with_byte(sound, 22, 0), with_byte(sound, 25, 0x1E), with_byte(sound, 26, 1), with_byte(sound, 34, 24), with_byte(sound, 43, 0x7F) })
        CHECK(contains(refusal_of("audio/q2.wav", wrong), "is no sound that a tablet can play"));
}

TEST_CASE("recordings that would fill a tablet's memory are refused")
{
    auto source = nonsense_source();
    for (int i = 1; i <= 3; ++i)
        source["audio/q" + std::to_string(i) + ".wav"] = nonsense_sound(600, i, 48'000);
    auto const built = build_pack(source, nonsense_key());
    REQUIRE_FALSE(built);
    CHECK(contains(built.error().message, "larger than 16 MB together"));
}

TEST_CASE("a study is published with the recordings of its packs, whole or not at all")
{
    TemporaryFolder const folder;
    write_study(folder.path());
    auto const now = parse_iso8601("2026-06-01T10:00:00+08:00").value();
    auto const published = study::prepare_publication(folder.path(), now);
    INFO((published ? "" : published.error().message));
    REQUIRE(published);
    auto const sha256 = sha256_hex(nonsense_sound());
    CHECK(published->recordings == std::map<std::string, std::string> { { sha256, nonsense_sound() } });
    CHECK(published->study.form("qol")->recordings == std::map<std::string, std::string> { { "blorp 1 frim?", sha256 } });
    CHECK_FALSE(published->files.contains("packs/qlq/audio/q1.wav")); // sounds travel by themselves

    std::ofstream(folder.path() / "packs/qlq/audio/q1.wav", std::ios::binary) << nonsense_sound(2);
    CHECK(contains(study::prepare_publication(folder.path(), now).error().message, "is not the one that was signed"));
    std::filesystem::remove(folder.path() / "packs/qlq/audio/q1.wav");
    CHECK(contains(study::prepare_publication(folder.path(), now).error().message, "'audio/q1.wav' of the pack is missing"));
}

TEST_CASE("publication refuses a pack outside its dates", "[R-041]")
{
    TemporaryFolder const folder;
    write_study(folder.path());
    CHECK(study::prepare_publication(folder.path(), parse_iso8601("2026-12-31T23:59:00+08:00").value()));
    auto const late = study::prepare_publication(folder.path(), parse_iso8601("2026-12-31T16:00:00Z").value()); // already 2027 in Shanghai
    REQUIRE_FALSE(late);
    CHECK(contains(late.error().message, "the form 'qol' cannot be used: the pack was valid until 2026-12-31"));
}
