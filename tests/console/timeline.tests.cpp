// SPDX-License-Identifier: Apache-2.0
#include "sync/server/console/timeline_chart.h"

#include <catch2/catch_test_macros.hpp>

using namespace bedside;
using namespace bedside::server;

namespace {

Timeline of_pain(std::vector<PainPoint> points)
{
    Timeline timeline;
    timeline.last_day = points.back().day;
    timeline.pain = std::move(points);
    return timeline;
}

std::string average_line(std::string const& svg)
{
    auto const at = svg.find("class=\"average\" d=\"M5");
    return at == std::string::npos ? "" : svg.substr(at, svg.find("/>", at) - at);
}

} // namespace

TEST_CASE("a declined average breaks the line instead of becoming zero, and so does a day without a record", "[R-057]")
{
    auto const& words = locales::Catalogue::of("en");
    auto const declined = timeline_charts(words, of_pain({ { "a", 0, "2026-01-01", 4, 6 }, { "b", 1, "2026-01-02", {}, {} }, { "c", 2, "2026-01-03", 2, 3 } }), 7);
    CHECK(average_line(declined).find('L') == std::string::npos);
    CHECK(declined.find("×</text>") != std::string::npos);
    CHECK(declined.find("the worst pain was 6") != std::string::npos);
    auto const missing = timeline_charts(words, of_pain({ { "a", 0, "2026-01-01", 4, 6 }, { "b", 2, "2026-01-03", 5, 6 } }), 7);
    CHECK(average_line(missing).find('L') == std::string::npos);
    auto const daily = timeline_charts(words, of_pain({ { "a", 0, "2026-01-01", 4, 6 }, { "b", 1, "2026-01-02", 5, 6 } }), 7);
    CHECK(average_line(daily).find('L') != std::string::npos);
    CHECK(timeline_charts(words, {}, 7).empty());
}

TEST_CASE("every point of a chart opens its form")
{
    auto const svg = timeline_charts(locales::Catalogue::of("en"), of_pain({ { "a<b", 0, "2026-01-01", 4, 6 } }), 7);
    CHECK(svg.find("href=\"/responses/a&lt;b\" aria-label=\"2026-01-01: average 4, worst 6\"") != std::string::npos);
}

TEST_CASE("a day with a confirmed zero, one without a record and one with episodes look different")
{
    Timeline timeline;
    timeline.last_day = 3;
    timeline.diary = { { 0, "2026-01-01", 2, 1, false, true, "a" }, { 1, "2026-01-02", 0, 0, true, true, "b" }, { 2, "2026-01-03", 0, 0, false, false, "" } };
    auto const svg = timeline_charts(locales::Catalogue::of("en"), timeline, 7);
    CHECK(svg.find("2026-01-01: 2 logged, 1 counted in the evening") != std::string::npos);
    CHECK(svg.find("2026-01-02: none, confirmed") != std::string::npos);
    CHECK(svg.find("2026-01-03") == std::string::npos); // nothing to open
    CHECK(svg.find("×</text>") != std::string::npos);
}

TEST_CASE("a scale wants attention beyond its threshold: below it for functioning, above it for symptoms, and never when it is missing")
{
    ScaleSeries series { "PF2", scoring::ScaleKind::functional, 83, { 90.0, 80.0 } };
    CHECK(series.wants_attention());
    series.values = { 80.0, 90.0 };
    CHECK_FALSE(series.wants_attention());
    series = { "FA", scoring::ScaleKind::symptom, 39, { 10.0, 44.4 } };
    CHECK(series.wants_attention());
    series.values.push_back({});
    CHECK_FALSE(series.wants_attention());
    series.threshold.reset();
    series.values.push_back(100.0);
    CHECK_FALSE(series.wants_attention());
}

TEST_CASE("a missing score breaks a scale's line")
{
    Timeline timeline;
    timeline.assessments = { { "T0", "a" }, { "T1d", "b" }, { "T1m", "c" } };
    timeline.scales = { { "QL2", scoring::ScaleKind::global, {}, { 50.0, {}, 66.7 } } };
    auto const html = scales_panel(locales::Catalogue::of("en"), timeline);
    auto const line = html.find("class=\"line\" d=\"");
    REQUIRE(line != std::string::npos);
    CHECK(html.substr(line, html.find("/>", line) - line).find('L') == std::string::npos);
    CHECK(html.find("67</td>") != std::string::npos);
}
