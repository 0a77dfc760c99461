// SPDX-License-Identifier: Apache-2.0
#include "sync/client/rescue.h"

#include "sync/wire/bundle.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace bedside::client {
namespace {

/// A new file, on the disk when it returns.
Result<void> write_durably(std::filesystem::path const& file, std::string const& bytes)
{
    int const descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return fail(errno == ENOSPC ? Code::disk_full : Code::io, "'" + file.string() + "' cannot be written: " + std::strerror(errno));
    std::size_t done = 0;
    int failure = 0;
    while (failure == 0 && done < bytes.size()) {
        auto const written = ::write(descriptor, bytes.data() + done, bytes.size() - done);
        if (written < 0 && errno != EINTR)
            failure = errno;
        else if (written > 0)
            done += static_cast<std::size_t>(written);
    }
    if (failure == 0 && ::fsync(descriptor) != 0)
        failure = errno;
    if (::close(descriptor) != 0 && failure == 0)
        failure = errno;
    if (failure == 0)
        return {};
    ::unlink(file.c_str());
    return fail(failure == ENOSPC ? Code::disk_full : Code::io, "'" + file.string() + "' cannot be written: " + std::strerror(failure));
}

} // namespace

Result<RescueFile> write_rescue(store::Store& store, std::filesystem::path const& folder, Clock const& clock)
{
    auto const tablet = TRY(store.setting("tablet")).value_or("");
    auto const digits = TRY(store.setting("rescue_public_key")).value_or("");
    auto const key = TRY(from_hex(digits));
    if (key.size() != 32)
        return fail(Code::not_found, "this tablet knows no key to seal with; it must be enrolled first");
    std::string plain;
    int forms = 0;
    for (auto const& form : TRY(store.completed_forms())) {
        if (form.received)
            continue;
        auto const submission = TRY(store.submission(form.sequence));
        auto const bundle = TRY(wire::build_transaction(submission));
        plain += std::to_string(bundle.size()) + "\n" + bundle + "\n";
        ++forms;
    }
    auto const now = clock.now();
    std::error_code error;
    if (!std::filesystem::is_directory(folder, error))
        return fail(Code::not_found, "there is no folder '" + folder.string() + "'; put the stick in and try again");
    auto const file = folder / ("bedside-rescue-" + tablet + "-" + std::to_string(now.wall_ms) + ".sealed");
    auto const sealed = seal(key, { reinterpret_cast<std::uint8_t const*>(plain.data()), plain.size() });
    explicit_bzero(plain.data(), plain.size());
    std::string bytes = "bedside-rescue-1\n";
    bytes.append(reinterpret_cast<char const*>(sealed.data()), sealed.size());
    TRY(write_durably(file, bytes));
    TRY(store.audit("rescue-written", tablet + " " + std::to_string(forms), { .who = "system:sync", .assisted_by = {} }));
    return RescueFile { file, forms };
}

} // namespace bedside::client
