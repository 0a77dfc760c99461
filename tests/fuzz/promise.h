// SPDX-License-Identifier: Apache-2.0
// What a fuzz target asserts beside not crashing.
#pragma once

#include <cstdio>
#include <cstdlib>

/// Ends the program when a promise does not hold; a fuzzer keeps the input.
inline void promise(bool holds, char const* sentence)
{
    if (holds)
        return;
    std::fprintf(stderr, "promise broken: %s\n", sentence);
    std::abort();
}
