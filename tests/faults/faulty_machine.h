// SPDX-License-Identifier: Apache-2.0
// What the test tells a program's machine while the program runs: a small file that faulty_machine.cpp has mapped.
#pragma once

#include <cstdint>

namespace bedside::test {

struct MachineState {
    std::int64_t clock_shift_s = 0; ///< added to the wall clock
    std::int64_t disk_error = 0;    ///< errno of every write to a database; 0: the disk works
};

} // namespace bedside::test
