// SPDX-License-Identifier: Apache-2.0
// Plots as SVG that needs nothing else: two arms stay apart in colour, in shape and in grey print.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace bedside::report {

struct Mark {
    double mean = 0;
    double low = 0; ///< of the 95 % interval; equal to the mean where there is none
    double high = 0;
};
struct Series {
    std::string name;
    std::vector<std::optional<Mark>> marks; ///< one for each visit
};
/// Mean with interval by visit, a line for each arm. `highest`: end of the axis; nothing: from the data. "" without any mark.
std::string line_plot(std::string const& label, std::string const& unit, std::vector<std::string> const& visits, std::vector<Series> const& series, std::optional<double> highest);

struct Bar {
    std::string group; ///< what stands below a cluster of bars
    std::vector<std::optional<double>> values; ///< one for each name
};
/// Clusters of bars on an axis 0..100.
std::string bar_plot(std::string const& label, std::vector<std::string> const& names, std::vector<Bar> const& bars);

struct Stack {
    std::string visit;
    std::string arm;
    std::vector<int> counts; ///< by severity 0, 1, 2 ...
};
/// Shares of each severity, one bar a visit and arm.
std::string stacked_plot(std::string const& label, std::vector<Stack> const& stacks);

struct FlowArm {
    std::string name;
    int allocated = 0, treated = 0, withdrawn = 0, died = 0, rotated = 0, completed = 0, analysed = 0;
};
/// From the roster to the last visit.
std::string flow_diagram(int roster, int screened, std::vector<FlowArm> const& arms, std::string const& last_visit);

} // namespace bedside::report
