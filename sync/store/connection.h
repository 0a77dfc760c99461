// SPDX-License-Identifier: Apache-2.0
// The store's connection with each statement prepared once.
#pragma once

#include "sync/sql/database.h"

#include <map>
#include <string>

namespace bedside::store {

/// A statement in use. Resets itself when it goes, so that no lock outlives the answer.
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
        if (m_statement)
            m_statement->reset();
    }

    Result<bool> step() { return m_statement->step(); }
    std::int64_t integer(int column) const { return m_statement->integer(column); }
    std::string text(int column) const { return m_statement->text(column); }
    Bytes blob(int column) const { return m_statement->blob(column); }
    bool is_null(int column) const { return m_statement->is_null(column); }

private:
    sql::Statement* m_statement;
};

class Connection {
public:
    explicit Connection(sql::Database database)
        : m_database(std::move(database))
    {
    }

    sql::Database& database() { return m_database; }

    /// A statement with its parameters, ready to step.
    template <typename... T>
    Result<Query> query(char const* sql, T const&... values)
    {
        auto found = m_statements.find(std::string_view(sql));
        if (found == m_statements.end())
            found = m_statements.emplace(sql, TRY(m_database.prepare(sql))).first;
        found->second.bind(values...);
        return Query(found->second);
    }

    /// A statement that gives no rows.
    template <typename... T>
    Result<void> run(char const* sql, T const&... values)
    {
        auto made = TRY(query(sql, values...));
        TRY(made.step());
        return {};
    }

private:
    sql::Database m_database;
    std::map<std::string, sql::Statement, std::less<>> m_statements; ///< goes before the database
};

} // namespace bedside::store
