// SPDX-License-Identifier: Apache-2.0
#include "forms/base/clock.h"

#include <catch2/catch_test_macros.hpp>

using namespace bedside;

TEST_CASE("an instant keeps its offset through ISO 8601", "[R-049]")
{
    auto const instant = parse_iso8601("2026-11-24T14:33:05.120+08:00");
    REQUIRE(instant);
    CHECK(instant->wall_ms == 1795501985120);
    CHECK(instant->offset_min == 480);
    CHECK(iso8601(*instant) == "2026-11-24T14:33:05.120+08:00");
}

TEST_CASE("a date belongs to the instant's own offset", "[R-049]")
{
    CHECK(to_string(local_date(*parse_iso8601("2026-11-24T23:30:00-09:30"))) == "2026-11-24");
    CHECK(to_string(local_date(*parse_iso8601("1969-12-31T23:59:59.999Z"))) == "1969-12-31");
}

TEST_CASE("times that do not exist are refused", "[R-049]")
{
    for (auto const* text : { "", "2026-11-24", "2026-02-29T00:00:00Z", "2026-11-24T24:00:00Z", "2026-11-24T14:33:05", "2026-11-24T14:33:05+8:00", "2026-11-24T14:3x:05Z", "2026-1--24T14:33:05Z" })
        CHECK_FALSE(parse_iso8601(text));
    CHECK(parse_date("2028-02-29"));
    CHECK_FALSE(parse_date("2027-02-29"));
}

TEST_CASE("days and dates convert both ways")
{
    for (std::int64_t day : { -800000LL, -1LL, 0LL, 59LL, 20781LL, 2000000LL })
        CHECK(days_since_epoch(date_from_days(day)) == day);
}
