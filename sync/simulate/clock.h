// SPDX-License-Identifier: Apache-2.0
// A clock that the simulation sets.
#pragma once

#include "forms/study/zone.h"

#include <atomic>

namespace bedside::simulate {

/// Shows what it was set to, in the study's zone. For many threads.
class SimulatedClock final : public Clock {
public:
    /// `monotonic` time counts from `booted_ms`, also when the wall clock is wrong.
    SimulatedClock(study::Zone zone, std::int64_t booted_ms, std::string boot_id)
        : m_zone(std::move(zone))
        , m_booted_ms(booted_ms)
        , m_boot_id(std::move(boot_id))
        , m_true_ms(booted_ms)
    {
    }
    void set(std::int64_t true_ms) { m_true_ms = true_ms; }
    void pass(std::int64_t milliseconds) { m_true_ms += milliseconds; }
    /// How far the wall clock is ahead of the truth.
    void set_fault(std::int64_t milliseconds) { m_fault_ms = milliseconds; }
    std::int64_t true_ms() const { return m_true_ms; }
    Instant now() const override
    {
        auto instant = m_zone.instant(m_true_ms + m_fault_ms);
        instant.monotonic_ms = m_true_ms - m_booted_ms;
        instant.boot_id = m_boot_id;
        return instant;
    }

private:
    study::Zone m_zone;
    std::int64_t m_booted_ms;
    std::string m_boot_id;
    std::atomic<std::int64_t> m_true_ms;
    std::atomic<std::int64_t> m_fault_ms = 0;
};

} // namespace bedside::simulate
