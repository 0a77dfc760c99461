// SPDX-License-Identifier: Apache-2.0
#include "forms/study/zone.h"
#include "tests/support/temporary_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <cstdlib>
#include <ctime>
#include <random>

using namespace bedside;
using study::Zone;
using test::bytes_of;

namespace {

std::int64_t ms(char const* text) { return parse_iso8601(text)->wall_ms; }

} // namespace

TEST_CASE("a zone agrees with the C library from 1970 to 2100")
{
    std::mt19937_64 random(7);
    std::uniform_int_distribution<std::int64_t> seconds(0, 4'102'444'800);
    auto const* const old = std::getenv("TZ");
    std::string const kept = old ? old : "";
    for (auto const* name : { "Asia/Shanghai", "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca", "Pacific/Apia", "Asia/Beirut", "UTC" }) {
        auto const zone = Zone::named(name);
        REQUIRE(zone);
        setenv("TZ", name, 1);
        tzset();
        int differing = 0;
        for (int i = 0; i < 2000; ++i) {
            std::time_t const moment = seconds(random);
            tm local {};
            localtime_r(&moment, &local);
            differing += local.tm_gmtoff != zone->offset_seconds(moment * 1000);
        }
        INFO(name);
        CHECK(differing == 0);
    }
    old ? setenv("TZ", kept.c_str(), 1) : unsetenv("TZ");
    tzset();
}

TEST_CASE("a study-local day begins at local midnight, or where the clock first shows the date")
{
    CHECK(Zone::named("Asia/Shanghai")->moment({ 2026, 11, 24 }) == ms("2026-11-24T00:00:00+08:00"));
    // midnight does not exist: the clock jumps from 23:59:59 to 01:00
    CHECK(Zone::named("America/Sao_Paulo")->moment({ 2018, 11, 4 }) == ms("2018-11-04T01:00:00-02:00"));
    // a whole date does not exist: Samoa skipped 30 December 2011
    CHECK(Zone::named("Pacific/Apia")->moment({ 2011, 12, 30 }) == ms("2011-12-31T00:00:00+14:00"));
    // 02:30 does not exist, and 02:30 exists twice
    CHECK(Zone::named("Europe/Berlin")->moment({ 2026, 3, 29 }, 150) == ms("2026-03-29T03:00:00+02:00"));
    CHECK(Zone::named("Europe/Berlin")->moment({ 2026, 10, 25 }, 150) == ms("2026-10-25T02:30:00+02:00"));
}

TEST_CASE("the moment of a date and minute shows them again, in every zone and season")
{
    std::mt19937 random(11);
    for (auto const* name : { "Asia/Shanghai", "Europe/Berlin", "America/St_Johns", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Beirut" }) {
        auto const zone = Zone::named(name).value();
        for (int i = 0; i < 3000; ++i) {
            auto const date = date_from_days(static_cast<int>(random() % 25'000));
            auto const minute = static_cast<int>(random() % 1440);
            auto const moment = zone.moment(date, minute);
            auto const shown = days_since_epoch(zone.date_at(moment)) * 1440 + zone.minute_of_day(moment);
            auto const asked = days_since_epoch(date) * 1440 + minute;
            INFO(name << " " << to_string(date) << " " << minute);
            // exactly what was asked, or (in a gap) later by at most the gap; the minute before showed less
            CHECK(shown >= asked);
            CHECK(shown - asked <= 60);
            CHECK(days_since_epoch(zone.date_at(moment - 1)) * 1440 + zone.minute_of_day(moment - 1) < asked);
        }
    }
}

TEST_CASE("a date is the study's, whatever offset the tablet had", "[R-047]")
{
    auto const zone = Zone::named("Asia/Shanghai").value();
    CHECK(zone.date_at(ms("2026-11-24T16:30:00Z")) == CivilDate { 2026, 11, 25 });
    CHECK(zone.minute_of_day(ms("2026-11-24T16:30:00Z")) == 30);
    CHECK(iso8601(zone.instant(ms("2026-11-24T16:30:00Z"))) == "2026-11-25T00:30:00.000+08:00");
}

TEST_CASE("names that are no time zone are refused")
{
    for (auto const* name : { "", "Asia/Nowhere", "../../etc/passwd", "/etc/localtime", "Asia", "tzdata.zi" })
        CHECK_FALSE(Zone::named(name));
}

TEST_CASE("a damaged time zone file is refused, never a crash")
{
    auto const bytes = bytes_of("/usr/share/zoneinfo/Europe/Berlin");
    REQUIRE(Zone::from_tzif(bytes, "x"));
    for (std::size_t size = 0; size < bytes.size() - 1; size += 7)
        CHECK_FALSE(Zone::from_tzif(bytes.substr(0, size), "x"));
    std::mt19937 random(3);
    for (int i = 0; i < 3000; ++i) {
        auto damaged = bytes;
        for (int change = 0; change < 4; ++change)
            damaged[random() % damaged.size()] = static_cast<char>(random());
        if (auto const zone = Zone::from_tzif(damaged, "x"))
            (void)zone->moment({ 2026, 3, 29 }, 150);
    }
}
