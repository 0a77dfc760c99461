// SPDX-License-Identifier: Apache-2.0
// bedside-sync: brings every completed form to the study server.
#include "sync/client/daemon.h"
#include "sync/client/enrolment.h"
#include "sync/client/rescue.h"
#include "sync/client/synchroniser.h"

#include "forms/engine/json.h"

#include <CLI/CLI.hpp>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <iostream>
#include <sys/resource.h>
#include <sys/stat.h>

using namespace bedside;
using namespace bedside::client;

namespace {

Result<store::Store> opened(std::filesystem::path const& directory, Clock const& clock)
{
    auto const key = TRY(store::key_from_credential());
    auto store = store::Store::open(directory, key, clock);
    if (!store && store.error().code == Code::not_found)
        return fail(Code::not_found, "there is no store in '" + directory.string() + "'; run bedside-sync enrol URL CODE first");
    return store;
}

Result<int> once(std::filesystem::path const& directory, Clock const& clock)
{
    auto const lock = TRY(lock_folder(directory));
    auto store = TRY(opened(directory, clock));
    auto synchroniser = TRY(Synchroniser::open(store, directory, BEDSIDE_VERSION, clock));
    auto const round = TRY(synchroniser.round());
    if (!round.trouble.empty())
        return fail(round.barred ? Code::revoked : Code::network, round.trouble);
    return 0;
}

Result<int> status(std::filesystem::path const& directory, bool as_json, Clock const& clock)
{
    auto const store = TRY(opened(directory, clock));
    auto const read = [&](char const* name) -> Result<std::string> { return TRY(store.setting(name)).value_or(""); };
    auto const counts = TRY(store.outbox_counts());
    auto const tablet = TRY(read("tablet"));
    auto const server = TRY(read("server_url"));
    auto const contact = TRY(read("sync.last_contact"));
    auto const trouble = TRY(read("sync.trouble"));
    auto const skew = TRY(read("sync.skew_ms"));
    if (!as_json) {
        std::cout << "tablet " << tablet << ", server " << server << "\n"
                  << counts.received << " received, " << counts.waiting << " waiting, " << counts.quarantined << " put aside\n"
                  << "last contact " << (contact.empty() ? "never" : contact) << (trouble.empty() ? "" : "; " + trouble) << "\n";
        for (auto const& row : TRY(store.outbox(store::OutboxState::quarantined, 100)))
            std::cout << "number " << row.sequence << ": " << row.reason << "\n";
        return 0;
    }
    using forms::Json;
    Json::Array aside;
    for (auto const& row : TRY(store.outbox(store::OutboxState::quarantined, 100)))
        aside.emplace_back(Json::Object { { "sequence", Json(row.sequence) }, { "reason", Json(row.reason) } });
    std::cout << Json(Json::Object { { "tablet", Json(tablet) }, { "server", Json(server) }, { "received", Json(counts.received) }, { "waiting", Json(counts.waiting) },
                          { "quarantined", std::move(aside) }, { "last_contact", Json(contact) }, { "trouble", Json(trouble) }, { "skew_ms", Json::number(skew.empty() ? "0" : skew) } })
                     .dump()
              << "\n";
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    rlimit const none { 0, 0 };
    setrlimit(RLIMIT_CORE, &none); // keys are in memory
    umask(007);                    // the kiosk's user shares the store by its group
    spdlog::set_default_logger(spdlog::stderr_logger_mt("bedside-sync"));
    spdlog::set_pattern("%^%l%$ %v");
    SystemClock const clock;

    CLI::App app { "Brings every completed form from this tablet to the study server." };
    app.set_version_flag("--version", "bedside-sync " BEDSIDE_VERSION);
    app.require_subcommand(1);
    std::function<Result<int>()> action;
    std::filesystem::path data = "/var/lib/bedside/tablet";
    std::filesystem::path folder;
    std::string url;
    std::string code;
    bool as_json = false;
    auto const command = [&](char const* name, char const* help) {
        auto* made = app.add_subcommand(name, help);
        made->add_option("--data", data, "The tablet's data folder.")->capture_default_str();
        return made;
    };

    auto* enrol_command = command("enrol", "Make this tablet's keys and store, and have the server sign them.");
    enrol_command->add_option("URL", url, "https://host:port of the study server.")->required();
    enrol_command->add_option("CODE", code, "The one-time code from the coordinator.")->required();
    enrol_command->callback([&] {
        action = [&]() -> Result<int> {
            auto const key = TRY(store::key_from_credential());
            auto const tablet = TRY(enrol(url, code, data, key, clock));
            std::cout << "This is tablet " << tablet << ".\n";
            return 0;
        };
    });
    command("run", "Work until SIGTERM.")->callback([&] {
        action = [&]() -> Result<int> {
            auto const lock = TRY(lock_folder(data));
            auto store = TRY(opened(data, clock));
            return run(store, data, BEDSIDE_VERSION, clock);
        };
    });
    command("once", "One round: send, report, pull.")->callback([&] { action = [&] { return once(data, clock); }; });
    auto* status_command = command("status", "What waits, what was received, what was refused.");
    status_command->add_flag("--json", as_json, "For programs.");
    status_command->callback([&] { action = [&] { return status(data, as_json, clock); }; });
    auto* rescue_command = command("rescue", "Write everything unsent, sealed to the study's server, into a folder.");
    rescue_command->add_option("FOLDER", folder, "A USB stick, say.")->required();
    rescue_command->callback([&] {
        action = [&]() -> Result<int> {
            auto store = TRY(opened(data, clock));
            auto const written = TRY(write_rescue(store, folder, clock));
            std::cout << written.forms << " forms in " << written.file.string() << "\n";
            return 0;
        };
    });

    try {
        app.parse(argc, argv);
    } catch (CLI::Success const& request) { // --help and --version
        return app.exit(request);
    } catch (CLI::ParseError const& error) {
        std::cerr << "bedside-sync: " << error.what() << "; see bedside-sync --help.\n";
        return 2;
    }
    auto const result = action();
    std::cout.flush();
    if (!result) {
        std::cerr << "bedside-sync: " << result.error().message << ".\n";
        return exit_status_of(result.error().code);
    }
    return *result;
}
