// SPDX-License-Identifier: Apache-2.0
// Updates of the tablets' programs that were published here, and which one a tablet is offered.
#pragma once

#include "sync/server/storage/tablets.h"
#include "sync/wire/update.h"

#include <filesystem>

namespace bedside::server {

/// A published update.
struct ProgramUpdate {
    wire::UpdateManifest manifest;
    wire::UpdateOffer offer;
    std::int64_t published_ms = 0;
    std::string by;
};

/// Remembers an update; the same one again becomes the one published last.
Result<void> put_update(Connection& connection, Instant const& now, ProgramUpdate const& update);
/// Newest first.
Result<std::vector<ProgramUpdate>> updates(ReadConnection& connection);
/// The study's tablets go to this version and no further: "0.2.0-1", with or without its Debian release. "" ends it. Fails with not_found
/// for a version that was never published.
Result<void> pin_version(Connection& connection, Instant const& now, std::string_view version, std::string_view who);
/// "" when every tablet gets what was published last.
Result<std::string> pinned_version(ReadConnection& connection);
/// What this tablet should have and has not: of its Debian release and processor, the pinned one, else the one published last.
Result<std::optional<wire::UpdateOffer>> update_for(ReadConnection& connection, Heartbeat const& said);
/// Where a bundle lies.
std::filesystem::path update_file(std::filesystem::path const& directory, std::string_view sha256);

} // namespace bedside::server
