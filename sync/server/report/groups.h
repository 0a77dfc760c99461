// SPDX-License-Identifier: Apache-2.0
// Whom a row of a table is about.
#pragma once

#include "sync/server/report/tables.h"

namespace bedside::report {

/// An arm, or everybody.
struct Group {
    static constexpr auto everybody = "all";
    std::string name;
    Allocation const* allocation = nullptr;

    bool has(std::string const& participant) const
    {
        if (name == everybody)
            return true;
        auto const found = allocation->find(participant);
        return found != allocation->end() && found->second == name;
    }
};
/// Everybody, then each arm.
inline std::vector<Group> groups_of(Allocation const& allocation)
{
    std::vector<Group> groups { { Group::everybody, &allocation } };
    for (auto const& arm : arms_of(allocation))
        groups.push_back({ arm, &allocation });
    return groups;
}

inline std::string count_text(int number) { return std::to_string(number); }
inline std::string arm_text(Allocation const& allocation, std::string const& participant)
{
    auto const found = allocation.find(participant);
    return found == allocation.end() ? "" : found->second;
}

} // namespace bedside::report
