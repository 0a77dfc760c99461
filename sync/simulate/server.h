// SPDX-License-Identifier: Apache-2.0
// A study server inside the simulation: the real one, on a real TLS port, with a clock that the simulation sets.
#pragma once

#include "sync/server/http/https_server.h"
#include "sync/server/tablets/study_server.h"
#include "sync/simulate/clock.h"

namespace bedside::simulate {

class SimulatedServer {
public:
    /// Makes a new server in DIRECTORY; `clock` must outlive it and show no later moment than the machine's clock, for TLS goes by that one.
    static Result<std::unique_ptr<SimulatedServer>> start(std::filesystem::path const& directory, SimulatedClock& clock);

    std::string url() const { return "https://localhost:" + std::to_string(m_port->port()); }
    server::StudyServer& study_server() { return *m_server; }
    /// A code for a tablet. The clock goes on by two seconds, so that the server's limit on enrolments does not bite.
    Result<std::string> enrolment_code(std::string const& tablet);

private:
    explicit SimulatedServer(SimulatedClock& clock)
        : m_clock(clock)
    {
    }
    SimulatedClock& m_clock;
    std::unique_ptr<server::StudyServer> m_server;
    std::unique_ptr<server::HttpsServer> m_port; ///< goes first
};

} // namespace bedside::simulate
