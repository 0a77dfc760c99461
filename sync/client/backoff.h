// SPDX-License-Identifier: Apache-2.0
// How long to wait after a failure.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

namespace bedside::client {

/// 1 s, 2 s, 4 s ... up to 5 minutes, each shortened by up to half at random, so that a ward does not come back in one moment.
class Backoff {
public:
    static constexpr std::int64_t first_ms = 1000;
    static constexpr std::int64_t longest_ms = 300'000;
    /// A server's Retry-After counts up to an hour.
    static constexpr std::int64_t longest_wish_ms = 3'600'000;

    /// The pause after one more failure, milliseconds. `random` is any number; `wish_ms` the server's Retry-After, which is a minimum.
    std::int64_t failed(std::uint64_t random, std::optional<std::int64_t> wish_ms = {})
    {
        auto const full = std::min(longest_ms, first_ms << std::min(m_failures, 20));
        ++m_failures;
        auto const pause = full / 2 + static_cast<std::int64_t>(random % static_cast<std::uint64_t>(full / 2 + 1));
        return wish_ms ? std::max(pause, std::clamp<std::int64_t>(*wish_ms, 0, longest_wish_ms)) : pause;
    }
    void succeeded() { m_failures = 0; }
    int failures() const { return m_failures; }

private:
    int m_failures = 0;
};

} // namespace bedside::client
