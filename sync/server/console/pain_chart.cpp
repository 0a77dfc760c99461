// SPDX-License-Identifier: Apache-2.0
#include "sync/server/console/pain_chart.h"

#include "sync/server/console/page.h"

#include <algorithm>

namespace bedside::server {
namespace {

constexpr int left = 40;
constexpr int right = 980;
constexpr int top = 16;
constexpr int step = 22; ///< pixels a point of the scale
constexpr int bottom = top + 10 * step;

int y_of(int value) { return bottom - value * step; }

std::string number(int value) { return std::to_string(value); }

} // namespace

std::string pain_chart(locales::Catalogue const& words, std::vector<PainPoint> const& points, int alert_at)
{
    if (points.empty())
        return {};
    auto const begin = points.front().day;
    auto const days = std::max<std::int64_t>(points.back().day - begin, 1);
    auto const x_of = [&](std::int64_t day) { return left + 12 + static_cast<int>((day - begin) * (right - left - 24) / days); };
    std::optional<int> highest;
    for (auto const& point : points)
        if (point.worst && (!highest || *point.worst > *highest))
            highest = point.worst;
    auto const finding = words.text("{n} forms from {first} to {last}; the worst pain was {worst}.",
        { { "n", std::to_string(points.size()) }, { "first", points.front().date }, { "last", points.back().date }, { "worst", highest ? number(*highest) : "—" } });
    std::string svg = "<svg class=\"chart\" viewBox=\"0 0 1000 272\" role=\"group\" aria-labelledby=\"pain-title pain-finding\"><title id=\"pain-title\">" + escaped(words.text("Pain, 0–10")) + "</title><desc id=\"pain-finding\">"
        + escaped(finding) + "</desc>";
    for (int value = 0; value <= 10; value += 2)
        svg += "<line class=\"grid\" x1=\"" + number(left) + "\" x2=\"" + number(right) + "\" y1=\"" + number(y_of(value)) + "\" y2=\"" + number(y_of(value)) + "\"/><text class=\"end\" x=\"" + number(left - 10) + "\" y=\""
            + number(y_of(value) + 5) + "\">" + number(value) + "</text>";
    svg += "<line class=\"limit\" x1=\"" + number(left) + "\" x2=\"" + number(right) + "\" y1=\"" + number(y_of(alert_at)) + "\" y2=\"" + number(y_of(alert_at)) + "\"/>";
    std::string path;
    bool drawing = false;
    for (auto const& point : points) {
        if (!point.average) {
            drawing = false;
            continue;
        }
        path += (drawing ? "L" : "M") + number(x_of(point.day)) + " " + number(y_of(*point.average));
        drawing = true;
    }
    svg += "<path class=\"average\" d=\"" + path + "\"/>";
    for (auto const& point : points) {
        auto const x = number(x_of(point.day));
        auto const label = words.text("{date}: average {average}, worst {worst}",
            { { "date", point.date }, { "average", point.average ? number(*point.average) : "—" }, { "worst", point.worst ? number(*point.worst) : "—" } });
        svg += "<a href=\"/responses/" + escaped(point.response_id) + "\" aria-label=\"" + escaped(label) + "\"><title>" + escaped(label) + "</title>";
        if (point.average)
            svg += "<circle class=\"dot\" cx=\"" + x + "\" cy=\"" + number(y_of(*point.average)) + "\" r=\"4\"/>";
        if (point.worst)
            svg += "<circle class=\"worst\" cx=\"" + x + "\" cy=\"" + number(y_of(*point.worst)) + "\" r=\"5\"/>";
        if (!point.average && !point.worst)
            svg += "<text class=\"middle\" x=\"" + x + "\" y=\"" + number(bottom - 6) + "\">×</text>";
        svg += "</a>";
    }
    svg += "<text x=\"" + number(left) + "\" y=\"264\">" + escaped(points.front().date) + "</text><text class=\"end\" x=\"" + number(right) + "\" y=\"264\">" + escaped(points.back().date) + "</text></svg>";
    return svg + "<p class=\"legend\">" + escaped(finding) + " " + escaped(words.text("Line: average. Circle: worst. Dashed: alert line {limit}. ×: declined.", { { "limit", number(alert_at) } })) + "</p>";
}

} // namespace bedside::server
