// SPDX-License-Identifier: Apache-2.0
#include "sync/server/commands/serve.h"

#include "forms/base/durable_file.h"
#include "sync/server/commands/restore.h"
#include "sync/server/commands/stop_signals.h"
#include "sync/server/console/console.h"
#include "sync/server/http/https_server.h"
#include "sync/server/tablets/alert_watch.h"
#include "sync/server/tablets/escalation.h"
#include "sync/server/tablets/tablet_api.h"

#include <csignal>
#include <spdlog/spdlog.h>

namespace bedside::server {
namespace {

Result<void> write_ports(std::filesystem::path const& file, int tablet_port, int console_port)
{
    return write_atomically(file, "tablet_port=" + std::to_string(tablet_port) + "\nconsole_port=" + std::to_string(console_port) + "\n");
}

} // namespace

Result<int> serve(Config const& config, std::filesystem::path const& ports_file, std::string_view version, Clock const& clock)
{
    StopSignals const stop_signals;

    auto const lock = TRY(lock_server(config));
    auto const server = TRY(StudyServer::open(config, clock));
    HttpsOptions options;
    options.address = config.address;
    options.authority = server->authority().certificate;
    options.max_body = static_cast<std::size_t>(config.max_request_bytes);
    options.connections = static_cast<std::size_t>(config.connections);
    options.connections_per_address = static_cast<std::size_t>(config.connections_per_address);
    options.times.request = std::chrono::seconds(config.request_seconds);
    options.times.keep_alive = std::chrono::seconds(config.keep_alive_seconds);

    options.port = config.tablet_port;
    options.client_certificates = ClientCertificates::optional;
    auto const tablets = TRY(HttpsServer::start(options, server->identity(), tablet_router(*server, version)));
    options.port = config.console_port;
    options.client_certificates = ClientCertificates::none;
    options.max_body = 1 << 16;
    auto const console = TRY(HttpsServer::start(options, server->identity(), console_router(*server)));
    if (!ports_file.empty())
        TRY(write_ports(ports_file, tablets->port(), console->port()));
    AlertWatch const alert_watch(*server);
    Escalation const escalation(*server);
    spdlog::info("listening: tablets on {} port {}, console on port {}", config.address, tablets->port(), console->port());

    stop_signals.wait();
    spdlog::info("stopping");
    tablets->stop();
    console->stop();
    return 0;
}

} // namespace bedside::server
