// SPDX-License-Identifier: Apache-2.0
#include "sync/server/console/timeline_chart.h"

#include "sync/server/console/page.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace bedside::server {
namespace {

constexpr int width = 790;
constexpr int left = 46;
constexpr int right = 770;

std::string number(double value)
{
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%.1f", value);
    std::string text = buffer;
    return text.ends_with(".0") ? text.substr(0, text.size() - 2) : text;
}

/// One chart: days from left to right, values from bottom to top.
struct Plot {
    Timeline const& timeline;
    int height = 0; ///< of the drawing between highest and lowest value
    int top = 0;
    double highest = 10;

    double x(std::int64_t day) const
    {
        auto const days = std::max<std::int64_t>(timeline.last_day - timeline.first_day, 1);
        return left + 10 + static_cast<double>(day - timeline.first_day) * (right - left - 20) / static_cast<double>(days);
    }
    double y(double value) const { return top + height - value * height / highest; }
    std::string open(std::string const& id, std::string const& title, std::string const& finding, int below) const
    {
        return "<svg class=\"chart\" viewBox=\"0 0 " + std::to_string(width) + " " + std::to_string(top + height + below) + "\" role=\"group\" aria-labelledby=\"" + id + "-t " + id + "-d\"><title id=\"" + id + "-t\">"
            + escaped(title) + "</title><desc id=\"" + id + "-d\">" + escaped(finding) + "</desc>";
    }
    std::string grid(double step) const
    {
        std::string svg;
        for (double value = 0; value <= highest + 1e-9; value += step)
            svg += "<path class=\"grid\" d=\"M" + std::to_string(left) + " " + number(y(value)) + "H" + std::to_string(right) + "\"/><text class=\"end\" x=\"" + std::to_string(left - 10) + "\" y=\"" + number(y(value) + 5) + "\">"
                + number(value) + "</text>";
        for (auto const& mark : timeline.visits)
            svg += "<path class=\"visit\" d=\"M" + number(x(mark.day)) + " " + std::to_string(top - 4) + "V" + std::to_string(top + height) + "\"/>";
        return svg;
    }
    std::string link(std::string const& response_id, std::string const& label, std::string const& inside) const
    {
        return "<a href=\"/responses/" + escaped(response_id) + "\" aria-label=\"" + escaped(label) + "\"><title>" + escaped(label) + "</title>" + inside + "</a>";
    }
};

std::string heading(std::string const& title, std::string const& unit, std::string const& legend)
{
    return "<div class=\"chart-head\"><h3>" + escaped(title) + "</h3><span class=\"soft\">" + escaped(unit) + "</span><span class=\"legend\">" + legend + "</span></div>";
}

std::string key(char const* mark, std::string const& label)
{
    return std::string("<span><svg width=\"18\" height=\"12\" aria-hidden=\"true\">") + mark + "</svg>" + escaped(label) + "</span>";
}

std::string pain_chart(locales::Catalogue const& words, Timeline const& timeline, int alert_at)
{
    if (timeline.pain.empty())
        return {};
    Plot const plot { timeline, 200, 26, 10 };
    std::optional<int> highest;
    for (auto const& point : timeline.pain)
        if (point.worst && (!highest || *point.worst > *highest))
            highest = point.worst;
    auto const finding = words.text("{n} forms from {first} to {last}; the worst pain was {worst}.",
        { { "n", std::to_string(timeline.pain.size()) }, { "first", timeline.pain.front().date }, { "last", timeline.pain.back().date }, { "worst", highest ? std::to_string(*highest) : "—" } });
    auto svg = plot.open("pain", words.text("Pain, 0–10"), finding, 8) + plot.grid(2);
    double free_from = -100;
    for (auto const& mark : timeline.visits) {
        if (plot.x(mark.day) < free_from)
            continue; // two visits close to each other: the first is named, the dotted lines show both
        svg += "<text class=\"middle strong\" x=\"" + number(plot.x(mark.day)) + "\" y=\"14\">" + escaped(mark.visit) + "</text>";
        free_from = plot.x(mark.day) + 38;
    }
    auto const limit = number(plot.y(alert_at));
    svg += "<path class=\"limit\" d=\"M" + std::to_string(left) + " " + limit + "H" + std::to_string(right) + "\"/>";
    std::string path;
    bool drawing = false;
    std::int64_t last_day = 0;
    for (auto const& point : timeline.pain) {
        // A day without a record breaks the line.
        drawing = drawing && point.average && point.day - last_day <= 1;
        if (point.average)
            path += (drawing ? "L" : "M") + number(plot.x(point.day)) + " " + number(plot.y(*point.average));
        drawing = point.average.has_value();
        last_day = point.day;
    }
    svg += "<path class=\"average\" d=\"" + path + "\"/>";
    for (auto const& point : timeline.pain) {
        auto const x = number(plot.x(point.day));
        auto const label = words.text("{date}: average {average}, worst {worst}",
            { { "date", point.date }, { "average", point.average ? std::to_string(*point.average) : "—" }, { "worst", point.worst ? std::to_string(*point.worst) : "—" } });
        std::string inside;
        if (point.average)
            inside += "<circle class=\"dot\" cx=\"" + x + "\" cy=\"" + number(plot.y(*point.average)) + "\" r=\"3\"/>";
        if (point.worst)
            inside += "<circle class=\"worst\" cx=\"" + x + "\" cy=\"" + number(plot.y(*point.worst)) + "\" r=\"3.4\"/>";
        if (inside.empty())
            inside = "<text class=\"middle\" x=\"" + x + "\" y=\"" + number(plot.y(0) - 3) + "\">×</text>";
        svg += plot.link(point.response_id, label, inside);
    }
    return heading(words.text("Pain"), "0–10",
               key("<path class=\"average\" d=\"M0 6h18\"/>", words.text("average")) + key("<circle class=\"worst\" cx=\"9\" cy=\"6\" r=\"3.400\"/>", words.text("worst"))
                   + key("<path class=\"limit\" d=\"M0 6h18\"/>", words.text("alert line {limit}", { { "limit", std::to_string(alert_at) } })) + "<span>× " + escaped(words.text("declined")) + "</span>")
        + svg + "</svg>";
}

std::string episode_chart(locales::Catalogue const& words, Timeline const& timeline)
{
    if (timeline.diary.empty())
        return {};
    int most = 4;
    for (auto const& day : timeline.diary)
        most = std::max(most, day.episodes + day.unlogged);
    Plot const plot { timeline, 100, 8, std::ceil(most / 2.0) * 2 };
    auto const finding = timeline.episodes_per_day
        ? words.text("{days} evaluable days, {rate} a day.", { { "days", std::to_string(timeline.evaluable_days) }, { "rate", number(*timeline.episodes_per_day) } })
        : words.text("No day is evaluable yet.");
    auto svg = plot.open("btp", words.text("Breakthrough pain"), finding, 8) + plot.grid(plot.highest > 8 ? 4 : 2);
    for (auto const& day : timeline.diary) {
        auto const x = plot.x(day.day);
        auto const bar = [&](char const* kind, int from, int count) {
            return std::string("<rect class=\"") + kind + "\" x=\"" + number(x - 2.5) + "\" width=\"5\" y=\"" + number(plot.y(from + count)) + "\" height=\"" + number(plot.y(from) - plot.y(from + count)) + "\"/>";
        };
        auto const label = words.text("{date}: {logged} logged, {unlogged} counted in the evening", { { "date", day.date }, { "logged", std::to_string(day.episodes) }, { "unlogged", std::to_string(day.unlogged) } });
        if (day.episodes + day.unlogged > 0)
            svg += plot.link(day.response_id, label, (day.episodes > 0 ? bar("episodes", 0, day.episodes) : "") + (day.unlogged > 0 ? bar("unlogged", day.episodes, day.unlogged) : ""));
        else if (day.recorded)
            svg += plot.link(day.response_id, words.text("{date}: none, confirmed", { { "date", day.date } }), "<circle class=\"none-confirmed\" cx=\"" + number(x) + "\" cy=\"" + number(plot.y(0) - 4) + "\" r=\"3\"/>");
        else
            svg += "<text class=\"middle soft\" x=\"" + number(x) + "\" y=\"" + number(plot.y(0) - 1) + "\">×</text>";
    }
    return heading(words.text("Breakthrough pain"), words.text("episodes a day") + " · " + finding,
               key("<rect class=\"episodes\" x=\"6\" y=\"1\" width=\"5\" height=\"10\"/>", words.text("logged")) + key("<rect class=\"unlogged\" x=\"6\" y=\"1\" width=\"5\" height=\"10\"/>", words.text("counted in the evening"))
                   + key("<circle class=\"none-confirmed\" cx=\"9\" cy=\"6\" r=\"3\"/>", words.text("none, confirmed")) + "<span>× " + escaped(words.text("no record")) + "</span>")
        + svg + "</svg>";
}

std::string dose_chart(locales::Catalogue const& words, Timeline const& timeline)
{
    double most = 2;
    for (auto const& point : timeline.dose)
        most = std::max(most, point.mg_per_day);
    double const step = most <= 4 ? 2 : most <= 10 ? 5 : std::ceil(most / 40) * 10;
    Plot const plot { timeline, 100, 8, std::ceil(most / step) * step };
    auto svg = plot.open("dose", words.text("Intrathecal morphine equivalent"), timeline.dose.empty() ? words.text("No pump record yet.") : words.text("Last: {value} mg a day.", { { "value", number(timeline.dose.back().mg_per_day) } }), 30)
        + plot.grid(step);
    std::string path;
    for (auto const& point : timeline.dose)
        path += (path.empty() ? "M" + number(plot.x(point.day)) + " " + number(plot.y(point.mg_per_day)) : "H" + number(plot.x(point.day)) + "V" + number(plot.y(point.mg_per_day)));
    if (!path.empty())
        svg += "<path class=\"dose\" d=\"" + path + "H" + number(plot.x(timeline.last_day)) + "\"/>";
    for (auto const& point : timeline.dose)
        svg += plot.link(point.response_id, words.text("{date}: {value} mg a day", { { "date", point.date }, { "value", number(point.mg_per_day) } }),
            "<circle class=\"dose-dot\" cx=\"" + number(plot.x(point.day)) + "\" cy=\"" + number(plot.y(point.mg_per_day)) + "\" r=\"4\"/>");
    auto const days = std::max<std::int64_t>(timeline.last_day - timeline.first_day, 1);
    std::int64_t const every = days <= 14 ? 2 : days <= 70 ? 7 : days <= 140 ? 10 : days / 10;
    for (auto day = timeline.first_day; day <= timeline.last_day; ++day)
        if (day % every == 0)
            svg += "<text class=\"middle soft\" x=\"" + number(plot.x(day)) + "\" y=\"" + std::to_string(plot.top + plot.height + 22) + "\">" + std::to_string(day) + "</text>";
    svg += "<text class=\"end soft\" x=\"" + std::to_string(left - 10) + "\" y=\"" + std::to_string(plot.top + plot.height + 22) + "\">" + escaped(words.text("day")) + "</text>";
    return heading(words.text("Intrathecal morphine equivalent"), words.text("mg a day"), key("<path class=\"dose\" d=\"M0 6h18\"/>", words.text("pump record, by staff"))) + svg + "</svg>";
}

/// The scales' names; the codes are the scoring manual's.
std::string scale_name(locales::Catalogue const& words, std::string const& code)
{
    struct Name {
        char const* code;
        std::string text;
    };
    for (auto const& name : { Name { "QL2", words.text("Global health") }, Name { "PF2", words.text("Physical functioning") }, Name { "RF2", words.text("Role functioning") },
             Name { "EF", words.text("Emotional functioning") }, Name { "CF", words.text("Cognitive functioning") }, Name { "SF", words.text("Social functioning") }, Name { "FA", words.text("Fatigue") },
             Name { "NV", words.text("Nausea and vomiting") }, Name { "PA", words.text("Pain") }, Name { "DY", words.text("Breathlessness") }, Name { "SL", words.text("Insomnia") },
             Name { "AP", words.text("Appetite loss") }, Name { "CO", words.text("Constipation") }, Name { "DI", words.text("Diarrhoea") }, Name { "FI", words.text("Financial difficulties") },
             Name { "SUMMARY", words.text("Summary score") } })
        if (code == name.code)
            return name.text;
    return code;
}

std::string spark(locales::Catalogue const& words, Timeline const& timeline, ScaleSeries const& series, std::string const& name)
{
    auto const x = [&](std::size_t i) { return series.values.size() < 2 ? 66.0 : 5 + static_cast<double>(i) * 122 / static_cast<double>(series.values.size() - 1); };
    auto const y = [](double value) { return 24 - value * 0.2; };
    std::string path;
    std::string label = name + "：";
    bool drawing = false;
    for (std::size_t i = 0; i < series.values.size(); ++i) {
        auto const& value = series.values[i];
        label += (i == 0 ? "" : "，") + timeline.assessments[i].label + " " + (value ? std::to_string(std::lround(*value)) : words.text("missing"));
        if (value)
            path += (drawing ? "L" : "M") + number(x(i)) + " " + number(y(*value));
        drawing = value.has_value();
    }
    std::string svg = "<svg class=\"spark\" width=\"132\" height=\"28\" role=\"img\" aria-label=\"" + escaped(label) + "\">";
    if (series.threshold)
        svg += "<path class=\"threshold\" d=\"M0 " + number(y(*series.threshold)) + "H132\"/>";
    svg += "<path class=\"line\" d=\"" + path + "\"/>";
    if (!series.values.empty() && series.values.back())
        svg += "<circle class=\"last\" cx=\"" + number(x(series.values.size() - 1)) + "\" cy=\"" + number(y(*series.values.back())) + "\" r=\"3.600\"/>";
    return svg + "</svg>";
}

} // namespace

std::string timeline_charts(locales::Catalogue const& words, Timeline const& timeline, int alert_at)
{
    auto const pain = pain_chart(words, timeline, alert_at);
    auto const episodes = episode_chart(words, timeline);
    if (pain.empty() && episodes.empty() && timeline.dose.empty())
        return {};
    return pain + episodes + dose_chart(words, timeline) + "<p class=\"legend\">"
        + escaped(timeline.zero.empty() ? words.text("Day 0 is the day of the first form.") : words.text("Day 0 is {anchor}.", { { "anchor", timeline.zero } })) + " "
        + escaped(words.text("What was not recorded is not 0. Every point opens its form.")) + "</p>";
}

std::string scales_panel(locales::Catalogue const& words, Timeline const& timeline)
{
    if (timeline.scales.empty())
        return {};
    std::string html = "<section class=\"panel scales\"><div class=\"chart-head\"><h3>QLQ-C30</h3><span class=\"soft\">" + escaped(timeline.assessments.front().label) + " → ";
    html += "<a href=\"/responses/" + escaped(timeline.assessments.back().response_id) + "\">" + escaped(timeline.assessments.back().label) + "</a>，0–100</span></div><table>";
    auto const group = [&](std::string const& title) { html += "<tbody><tr><th class=\"name\" colspan=\"4\" scope=\"rowgroup\">" + escaped(title) + "</th></tr>"; };
    for (std::size_t i = 0; i < timeline.scales.size(); ++i) {
        auto const& series = timeline.scales[i];
        if (i == 0)
            group(words.text("Functioning: high is good"));
        if (series.code == "FA")
            group(words.text("Symptoms: high is bad"));
        if (series.code == "SUMMARY")
            group(words.text("Altogether: high is good"));
        auto const name = scale_name(words, series.code);
        auto const last = series.values.empty() ? std::optional<double>() : series.values.back();
        html += "<tr><td class=\"name\">" + escaped(name) + "</td><td>" + spark(words, timeline, series, name) + "</td><td class=\"r strong\">" + (last ? std::to_string(std::lround(*last)) : "—") + "</td><td class=\"last wait\">"
            + (series.wants_attention() ? escaped(words.text("look")) : "") + "</td></tr>";
    }
    return html + "</tbody></table><p class=\"legend inset\">" + escaped(words.text("Dotted: threshold of clinical importance.")) + "</p></section>";
}

std::string side_effects_panel(locales::Catalogue const& words, Timeline const& timeline)
{
    if (timeline.side_effects.empty())
        return {};
    constexpr std::size_t most = 12;
    auto const first = timeline.reports.size() > most ? timeline.reports.size() - most : 0;
    std::string html = "<section class=\"panel\" tabindex=\"0\" aria-label=\"" + escaped(words.text("Side effects")) + "\"><div class=\"chart-head\"><h3>" + escaped(words.text("Side effects")) + "</h3><span class=\"soft\">0–4</span></div><table><thead><tr><th class=\"name\" scope=\"col\">"
        + escaped(words.text("Side effect")) + "</th>";
    for (auto i = first; i < timeline.reports.size(); ++i)
        html += "<th scope=\"col\" class=\"c\"><a href=\"/responses/" + escaped(timeline.reports[i].response_id) + "\">" + escaped(timeline.reports[i].label) + "</a></th>";
    html += "</tr></thead><tbody>";
    for (auto const& effect : timeline.side_effects) {
        html += "<tr><th class=\"name\" scope=\"row\">" + escaped(effect.label.in(words.language())) + "</th>";
        for (auto i = first; i < effect.severities.size(); ++i) {
            auto const& value = effect.severities[i];
            html += value ? "<td class=\"c severity s" + std::to_string(std::clamp(*value, 0, 4)) + "\">" + std::to_string(*value) + "</td>" : "<td class=\"c soft\">—</td>";
        }
        html += "</tr>";
    }
    return html + "</tbody></table></section>";
}

} // namespace bedside::server
