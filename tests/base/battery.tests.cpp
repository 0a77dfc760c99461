// SPDX-License-Identifier: Apache-2.0
// The kernel's power supply class, as a folder.
#include "forms/base/battery.h"
#include "tests/support/temporary_folder.h"

#include <catch2/catch_test_macros.hpp>

using namespace bedside;

namespace {

struct Supplies {
    test::TemporaryFolder folder;

    void supply(std::string const& name, std::map<std::string, std::string> const& files) const
    {
        std::filesystem::create_directories(folder.path() / name);
        for (auto const& [file, text] : files)
            std::ofstream(folder.path() / name / file) << text << "\n";
    }
};

} // namespace

TEST_CASE("the machine's battery is read; a charger, a pen or nonsense is none", "[base]")
{
    Supplies supplies;
    CHECK_FALSE(battery(supplies.folder.path() / "none"));
    CHECK_FALSE(battery(supplies.folder.path()));
    supplies.supply("AC", { { "type", "Mains" }, { "online", "1" } });
    supplies.supply("hid-pen", { { "type", "Battery" }, { "scope", "Device" }, { "capacity", "3" }, { "status", "Discharging" } });
    supplies.supply("BAT9", { { "type", "Battery" }, { "capacity", "250" }, { "status", "Unknown" } });
    CHECK_FALSE(battery(supplies.folder.path()));
    supplies.supply("BAT0", { { "type", "Battery" }, { "scope", "System" }, { "capacity", "42" }, { "status", "Discharging" } });
    CHECK(battery(supplies.folder.path()) == Battery { 42, false });
    for (auto const* state : { "Charging", "Full", "Not charging" }) {
        supplies.supply("BAT0", { { "status", state } });
        CHECK(battery(supplies.folder.path()) == Battery { 42, true });
    }
    supplies.supply("BAT0", { { "status", "Unknown" }, { "capacity", "0" } });
    CHECK(battery(supplies.folder.path()) == Battery { 0, false });
}
