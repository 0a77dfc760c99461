// SPDX-License-Identifier: Apache-2.0
#include "sync/admin/pack_command.h"
#include "forms/study/study.h"
#include "sync/admin/key_command.h"
#include "tests/packs/nonsense.h"
#include "tests/support/temporary_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <fstream>
#include <sstream>

using namespace bedside;
using test::bytes_of;

namespace {

void write(std::filesystem::path const& path, std::string const& bytes)
{
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
}

} // namespace

TEST_CASE("a pack is built, verified and imported into a study, which then loses its demonstration wording")
{
    auto const folder = std::filesystem::path(BEDSIDE_BINARY_DIR) / "tests" / random_uuid();
    auto const now = parse_iso8601("2026-06-01T10:00:00+08:00").value();
    for (auto const& [name, bytes] : test::nonsense_source())
        write(folder / "source" / name, bytes);
    REQUIRE(admin::key_new(folder / "key") == 0);

    std::ostringstream built;
    REQUIRE(admin::pack_build(folder / "source", folder / "key", folder / "pack", built) == 0);
    CHECK(admin::pack_build(folder / "source", folder / "key", folder / "pack", built).error().code == Code::already_exists);
    CHECK(built.str().find("blorp") == std::string::npos);
    auto const public_key = built.str().substr(built.str().find("public key ") + 11, 64);

    std::ostringstream verified;
    REQUIRE(admin::pack_verify(folder / "pack", public_key, now, verified) == 0);
    CHECK(verified.str().starts_with("ok: qlq-c30 3.0, zh-Hans"));
    CHECK(admin::pack_verify(folder / "pack", "12", now, verified).error().code == Code::invalid_argument);
    CHECK(admin::pack_verify(folder / "pack", std::string(64, '1'), now, verified).error().code == Code::invalid_pack);
    CHECK(admin::pack_verify(folder / "pack", public_key, parse_iso8601("2027-06-01T10:00:00+08:00").value(), verified).error().code == Code::invalid_pack);

    auto const toml = "[study]\nid = \"nonsense-study\"\nversion = \"1\"\ntitle = \"x\"\ntime-zone = \"Asia/Shanghai\"\nlanguages = [\"zh-Hans\"]\nanchors = [\"start\"]\npack-keys = [\"" + public_key
        + "\"]\n[[form]]\nid = \"qol\" # quality of life\ninstrument = \"qlq-c30\"\n[[visit]]\nid = \"qol\"\ntitle = \"v\"\nanchor = \"start\"\ntarget = 0\nbefore = 0\nafter = 0\nforms = [\"qol\"]\n";
    write(folder / "study/study.toml", toml);
    CHECK_FALSE(study::load_study(folder / "study"));
    std::ostringstream imported;
    CHECK(admin::pack_import(folder / "pack", folder / "study", "other", now, imported).error().code == Code::invalid_study);
    CHECK(bytes_of(folder / "study/study.toml") == toml);
    REQUIRE(admin::pack_import(folder / "pack", folder / "study", "qol", now, imported) == 0);
    auto const study = study::load_study(folder / "study");
    REQUIRE(study);
    CHECK(study->form("qol")->definition->wording == forms::Wording::licensed);
    CHECK(admin::pack_import(folder / "pack", folder / "study", "qol", now, imported).error().code == Code::already_exists);
    std::filesystem::remove_all(folder);
}

TEST_CASE("an import that is refused changes nothing")
{
    auto const folder = std::filesystem::path(BEDSIDE_BINARY_DIR) / "tests" / random_uuid();
    auto const now = parse_iso8601("2026-06-01T10:00:00+08:00").value();
    for (auto const& [name, bytes] : test::nonsense_pack())
        write(folder / "pack" / name, bytes);
    auto const toml = [&](std::string const& id, std::string const& instrument) {
        return "[study]\nid = \"" + id + "\"\nversion = \"1\"\ntitle = \"x\"\ntime-zone = \"Asia/Shanghai\"\nlanguages = [\"zh-Hans\"]\nanchors = [\"start\"]\npack-keys = [\"" + hex(test::nonsense_key().public_key)
            + "\"]\n[[form]]\nid = \"qol\"\ninstrument = \"" + instrument + "\"\n[[visit]]\nid = \"V\"\ntitle = \"v\"\nanchor = \"start\"\ntarget = 0\nbefore = 0\nafter = 0\nforms = [\"qol\"]\n";
    };
    std::ostringstream out;
    for (auto const& text : { toml("other-study", "qlq-c30"), toml("nonsense-study", "pain-nrs") }) {
        write(folder / "study/study.toml", text);
        CHECK_FALSE(admin::pack_import(folder / "pack", folder / "study", "qol", now, out));
        CHECK(bytes_of(folder / "study/study.toml") == text);
        CHECK_FALSE(std::filesystem::exists(folder / "study/packs/qlq-c30-zh-Hans"));
    }
    CHECK(out.str().empty());
    std::filesystem::remove_all(folder);
}
