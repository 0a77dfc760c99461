// SPDX-License-Identifier: Apache-2.0
// A connection with each of its statements prepared once.
#pragma once

#include "sync/sql/database.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace bedside::sql {

/// A statement in use; resets itself when it goes, so that no lock or read transaction outlives the answer.
class Query {
public:
    explicit Query(Statement& statement)
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
    Statement* m_statement;
};

/// Statements live as long as the connection; one thread at a time.
class Connection {
public:
    explicit Connection(Database database)
        : m_database(std::move(database))
    {
    }

    /// The statement with this text, prepared at its first use, bound in order. `sql` is a literal.
    template <typename... T>
    Result<Query> query(std::string_view sql, T const&... values)
    {
        auto found = m_statements.find(sql);
        if (found == m_statements.end())
            found = m_statements.emplace(std::string(sql), TRY(m_database.prepare(sql))).first;
        found->second.bind(values...);
        return Query(found->second);
    }
    /// A statement that gives no rows.
    template <typename... T>
    Result<void> run(std::string_view sql, T const&... values)
    {
        auto made = TRY(query(sql, values...));
        TRY(made.step());
        return {};
    }
    Database& database() { return m_database; }

private:
    Database m_database;
    std::map<std::string, Statement, std::less<>> m_statements; ///< goes before the database
};

} // namespace bedside::sql
