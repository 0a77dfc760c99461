// SPDX-License-Identifier: Apache-2.0
// The site's own FHIR server, as a process over TLS.
#pragma once

#include "forms/engine/json.h"
#include "sync/client/fhir_target.h"
#include "tests/support/process.h"
#include "tests/sync/hospital.h"

namespace bedside::test {

inline constexpr char const* bearer = "a-token-of-the-site";

enum class Login { token, certificate };

/// tests/support/fhir-server, started.
struct FhirServer {
    explicit FhirServer(Login login = Login::token)
    {
        auto const modules = folder.path() / "modules";
        auto const installed = ok(run({ .arguments = { BEDSIDE_SOURCE_DIR "/tests/support/fhir-validator/install", BEDSIDE_BINARY_DIR }, .output = modules }));
        if (installed == 77)
            SKIP("no npm, no third server");
        REQUIRE(installed == 0);
        auto const now = clock.now().wall_ms;
        pki::Validity const validity { now - 86'400'000, now + 86'400'000 };
        issuer = ok(pki::make_authority("site", validity));
        auto const identity = ok(pki::make_server_identity(issuer, { "localhost" }, validity));
        authority = issuer.certificate;
        std::ofstream(folder.path() / "server.pem") << identity.certificate;
        std::ofstream(folder.path() / "server.key") << identity.key.text();
        std::ofstream(folder.path() / "authority.pem") << authority;
        auto path = bytes_of(modules);
        path.erase(path.find_last_not_of('\n') + 1);
        auto const at = [&](char const* name) { return (folder.path() / name).string(); };
        std::vector<std::string> arguments { "/usr/bin/env", "node", BEDSIDE_SOURCE_DIR "/tests/support/fhir-server/server.js", at("server.pem"), at("server.key"), at("port"), at("dump") };
        if (login == Login::token)
            arguments.insert(arguments.end(), { "token", bearer });
        else
            arguments.insert(arguments.end(), { "authority", at("authority.pem") });
        process.emplace(ok(Process::start({ .arguments = std::move(arguments), .environment = { "NODE_PATH=" + path } })));
        for (int i = 0; i < 2000 && !std::filesystem::exists(folder.path() / "port"); ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        url = "https://localhost:" + bytes_of(folder.path() / "port") + "/r4";
    }
    /// "Type/id" -> the resource as it is held.
    std::map<std::string, std::string> held() const
    {
        std::map<std::string, std::string> all;
        if (auto const dump = forms::Json::parse(bytes_of(folder.path() / "dump"), 64))
            for (auto const& [name, one] : dump->object())
                all.emplace(name, one.find("resource")->dump());
        return all;
    }

    SystemClock clock;
    TemporaryFolder folder;
    pki::Identity issuer;
    std::string authority;
    std::string url;
    std::optional<Process> process;
};

inline client::FhirTarget target_of(FhirServer const& server, std::string const& tablet = "T-03")
{
    return { .url = server.url, .tablet = tablet, .study = BEDSIDE_SOURCE_DIR "/forms/studies/idds-hydromorphone", .authority = server.authority, .bearer = bearer, .certificate = {}, .certificate_key = {} };
}

} // namespace bedside::test
