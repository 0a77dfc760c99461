// SPDX-License-Identifier: Apache-2.0
// A study server and its tablets in one process, over real sockets and TLS, with faults on demand.
#pragma once

#include "sync/client/enrolment.h"
#include "sync/client/synchroniser.h"
#include "sync/server/http/https_server.h"
#include "sync/server/tablets/tablet_api.h"
#include "tests/support/ok.h"
#include "tests/support/patient.h"
#include "tests/support/temporary_folder.h"
#include "tests/sync/proxy.h"

#include <catch2/catch_test_macros.hpp>

#include <fstream>
#include <functional>
#include <sys/stat.h>

namespace bedside::test {

/// What a request meets after the server has done its work; nullopt lets the reply through.
using Fault = std::function<std::optional<server::HttpResponse>(server::HttpRequest const&, server::HttpResponse const&)>;

class Hospital {
public:
    explicit Hospital(server::ConnectionTimes connection_times = {})
        : times(connection_times)
    {
        auto const key_file = m_keys.path() / "server.key";
        std::ofstream(key_file) << hex(Secret::random(32).bytes()) << "\n";
        ::chmod(key_file.c_str(), 0600);
        config.directory = m_folder.path() / "server";
        config.key_file = key_file;
        config.tablet_port = 0;
        config.console_port = 0;
        ok(server::StudyServer::initialise(config, { "localhost", "127.0.0.1" }, clock));
        start();
        ok(server->publish_folder(BEDSIDE_SOURCE_DIR "/forms/studies/idds-hydromorphone", "test"));
        proxy = std::make_unique<Proxy>(port->port());
    }
    void start()
    {
        server = ok(server::StudyServer::open(config, clock, grouping));
        auto const inner = server::tablet_router(*server, "test");
        auto const pass = [this, inner](server::HttpRequest const& request, server::Caller const&) {
            auto copy = request;
            if (before)
                if (auto instead = before(copy, {}))
                    return *instead;
            auto reply = inner->dispatch(copy);
            if (after)
                if (auto instead = after(copy, reply))
                    return *instead;
            return reply;
        };
        auto router = std::make_shared<server::Router>([](auto const&) { return server::Caller {}; }, [inner](auto const& request, auto const& error) { return inner->failure(request, error); });
        for (auto const* pattern : { "/{a}", "/{a}/{b}", "/{a}/{b}/{c}" })
            for (auto const* method : { "GET", "POST" })
                router->add({ method, pattern, {}, pass });
        server::HttpsOptions options;
        options.client_certificates = server::ClientCertificates::optional;
        options.authority = server->authority().certificate;
        options.times = times;
        options.connections_per_address = connections_per_address;
        port = ok(server::HttpsServer::start(options, server->identity(), router));
        if (proxy)
            proxy->retarget(port->port());
    }
    /// Ends the port and closes the database.
    void stop()
    {
        port.reset();
        server.reset();
    }
    std::string url() const { return "https://localhost:" + std::to_string(direct ? port->port() : proxy->port()); }
    template <typename F>
    auto read(F&& work) { return ok(server->storage().read(std::forward<F>(work))); }
    server::Tablet tablet(std::string const& id)
    {
        return read([&](server::ReadConnection& connection) { return server::tablet(connection, id); });
    }
    std::map<std::string, std::string> responses()
    {
        std::map<std::string, std::string> all;
        read([&](server::ReadConnection& connection) {
            return server::each_response(connection, [&](std::string const& id, std::string const& bytes) -> Result<void> {
                CHECK(all.emplace(id, bytes).second);
                return {};
            });
        });
        return all;
    }

    SystemClock clock;
    server::Config config;
    server::ConnectionTimes times;
    std::size_t connections_per_address = 64;
    server::Grouping grouping = server::Grouping::many;
    Fault before;
    Fault after;
    std::unique_ptr<server::StudyServer> server;
    std::unique_ptr<server::HttpsServer> port;
    std::unique_ptr<Proxy> proxy;
    bool direct = false; ///< tablets go past the proxy

private:
    TemporaryFolder m_keys;
    TemporaryFolder m_folder;
};

/// The store's key in this folder, as the service manager hands it to a program by CREDENTIALS_DIRECTORY.
inline void hand_over_key(std::filesystem::path const& credentials, Secret const& key)
{
    auto const file = credentials / "bedside-store-key";
    std::ofstream(file) << hex(key.bytes()) << "\n";
    ::chmod(file.c_str(), 0600);
}

class TabletAtBed {
public:
    TabletAtBed(Hospital& hospital, std::string const& name)
        : m_hospital(hospital)
    {
        auto const code = ok(hospital.server->enrolment_code(name, "test"));
        CHECK(ok(client::enrol(hospital.url(), code.text(), folder.path(), key, hospital.clock)) == name);
        open();
        ok(round());
        REQUIRE(trouble.empty());
        m_form = ok(pain_form(*store));
    }
    void open()
    {
        synchroniser.reset();
        store.emplace(ok(store::Store::open(folder.path(), key, m_hospital.clock)));
        synchroniser.emplace(ok(client::Synchroniser::open(*store, folder.path(), "test", m_hospital.clock, { .connect = 5, .whole = 10 })));
    }
    /// A patient hands in a completed pain form.
    store::FrozenResponse completes_pain(int pain, std::vector<std::string> const& resources = {}, int priority = 0) { return hands_in(pain, "", resources, priority); }
    /// The same, with a value written over the right one: what a defect of the tablet would hand in.
    store::FrozenResponse hands_in(int pain, std::string const& written_over, std::vector<std::string> const& resources = {}, int priority = 0)
    {
        auto frozen = ok(hand_in(*store, { *m_form, pain, written_over, resources, priority }, m_hospital.clock));
        completed[frozen.entry.response_id] = frozen.bytes;
        return frozen;
    }
    Result<client::Round> round()
    {
        auto made = synchroniser->round();
        trouble = made ? made->trouble : made.error().message;
        return made;
    }
    /// Rounds until nothing waits; false after `most` of them.
    bool drains(int most = 200)
    {
        for (int i = 0; i < most; ++i) {
            auto const made = ok(round());
            if (made.complete)
                return true;
        }
        return false;
    }
    store::OutboxCounts counts() { return ok(store->outbox_counts()); }

    TemporaryFolder folder;
    Secret key = Secret::random(32);
    std::optional<store::Store> store;
    std::optional<client::Synchroniser> synchroniser;
    std::map<std::string, std::string> completed; ///< id -> frozen bytes
    std::string trouble;

private:
    Hospital& m_hospital;
    std::shared_ptr<forms::Definition const> m_form;
};

} // namespace bedside::test
