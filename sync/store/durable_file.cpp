// SPDX-License-Identifier: Apache-2.0
// Write, flush, rename, flush the folder.
#include "sync/store/durable_file.h"

#include "sync/sql/file_descriptor.h"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>

namespace bedside::store {
namespace {

std::unexpected<Error> failure(int number, std::source_location where = std::source_location::current())
{
    switch (number) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG: return fail(Code::disk_full, "There is no room for the file; make some and try again.", where);
    case EROFS:
    case EACCES:
    case EPERM: return fail(Code::read_only, "The folder can't be written; choose another or make it writable.", where);
    case ENOENT:
    case ENOTDIR: return fail(Code::not_found, "The folder of the file does not exist.", where);
    default: return fail(Code::io, "The file can't be written; check the disk.", where);
    }
}

Result<void> write_and_flush(std::filesystem::path const& file, std::span<std::uint8_t const> bytes, Readers readers)
{
    sql::FileDescriptor const opened(::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!opened || (readers == Readers::group && ::fchmod(opened.number(), 0640) != 0))
        return failure(errno);
    while (!bytes.empty()) {
        auto const written = ::write(opened.number(), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return failure(written < 0 ? errno : ENOSPC);
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    if (::fsync(opened.number()) != 0)
        return failure(errno);
    return {};
}

} // namespace

Result<void> write_durably(std::filesystem::path const& file, std::span<std::uint8_t const> bytes, Replace replace, Readers readers)
{
    struct stat status {};
    if (replace == Replace::never && ::lstat(file.c_str(), &status) == 0)
        return fail(Code::already_exists, "There is a file of this name already; it is not replaced.");
    auto partial = file;
    partial += ".partial";
    auto const written = write_and_flush(partial, bytes, readers);
    if (!written) {
        ::unlink(partial.c_str());
        return written;
    }
    if (::rename(partial.c_str(), file.c_str()) != 0)
        return failure(errno);
    auto const folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
    sql::FileDescriptor const opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    // Some file systems of USB sticks can't flush a folder; the file itself is flushed.
    if (opened && ::fsync(opened.number()) != 0 && errno != EINVAL)
        return failure(errno);
    return {};
}

Result<Bytes> read_whole(std::filesystem::path const& file, std::size_t largest)
{
    sql::FileDescriptor const opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat status {};
    if (!opened || ::fstat(opened.number(), &status) != 0)
        return fail(errno == ENOENT ? Code::not_found : Code::io, errno == ENOENT ? "The file does not exist." : "The file can't be read; check who may read it.");
    if (static_cast<std::uint64_t>(status.st_size) > largest)
        return fail(Code::too_large, "The file is larger than such a file can be.");
    Bytes bytes(static_cast<std::size_t>(status.st_size));
    std::size_t position = 0;
    while (position < bytes.size()) {
        auto const got = ::read(opened.number(), bytes.data() + position, bytes.size() - position);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return fail(Code::io, "The file can't be read to its end; check the disk.");
        position += static_cast<std::size_t>(got);
    }
    return bytes;
}

} // namespace bedside::store
