// SPDX-License-Identifier: Apache-2.0
// Looks at an encrypted database file from outside, without SQLite: a file that must not be opened is not touched either.
#pragma once

#include "forms/base/crypto.h"
#include "forms/base/result.h"

#include <filesystem>

namespace bedside::sql {

/// How much of the file is authenticated.
enum class Extent {
    beginning,  ///< the first page: enough to know key, schema and length
    every_page, ///< all pages, about 10 microseconds each
};

/// What the file says about itself, as last committed (database file and write-ahead log together).
struct FileFacts {
    int schema_version = 0; ///< PRAGMA user_version
    std::uint32_t pages = 0;
};

/// Authenticates pages with SQLCipher 4's own HMAC and reads the header. Opens both files for reading only and takes no lock, so not
/// one byte of the database, its log or its index changes; nor does this process lose its locks on a database that it has open. A page that the log also holds counts as good when the log's copy is.
/// Fails with not_found, wrong_key (no page fits the key), corrupted (a page, or the length, does not fit) or io.
Result<FileFacts> check_file(std::filesystem::path const& file, Secret const& key, Extent extent);

} // namespace bedside::sql
