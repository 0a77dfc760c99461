// SPDX-License-Identifier: Apache-2.0
// The report as one HTML page that needs nothing else, with plots as SVG.
#include "forms/base/csv.h"
#include "sync/server/report/export.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <set>

namespace bedside::report {
namespace {

std::string escaped(std::string_view text)
{
    std::string out;
    for (auto const c : text) {
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        default: out.push_back(c);
        }
    }
    return out;
}

/// A number as people read it; p values with their small end; other texts unchanged.
std::string shown(std::string const& column, std::string const& cell)
{
    double value = 0;
    auto const [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (cell.empty() || error != std::errc() || end != cell.data() + cell.size() || cell.find('.') == std::string::npos)
        return escaped(cell);
    if (column.starts_with("p_") && value < 0.001)
        return "&lt; 0.001";
    char text[32];
    std::snprintf(text, sizeof text, column.starts_with("p_") || column == "compliance" || column == "completion" ? "%.3f" : "%.2f", value);
    return text;
}

/// Mean with 95 % interval at each visit, one line for each arm.
std::string plot(Table const& table, Measure const& measure, DataSet const& data)
{
    struct Point {
        double x, mean, low, high;
        std::string arm;
    };
    std::vector<Point> points;
    std::set<std::string> arms;
    auto const number = [](std::string const& cell, double fallback) {
        double value = fallback;
        std::from_chars(cell.data(), cell.data() + cell.size(), value);
        return value;
    };
    for (auto const& row : table.rows) {
        if (row[0] == measure.code && row[2] != "all")
            arms.insert(row[2]);
    }
    double lowest = 0;
    double highest = 0;
    for (auto const& row : table.rows) {
        if (row[0] != measure.code || row[5].empty() || (!arms.empty() && row[2] == "all"))
            continue;
        auto const visit = std::find_if(data.study.visits.begin(), data.study.visits.end(), [&](auto const& one) { return one.id == row[3]; });
        auto const mean = number(row[5], 0);
        Point const point { static_cast<double>(visit - data.study.visits.begin()), mean, number(row[6], mean), number(row[7], mean), row[2] };
        points.push_back(point);
        lowest = std::min(lowest, point.low);
        highest = std::max(highest, point.high);
    }
    if (points.empty())
        return "";
    auto const span = highest > lowest ? highest - lowest : 1;
    auto const columns = std::max<double>(1, static_cast<double>(data.study.visits.size()) - 1);
    auto const px = [&](double x) { return 60 + x / columns * 480; };
    auto const py = [&](double y) { return 200 - (y - lowest) / span * 170; };
    auto const text = [](double value) {
        char digits[32];
        std::snprintf(digits, sizeof digits, "%.1f", value);
        return std::string(digits);
    };
    auto svg = "<figure><svg viewBox=\"0 0 600 240\" role=\"img\" aria-label=\"" + escaped(measure.label) + "\"><line x1=\"60\" y1=\"200\" x2=\"540\" y2=\"200\" class=\"axis\"/>";
    for (auto const level : { lowest, (lowest + highest) / 2, highest })
        svg += "<text x=\"52\" y=\"" + text(py(level) + 4) + "\" text-anchor=\"end\">" + text(level) + "</text>";
    for (std::size_t i = 0; i < data.study.visits.size(); ++i)
        svg += "<text x=\"" + text(px(static_cast<double>(i))) + "\" y=\"222\" text-anchor=\"middle\">" + escaped(data.study.visits[i].id) + "</text>";
    std::vector<std::string> const order = arms.empty() ? std::vector<std::string> { "all" } : std::vector<std::string>(arms.begin(), arms.end());
    for (std::size_t a = 0; a < order.size(); ++a) {
        auto const style = " class=\"arm" + std::to_string(a % 2) + "\"";
        auto const shift = (static_cast<double>(a) - (static_cast<double>(order.size()) - 1) / 2) * 8;
        std::string line;
        for (auto const& point : points) {
            if (point.arm != order[a])
                continue;
            auto const x = text(px(point.x) + shift);
            line += x + "," + text(py(point.mean)) + " ";
            svg += "<line" + style + " x1=\"" + x + "\" y1=\"" + text(py(point.low)) + "\" x2=\"" + x + "\" y2=\"" + text(py(point.high)) + "\"/><circle" + style + " cx=\"" + x + "\" cy=\"" + text(py(point.mean)) + "\" r=\"3.5\"/>";
        }
        svg += "<polyline" + style + " points=\"" + line + "\"/><text x=\"" + std::to_string(70 + a * 120) + "\" y=\"16\"" + style + ">" + escaped(order[a]) + "</text>";
    }
    return svg + "</svg><figcaption>" + escaped(measure.label) + " (" + escaped(measure.unit) + "), mean and 95 % interval</figcaption></figure>\n";
}

} // namespace

Outputs report_files(DataSet const& data, Allocation const& allocation, Instant const& now)
{
    Outputs files;
    auto const tables = all_tables(data, allocation, now);
    std::string html = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>" + escaped(data.study.id)
        + "</title><style>body{font:15px/1.4 sans-serif;margin:2em;color:#111}table{border-collapse:collapse;margin:0 0 2em;font-size:13px}th,td{padding:.2em .6em;border-bottom:1px solid #bbb;text-align:right}"
          "th:nth-child(-n+3),td:nth-child(-n+3){text-align:left}figure{display:inline-block;width:460px;margin:0 1em 1em 0}svg{width:100%}svg text{font-size:13px}.axis{stroke:#555}"
          ".arm0{stroke:#0b4f7d;fill:#0b4f7d}.arm1{stroke:#8a4b00;fill:#8a4b00}polyline{fill:none!important}text{stroke:none!important}.note{color:#444}@media print{table{page-break-inside:auto}tr{page-break-inside:avoid}}</style>\n";
    html += "<h1>" + escaped(data.study.title.in("en")) + "</h1><p>Study " + escaped(data.study.id) + " version " + escaped(data.study.version) + ", " + std::to_string(data.participants.size()) + " participants, " + std::to_string(data.forms.size())
        + " forms, as of " + escaped(iso8601(now)) + ". " + (allocation.empty() ? "Blinded: pooled results only." : "By arm as randomised.") + (data.study.demonstration ? " Demonstration data." : "") + "</p>\n";
    for (auto const& measure : measures()) {
        if (measure.code == "NRS_AVERAGE" || measure.code == "NRS_WORST" || measure.code == "BTP_PER_DAY" || measure.code == "DOSE_IT_MORPHINE_EQ" || measure.code == "QL2" || measure.code == "SUMMARY")
            html += plot(tables[1], measure, data);
    }
    for (auto const& table : tables) {
        std::string csv = csv_record(table.columns);
        html += "<h2>" + escaped(table.title) + "</h2><p class=\"note\">" + escaped(table.note) + "</p><table><thead><tr>";
        for (auto const& column : table.columns)
            html += "<th scope=\"col\">" + escaped(column) + "</th>";
        html += "</tr></thead><tbody>\n";
        for (auto const& row : table.rows) {
            csv += csv_record(row);
            html += "<tr>";
            for (std::size_t i = 0; i < row.size(); ++i)
                html += "<td>" + shown(table.columns[i], row[i]) + "</td>";
            html += "</tr>\n";
        }
        html += "</tbody></table>\n";
        files[table.name + ".csv"] = std::move(csv);
    }
    files["report.html"] = html + "</html>\n";
    return files;
}

} // namespace bedside::report
