// SPDX-License-Identifier: Apache-2.0
#include "sync/sql/failure.h"

#include <cerrno>
#include <sqlcipher/sqlite3.h>
#include <string>

namespace bedside::sql {

std::unexpected<Error> failure(sqlite3* handle, int code, std::source_location where)
{
    auto const full = [&] { return fail(Code::disk_full, "The disk is full. Nothing saved before is lost; make room and it goes on.", where); };
    auto const read_only = [&] { return fail(Code::read_only, "The disk can't be written. Nothing saved before is lost; make it writable and it goes on.", where); };
    switch (code & 0xFF) {
    case SQLITE_FULL: return full();
    case SQLITE_READONLY: return read_only();
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return fail(Code::busy, "Another program is using the database; try again.", where);
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT: return fail(Code::corrupted, "The database is damaged. Keep the file and use the rescue, or restore a backup.", where);
    case SQLITE_CONSTRAINT: return fail(Code::conflict, "The record contradicts one that is stored already; the stored one stays as it is.", where);
    case SQLITE_TOOBIG: return fail(Code::too_large, "The record is too large to be stored.", where);
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR:
        switch (handle != nullptr ? sqlite3_system_errno(handle) : 0) {
        case ENOSPC:
        case EDQUOT:
        case EFBIG: return full();
        case EROFS:
        case EACCES:
        case EPERM: return read_only();
        default: break;
        }
        if (code == SQLITE_IOERR_SHMSIZE) // the index of the log could not grow
            return full();
        return fail(Code::io, "The disk failed to read or write the database; check the disk.", where);
    case SQLITE_NOMEM: return fail(Code::io, "There is not enough memory; close other programs and try again.", where);
    case SQLITE_ERROR:
        // SQLCipher reports a page whose HMAC does not fit as a plain error while the statement runs.
        if (handle != nullptr && sqlite3_get_autocommit(handle) != 0)
            return fail(Code::corrupted, "The database is damaged. Keep the file and use the rescue, or restore a backup.", where);
        [[fallthrough]];
    default: return fail(Code::internal, std::string("The database is in an unexpected state (") + sqlite3_errstr(code) + ").", where);
    }
}

Result<void> check(sqlite3* handle, int code, std::source_location where)
{
    if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW)
        return {};
    return failure(handle, code, where);
}

} // namespace bedside::sql
