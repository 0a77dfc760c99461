// SPDX-License-Identifier: Apache-2.0
// Times and what a measurement prints: one line of JSON on standard output. Nothing is asserted about a time.
#pragma once

#include <algorithm>
#include <chrono>
#include <iostream>
#include <nlohmann/json.hpp>
#include <vector>

namespace bedside::bench {

using Steady = std::chrono::steady_clock;

inline double seconds_since(Steady::time_point begin) { return std::chrono::duration<double>(Steady::now() - begin).count(); }

template <typename Work>
double seconds_of(Work const& work)
{
    auto const begin = Steady::now();
    work();
    return seconds_since(begin);
}

/// The value below which `share` (0..1) of the times lie; 0 without times.
inline double percentile(std::vector<double> times, double share)
{
    std::ranges::sort(times);
    return times.empty() ? 0 : times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))];
}

inline double rounded(double value, double unit = 0.001) { return static_cast<double>(static_cast<long long>(value / unit + 0.5)) * unit; }

/// One budget: its name and what was measured, with the limit of the same run beside it.
inline void print(std::string const& budget, nlohmann::ordered_json const& figures)
{
    std::cout << nlohmann::ordered_json { { "budget", budget }, { "figures", figures } }.dump() << std::endl;
}

} // namespace bedside::bench
