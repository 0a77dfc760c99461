// SPDX-License-Identifier: Apache-2.0
// bedside-sync: brings every completed form to the study server.
#include "forms/base/durable_file.h"
#include "sync/client/daemon.h"
#include "sync/client/enrolment.h"
#include "sync/client/fhir_target.h"
#include "sync/client/synchroniser.h"
#include "sync/store/rescue.h"

#include "forms/base/private_memory.h"
#include "forms/engine/json.h"

#include <CLI/CLI.hpp>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <iostream>
#include <sys/stat.h>

using namespace bedside;
using namespace bedside::client;

namespace {

/// A small file's text; "" when none is named.
Result<std::string> text_of(std::filesystem::path const& file)
{
    if (file.empty())
        return std::string();
    return read_file(file, 1 << 20);
}

Result<store::Store> opened(std::filesystem::path const& directory, Clock const& clock)
{
    auto const key = TRY(store::key_from_credential());
    auto store = store::Store::open(directory, key, clock);
    if (!store && store.error().code == Code::not_found)
        return fail(Code::not_found, "there is no store in '" + directory.string() + "'; run bedside-sync enrol URL CODE first");
    return store;
}

Result<int> once(std::filesystem::path const& directory, UpdatePlace const& updates, Clock const& clock)
{
    auto const lock = TRY(lock_folder(directory));
    auto store = TRY(opened(directory, clock));
    auto synchroniser = TRY(Synchroniser::open(store, directory, BEDSIDE_VERSION, clock, {}, updates));
    auto const round = TRY(synchroniser.round());
    if (!round.trouble.empty())
        return fail(round.barred ? Code::revoked : Code::network, round.trouble);
    return 0;
}

/// Everything that the tablet knows, sealed to its study; of a store that does not open, its files as they are.
Result<int> rescue(std::filesystem::path const& directory, std::filesystem::path const& folder, Clock const& clock)
{
    if (!std::filesystem::is_directory(folder))
        return fail(Code::not_found, "there is no folder '" + folder.string() + "'; put the stick in and try again");
    auto store = opened(directory, clock);
    if (store) {
        auto const digits = TRY(store->setting("rescue_public_key")).value_or("");
        auto const key = TRY(from_hex(digits));
        auto const file = TRY(store::write_rescue(*store, key, folder, clock));
        auto const counts = TRY(store->outbox_counts());
        std::cout << counts.waiting + counts.quarantined << " forms that the server has not confirmed, and everything else, in '" << file.string() << "'\n";
        return 0;
    }
    auto const digits = TRY(read_file(directory / rescue_key_file, 256));
    auto const study_key = TRY(from_hex(std::string_view(digits).substr(0, 64)));
    auto const credential = store::key_from_credential();
    auto const key = credential ? Secret(credential->bytes()) : Secret();
    auto const file = TRY(store::write_raw_rescue(directory, key, study_key, folder, clock));
    std::cout << "The store does not open (" << store.error().message << ") Its files are sealed in '" << file.string() << "' for the study's centre.\n";
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

/// What the machine's self-test found, into the audit trail, which goes to the server.
Result<int> note_self_test(std::filesystem::path const& directory, std::filesystem::path const& file, Clock const& clock)
{
    auto const text = TRY(text_of(file));
    auto const report = TRY(forms::Json::parse(text, 8));
    auto const* checks = report.find("checks");
    if (checks == nullptr || !checks->is_array())
        return fail(Code::invalid_data, "'" + file.string() + "' is no report of bedside-provision selftest");
    std::string found;
    for (auto const& check : checks->array())
        found += (found.empty() ? "" : "; ") + check.string_at("check") + " " + check.string_at("result") + ": " + check.string_at("detail");
    auto store = TRY(opened(directory, clock));
    TRY(store.audit("self-test", found, { "system:provision", {} }));
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    keep_memory_private();
    umask(007);                    // the kiosk's user shares the store by its group
    spdlog::set_default_logger(spdlog::stderr_logger_mt("bedside-sync"));
    spdlog::set_pattern("%^%l%$ %v");
    SystemClock const clock;

    CLI::App app { "Brings every completed form from this tablet to the study server." };
    app.set_version_flag("--version", "bedside-sync " BEDSIDE_VERSION);
    app.require_subcommand(1);
    std::function<Result<int>()> action;
    std::filesystem::path data = "/var/lib/bedside/tablet";
    std::filesystem::path place;
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
    FhirTarget target;
    std::filesystem::path token_file;
    std::filesystem::path authority_file;
    std::filesystem::path certificate_file;
    std::filesystem::path certificate_key_file;
    auto* fhir_command = command("fhir", "Send to a FHIR R4 server of the site instead: no enrolment, no pulls. Again: other credentials or study.");
    fhir_command->add_option("URL", target.url, "Base address, https://host/path.")->required();
    fhir_command->add_option("--tablet", target.tablet, "This tablet's name, such as T-03.")->required();
    fhir_command->add_option("--study", target.study, "The study's folder.")->required();
    fhir_command->add_option("--token-file", token_file, "File with a bearer token; or");
    fhir_command->add_option("--certificate", certificate_file, "client certificate, PEM, with");
    fhir_command->add_option("--certificate-key", certificate_key_file, "its key, PEM.");
    fhir_command->add_option("--authority", authority_file, "The one authority that signs the server, PEM; without it the system's.");
    fhir_command->callback([&] {
        action = [&]() -> Result<int> {
            target.bearer = TRY(text_of(token_file));
            target.bearer.erase(target.bearer.find_last_not_of(" \r\n") + 1);
            target.certificate = TRY(text_of(certificate_file));
            target.certificate_key = TRY(text_of(certificate_key_file));
            target.authority = TRY(text_of(authority_file));
            auto const key = TRY(store::key_from_credential());
            TRY(set_up_fhir(target, data, key, clock));
            std::cout << "This is tablet " << target.tablet << "; its forms go to " << target.url << ".\n";
            return 0;
        };
    });
    UpdatePlace updates;
    auto const with_updates = [&](CLI::App* made) {
        made->add_option("--updates", updates.folder, "Folder of updates of these programs.")->capture_default_str();
        made->add_option("--update-key", updates.key, "Public key (PEM) that signs them.")->capture_default_str();
        return made;
    };
    with_updates(command("run", "Work until SIGTERM."))->callback([&] {
        action = [&]() -> Result<int> {
            auto const lock = TRY(lock_folder(data));
            auto store = TRY(opened(data, clock));
            return run(store, data, BEDSIDE_VERSION, clock, updates);
        };
    });
    with_updates(command("once", "One round: send, report, pull."))->callback([&] { action = [&] { return once(data, updates, clock); }; });
    command("return", "The end of a study: once the server has received everything, destroy key and store, and tell the server so.")->callback([&] {
        action = [&]() -> Result<int> {
            auto const lock = TRY(lock_folder(data));
            auto store = TRY(opened(data, clock));
            auto synchroniser = TRY(Synchroniser::open(store, data, BEDSIDE_VERSION, clock));
            auto const round = TRY(synchroniser.give_back());
            if (!round.wiped)
                return fail(Code::conflict, "nothing was destroyed: " + (round.trouble.empty() ? std::string("a form was begun or completed meanwhile") : round.trouble));
            std::cout << "Key and store are destroyed.\n";
            return 0;
        };
    });
    auto* status_command = command("status", "What waits, what was received, what was refused.");
    status_command->add_flag("--json", as_json, "For programs.");
    status_command->callback([&] { action = [&] { return status(data, as_json, clock); }; });
    auto* rescue_command = command("rescue", "Write everything, sealed to the study's server, into a folder; also of a store that does not open.");
    rescue_command->add_option("FOLDER", place, "A USB stick, say.")->required();
    rescue_command->callback([&] { action = [&] { return rescue(data, place, clock); }; });
    auto* selftest_command = command("selftest", "Note what 'bedside-provision selftest' found, for the server.");
    selftest_command->add_option("FILE", place, "Its report.")->required();
    selftest_command->callback([&] { action = [&] { return note_self_test(data, place, clock); }; });

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
        auto const& sentence = result.error().message;
        std::cerr << "bedside-sync: " << sentence << (sentence.ends_with('.') ? "\n" : ".\n");
        return exit_status_of(result.error().code);
    }
    return *result;
}
