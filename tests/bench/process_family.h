// SPDX-License-Identifier: Apache-2.0
// Memory and CPU of a program with everything that it started, as the kernel counts them.
#pragma once

#include <sys/types.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace bedside::bench {

/// The process and everything it started (a browser is many processes).
inline std::vector<pid_t> family_of(pid_t root)
{
    std::vector<pid_t> family { root };
    for (std::size_t i = 0; i < family.size(); ++i) {
        for (auto const& task : std::filesystem::directory_iterator("/proc/" + std::to_string(family[i]) + "/task", std::filesystem::directory_options::skip_permission_denied)) {
            std::ifstream children(task.path() / "children");
            for (pid_t child = 0; children >> child;) {
                if (std::find(family.begin(), family.end(), child) == family.end())
                    family.push_back(child);
            }
        }
    }
    return family;
}

/// Proportional set size of the family, kB.
inline long pss_of(pid_t root)
{
    long sum = 0;
    for (auto const pid : family_of(root)) {
        std::ifstream rollup("/proc/" + std::to_string(pid) + "/smaps_rollup");
        for (std::string line; std::getline(rollup, line);) {
            if (line.starts_with("Pss:"))
                sum += std::atol(line.c_str() + 4);
        }
    }
    return sum;
}

/// CPU time used by the family, ticks, and voluntary context switches (wake-ups).
struct Usage {
    long ticks = 0;
    long wakeups = 0;
};
inline Usage usage_of(pid_t root)
{
    Usage usage;
    for (auto const pid : family_of(root)) {
        std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
        std::string line;
        std::getline(stat, line);
        auto const after_name = line.rfind(')');
        long user = 0;
        long system = 0;
        if (after_name != std::string::npos && std::sscanf(line.c_str() + after_name + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %ld %ld", &user, &system) == 2)
            usage.ticks += user + system;
        for (auto const& task : std::filesystem::directory_iterator("/proc/" + std::to_string(pid) + "/task")) {
            std::ifstream status(task.path() / "status");
            for (std::string row; std::getline(status, row);) {
                if (row.starts_with("voluntary_ctxt_switches:"))
                    usage.wakeups += std::atol(row.c_str() + 24);
            }
        }
    }
    return usage;
}

} // namespace bedside::bench
