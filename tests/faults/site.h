// SPDX-License-Identifier: Apache-2.0
// A study server and its tablets as programs of their own on real files, over real TLS.
#pragma once

#include "forms/base/clock.h"
#include "forms/base/crypto.h"
#include "tests/support/process.h"
#include "tests/support/temporary_folder.h"
#include "tests/sync/proxy.h"

#include <map>
#include <memory>
#include <set>
#include <string>

namespace bedside::test {

struct SiteOptions {
    std::string host = "localhost";              ///< name by which tablets know the server
    std::string address = "127.0.0.1";           ///< where it listens
    bool through_cable = true;                   ///< tablets speak to the cable, which can be cut; else to the server itself
    std::vector<std::string> tablet_prefix = {}; ///< before each command of a tablet: "ip netns exec ..."
    std::filesystem::path server_folder = {};    ///< instead of one of its own
    std::filesystem::path tablet_folder = {};
};

/// Response id -> sha256 of its bytes.
using Forms = std::map<std::string, std::string>;

class Site;

/// A tablet: its folder, its key, and what its patient was told is saved.
class TabletProgram {
public:
    TabletProgram(Site& site, std::string name, std::filesystem::path folder);
    Result<void> enrol();
    /// The stand-in for the kiosk hands in so many forms; `poison`: the number of the one that no server takes, 0 for none.
    Result<Process> ward(int forms, int poison = 0);
    /// `bedside-sync once`; its exit status.
    Result<int> once();
    Result<Process> once_beside();
    Result<Process> daemon();
    /// Rounds of `once` until it says that nothing is left.
    Result<bool> drains(int most = 400);

    /// Forms that the patient was told are saved, and those of them that no server takes.
    Forms journal() const;
    std::set<std::string> poisoned() const;
    /// What its store holds as completed, after proving the store and every receipt; `unconfirmed`: those without one.
    Result<Forms> completed(Clock const& clock, std::set<std::string>& unconfirmed) const;
    Result<Secret> key() const;

    std::string name;
    std::filesystem::path folder;       ///< of the store
    std::filesystem::path credentials;
    std::filesystem::path journal_file;
    std::vector<std::string> environment;

private:
    Command command(std::vector<std::string> arguments) const;
    Site& m_site;
};

class Site {
public:
    static Result<std::unique_ptr<Site>> make(SiteOptions options = {});
    Result<void> start_server();
    bool kill_server() { return m_server && m_server->kill(); }
    /// A command of bedside-server; what it prints.
    Result<std::string> server_command(std::vector<std::string> arguments);
    Result<TabletProgram> tablet(std::string const& name);

    std::string url() const;
    std::filesystem::path server_folder() const { return options.server_folder.empty() ? m_folder.path() / "server" : options.server_folder; }
    std::filesystem::path logs() const { return m_folder.path() / "logs"; }
    std::filesystem::path folder() const { return m_folder.path(); }
    int server_port() const { return m_port; }
    Proxy& cable() { return m_cable; }
    /// What the server holds, in order of arrival; `count` counts rows, so that a form that is there twice shows.
    Result<Forms> received(int& count);
    /// Bytes that the server keeps beside as contradicting.
    Result<Forms> conflicts();

    SiteOptions options;
    std::vector<std::string> server_environment;

private:
    explicit Site(SiteOptions given)
        : options(std::move(given))
    {
    }
    TemporaryFolder m_folder;
    Proxy m_cable { 1 };
    std::optional<Process> m_server;
    int m_port = 0;
};

/// The path of a built program.
std::string program(std::string const& name);

} // namespace bedside::test
