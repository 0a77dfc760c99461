// SPDX-License-Identifier: Apache-2.0
#include "golden.h"

#include <catch2/catch_test_macros.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace bedside::tests {

void check_golden(std::string const& name, std::string const& text)
{
    auto const folder = std::filesystem::path(BEDSIDE_SOURCE_DIR) / "tests/golden/views";
    auto const approved = folder / (name + ".txt");
    auto const unapproved = folder / (name + ".unapproved.txt");
    std::ifstream file(approved);
    std::ostringstream known;
    known << file.rdbuf();
    if (known.str() == text) {
        std::filesystem::remove(unapproved);
        SUCCEED();
        return;
    }
    std::filesystem::create_directories(folder);
    std::ofstream(unapproved) << text;
    INFO("was:\n" << known.str() << "\nis:\n" << text << "\nif the new text is right, run tests/golden/accept");
    CHECK(known.str() == text);
}

} // namespace bedside::tests
