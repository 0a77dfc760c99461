// SPDX-License-Identifier: Apache-2.0
// A clock with the study's time zone: what is shown and recorded is the ward's time, wherever the tablet thinks it is.
#pragma once

#include "forms/base/clock.h"
#include "forms/study/zone.h"

#include <atomic>
#include <memory>

namespace bedside::app {

class StudyClock final : public Clock {
public:
    explicit StudyClock(Clock const& machine)
        : m_machine(machine)
    {
    }
    Instant now() const override;
    void follow(study::Zone const& zone) { m_zone.store(std::make_shared<study::Zone const>(zone)); }

private:
    Clock const& m_machine;
    std::atomic<std::shared_ptr<study::Zone const>> m_zone; ///< shared by the drawing thread, which sets it, and the storage thread
};

} // namespace bedside::app
