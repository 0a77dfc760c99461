// SPDX-License-Identifier: Apache-2.0
#include "sync/server/report/plots.h"
#include "sync/server/markup/markup.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace bedside::report {
namespace {

std::string px(double value)
{
    char digits[32];
    std::snprintf(digits, sizeof digits, "%.1f", value);
    return digits;
}

std::string tick_text(double value)
{
    char digits[32];
    std::snprintf(digits, sizeof digits, "%g", value);
    return digits;
}

std::string text(double x, double y, std::string_view anchor, std::string const& words, std::string_view kind = "")
{
    return "<text x=\"" + px(x) + "\" y=\"" + px(y) + "\" text-anchor=\"" + std::string(anchor) + "\"" + (kind.empty() ? "" : " class=\"" + std::string(kind) + "\"") + ">" + escaped(words) + "</text>";
}

std::string line(double x1, double y1, double x2, double y2, std::string const& kind)
{
    return "<line x1=\"" + px(x1) + "\" y1=\"" + px(y1) + "\" x2=\"" + px(x2) + "\" y2=\"" + px(y2) + "\" class=\"" + kind + "\"/>";
}

std::string box(double x, double y, double width, double height, std::string const& kind)
{
    return "<rect x=\"" + px(x) + "\" y=\"" + px(y) + "\" width=\"" + px(width) + "\" height=\"" + px(height) + "\" class=\"" + kind + "\"/>";
}

/// Steps of 1, 2 or 5 times a power of ten, four to seven of them.
double step_for(double range)
{
    auto const power = std::pow(10, std::floor(std::log10(range)));
    for (auto const step : { 0.1, 0.2, 0.5, 1.0 }) {
        if (range / (step * power) <= 7)
            return step * power;
    }
    return 2 * power;
}

std::string figure(double width, double height, std::string const& label, std::string const& inside, std::string const& caption)
{
    return "<figure><svg viewBox=\"0 0 " + px(width) + " " + px(height) + "\" role=\"img\" aria-label=\"" + escaped(label) + "\">" + inside + "</svg><figcaption>" + escaped(caption) + "</figcaption></figure>\n";
}

std::string marker(std::size_t series, double x, double y)
{
    auto const kind = "arm" + std::to_string(series % 2);
    return series % 2 == 0 ? "<circle cx=\"" + px(x) + "\" cy=\"" + px(y) + "\" r=\"4\" class=\"" + kind + "\"/>" : box(x - 3.6, y - 3.6, 7.2, 7.2, kind);
}

} // namespace

std::string line_plot(std::string const& label, std::string const& unit, std::vector<std::string> const& visits, std::vector<Series> const& series, std::optional<double> highest)
{
    double top = highest.value_or(0);
    bool any = false;
    for (auto const& one : series) {
        for (auto const& mark : one.marks) {
            any = any || mark;
            if (mark && !highest)
                top = std::max(top, mark->high);
        }
    }
    if (!any)
        return "";
    auto const step = step_for(top > 0 ? top : 1);
    top = std::ceil((top > 0 ? top : 1) / step - 1e-9) * step;
    constexpr double left = 56, right = 504, upper = 34, lower = 246;
    auto const x_of = [&](std::size_t visit) { return visits.size() < 2 ? (left + right) / 2 : left + 26 + (right - left - 52) * static_cast<double>(visit) / static_cast<double>(visits.size() - 1); };
    auto const y_of = [&](double value) { return lower - (lower - upper) * std::clamp(value / top, 0.0, 1.0); };
    std::string svg;
    for (int i = 0; i * step <= top + step / 2; ++i)
        svg += line(left, y_of(i * step), right, y_of(i * step), "grid") + text(left - 8, y_of(i * step) + 4.5, "end", tick_text(i * step));
    for (std::size_t v = 0; v < visits.size(); ++v)
        svg += text(x_of(v), lower + 21, "middle", visits[v]);
    svg += line(left, lower, right, lower, "axis") + text(left, 15, "start", unit, "unit");
    for (std::size_t s = 0; s < series.size(); ++s) {
        auto const shift = (static_cast<double>(s) - (static_cast<double>(series.size()) - 1) / 2) * 11;
        auto const kind = "arm" + std::to_string(s % 2);
        std::string way;
        std::string marks;
        for (std::size_t v = 0; v < series[s].marks.size(); ++v) {
            auto const& mark = series[s].marks[v];
            if (!mark)
                continue;
            auto const x = x_of(v) + shift;
            way += px(x) + "," + px(y_of(mark->mean)) + " ";
            if (mark->high > mark->low) {
                marks += line(x, y_of(mark->low), x, y_of(mark->high), kind) + line(x - 4, y_of(mark->low), x + 4, y_of(mark->low), kind) + line(x - 4, y_of(mark->high), x + 4, y_of(mark->high), kind);
            }
            marks += marker(s, x, y_of(mark->mean));
        }
        svg += "<polyline points=\"" + way + "\" class=\"" + kind + "\"/>" + marks;
        auto const legend = right - 90.0 * static_cast<double>(series.size() - s) + 20;
        svg += marker(s, legend, 11) + text(legend + 10, 15.5, "start", series[s].name, "legend");
    }
    return figure(520, 276, label, svg, label + ", mean and 95 % interval");
}

std::string bar_plot(std::string const& label, std::vector<std::string> const& names, std::vector<Bar> const& bars)
{
    if (bars.empty() || names.empty())
        return "";
    constexpr double left = 44, upper = 34, lower = 230;
    auto const bar_width = 11.0;
    auto const cluster = bar_width * static_cast<double>(names.size()) + 16;
    auto const right = left + cluster * static_cast<double>(bars.size()) + 6;
    auto const y_of = [&](double value) { return lower - (lower - upper) * value / 100; };
    std::string svg;
    for (int level = 0; level <= 100; level += 25)
        svg += line(left, y_of(level), right, y_of(level), "grid") + text(left - 7, y_of(level) + 4.5, "end", std::to_string(level));
    for (std::size_t b = 0; b < bars.size(); ++b) {
        auto const x = left + 10 + cluster * static_cast<double>(b);
        for (std::size_t n = 0; n < bars[b].values.size(); ++n) {
            if (auto const& value = bars[b].values[n])
                svg += box(x + bar_width * static_cast<double>(n), y_of(*value), bar_width - 1.5, lower - y_of(*value), "bar" + std::to_string(n % 4));
        }
        svg += text(x + bar_width * static_cast<double>(names.size()) / 2, lower + 20, "middle", bars[b].group);
    }
    svg += line(left, lower, right, lower, "axis");
    double legend = left;
    for (std::size_t n = 0; n < names.size(); ++n) {
        svg += box(legend, 5, 11, 11, "bar" + std::to_string(n % 4)) + text(legend + 16, 15, "start", names[n], "legend");
        legend += 34 + 8.5 * static_cast<double>(names[n].size());
    }
    return "<div class=\"wide\">" + figure(std::max(right + 6, legend), 258, label, svg, label) + "</div>";
}

std::string stacked_plot(std::string const& label, std::vector<Stack> const& stacks)
{
    if (stacks.empty())
        return "";
    constexpr double left = 48, upper = 34, lower = 230, width = 26;
    std::string svg;
    auto const y_of = [&](double share) { return lower - (lower - upper) * share; };
    for (int level = 0; level <= 100; level += 25)
        svg += line(left, y_of(level / 100.0), 504, y_of(level / 100.0), "grid") + text(left - 7, y_of(level / 100.0) + 4.5, "end", std::to_string(level) + " %");
    double x = left + 12;
    std::size_t largest = 0;
    for (std::size_t i = 0; i < stacks.size(); ++i) {
        auto const& stack = stacks[i];
        int observed = 0;
        for (auto const count : stack.counts)
            observed += count;
        double below = 0;
        for (std::size_t severity = 0; severity < stack.counts.size() && observed > 0; ++severity) {
            auto const share = static_cast<double>(stack.counts[severity]) / observed;
            svg += box(x, y_of(below + share), width, y_of(below) - y_of(below + share), "severity" + std::to_string(severity));
            below += share;
        }
        largest = std::max(largest, stack.counts.size());
        svg += text(x + width / 2, lower + 16, "middle", stack.arm, "small");
        auto const last_of_visit = i + 1 == stacks.size() || stacks[i + 1].visit != stack.visit;
        x += width + (last_of_visit ? 18 : 3);
        if (last_of_visit) {
            std::size_t first = i;
            while (first > 0 && stacks[first - 1].visit == stack.visit)
                --first;
            auto const bars = static_cast<double>(i - first + 1);
            svg += text(x - 18 - (bars * width + (bars - 1) * 3) / 2, lower + 34, "middle", stack.visit);
        }
    }
    svg += line(left, lower, std::max(504.0, x), lower, "axis");
    for (std::size_t severity = 0; severity < largest; ++severity) {
        auto const at = left + 46 * static_cast<double>(severity);
        svg += box(at, 5, 11, 11, "severity" + std::to_string(severity)) + text(at + 16, 15, "start", std::to_string(severity), "legend");
    }
    return figure(std::max(520.0, x), 272, label, svg, label + ": share of each severity, 0 to 4");
}

std::string flow_diagram(int roster, int screened, std::vector<FlowArm> const& arms, std::string const& last_visit)
{
    constexpr double box_width = 236, gap = 36;
    auto const count = static_cast<double>(std::max<std::size_t>(1, arms.size()));
    auto const width = std::max(count * (box_width + gap) + 20, 420.0);
    auto const n = [](int number) { return std::to_string(number); };
    std::string svg;
    auto const card = [&](double x, double y, std::vector<std::string> const& lines) {
        svg += box(x, y, box_width, 14.0 + 19 * static_cast<double>(lines.size()), "card");
        for (std::size_t i = 0; i < lines.size(); ++i)
            svg += text(x + box_width / 2, y + 22 + 19 * static_cast<double>(i), "middle", lines[i], i == 0 ? "strong" : "");
    };
    card(width / 2 - box_width / 2, 6, { "In the roster: " + n(roster), "screened only: " + n(screened) });
    for (std::size_t i = 0; i < arms.size(); ++i) {
        auto const& arm = arms[i];
        auto const x = width / 2 - count * (box_width + gap) / 2 + gap / 2 + static_cast<double>(i) * (box_width + gap);
        auto const middle = x + box_width / 2;
        svg += "<path d=\"M" + px(width / 2) + " 58 V72 H" + px(middle) + " V86\" class=\"arrow\"/>" + line(middle, 138, middle, 158, "arrow") + line(middle, 229, middle, 249, "arrow");
        card(x, 86, { arm.name + ": " + n(arm.allocated), "treated: " + n(arm.treated) });
        card(x, 158, { "Left the study: " + n(arm.withdrawn + arm.died), "withdrew " + n(arm.withdrawn) + ", died " + n(arm.died), "rotated, kept in the arm: " + n(arm.rotated) });
        card(x, 249, { "Completed: " + n(arm.completed), "pain analysed at " + last_visit + ": " + n(arm.analysed) });
    }
    return "<div class=\"wide\">" + figure(width, 308, "Flow of participants", svg, "Flow of participants as of the report's moment") + "</div>";
}

} // namespace bedside::report
