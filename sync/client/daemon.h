// SPDX-License-Identifier: Apache-2.0
// The tablet's sync daemon.
#pragma once

#include "sync/client/update.h"
#include "sync/sql/folder_lock.h"
#include "sync/store/store.h"

#include <filesystem>
#include <string_view>

namespace bedside::client {

/// One bedside-sync at a time for a data folder. Fails with busy when another process has it.
Result<sql::FolderLock> lock_folder(std::filesystem::path const& directory);

/// Works until SIGTERM or SIGINT: sends as soon as the store changes, reports every minute, waits longer and longer after failures.
Result<int> run(store::Store& store, std::filesystem::path const& directory, std::string_view version, Clock const& clock, UpdatePlace const& updates = {});

} // namespace bedside::client
