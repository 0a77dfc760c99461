// SPDX-License-Identifier: Apache-2.0
#include "sync/server/storage/updates.h"

#include "sync/server/storage/audit.h"
#include "sync/server/storage/settings.h"

namespace bedside::server {
namespace {

constexpr char const* pin_setting = "pinned_version";

bool is_version(std::string_view version, std::string_view wanted)
{
    return version.starts_with(wanted) && (version.size() == wanted.size() || version[wanted.size()] == '+');
}

} // namespace

Result<void> put_update(Connection& connection, Instant const& now, ProgramUpdate const& update)
{
    auto const& [manifest, offer, published_ms, by] = update;
    TRY(connection.run("DELETE FROM program_update WHERE sha256 = ?1", offer.sha256));
    TRY(connection.run("INSERT INTO program_update (sha256, bytes, version, architecture, suite, manifest, signature, published_ms, published_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        offer.sha256, offer.bytes, manifest.version, manifest.architecture, manifest.suite, offer.manifest.text, offer.manifest.signature, now.wall_ms, by));
    return append_audit(connection, now, by, "update-published", manifest.version + " " + manifest.architecture + " " + offer.sha256);
}

Result<std::vector<ProgramUpdate>> updates(ReadConnection& connection)
{
    auto query = TRY(connection.query("SELECT version, architecture, suite, sha256, bytes, manifest, signature, published_ms, published_by FROM program_update ORDER BY number DESC"));
    std::vector<ProgramUpdate> rows;
    while (TRY(query.step()))
        rows.push_back({ { query.text(0), query.text(1), query.text(2) }, { query.text(3), query.integer(4), { query.text(5), query.blob(6) } }, query.integer(7), query.text(8) });
    return rows;
}

Result<void> pin_version(Connection& connection, Instant const& now, std::string_view version, std::string_view who)
{
    bool published = version.empty();
    for (auto const& update : TRY(updates(connection)))
        published = published || is_version(update.manifest.version, version);
    if (!published)
        return fail(Code::not_found, "no update with the version '" + std::string(version) + "' was published");
    TRY(set_setting(connection, pin_setting, version));
    return append_audit(connection, now, who, version.empty() ? "version-unpinned" : "version-pinned", version);
}

Result<std::string> pinned_version(ReadConnection& connection) { return setting(connection, pin_setting); }

Result<std::optional<wire::UpdateOffer>> update_for(ReadConnection& connection, Heartbeat const& said)
{
    auto const pinned = TRY(pinned_version(connection));
    for (auto& update : TRY(updates(connection))) {
        auto const& manifest = update.manifest;
        if (manifest.suite != said.suite || manifest.architecture != said.architecture || (!pinned.empty() && !is_version(manifest.version, pinned)))
            continue;
        return manifest.version == said.version ? std::nullopt : std::optional(std::move(update.offer));
    }
    return std::optional<wire::UpdateOffer>();
}

std::filesystem::path update_file(std::filesystem::path const& directory, std::string_view sha256) { return directory / "updates" / sha256; }

} // namespace bedside::server
