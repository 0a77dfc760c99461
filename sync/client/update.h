// SPDX-License-Identifier: Apache-2.0
// Updates of the tablet's programs, as far as the daemon goes: it fetches signed bundles into a folder; root applies them (packaging/update).
#pragma once

#include "sync/wire/update.h"

#include <filesystem>
#include <optional>

namespace bedside::client {

/// Where updates lie on a tablet.
struct UpdatePlace {
    std::filesystem::path folder = "/var/lib/bedside/updates"; ///< "version", "result.json", and "incoming", which is ours
    std::filesystem::path key = "/etc/bedside/update-key.pem";
};

/// The installed package as its installation wrote it down; nullopt for programs that no package brought.
std::optional<wire::UpdateManifest> installed_package(UpdatePlace const& place);

/// How far the last update is.
struct UpdateState {
    std::string state;   ///< "" (none yet), "fetching", "waiting" (for an idle moment), "applied", "refused", "rolled-back" or "failed"
    std::string version;
    std::string detail;
};
UpdateState update_state(UpdatePlace const& place);

/// A bundle on its way.
class UpdateDownload {
public:
    /// Goes on where an earlier attempt was cut. Fails with forbidden or invalid_data when the offer is not signed by this tablet's key or
    /// is not for this tablet, missing_key without a key, io.
    static Result<UpdateDownload> open(UpdatePlace const& place, wire::UpdateOffer const& offer);

    std::int64_t bytes_held() const { return m_held; }
    bool whole() const { return m_held == m_bytes; }
    /// The next bytes. Fails with invalid_data when they are none or too many, disk_full or io.
    Result<void> add(std::string_view piece);
    /// Checks the whole and gives it the name under which it is applied. Fails with invalid_data, and begins anew, when it is not what was offered.
    Result<void> finish();

private:
    UpdateDownload(std::filesystem::path part, std::filesystem::path final, wire::UpdateOffer const& offer, std::int64_t held);
    std::filesystem::path m_part;
    std::filesystem::path m_final;
    std::string m_sha256;
    wire::SignedManifest m_manifest;
    std::int64_t m_bytes = 0;
    std::int64_t m_held = 0;
};

} // namespace bedside::client
