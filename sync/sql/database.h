// SPDX-License-Identifier: Apache-2.0
// SQLCipher behind three types: Database, Statement, Transaction. Encrypted always, WAL, synchronous=FULL, temp_store=MEMORY.
#pragma once

#include "forms/base/crypto.h"
#include "forms/base/result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace bedside::sql {

enum class OpenMode { existing, create, read_only };

/// One numbered step of a schema; the text is embedded from migrations/NNNN_*.sql.
struct Migration {
    int version = 0;
    std::string_view sql;
};

class Statement;

class Database {
public:
    /// Opens with a raw 32-byte key. `existing` never creates, `create` refuses an existing file; no mode ever deletes or overwrites.
    /// A new file is its owner's alone (0600), or its group's too (0660) where the folder hands its group on (set-group-id).
    /// Before SQLite sees the file its first page is authenticated and its schema read, so that a refusal changes no byte of it or its log.
    /// Fails with not_found, already_exists, missing_key, wrong_key, corrupted, future_schema (newer than `newest_schema`), read_only,
    /// disk_full, busy or io.
    static Result<Database> open(std::filesystem::path const& file, Secret const& key, OpenMode mode, int newest_schema = any_schema);
    static constexpr int any_schema = 0x7FFFFFFF;
    Database(Database&&) noexcept;
    Database& operator=(Database&&) = delete;
    ~Database();

    /// Brings the schema to the last migration, each in one transaction (PRAGMA user_version). Fails with future_schema, or as a write does.
    /// With `backup_before` and a non-empty older schema, a copy of the database (encrypted with the same key) is made there first; when that
    /// name is taken, beside it with "-2", "-3" ... appended.
    Result<void> migrate(std::span<Migration const> migrations, std::optional<std::filesystem::path> const& backup_before = {});
    int schema_version() const;

    Result<Statement> prepare(std::string_view sql);
    /// One or more statements that give no rows.
    Result<void> execute(std::string_view sql);
    /// A complete copy in a new file, encrypted with the same key, on the disk when it returns. Fails with already_exists, disk_full or io.
    Result<void> copy_to(std::filesystem::path const& file);
    /// Encrypts everything anew in one transaction; from then on only `key` opens the file. Nobody else may have it open: fails with busy.
    Result<void> change_key(Secret const& key);
    std::int64_t changes() const;
    std::int64_t last_insert_id() const;
    sqlite3* handle() const { return m_handle; }

private:
    explicit Database(sqlite3* handle);
    sqlite3* m_handle = nullptr;
};

/// A prepared statement. Bind, then step() until false; reset() to use it again. Null is std::nullopt. Asking for a
/// column that it does not have ends the program: the statement's text and its reader are both ours.
class Statement {
public:
    Statement(Statement&&) noexcept;
    Statement& operator=(Statement&&) = delete;
    ~Statement();

    /// Binds 1-based parameters in order from the first: bind(a, b, c).
    template <typename... T>
    Statement& bind(T const&... values)
    {
        reset();
        int index = 0;
        (bind_one(++index, values), ...);
        return *this;
    }
    void bind_one(int index, std::int64_t value);
    void bind_one(int index, int value) { bind_one(index, static_cast<std::int64_t>(value)); }
    void bind_one(int index, std::string_view value);
    void bind_one(int index, std::string const& value) { bind_one(index, std::string_view(value)); }
    void bind_one(int index, char const* value) { bind_one(index, std::string_view(value)); }
    void bind_one(int index, std::span<std::uint8_t const> value);
    void bind_one(int index, Bytes const& value) { bind_one(index, std::span<std::uint8_t const>(value)); }
    void bind_one(int index, std::nullopt_t);
    template <typename T>
    void bind_one(int index, std::optional<T> const& value)
    {
        if (value)
            bind_one(index, *value);
        else
            bind_one(index, std::nullopt);
    }

    /// True when there is a row. Anything but ROW and DONE is an Error (busy, disk_full, read_only, corrupted, conflict for constraints, io).
    Result<bool> step();
    /// step() of a statement that gives no rows.
    Result<void> run();
    void reset();
    /// Whether it can change nothing.
    bool only_reads() const;

    std::int64_t integer(int column) const; ///< 0-based columns
    std::string text(int column) const;
    Bytes blob(int column) const;
    bool is_null(int column) const;

private:
    friend class Database;
    explicit Statement(sqlite3_stmt* statement);
    void check_column(int column) const;
    void note(int code); ///< remembers a failed bind, so that step() refuses to run with a value missing
    sqlite3_stmt* m_statement = nullptr;
    int m_failure = 0;
};

/// Rolls back unless committed. `immediate` takes the write lock at once; `snapshot` sees one state of the database from its first reading to
/// its end, whatever others write.
class Transaction {
public:
    static Result<Transaction> immediate(Database& database);
    static Result<Transaction> snapshot(Database& database);
    Transaction(Transaction&&) noexcept;
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();
    Result<void> commit();

private:
    explicit Transaction(Database& database);
    Database* m_database = nullptr;
};

} // namespace bedside::sql
