// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "forms/base/csv.h"

#include <sstream>
#include <string>
#include <vector>

namespace bedside::test {

/// Every record of a CSV text, with its head.
inline std::vector<std::vector<std::string>> records(std::string const& csv)
{
    std::istringstream in(csv);
    CsvReader reader(in);
    std::vector<std::vector<std::string>> all;
    std::vector<std::string> fields;
    while (*reader.next(fields))
        all.push_back(fields);
    return all;
}

} // namespace bedside::test
