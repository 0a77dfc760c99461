// SPDX-License-Identifier: Apache-2.0
// The panel's light and true size, and the battery, on a running kiosk; the kernel's folders are the test's.
#include "tablet.h"


using namespace bedside;
using namespace bedside::tests;

namespace {

struct Panel {
    test::TemporaryFolder folder;

    Panel()
    {
        write("lights/panel/max_brightness", "937");
        write("lights/panel/brightness", "500");
        write("supplies/BAT0/type", "Battery");
        charge(55, "Discharging");
    }
    void write(std::string const& file, std::string const& text) const
    {
        std::filesystem::create_directories((folder.path() / file).parent_path());
        std::ofstream(folder.path() / file) << text << "\n";
    }
    void charge(int percent, char const* status) const
    {
        write("supplies/BAT0/capacity", std::to_string(percent));
        write("supplies/BAT0/status", status);
    }
    int light() const { return std::stoi(test::bytes_of(folder.path() / "lights/panel/brightness")); }
    Making making() const
    {
        Making wanted;
        wanted.backlights = folder.path() / "lights";
        wanted.power_supplies = folder.path() / "supplies";
        return wanted;
    }
};

constexpr std::int64_t minute = 60'000;

} // namespace

TEST_CASE("the panel is bright by day, dim in the quiet hours, dark when nobody is there, and lit by a touch", "[app]")
{
    Panel const panel;
    Tablet tablet(panel.making());
    CHECK(panel.light() == 750); // 80 % of 937
    tablet.pass(6 * minute);
    CHECK(tablet.screen() == "lock"); // a ward's tablet stays lit by day
    CHECK(panel.light() == 750);
    tablet.tap("unlock");
    tablet.pass(7 * 60 * minute); // 21:39; the privacy lock came, then the light went
    tablet.pass(6 * minute);
    REQUIRE(tablet.screen() == "dark");
    CHECK(panel.light() == 0);
    tablet.tap_at(640, 400);
    REQUIRE(tablet.screen() == "lock");
    CHECK(panel.light() == 187); // 20 %
    tablet.enter_pin();
    CHECK(panel.light() == 187);
    tablet.pass(10 * 60 * minute); // 07:45
    tablet.tap_at(640, 400);
    CHECK(panel.light() == 750);
}

TEST_CASE("a panel whose light belongs to somebody else does not disturb the kiosk", "[app]")
{
    Panel const panel;
    std::filesystem::remove(panel.folder.path() / "lights/panel/brightness");
    std::filesystem::create_directory(panel.folder.path() / "lights/panel/brightness"); // can't be opened for writing, whoever asks
    Tablet tablet(panel.making());
    tablet.enter_pin();
    CHECK(tablet.screen() == "participants");
}

TEST_CASE("a battery that runs down is read every minute and said on the screen and in the audit trail", "[app]")
{
    Panel const panel;
    Tablet tablet(panel.making());
    CHECK(tablet.says("55%"));
    panel.charge(19, "Discharging");
    tablet.pass(minute);
    CHECK(tablet.says("19%，请充电"));
    panel.charge(8, "Discharging");
    tablet.pass(minute);
    CHECK(tablet.says("8%，请马上充电"));
    panel.charge(8, "Charging");
    tablet.pass(minute);
    CHECK(tablet.says("8%，充电中"));
    auto const rows = ok(tablet.look().audit_rows_of("battery-low"));
    REQUIRE(rows.size() == 2);
    CHECK(rows.front().detail != rows.back().detail);
}

TEST_CASE("the self-test measures where fingers come down and how large the panel is, and the kiosk draws by it from then on", "[app]")
{
    Panel const panel;
    Tablet tablet(panel.making());
    tablet.enter_pin("1470");
    tablet.tap("sync");
    tablet.tap("self_test");
    for (int place = 0; place < flow::test_targets; ++place) {
        auto const target = tablet.element("target")->rect;
        tablet.pass(400); // the guard time
        tablet.tap_at(static_cast<float>(target.centre_x()) + 20, static_cast<float>(target.centre_y())); // 3.1 mm at 166 dots an inch
    }
    REQUIRE(tablet.element("wider") != nullptr);
    auto const before = tablet.element("next")->rect;
    for (int i = 0; i < 20; ++i)
        tablet.tap("wider");
    tablet.tap("next");
    CHECK(tablet.kiosk->state().dpi == 166);
    tablet.tap("heard");
    CHECK(tablet.says("3.1"));
    tablet.tap("send_test");
    auto const rows = ok(tablet.look().audit_rows_of("self-test"));
    REQUIRE(rows.size() == 1);
    CHECK(rows.front().detail.find("touch good: 5 of 5 targets hit, at most 3.1 mm off; size good: The panel has 166 dots an inch") == 0);
    tablet.kill_and_start_again();
    CHECK(tablet.kiosk->state().dpi == 166);
    CHECK(tablet.element("unlock")->rect.h > before.h); // a millimetre has more pixels now
}
