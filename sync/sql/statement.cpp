// SPDX-License-Identifier: Apache-2.0
// Statements and transactions of a Database.
#include "sync/sql/database.h"
#include "sync/sql/failure.h"

#include <cstdlib>
#include <sqlcipher/sqlite3.h>
#include <utility>

namespace bedside::sql {

Statement::Statement(sqlite3_stmt* statement)
    : m_statement(statement)
{
}

Statement::Statement(Statement&& other) noexcept
    : m_statement(std::exchange(other.m_statement, nullptr))
    , m_failure(other.m_failure)
{
}

Statement::~Statement() { sqlite3_finalize(m_statement); }

void Statement::note(int code)
{
    if (code != SQLITE_OK && m_failure == SQLITE_OK)
        m_failure = code;
}

void Statement::bind_one(int index, std::int64_t value) { note(sqlite3_bind_int64(m_statement, index, value)); }
void Statement::bind_one(int index, std::nullopt_t) { note(sqlite3_bind_null(m_statement, index)); }

void Statement::bind_one(int index, std::string_view value)
{
    // A null pointer would bind NULL where an empty text is meant.
    note(sqlite3_bind_text64(m_statement, index, value.empty() ? "" : value.data(), value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

void Statement::bind_one(int index, std::span<std::uint8_t const> value)
{
    note(value.empty() ? sqlite3_bind_zeroblob(m_statement, index, 0)
                       : sqlite3_bind_blob64(m_statement, index, value.data(), value.size(), SQLITE_TRANSIENT));
}

Result<bool> Statement::step()
{
    auto* const handle = sqlite3_db_handle(m_statement);
    if (m_failure != SQLITE_OK)
        return failure(handle, m_failure);
    auto const code = sqlite3_step(m_statement);
    if (code == SQLITE_ROW)
        return true;
    if (code == SQLITE_DONE)
        return false;
    auto failed = failure(handle, code);
    sqlite3_reset(m_statement); // gives back its locks
    return failed;
}

Result<void> Statement::run()
{
    auto const row = step();
    reset();
    if (!row)
        return std::unexpected(row.error());
    return {};
}

void Statement::reset()
{
    sqlite3_reset(m_statement);
    sqlite3_clear_bindings(m_statement);
    m_failure = SQLITE_OK;
}

bool Statement::only_reads() const { return sqlite3_stmt_readonly(m_statement) != 0; }

void Statement::check_column(int column) const
{
    if (column < 0 || column >= sqlite3_column_count(m_statement))
        std::abort(); // SQLite would answer NULL, and a value would be missing without a word
}

std::int64_t Statement::integer(int column) const
{
    check_column(column);
    return sqlite3_column_int64(m_statement, column);
}

bool Statement::is_null(int column) const
{
    check_column(column);
    return sqlite3_column_type(m_statement, column) == SQLITE_NULL;
}

std::string Statement::text(int column) const
{
    check_column(column);
    auto const* text = sqlite3_column_text(m_statement, column);
    if (text == nullptr)
        return {};
    return { reinterpret_cast<char const*>(text), static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column)) };
}

Bytes Statement::blob(int column) const
{
    check_column(column);
    auto const* bytes = static_cast<std::uint8_t const*>(sqlite3_column_blob(m_statement, column));
    if (bytes == nullptr)
        return {};
    return { bytes, bytes + sqlite3_column_bytes(m_statement, column) };
}

Transaction::Transaction(Database& database)
    : m_database(&database)
{
}

Transaction::Transaction(Transaction&& other) noexcept
    : m_database(std::exchange(other.m_database, nullptr))
{
}

Transaction::~Transaction()
{
    // Some failures have rolled back already (a full disk); then there is nothing left to undo.
    if (m_database != nullptr && sqlite3_get_autocommit(m_database->handle()) == 0)
        (void)m_database->execute("ROLLBACK");
}

Result<Transaction> Transaction::immediate(Database& database)
{
    TRY(database.execute("BEGIN IMMEDIATE"));
    return Transaction(database);
}

Result<Transaction> Transaction::snapshot(Database& database)
{
    TRY(database.execute("BEGIN"));
    return Transaction(database);
}

Result<void> Transaction::commit()
{
    TRY(m_database->execute("COMMIT"));
    m_database = nullptr;
    return {};
}

} // namespace bedside::sql
