// SPDX-License-Identifier: Apache-2.0
// SQLCipher's C interface, in one place.
#include "sync/sql/database.h"

#include "forms/base/file_descriptor.h"
#include "sync/sql/failure.h"
#include "sync/sql/page_check.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sqlcipher/sqlite3.h>
#include <sys/stat.h>

namespace bedside::sql {
namespace {

constexpr int busy_timeout_ms = 5000;

/// Makes new names in a folder survive a power cut.
Result<void> sync_folder(std::filesystem::path const& folder)
{
    FileDescriptor const opened(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!opened || ::fsync(opened.number()) != 0)
        return fail(Code::io, "The folder of the database can't be written through to the disk.");
    return {};
}

/// "x'64 hex digits'": a raw key, used without derivation.
Secret raw_key_text(Secret const& key)
{
    static constexpr char digits[] = "0123456789abcdef";
    auto text = Secret::random(key.bytes().size() * 2 + 3);
    auto out = text.mutable_bytes();
    std::size_t position = 0;
    out[position++] = 'x';
    out[position++] = '\'';
    for (auto const byte : key.bytes()) {
        out[position++] = static_cast<std::uint8_t>(digits[byte >> 4]);
        out[position++] = static_cast<std::uint8_t>(digits[byte & 15]);
    }
    out[position] = '\'';
    return text;
}

Result<void> check_writable(std::filesystem::path const& path)
{
    if (::access(path.c_str(), W_OK) == 0)
        return {};
    if (errno == ENOENT)
        return fail(Code::not_found, "The folder of the database does not exist.");
    return fail(Code::read_only, "The database can't be written here; make its disk writable, or start as the user it belongs to.");
}

} // namespace

Database::Database(sqlite3* handle)
    : m_handle(handle)
{
}

Database::Database(Database&& other) noexcept
    : m_handle(std::exchange(other.m_handle, nullptr))
{
}

Database::~Database() { sqlite3_close_v2(m_handle); }

Result<Database> Database::open(std::filesystem::path const& file, Secret const& key, OpenMode mode, int newest_schema)
{
    if (key.bytes().size() != 32)
        return fail(Code::missing_key, "There is no key of 32 bytes for the database.");
    auto const folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
    if (mode == OpenMode::create) {
        struct stat status {};
        if (::lstat(file.c_str(), &status) == 0)
            return fail(Code::already_exists, "There is a database already; it is never replaced.");
        TRY(check_writable(folder));
    } else {
        auto const facts = TRY(check_file(file, key, Extent::beginning));
        if (facts.schema_version > newest_schema)
            return fail(Code::future_schema, "The database was written by a newer version of this program; nothing was changed. Install that version.");
        if (mode == OpenMode::existing) {
            TRY(check_writable(folder));
            TRY(check_writable(file));
        }
    }

    int flags = SQLITE_OPEN_FULLMUTEX | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE;
    switch (mode) {
    case OpenMode::existing: flags |= SQLITE_OPEN_READWRITE; break;
    case OpenMode::create: flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE; break;
    case OpenMode::read_only: flags |= SQLITE_OPEN_READONLY; break;
    }
    // NOFOLLOW refuses links anywhere in the path, so the folder is resolved first.
    std::error_code ignored;
    auto const resolved = std::filesystem::canonical(folder, ignored) / file.filename();
    sqlite3* handle = nullptr;
    auto const opened = sqlite3_open_v2(resolved.c_str(), &handle, flags, nullptr);
    Database database(handle);
    TRY(check(handle, opened));
    if (mode == OpenMode::create) {
        // SQLite gives -wal and -shm the same. A folder that hands its group on (set-group-id) is meant to be shared: kiosk and sync are different users.
        struct stat status {};
        bool const shared = ::stat(folder.c_str(), &status) == 0 && (status.st_mode & S_ISGID) != 0;
        ::chmod(resolved.c_str(), shared ? 0660 : 0600);
    }
    sqlite3_busy_timeout(handle, busy_timeout_ms);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    if (mode == OpenMode::read_only)
        sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    {
        auto const text = raw_key_text(key);
        TRY(check(handle, sqlite3_key_v2(handle, "main", text.bytes().data(), static_cast<int>(text.bytes().size()))));
    }
    // temp_store: SQLCipher spills temporary tables in clear otherwise. recursive_triggers: REPLACE must not slip past the triggers
    // that refuse DELETE. secure_delete: what a replaced setting held does not linger in free pages.
    TRY(database.execute("PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON; PRAGMA secure_delete = ON;"
                         "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;"));
    if (mode != OpenMode::read_only) {
        auto journal = TRY(database.prepare("PRAGMA journal_mode = WAL"));
        if (!TRY(journal.step()) || journal.text(0) != "wal")
            return fail(Code::io, "The disk does not support the database's log; use a local disk.");
        TRY(database.execute("PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 4194304;"));
    }
    auto probe = TRY(database.prepare("SELECT count(*) FROM sqlite_schema"));
    TRY(probe.step());
    if (mode == OpenMode::create)
        TRY(sync_folder(folder));
    return database;
}

int Database::schema_version() const
{
    sqlite3_stmt* statement = nullptr;
    int version = 0;
    if (sqlite3_prepare_v2(m_handle, "PRAGMA user_version", -1, &statement, nullptr) == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW)
        version = sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
    return version;
}

Result<void> Database::migrate(std::span<Migration const> migrations, std::optional<std::filesystem::path> const& backup_before)
{
    int const newest = migrations.empty() ? 0 : migrations.back().version;
    auto const found = schema_version();
    if (found > newest)
        return fail(Code::future_schema, "The database was written by a newer version of this program; nothing was changed. Install that version.");
    if (found == newest)
        return {};
    if (backup_before && found > 0) {
        auto file = *backup_before;
        std::error_code ignored;
        for (int number = 2; std::filesystem::exists(file, ignored); ++number)
            file = backup_before->string() + "-" + std::to_string(number);
        TRY(copy_to(file));
    }
    for (auto const& migration : migrations) {
        auto transaction = TRY(Transaction::immediate(*this));
        if (schema_version() >= migration.version) // perhaps by another program meanwhile
            continue;
        TRY(execute(migration.sql));
        TRY(execute("PRAGMA user_version = " + std::to_string(migration.version)));
        TRY(transaction.commit());
    }
    return {};
}

Result<Statement> Database::prepare(std::string_view sql)
{
    sqlite3_stmt* statement = nullptr;
    char const* rest = nullptr;
    auto const code = sqlite3_prepare_v3(m_handle, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement, &rest);
    Statement made(statement);
    if (code == SQLITE_ERROR)
        return fail(Code::internal, std::string("A statement does not fit the database (") + sqlite3_errmsg(m_handle) + ").");
    TRY(check(m_handle, code));
    auto const tail = std::string_view(rest, static_cast<std::size_t>(sql.data() + sql.size() - rest));
    if (statement == nullptr || tail.find_first_not_of(" \t\r\n;") != std::string_view::npos)
        return fail(Code::internal, "Exactly one statement can be prepared at a time.");
    return made;
}

Result<void> Database::execute(std::string_view sql)
{
    std::string const terminated(sql);
    return check(m_handle, sqlite3_exec(m_handle, terminated.c_str(), nullptr, nullptr, nullptr));
}

Result<void> Database::copy_to(std::filesystem::path const& file)
{
    std::error_code error;
    if (std::filesystem::exists(file, error))
        return fail(Code::already_exists, "There is a file already where the copy should go; it is never replaced.");
    auto const folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
    std::filesystem::create_directories(folder, error);
    // Written under another name, so that a copy cut short is never taken for a whole one.
    auto partial = file;
    partial += ".partial";
    std::filesystem::remove(partial, error);
    auto vacuum = TRY(prepare("VACUUM INTO ?"));
    vacuum.bind(partial.string());
    if (auto const done = vacuum.run(); !done) {
        std::filesystem::remove(partial, error);
        return std::unexpected(done.error());
    }
    ::chmod(partial.c_str(), 0600);
    FileDescriptor const written(::open(partial.c_str(), O_RDWR | O_CLOEXEC));
    if (!written || ::fsync(written.number()) != 0)
        return fail(Code::io, "The copy of the database can't be written through to the disk.");
    if (::link(partial.c_str(), file.c_str()) != 0) {
        // No hard links on this file system (a USB stick): rename, having looked above.
        if (errno == EEXIST || ::rename(partial.c_str(), file.c_str()) != 0)
            return fail(Code::io, "The copy of the database can't be given its name.");
    } else {
        ::unlink(partial.c_str());
    }
    return sync_folder(folder);
}

Result<void> Database::change_key(Secret const& key)
{
    if (key.bytes().size() != 32)
        return fail(Code::missing_key, "There is no new key of 32 bytes for the database.");
    TRY(execute("PRAGMA locking_mode = EXCLUSIVE"));
    auto taken = execute("BEGIN EXCLUSIVE; COMMIT");
    if (taken) {
        auto const text = raw_key_text(key);
        taken = check(m_handle, sqlite3_rekey_v2(m_handle, "main", text.bytes().data(), static_cast<int>(text.bytes().size())));
    }
    TRY(execute("PRAGMA locking_mode = NORMAL"));
    auto probe = TRY(prepare("SELECT count(*) FROM sqlite_schema")); // gives the lock back
    TRY(probe.step());
    return taken;
}

std::int64_t Database::changes() const { return sqlite3_changes64(m_handle); }
std::int64_t Database::last_insert_id() const { return sqlite3_last_insert_rowid(m_handle); }

} // namespace bedside::sql
