// SPDX-License-Identifier: Apache-2.0
// The same work for many, on a few threads.
#pragma once

#include "forms/base/result.h"

#include <atomic>
#include <functional>
#include <thread>
#include <vector>

namespace bedside::simulate {

/// `work(i)` for each i below `count`. Fails with the failure of the smallest i.
inline Result<void> in_parallel(int threads, std::size_t count, std::function<Result<void>(std::size_t)> const& work)
{
    std::vector<Result<void>> results(count);
    std::atomic<std::size_t> next = 0;
    {
        std::vector<std::jthread> workers;
        for (int i = 0; i < threads; ++i) {
            workers.emplace_back([&] {
                for (auto mine = next++; mine < count; mine = next++)
                    results[mine] = work(mine);
            });
        }
    }
    for (auto& result : results) {
        if (!result)
            return result;
    }
    return {};
}

} // namespace bedside::simulate
