// SPDX-License-Identifier: Apache-2.0
// The pain chart of a participant, from the forms that are frozen in the store.
#include "tablet.h"

#include "forms/engine/response.h"
#include "kiosk/app/pain_days.h"

using namespace bedside;
using namespace bedside::tests;

namespace {

flow::ChartView chart_of(Tablet const& tablet)
{
    auto const shown = flow::view_of(tablet.kiosk->state(), locales::Catalogue::of(tablet.kiosk->state().language));
    REQUIRE(std::holds_alternative<flow::ChartView>(shown.view));
    return std::get<flow::ChartView>(shown.view);
}

void open_chart(Tablet& tablet, std::string const& number)
{
    tablet.enter_pin("1470");
    if (tablet.screen() == "alerts")
        tablet.tap("next");
    tablet.tap("filter_staff");
    tablet.tap("participant:" + number);
    tablet.tap("chart");
    REQUIRE(tablet.screen() == "chart");
}

} // namespace

TEST_CASE("staff sees a participant's ratings and episodes on their days; a day without a record is no zero")
{
    Tablet tablet;
    tablet.hand_over_to("P-017");
    tablet.tap("task:0");
    tablet.fill_in(6);
    tablet.tap("submit");
    tablet.tap("done");
    tablet.pass(2 * 86'400'000LL);
    tablet.hand_over_to("P-017");
    tablet.tap("episode");
    tablet.tap("quick:30");
    tablet.tap("next");
    tablet.fill_in(3);
    tablet.tap("submit");
    tablet.tap("done");

    open_chart(tablet, "P-017");
    auto const chart = chart_of(tablet);
    REQUIRE(chart.days.size() == 3);
    CHECK(chart.days[0].average == 6);
    CHECK(chart.days[0].worst == 6);
    CHECK_FALSE(chart.days[0].episodes);
    CHECK_FALSE(chart.days[1].average);
    CHECK_FALSE(chart.days[1].episodes);
    CHECK(chart.days[2].episodes == 1);
    CHECK_FALSE(chart.days[2].average);
    CHECK(tablet.says("3 天里有 1 天评过疼痛"));
    auto store = tablet.look();
    auto const read = ok(store.audit_rows_of("chart-read"));
    REQUIRE(read.size() == 1);
    CHECK(read.front().detail == "P-017");
    CHECK(read.front().actor.who == "staff:CRC-1");
    tablet.tap("back");
    CHECK(tablet.screen() == "staff");
}

TEST_CASE("another participant's chart holds nothing of the last one", "[R-016]")
{
    Tablet tablet;
    tablet.hand_over_to("P-017");
    tablet.tap("task:0");
    tablet.fill_in(6);
    tablet.tap("submit");
    tablet.tap("done");
    open_chart(tablet, "P-009");
    auto const chart = chart_of(tablet);
    CHECK(chart.days.empty());
    CHECK_FALSE(chart.empty.empty());
    CHECK_FALSE(tablet.says("P-017"));
}
