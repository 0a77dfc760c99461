// SPDX-License-Identifier: Apache-2.0
// Tells when files of the data folder were written, without looking by the clock.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <thread>

namespace bedside::app {

/// Calls `changed` from its own thread after files whose names begin with `prefix` were written; several writes within
/// 50 ms are one call, and later ones follow for a commit that became visible only then. A folder that does not exist is not watched.
class FolderWatch {
public:
    FolderWatch(std::filesystem::path const& folder, std::string prefix, std::function<void()> changed);
    ~FolderWatch();
    FolderWatch(FolderWatch const&) = delete;
    FolderWatch& operator=(FolderWatch const&) = delete;

private:
    void run(std::string const& prefix, std::function<void()> const& changed);
    int m_inotify = -1;
    int m_stop = -1; ///< eventfd
    std::thread m_thread;
};

} // namespace bedside::app
