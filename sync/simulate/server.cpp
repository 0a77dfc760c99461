// SPDX-License-Identifier: Apache-2.0
#include "sync/simulate/server.h"

#include "sync/server/tablets/tablet_api.h"

#include <fstream>
#include <sys/stat.h>

namespace bedside::simulate {

Result<std::unique_ptr<SimulatedServer>> SimulatedServer::start(std::filesystem::path const& directory, SimulatedClock& clock)
{
    auto const behind = (SystemClock().now().wall_ms - clock.now().wall_ms) / day_ms;
    if (behind < 0 || behind > 3000)
        return fail(Code::invalid_argument, "a simulated trial must begin within the last eight years; change 'start' in simulation.toml");
    server::Config config;
    config.directory = directory;
    config.key_file = directory / "server.key";
    config.tablet_port = 0;
    config.console_port = 0;
    config.connections = 1024;
    config.certificate_days = static_cast<int>(behind) + 400;
    std::error_code error;
    std::filesystem::create_directories(directory, error);
    std::ofstream(config.key_file) << hex(Secret::random(32).bytes()) << "\n";
    ::chmod(config.key_file.c_str(), 0600);
    TRY(server::StudyServer::initialise(config, { "localhost", "127.0.0.1" }, clock));
    auto made = std::unique_ptr<SimulatedServer>(new SimulatedServer(clock));
    made->m_server = TRY(server::StudyServer::open(config, clock));
    server::HttpsOptions options;
    options.client_certificates = server::ClientCertificates::optional;
    options.authority = made->m_server->authority().certificate;
    options.connections = static_cast<std::size_t>(config.connections);
    options.connections_per_address = 0; // all tablets have this machine's
    made->m_port = TRY(server::HttpsServer::start(options, made->m_server->identity(), server::tablet_router(*made->m_server, "simulated")));
    return made;
}

Result<std::string> SimulatedServer::enrolment_code(std::string const& tablet)
{
    m_clock.pass(12'100); // a server lets few enrol in a minute from one address
    auto const code = TRY(m_server->enrolment_code(tablet, "simulation"));
    return code.text();
}

} // namespace bedside::simulate
