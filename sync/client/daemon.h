// SPDX-License-Identifier: Apache-2.0
// The tablet's sync daemon.
#pragma once

#include "sync/store/store.h"

#include <filesystem>
#include <string_view>

namespace bedside::client {

/// One bedside-sync at a time for a data folder; released when it goes.
class FolderLock {
public:
    /// Fails with busy when another process has it.
    static Result<FolderLock> take(std::filesystem::path const& directory);
    FolderLock(FolderLock&&) noexcept;
    FolderLock& operator=(FolderLock&&) = delete;
    ~FolderLock();

private:
    explicit FolderLock(int descriptor)
        : m_descriptor(descriptor)
    {
    }
    int m_descriptor;
};

/// Works until SIGTERM or SIGINT: sends as soon as the store changes, reports every minute, waits longer and longer after failures.
Result<int> run(store::Store& store, std::filesystem::path const& directory, std::string_view version, Clock const& clock);

} // namespace bedside::client
