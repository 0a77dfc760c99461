// SPDX-License-Identifier: Apache-2.0
// Chance that a seed decides: the same numbers on every machine and in every run.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <numbers>
#include <string>
#include <string_view>

namespace bedside::simulate {

/// SplitMix64 (Steele, Lea, Flood 2014). Never for keys.
class Random {
public:
    /// A stream of its own for each name: what one participant does changes nothing for the others.
    Random(std::uint64_t seed, std::string_view name)
        : m_state(seed)
    {
        for (auto const c : name)
            m_state = (m_state ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
        next();
    }
    std::uint64_t next()
    {
        auto z = (m_state += 0x9E3779B97F4A7C15u);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        return z ^ (z >> 31);
    }
    /// 0 <= x < 1
    double share() { return static_cast<double>(next() >> 11) * 0x1p-53; }
    bool chance(double probability) { return share() < probability; }
    /// low <= n <= high
    int whole(int low, int high) { return low + static_cast<int>(next() % static_cast<std::uint64_t>(high - low + 1)); }
    /// Mean 0, standard deviation 1.
    double normal() { return std::sqrt(-2 * std::log(1 - share())) * std::cos(2 * std::numbers::pi * share()); }
    int poisson(double mean)
    {
        int events = -1;
        for (double left = 0; left < mean; left -= std::log(1 - share()))
            ++events;
        return events < 0 ? 0 : events;
    }
    /// A version 4 UUID.
    std::string uuid()
    {
        auto const a = (next() & ~std::uint64_t { 0xF000 }) | 0x4000;
        auto const b = (next() & ~(std::uint64_t { 3 } << 62)) | (std::uint64_t { 2 } << 62);
        char text[40];
        std::snprintf(text, sizeof text, "%08x-%04x-%04x-%04x-%012llx", static_cast<unsigned>(a >> 32), static_cast<unsigned>(a >> 16 & 0xFFFF), static_cast<unsigned>(a & 0xFFFF), static_cast<unsigned>(b >> 48),
            static_cast<unsigned long long>(b & 0xFFFFFFFFFFFF));
        return text;
    }

private:
    std::uint64_t m_state;
};

} // namespace bedside::simulate
