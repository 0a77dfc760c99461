// SPDX-License-Identifier: Apache-2.0
#include "sync/sql/folder_lock.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>

namespace bedside::sql {

Result<FolderLock> FolderLock::take(std::filesystem::path const& file, std::string busy)
{
    FileDescriptor opened(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0660));
    if (!opened)
        return fail(Code::io, "'" + file.string() + "' cannot be opened: " + std::strerror(errno));
    if (::flock(opened.number(), LOCK_EX | LOCK_NB) != 0)
        return fail(Code::busy, std::move(busy));
    return FolderLock(std::move(opened));
}

} // namespace bedside::sql
