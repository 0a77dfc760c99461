// SPDX-License-Identifier: Apache-2.0
// Write, flush, rename, flush the folder.
#include "forms/base/durable_file.h"

#include "forms/base/file_descriptor.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>

namespace bedside {
namespace {

enum class Flush { no, yes };

/// Bytes read at once.
constexpr std::size_t chunk = 64 * 1024;

std::unexpected<Error> failure(std::filesystem::path const& file, int number, std::source_location where = std::source_location::current())
{
    auto const name = "'" + file.string() + "'";
    switch (number) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG: return fail(Code::disk_full, "There is no room for the file " + name + "; make some and try again.", where);
    case EROFS:
    case EACCES:
    case EPERM: return fail(Code::read_only, "The file " + name + " can't be written; make its folder writable or choose another.", where);
    case ENOENT:
    case ENOTDIR: return fail(Code::not_found, "The folder of the file " + name + " does not exist.", where);
    default: return fail(Code::io, "The file " + name + " can't be written; check the disk.", where);
    }
}

mode_t mode_of(Readers readers)
{
    switch (readers) {
    case Readers::owner: return 0600;
    case Readers::group: return 0640;
    case Readers::all: return 0644;
    }
    return 0600;
}

/// Gives errno, or 0.
int write_all(std::filesystem::path const& file, std::string_view bytes, Readers readers, Flush flush)
{
    FileDescriptor const opened(::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!opened || (readers != Readers::owner && ::fchmod(opened.number(), mode_of(readers)) != 0))
        return errno;
    while (!bytes.empty()) {
        auto const written = ::write(opened.number(), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return written < 0 ? errno : ENOSPC;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return flush == Flush::yes && ::fsync(opened.number()) != 0 ? errno : 0;
}

Result<void> put_in_place(std::filesystem::path const& file, std::string_view bytes, Readers readers, Flush flush)
{
    auto partial = file;
    partial += ".partial";
    auto error = write_all(partial, bytes, readers, flush);
    if (error == 0 && ::rename(partial.c_str(), file.c_str()) != 0)
        error = errno;
    if (error == 0)
        return {};
    ::unlink(partial.c_str());
    return failure(file, error);
}

} // namespace

Result<void> write_durably(std::filesystem::path const& file, std::string_view bytes, Replace replace, Readers readers)
{
    struct stat status {};
    if (replace == Replace::never && ::lstat(file.c_str(), &status) == 0)
        return fail(Code::already_exists, "There is a file '" + file.string() + "' already; it is not replaced.");
    TRY(put_in_place(file, bytes, readers, Flush::yes));
    auto const folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
    FileDescriptor const opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    // Some file systems of USB sticks can't flush a folder; the file itself is flushed.
    if (opened && ::fsync(opened.number()) != 0 && errno != EINVAL)
        return failure(file, errno);
    return {};
}

Result<void> write_atomically(std::filesystem::path const& file, std::string_view bytes, Readers readers) { return put_in_place(file, bytes, readers, Flush::no); }

Result<std::string> read_file(std::filesystem::path const& file, std::size_t largest)
{
    auto const name = "The file '" + file.string() + "'";
    FileDescriptor const opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat status {};
    if (!opened || ::fstat(opened.number(), &status) != 0)
        return errno == ENOENT ? fail(Code::not_found, name + " does not exist.") : fail(Code::io, name + " can't be read; check who may read it.");
    auto const too_large = [&] { return fail(Code::too_large, name + " is larger than such a file can be."); };
    if (S_ISREG(status.st_mode) && static_cast<std::uint64_t>(status.st_size) > largest)
        return too_large();
    std::string bytes;
    bytes.reserve(static_cast<std::size_t>(status.st_size));
    for (std::array<char, chunk> piece;;) {
        auto const got = ::read(opened.number(), piece.data(), piece.size());
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail(Code::io, name + " can't be read to its end; check the disk.");
        if (got == 0)
            return bytes;
        if (bytes.size() + static_cast<std::size_t>(got) > largest)
            return too_large();
        bytes.append(piece.data(), static_cast<std::size_t>(got));
    }
}

} // namespace bedside
