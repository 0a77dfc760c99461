// SPDX-License-Identifier: Apache-2.0
// One connection to the server's database with its prepared statements.
#pragma once

#include "sync/sql/database.h"

#include <map>
#include <memory>
#include <string>

namespace bedside::server {

/// A statement in use; resets itself when it goes, so that no read transaction stays open.
class Query {
public:
    explicit Query(sql::Statement& statement)
        : m_statement(&statement)
    {
    }
    Query(Query&& other) noexcept
        : m_statement(std::exchange(other.m_statement, nullptr))
    {
    }
    Query& operator=(Query&&) = delete;
    ~Query()
    {
        if (m_statement != nullptr)
            m_statement->reset();
    }

    /// True when there is a row.
    Result<bool> step() { return m_statement->step(); }
    std::int64_t integer(int column) const { return m_statement->integer(column); }
    std::string text(int column) const { return m_statement->text(column); }
    Bytes blob(int column) const { return m_statement->blob(column); }
    bool is_null(int column) const { return m_statement->is_null(column); }
    /// An integer that may be NULL.
    std::optional<std::int64_t> maybe(int column) const { return is_null(column) ? std::nullopt : std::optional(integer(column)); }

private:
    sql::Statement* m_statement;
};

class Connection {
public:
    explicit Connection(sql::Database database)
        : m_database(std::move(database))
    {
    }

    /// The statement with this text, prepared at its first use, bound in order. `sql` is a literal.
    template <typename... T>
    Result<Query> query(std::string_view sql, T const&... values)
    {
        auto found = m_statements.find(sql);
        if (found == m_statements.end())
            found = m_statements.emplace(std::string(sql), std::make_unique<sql::Statement>(TRY(m_database.prepare(sql)))).first;
        found->second->bind(values...);
        return Query(*found->second);
    }
    /// A statement that gives no rows.
    template <typename... T>
    Result<void> run(std::string_view sql, T const&... values)
    {
        auto made = TRY(query(sql, values...));
        TRY(made.step());
        return {};
    }
    sql::Database& database() { return m_database; }

private:
    sql::Database m_database;
    std::map<std::string, std::unique_ptr<sql::Statement>, std::less<>> m_statements; ///< goes before the database
};

} // namespace bedside::server
