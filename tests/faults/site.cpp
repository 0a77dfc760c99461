// SPDX-License-Identifier: Apache-2.0
#include "tests/faults/site.h"

#include "sync/server/storage/storage.h"
#include "sync/server/tablets/config.h"
#include "sync/store/store.h"

#include <sstream>

namespace bedside::test {

std::string program(std::string const& name) { return BEDSIDE_BINARY_DIR "/bin/" + name; }

Result<std::unique_ptr<Site>> Site::make(SiteOptions given)
{
    auto site = std::unique_ptr<Site>(new Site(std::move(given)));
    auto const key = site->m_folder.path() / "server.key";
    std::filesystem::create_directories(site->logs());
    auto const log = site->logs() / "setup.log";
    auto const made = TRY(run({ .arguments = { program("bedside-admin"), "key", "new", key.string() }, .log = log }));
    auto const initialised = TRY(run({ .arguments = { program("bedside-server"), "init", site->server_folder().string(), "--name", site->options.host, "--name", "127.0.0.1", "--address",
                                           site->options.address, "--tablet-port", "0", "--console-port", "0", "--key-file", key.string() },
        .log = log }));
    if (made != 0 || initialised != 0)
        return fail(Code::internal, "the server cannot be made: " + bytes_of(log));
    TRY(site->server_command({ "publish", BEDSIDE_SOURCE_DIR "/forms/studies/idds-hydromorphone" }));
    TRY(site->start_server());
    return site;
}

Result<void> Site::start_server()
{
    auto const ports = m_folder.path() / "ports";
    std::filesystem::remove(ports);
    auto const config = server_folder() / "bedside-server.toml";
    m_server = TRY(Process::start({ .arguments = { program("bedside-server"), "serve", "--config", config.string(), "--ports-file", ports.string() },
        .environment = server_environment,
        .log = logs() / "server.log" }));
    for (int i = 0; i < 3000 && !std::filesystem::exists(ports) && m_server->running(); ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    auto const text = bytes_of(ports);
    if (!text.starts_with("tablet_port="))
        return fail(Code::internal, "the server did not start: " + bytes_of(logs() / "server.log"));
    m_port = std::atoi(text.c_str() + 12);
    m_cable.retarget(m_port);
    return {};
}

Result<std::string> Site::server_command(std::vector<std::string> arguments)
{
    arguments.insert(arguments.begin(), program("bedside-server"));
    arguments.insert(arguments.end(), { "--config", (server_folder() / "bedside-server.toml").string() });
    auto const output = m_folder.path() / "said";
    std::filesystem::remove(output);
    auto const status = TRY(run({ .arguments = arguments, .environment = server_environment, .output = output, .log = logs() / "command.log" }));
    auto said = bytes_of(output);
    if (status != 0)
        return fail(Code::internal, arguments[1] + " failed: " + bytes_of(logs() / "command.log"));
    return said;
}

std::string Site::url() const { return "https://" + options.host + ":" + std::to_string(options.through_cable ? m_cable.port() : m_port); }

Result<TabletProgram> Site::tablet(std::string const& name)
{
    TabletProgram made(*this, name, (options.tablet_folder.empty() ? m_folder.path() : options.tablet_folder) / name);
    TRY(made.enrol());
    return made;
}

Result<Forms> Site::received(int& count)
{
    auto const out = m_folder.path() / "responses";
    std::filesystem::remove_all(out);
    auto const said = TRY(server_command({ "responses", "--out", out.string() }));
    count = std::atoi(said.c_str());
    Forms forms;
    for (auto const& entry : std::filesystem::directory_iterator(out))
        forms.emplace(entry.path().stem().string(), sha256_hex(bytes_of(entry.path())));
    return forms;
}

Result<Forms> Site::conflicts()
{
    auto const config = TRY(server::read_config(server_folder() / "bedside-server.toml"));
    auto const key = TRY(server::server_key(config));
    auto const storage = TRY(server::Storage::open(config.database(), key));
    return storage->read([](server::ReadConnection& connection) -> Result<Forms> {
        Forms forms;
        auto rows = TRY(connection.query("SELECT response_id, bytes FROM conflict"));
        while (TRY(rows.step()))
            forms.emplace(rows.text(0), hex(sha256(rows.blob(1))));
        return forms;
    });
}

TabletProgram::TabletProgram(Site& site, std::string name_, std::filesystem::path folder_)
    : name(std::move(name_))
    , folder(std::move(folder_))
    , credentials(site.folder() / (name + "-credentials"))
    , journal_file(site.folder() / (name + ".journal"))
    , environment({ "CREDENTIALS_DIRECTORY=" + credentials.string() })
    , m_site(site)
{
}

Command TabletProgram::command(std::vector<std::string> arguments) const
{
    arguments.insert(arguments.begin(), m_site.options.tablet_prefix.begin(), m_site.options.tablet_prefix.end());
    return { .arguments = std::move(arguments), .environment = environment, .log = m_site.logs() / (name + ".log") };
}

Result<void> TabletProgram::enrol()
{
    std::filesystem::create_directories(credentials);
    auto const key_file = credentials / "bedside-store-key";
    auto const made = TRY(run({ .arguments = { program("bedside-admin"), "key", "new", key_file.string() } }));
    auto code = TRY(m_site.server_command({ "enrol-code", "--tablet", name }));
    code.erase(code.find_last_not_of('\n') + 1);
    auto const enrolled = TRY(run(command({ program("bedside-sync"), "enrol", m_site.url(), code, "--data", folder.string() })));
    if (made != 0 || enrolled != 0 || TRY(once()) != 0)
        return fail(Code::internal, "the tablet cannot be enrolled: " + bytes_of(m_site.logs() / (name + ".log")));
    return {};
}

Result<Process> TabletProgram::ward(int forms, int poison)
{
    return Process::start(command({ program("fault_table"), "--ward", folder.string(), credentials.string(), journal_file.string(), std::to_string(forms), std::to_string(poison) }));
}

Result<Process> TabletProgram::once_beside() { return Process::start(command({ program("bedside-sync"), "once", "--data", folder.string() })); }

Result<int> TabletProgram::once() { return TRY(once_beside()).wait(); }

Result<Process> TabletProgram::daemon() { return Process::start(command({ program("bedside-sync"), "run", "--data", folder.string() })); }

Result<bool> TabletProgram::drains(int most)
{
    for (int i = 0; i < most; ++i)
        if (TRY(once()) == 0)
            return true;
    return false;
}

Forms TabletProgram::journal() const
{
    Forms forms;
    std::istringstream lines(bytes_of(journal_file));
    std::string id;
    std::string hash;
    std::string kind;
    while (lines >> id >> hash >> kind)
        forms.emplace(id, hash);
    return forms;
}

std::set<std::string> TabletProgram::poisoned() const
{
    std::set<std::string> ids;
    std::istringstream lines(bytes_of(journal_file));
    std::string id;
    std::string hash;
    std::string kind;
    while (lines >> id >> hash >> kind)
        if (kind == "poison")
            ids.insert(id);
    return ids;
}

Result<Secret> TabletProgram::key() const { return store::key_from_file(credentials / "bedside-store-key"); }

Result<Forms> TabletProgram::completed(Clock const& clock, std::set<std::string>& unconfirmed) const
{
    auto const opened = TRY(key());
    auto const store = TRY(store::Store::open(folder, opened, clock));
    TRY(store.verify());
    auto const digits = TRY(store.setting("receipt_public_key")).value_or("");
    auto const receipt_key = TRY(from_hex(digits));
    Forms forms;
    for (auto const& form : TRY(store.completed_forms())) {
        forms.emplace(form.response_id, sha256_hex(TRY(store.submission(form.sequence)).response_json));
        auto const receipt = TRY(store.receipt(form.response_id));
        if (!form.received)
            unconfirmed.insert(form.response_id);
        else if (!receipt || receipt->sha256 != forms.at(form.response_id) || !receipt->signed_by(receipt_key))
            return fail(Code::internal, "the tablet takes a form for received without the server's signature");
    }
    return forms;
}

} // namespace bedside::test
