// SPDX-License-Identifier: Apache-2.0
#include "sync/admin/study_command.h"
#include "tests/packs/nonsense.h"
#include "tests/support/csv.h"
#include "tests/support/temporary_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <fstream>
#include <sstream>

using namespace bedside;

namespace {

Instant const now = parse_iso8601("2026-06-01T10:00:00+08:00").value();

std::vector<std::vector<std::string>> unrecorded(std::filesystem::path const& folder)
{
std::ostringstream out;
auto const status = admin::study_recordings(folder, now, out);
INFO((status ? "" : status.error().message));
REQUIRE(status);
CHECK(*status == 0);
return test::records(out.str());
}

} // namespace

TEST_CASE("a study lists each sentence that no person has recorded, once a form", "[R-032]")
{
    test::TemporaryFolder const folder;
    for (auto const& [name, bytes] : test::nonsense_study()) {
        std::filesystem::create_directories((folder.path() / name).parent_path());
        std::ofstream(folder.path() / name, std::ios::binary) << bytes;
    }
    std::ofstream(folder.path() / "roster.csv") << "number,initials,birth_year\n";
    std::ofstream(folder.path() / "staff.csv") << "id,role,pin_hash\n";
    auto const lines = unrecorded(folder.path());
    CHECK(lines.front() == std::vector<std::string> { "form", "item", "language", "text" });
    auto const says = [&](std::string const& text) {
        return std::count_if(lines.begin(), lines.end(), [&](auto const& line) { return line.size() == 4 && line[3] == text; });
    };
    CHECK(says("blorp 1 frim?") == 0); // audio/q1.wav of the pack
    CHECK(says("blorp 2 frim?") == 1);
    CHECK(says("blorp 30 frim?") == 1);
    CHECK(says("zig") == 1); // an option of 28 questions
    CHECK(says("Zib zab:") == 1);
    CHECK(says("7") == 1);
    CHECK(says("fnord") == 1);
}

TEST_CASE("a study without recordings lists its forms' sentences in each language", "[R-032]")
{
    auto const lines = unrecorded(BEDSIDE_SOURCE_DIR "/forms/studies/idds-hydromorphone");
    CHECK(lines.size() > 300);
    for (std::string const language : { "zh-Hans", "zh-Hant", "en" })
        CHECK(std::count_if(lines.begin(), lines.end(), [&](auto const& line) { return line.size() == 4 && line[2] == language; }) > 100);
    CHECK(std::any_of(lines.begin(), lines.end(), [](auto const& line) { return line.size() == 4 && line[3] == "现在有多痛？"; }));
    test::TemporaryFolder const nowhere;
    std::ostringstream out;
    CHECK_FALSE(admin::study_recordings(nowhere.path() / "none", now, out));
}
