// SPDX-License-Identifier: Apache-2.0
// A backup in the place of the server's database.
#pragma once

#include "forms/base/clock.h"
#include "sync/server/tablets/config.h"
#include "sync/sql/folder_lock.h"

#include <string>

namespace bedside::server {

/// Whoever serves or restores holds this. Fails with busy.
Result<sql::FolderLock> lock_server(Config const& config);

struct Restored {
    std::int64_t forms = 0;
    std::filesystem::path before; ///< where the database that was there is kept; empty when there was none
};
/// Proves a copy of the backup whole (every page, every chain), then puts it in the place of the database, which is kept beside. Audited.
/// Tablets send again what it lacks. Fails with busy while the server runs, wrong_key, corrupted, or as files do; then nothing has changed.
Result<Restored> restore(Config const& config, std::filesystem::path const& backup, Clock const& clock);

} // namespace bedside::server
