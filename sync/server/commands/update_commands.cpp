// SPDX-License-Identifier: Apache-2.0
#include "sync/server/commands/update_commands.h"

#include "forms/base/durable_file.h"
#include "sync/server/storage/updates.h"

namespace bedside::server {

Result<int> publish_update(StudyServer& server, std::filesystem::path const& bundle, std::filesystem::path const& key_file, std::string const& who, std::ostream& out)
{
    auto const pem = read_file(key_file, 4096);
    if (!pem)
        return fail(pem.error().code, "the public key that signs updates cannot be read at '" + key_file.string() + "'; name it with --key");
    auto const key = TRY(wire::update_key(*pem));
    auto const bytes = TRY(read_file(bundle, wire::largest_update));
    ProgramUpdate update;
    update.offer.manifest = TRY(wire::SignedManifest::of_bundle(bytes));
    update.manifest = TRY(update.offer.manifest.opened_by(key));
    update.offer.sha256 = hex(sha256(bytes));
    update.offer.bytes = static_cast<std::int64_t>(bytes.size());
    update.by = who;
    auto const file = update_file(server.config().directory, update.offer.sha256);
    std::error_code error;
    std::filesystem::create_directories(file.parent_path(), error);
    auto const written = write_durably(file, bytes, Replace::allowed);
    if (!written)
        return std::unexpected(written.error());
    TRY(server.storage().write([&](Connection& connection) { return put_update(connection, server.clock().now(), update); }));
    out << "Tablets with " << update.manifest.suite << " on " << update.manifest.architecture << " are offered " << update.manifest.version << ".\n";
    return 0;
}

Result<int> list_updates(StudyServer& server, std::ostream& out)
{
    auto const all = TRY(server.storage().read([](ReadConnection& connection) { return updates(connection); }));
    for (auto const& update : all)
        out << update.manifest.version << "  " << update.manifest.suite << " " << update.manifest.architecture << "  " << update.offer.bytes << " bytes  sha256 " << update.offer.sha256 << "\n";
    auto const pinned = TRY(server.storage().read([](ReadConnection& connection) { return pinned_version(connection); }));
    out << (pinned.empty() ? std::string("no version is pinned") : "pinned to " + pinned) << "\n";
    auto const fleet = TRY(server.storage().read([](ReadConnection& connection) { return tablets(connection); }));
    for (auto const& tablet : fleet) {
        auto const& said = tablet.said;
        out << tablet.id << ": " << (said.version.empty() ? "unknown" : said.version) << (said.update_state.empty() ? "" : ", " + said.update_state + " " + said.update_version)
            << (said.update_detail.empty() ? "" : " (" + said.update_detail + ")") << "\n";
    }
    return 0;
}

Result<int> pin_update(StudyServer& server, std::string const& version, std::string const& who, std::ostream& out)
{
    TRY(server.storage().write([&](Connection& connection) { return pin_version(connection, server.clock().now(), version, who); }));
    out << (version.empty() ? std::string("Tablets are offered what was published last.\n") : "Tablets are offered " + version + " and nothing newer.\n");
    return 0;
}

} // namespace bedside::server
