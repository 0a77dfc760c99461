// SPDX-License-Identifier: Apache-2.0
#include "sync/client/wipe.h"

#include "forms/base/crypto.h"

#include <algorithm>
#include <cstdlib>
#include <fcntl.h>
#include <string_view>
#include <thread>
#include <unistd.h>
#include <vector>

namespace bedside::client {
namespace {

/// Random bytes over the whole file, on the disk before it is removed.
bool destroy(std::filesystem::path const& file)
{
    std::error_code error;
    auto left = static_cast<std::int64_t>(std::filesystem::file_size(file, error));
    int const descriptor = error ? -1 : ::open(file.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
    if (descriptor >= 0) {
        while (left > 0) {
            auto const bytes = random_bytes(static_cast<std::size_t>(std::min<std::int64_t>(left, 1 << 20)));
            auto const written = ::write(descriptor, bytes.data(), bytes.size());
            if (written <= 0)
                break;
            left -= written;
        }
        ::fdatasync(descriptor);
        ::close(descriptor);
    }
    return std::filesystem::remove(file, error) && !error;
}

} // namespace

Destroyed destroy_store(std::filesystem::path const& directory)
{
    Destroyed result;
    std::error_code error;
    auto const wrapped = directory / "key.wrapped";
    if (std::filesystem::exists(wrapped, error))
        result.key = destroy(wrapped);
    std::vector<std::filesystem::path> files;
    for (auto const& entry : std::filesystem::recursive_directory_iterator(directory, std::filesystem::directory_options::skip_permission_denied, error)) {
        auto const name = entry.path().filename().string();
        if (entry.is_regular_file(error) && name != ".sync.lock")
            files.push_back(entry.path());
    }
    // The database before its log: whatever is left of the log tells nothing without it.
    std::sort(files.begin(), files.end(), [](auto const& a, auto const& b) { return a.string().size() < b.string().size(); });
    for (auto const& file : files)
        ++(destroy(file) ? result.files : result.left);
    return result;
}

SealedKey ask_for_sealed_key(std::filesystem::path const& directory, std::chrono::milliseconds patience)
{
    auto const* credentials = std::getenv("CREDENTIALS_DIRECTORY");
    if (credentials == nullptr || !std::string_view(credentials).starts_with("/run/"))
        return SealedKey::none;
    auto const request = directory / "wipe-ordered";
    int const descriptor = ::open(request.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640);
    if (descriptor < 0)
        return SealedKey::left;
    ::close(descriptor);
    std::error_code error;
    auto const until = std::chrono::steady_clock::now() + patience;
    while (std::filesystem::exists(request, error)) {
        if (std::chrono::steady_clock::now() > until)
            return SealedKey::left;
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return SealedKey::destroyed;
}

} // namespace bedside::client
