// SPDX-License-Identifier: Apache-2.0
// bedside-server: the study's server from the command line.
#include "forms/base/durable_file.h"
#include "forms/base/private_memory.h"
#include "sync/server/commands/data_commands.h"
#include "sync/server/commands/mirror_commands.h"
#include "sync/server/commands/restore.h"
#include "sync/server/commands/serve.h"
#include "sync/server/commands/server_source.h"
#include "sync/server/commands/tablet_commands.h"
#include "sync/server/commands/update_commands.h"
#include "sync/server/report/export.h"
#include "sync/server/storage/audit.h"
#include "sync/server/storage/settings.h"
#include "sync/server/storage/submissions.h"
#include "sync/server/storage/tablet_audit.h"
#include "sync/server/storage/users.h"

#include <CLI/CLI.hpp>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <iostream>
#include <sys/stat.h>

using namespace bedside;
using namespace bedside::server;

namespace {

constexpr char const* command_line = "command line";
/// Bytes of arms.csv.
constexpr std::size_t largest_allocation = 16u << 20;

Result<std::unique_ptr<StudyServer>> opened(std::filesystem::path const& file, Clock const& clock)
{
    auto const config = TRY(read_config(file));
    return StudyServer::open(config, clock);
}

Result<int> add_user(StudyServer& server, std::string const& name, std::string const& role)
{
    std::string password;
    std::getline(std::cin, password);
    TRY(server.storage().write([&](Connection& connection) { return put_console_user(connection, server.clock().now(), name, role, password, command_line); }));
    return 0;
}

Result<int> write_responses(StudyServer& server, std::filesystem::path const& folder)
{
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
        return fail(Code::io, "the folder '" + folder.string() + "' cannot be made: " + error.message());
    int count = 0;
    auto const write_one = [&](std::string const& id, std::string const& bytes) -> Result<void> {
        TRY(write_atomically(folder / (id + ".json"), bytes));
        ++count;
        return {};
    };
    TRY(server.storage().read([&](ReadConnection& connection) { return each_response(connection, write_one); }));
    TRY(server.storage().write([&](Connection& connection) { return append_audit(connection, server.clock().now(), command_line, "responses-written", std::to_string(count)); }));
    std::cout << count << " responses\n";
    return 0;
}

/// Empty: the moment of the newest thing received.
Result<std::optional<std::int64_t>> moment_of(std::string const& text)
{
    if (text.empty())
        return std::optional<std::int64_t>();
    auto const moment = parse_iso8601(text);
    if (!moment)
        return fail(Code::invalid_argument, "--as-of needs a moment such as 2026-11-24T14:33:00+08:00");
    return std::optional(moment->wall_ms);
}

/// A row in the audit trail, and a line for whoever asked.
Result<int> note_written(StudyServer& server, int count, std::filesystem::path const& folder, char const* event)
{
    TRY(server.storage().write([&](Connection& connection) { return append_audit(connection, server.clock().now(), command_line, event, std::to_string(count) + " files"); }));
    std::cout << count << " files in '" << folder.string() << "'\n";
    return 0;
}

Result<int> write_data_sets(StudyServer& server, std::filesystem::path const& folder, std::string const& as_of)
{
    auto const moment = TRY(moment_of(as_of));
    auto const source = TRY(report::source_of(server, moment));
    auto const count = TRY(report::write_export(source, folder, BEDSIDE_VERSION));
    return note_written(server, count, folder, "data-exported");
}

Result<int> write_report(StudyServer& server, std::filesystem::path const& folder, std::filesystem::path const& allocation_file, std::string const& as_of)
{
    auto const moment = TRY(moment_of(as_of));
    auto const source = TRY(report::source_of(server, moment));
    auto const data = TRY(report::collect(source));
    report::Allocation allocation;
    if (!allocation_file.empty()) {
        auto const content = TRY(read_file(allocation_file, largest_allocation));
        allocation = TRY(report::read_allocation(content, data.ground));
    }
    auto const count = TRY(report::write_report(data, allocation, folder));
    return note_written(server, count, folder, "report-written");
}

Result<int> verify_all(StudyServer& server)
{
    auto const forms = TRY(server.storage().read([](ReadConnection& connection) { return verify_submissions(connection); }));
    auto const rows = TRY(server.storage().read([](ReadConnection& connection) { return verify_audit(connection); }));
    auto const tablets_rows = TRY(server.storage().read([](ReadConnection& connection) { return verify_tablet_audit(connection); }));
    std::cout << "whole: " << forms << " forms, " << rows << " audit rows of the server, " << tablets_rows << " of the tablets\n";
    auto const all = TRY(server.storage().read([](ReadConnection& connection) { return tablets(connection); }));
    for (auto const& tablet : all) {
        std::cout << tablet.id << ": 1.." << tablet.contiguous;
        auto const gaps = TRY(server.storage().read([&](ReadConnection& connection) { return missing(connection, tablet); }));
        for (auto const& gap : gaps)
            std::cout << ", missing " << gap.first << (gap.last > gap.first ? ".." + std::to_string(gap.last) : "");
        if (tablet.lost)
            std::cout << ", lost " << tablet.lost->first << ".." << tablet.lost->last << " (this database was restored from an older backup)";
        if (tablet.fork_ms)
            std::cout << ", " << tablet.fork_reason;
        if (tablet.revoked_ms)
            std::cout << ", " << tablet.revoked_reason;
        if (!tablet.mirrored_from.empty())
            std::cout << ", mirrored from " << tablet.mirrored_from << (tablet.signing_key.empty() ? " (its key was never named there, so hashes were walked, not signatures)" : "");
        std::cout << "\n";
    }
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    keep_memory_private();
    umask(077);
    spdlog::set_default_logger(spdlog::stderr_logger_mt("bedside-server"));
    spdlog::set_pattern("%^%l%$ %v");
    SystemClock const clock;

    CLI::App app { "The study server: takes completed forms from tablets, shows coordinators what is missing." };
    app.set_version_flag("--version", "bedside-server " BEDSIDE_VERSION);
    app.require_subcommand(1);
    std::function<Result<int>()> action;
    std::filesystem::path config_file = "/etc/bedside/server.toml";
    std::filesystem::path path;
    std::filesystem::path ports_file;
    std::string name;
    std::string role = "coordinator";
    std::string reason = "withdrawn by the coordinator";
    std::vector<std::string> names;
    Config fresh;
    auto const command = [&](char const* verb, char const* help) {
        auto* made = app.add_subcommand(verb, help);
        made->add_option("--config", config_file, "The server's configuration.")->capture_default_str();
        return made;
    };
    auto const with_server = [&](auto work) {
        return [&, work] {
            action = [&, work]() -> Result<int> {
                auto const server = TRY(opened(config_file, clock));
                return work(*server);
            };
        };
    };

    auto* init = app.add_subcommand("init", "Make database, certificate authority and keys in a folder.");
    init->add_option("DIR", path, "The folder.")->required();
    init->add_option("--name", names, "Host name or address of this server; may be repeated, the first is the main one.");
    init->add_option("--tablet-port", fresh.tablet_port, "Port for tablets.")->capture_default_str();
    init->add_option("--console-port", fresh.console_port, "Port of the console.")->capture_default_str();
    init->add_option("--address", fresh.address, "Address to listen on.")->capture_default_str();
    init->add_option("--key-file", fresh.key_file, "File with the database's key, without a systemd credential.");
    init->callback([&] {
        action = [&]() -> Result<int> {
            fresh.directory = std::filesystem::absolute(path);
            if (!fresh.key_file.empty())
                fresh.key_file = std::filesystem::absolute(fresh.key_file);
            TRY(StudyServer::initialise(fresh, names.empty() ? std::vector<std::string> { "localhost", "127.0.0.1" } : names, clock));
            std::cout << "Made '" << path.string() << "'. Next: publish a study, then enrol-code for each tablet, then serve.\n";
            return 0;
        };
    });

    auto* serve_command = command("serve", "Run until SIGTERM.");
    serve_command->add_option("--ports-file", ports_file, "Write the two ports here once they are open.");
    serve_command->callback([&] {
        action = [&]() -> Result<int> {
            auto const config = TRY(read_config(config_file));
            return serve(config, ports_file, BEDSIDE_VERSION, clock);
        };
    });

    auto* code = command("enrol-code", "Print a one-time code for a new tablet.");
    code->add_option("--tablet", name, "The tablet's name, such as T-03.")->required();
    code->callback(with_server([&](StudyServer& server) -> Result<int> {
        auto const made = TRY(server.enrolment_code(name, command_line));
        std::cout << made.text() << "\n";
        return 0;
    }));

    std::string url;
    auto* stick = command("provision-usb", "Prepare a USB stick that provisions one tablet by being put in.");
    stick->add_option("DIR", path, "Where the stick is mounted.")->required();
    stick->add_option("--tablet", name, "The tablet's name, such as T-03.")->required();
    stick->add_option("--url", url, "The address that tablets use, https://host:port, in the place of the configured one.");
    stick->callback(with_server([&](StudyServer& server) { return prepare_stick(server, path, name, url, command_line, std::cout); }));

    auto* revoke = command("revoke", "End a lost tablet's access at once; what it sent stays.");
    revoke->add_option("--tablet", name, "The tablet's name.")->required();
    revoke->add_option("--reason", reason, "Why, for the audit trail.");
    revoke->callback(with_server([&](StudyServer& server) -> Result<int> {
        TRY(server.storage().write([&](Connection& connection) { return revoke_tablet(connection, clock.now(), name, reason, command_line); }));
        return 0;
    }));

    auto* publish = command("publish", "Check a study's folder and hand it to the tablets.");
    publish->add_option("STUDY", path, "The folder with study.toml.")->required();
    publish->callback(with_server([&](StudyServer& server) -> Result<int> {
        auto const made = TRY(server.publish_folder(path, command_line));
        std::cout << "Published " << made.study << " " << made.version << ".\n";
        return 0;
    }));

    auto* user = command("console-user", "People who may use the console.");
    user->require_subcommand(1);
    auto* user_add = user->add_subcommand("add", "Add somebody, or give a new password; the password is the first line of standard input.");
    user_add->add_option("NAME", name, "Name to log in with.")->required();
    user_add->add_option("--role", role, "monitor, coordinator, statistician or administrator.")->capture_default_str();
    user_add->add_option("--config", config_file, "The server's configuration.")->capture_default_str();
    user_add->callback(with_server([&](StudyServer& server) { return add_user(server, name, role); }));

    auto* responses = command("responses", "Write every received QuestionnaireResponse, byte for byte, into a folder.");
    responses->add_option("--out", path, "The folder.")->required();
    responses->callback(with_server([&](StudyServer& server) { return write_responses(server, path); }));

    auto* export_data = command("export", "Write the data sets for statisticians into a folder.");
    export_data->add_option("DIR", path, "The folder.")->required();
    std::string as_of;
    export_data->add_option("--as-of", as_of, "The moment for which compliance is counted (ISO 8601 with offset), in the place of the newest form's arrival.");
    export_data->callback(with_server([&](StudyServer& server) { return write_data_sets(server, path, as_of); }));

    std::filesystem::path allocation;
    auto* report_command = command("report", "Write the trial's tables and plots into a folder; pooled unless there is an allocation file.");
    report_command->add_option("DIR", path, "The folder.")->required();
    report_command->add_option("--allocation", allocation, "CSV with the columns number,arm.");
    report_command->add_option("--as-of", as_of, "As for export.");
    report_command->callback(with_server([&](StudyServer& server) { return write_report(server, path, allocation, as_of); }));

    std::string item;
    std::string text;
    std::string who = command_line;
    std::int64_t number = 0;
    bool all = false;
    auto* query = app.add_subcommand("query", "Questions about received forms; the forms stay as they came.");
    query->require_subcommand(1);
    auto const on_query = [&](char const* verb, char const* help) {
        auto* made = query->add_subcommand(verb, help);
        made->add_option("--config", config_file, "The server's configuration.")->capture_default_str();
        made->add_option("--by", who, "Who does it, for the audit trail.")->capture_default_str();
        return made;
    };
    auto* query_list = on_query("list", "The open ones, or all.");
    query_list->add_flag("--all", all, "Also the closed ones.");
    query_list->callback(with_server([&](StudyServer& server) { return list_queries(server, all ? Queries::all : Queries::open, std::cout); }));
    auto* query_raise = on_query("raise", "Ask about a form.");
    query_raise->add_option("FORM", name, "Its id.")->required();
    query_raise->add_option("--item", item, "linkId of the item; without it the whole form.");
    query_raise->add_option("--text", text, "The question.")->required();
    query_raise->callback(with_server([&](StudyServer& server) { return new_query(server, name, item, text, who, std::cout); }));
    auto* query_answer = on_query("answer", "Answer it, once.");
    query_answer->add_option("NUMBER", number, "The query's number.")->required();
    query_answer->add_option("--text", text, "The answer.")->required();
    query_answer->callback(with_server([&](StudyServer& server) -> Result<int> {
        TRY(server.storage().write([&](Connection& connection) { return answer_query(connection, clock.now(), number, text, who); }));
        return 0;
    }));
    auto* query_close = on_query("close", "Close an answered one.");
    query_close->add_option("NUMBER", number, "The query's number.")->required();
    query_close->callback(with_server([&](StudyServer& server) -> Result<int> {
        TRY(server.storage().write([&](Connection& connection) { return close_query(connection, clock.now(), number, who); }));
        return 0;
    }));
    auto* lock_command = command("lock", "Take no more changes: the data are complete. Tablets keep what they still have.");
    lock_command->add_option("--reason", text, "Why, for the audit trail.")->required();
    lock_command->add_option("--by", who, "Who does it, for the audit trail.")->capture_default_str();
    lock_command->callback(with_server([&](StudyServer& server) { return set_lock(server, text, who, std::cout); }));
    auto* unlock_command = command("unlock", "Take changes again.");
    unlock_command->add_option("--reason", text, "Why, for the audit trail.")->required();
    unlock_command->add_option("--by", who, "Who does it, for the audit trail.")->capture_default_str();
    unlock_command->callback(with_server([&](StudyServer& server) { return end_lock(server, text, who, std::cout); }));

    MirrorTarget target;
    std::filesystem::path token_file;
    int every_seconds = 30;
    bool once = false;
    auto* mirror = command("mirror", "Follow a FHIR R4 server that tablets deliver to, so that console and report know what is there; one of these for each server, beside serve.");
    mirror->add_option("URL", target.url, "Base address, https://host/path.")->required();
    mirror->add_option("--token-file", token_file, "File with a bearer token; or");
    mirror->add_option("--certificate", target.certificate, "client certificate, PEM, with");
    mirror->add_option("--certificate-key", target.certificate_key, "its key, PEM.");
    mirror->add_option("--authority", target.authority, "The authorities that sign the server, PEM; without it the system's.");
    mirror->add_option("--every", every_seconds, "Seconds between two looks.")->capture_default_str()->check(CLI::Range(1, 86400));
    mirror->add_option("--page-size", target.page_size, "Resources asked for at once.")->capture_default_str()->check(CLI::Range(1, 1000));
    mirror->add_flag("--once", once, "Read what is new and end.");
    mirror->add_flag("--plain-http", target.plain_http, "Also http:// to another machine: only on a line that is protected otherwise.");
    mirror->callback(with_server([&](StudyServer& server) -> Result<int> {
        if (!token_file.empty())
            target.bearer = TRY(read_token(token_file));
        return once ? mirror_now(server, target, std::cout) : keep_mirroring(server, target, std::chrono::seconds(every_seconds));
    }));

    auto* rescue = command("import-rescue", "Take in a tablet's rescue file; again does no harm.");
    std::filesystem::path into;
    rescue->add_option("FILE", path, "The file from the USB stick.")->required();
    rescue->add_option("--into", into, "Folder for the files of a store that did not open on its tablet; bedside-admin store verify looks at them.");
    rescue->callback(with_server([&](StudyServer& server) { return import_rescue(server, path, into, command_line, std::cout, std::cerr); }));

    auto* update = app.add_subcommand("update", "Programs for the tablets: signed bundles, which version they go to, what they have.");
    update->require_subcommand(1);
    auto const on_update = [&](char const* verb, char const* help) {
        auto* made = update->add_subcommand(verb, help);
        made->add_option("--config", config_file, "The server's configuration.")->capture_default_str();
        made->add_option("--by", who, "Who does it, for the audit trail.")->capture_default_str();
        return made;
    };
    std::filesystem::path update_key = "/etc/bedside/update-key.pem";
    auto* update_publish = on_update("publish", "Offer a bundle to the tablets that it is for; each fetches it and applies it when nobody uses it.");
    update_publish->add_option("BUNDLE", path, "What packaging/update/make-bundle made.")->required();
    update_publish->add_option("--key", update_key, "Public half of the key that signed it, as the tablets have it.")->capture_default_str();
    update_publish->callback(with_server([&](StudyServer& server) { return publish_update(server, path, update_key, who, std::cout); }));
    auto* update_pin = on_update("pin", "Tablets go to this published version and no further.");
    update_pin->add_option("VERSION", name, "Such as 0.2.0-1.")->required();
    update_pin->callback(with_server([&](StudyServer& server) { return pin_update(server, name, who, std::cout); }));
    on_update("unpin", "Tablets go to what was published last.")->callback(with_server([&](StudyServer& server) { return pin_update(server, "", who, std::cout); }));
    on_update("list", "What was published, what is pinned, what each tablet has.")->callback(with_server([&](StudyServer& server) { return list_updates(server, std::cout); }));

    auto* backup = command("backup", "Write a consistent encrypted copy of the database while the server runs.");
    backup->add_option("FILE", path, "The copy; it must not exist.")->required();
    backup->callback(with_server([&](StudyServer& server) -> Result<int> {
        TRY(server.storage().backup(path));
        return 0;
    }));

    auto* restore_command = command("restore", "Put a backup, proved whole, in the place of the database, which is kept; the server must be stopped.");
    restore_command->add_option("FILE", path, "The backup.")->required();
    restore_command->callback([&] {
        action = [&]() -> Result<int> {
            auto const config = TRY(read_config(config_file));
            auto const restored = TRY(restore(config, path, clock));
            std::cout << restored.forms << " forms in place.";
            if (!restored.before.empty())
                std::cout << " What was there is kept as '" << restored.before.string() << "'.";
            std::cout << " Start the server; tablets send again what it lacks.\n";
            return 0;
        };
    });

    command("verify", "Walk every chain and signature, and say what is missing.")->callback(with_server([&](StudyServer& server) { return verify_all(server); }));

    try {
        app.parse(argc, argv);
    } catch (CLI::Success const& request) { // --help and --version
        return app.exit(request);
    } catch (CLI::ParseError const& error) {
        std::cerr << "bedside-server: " << error.what() << "; see bedside-server --help.\n";
        return 2;
    }
    auto const result = action();
    std::cout.flush();
    if (!result) {
        auto const& sentence = result.error().message;
        std::cerr << "bedside-server: " << sentence << (sentence.ends_with('.') ? "\n" : ".\n");
        return exit_status_of(result.error().code);
    }
    return *result;
}
