// SPDX-License-Identifier: Apache-2.0
#include "sync/admin/key_command.h"
#include "forms/base/crypto.h"

#include <catch2/catch_test_macros.hpp>

#include <fstream>
#include <sstream>
#include <sys/stat.h>

using namespace bedside;

TEST_CASE("a new key is 64 digits that only the owner may read, and is never overwritten", "[R-062]")
{
    auto const folder = std::filesystem::path(BEDSIDE_BINARY_DIR) / "tests" / random_uuid();
    std::filesystem::create_directories(folder);
    auto const file = folder / "key";
    REQUIRE(admin::key_new(file) == 0);
    std::ifstream stream(file);
    std::string first;
    std::getline(stream, first);
    CHECK(first.size() == 64);
    CHECK(from_hex(first));
    struct stat status {};
    REQUIRE(::stat(file.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);

    CHECK(admin::key_new(file).error().code == Code::already_exists);
    std::ifstream again(file);
    std::string second;
    std::getline(again, second);
    CHECK(second == first);

    CHECK(admin::key_new(folder / "missing" / "key").error().code == Code::not_found);
    REQUIRE(admin::key_new(folder / "other") == 0);
    std::ifstream other(folder / "other");
    std::getline(other, second);
    CHECK(second != first);
    std::filesystem::remove_all(folder);
}

TEST_CASE("a PIN becomes a hash that verifies, and what is no PIN is refused")
{
    std::istringstream in("2580\n");
    std::ostringstream out;
    REQUIRE(admin::staff_hash(in, out) == 0);
    auto hash = out.str();
    REQUIRE(hash.ends_with('\n'));
    hash.pop_back();
    CHECK(verify_password(hash, "2580"));
    for (auto const* wrong : { "", "123", "12a4", "1234567890123" }) {
        std::istringstream stream(wrong);
        CHECK(admin::staff_hash(stream, out).error().code == Code::invalid_argument);
    }
}
