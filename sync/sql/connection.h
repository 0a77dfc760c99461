// SPDX-License-Identifier: Apache-2.0
// A connection that prepares each of its statements once; one type to read with, one to write with.
#pragma once

#include "sync/sql/database.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace bedside::sql {

/// A statement in use. It has a prepared statement of its own until it is destroyed, and gives it back reset, so that no lock or read
/// transaction outlives the answer. The connection outlives it.
class Query {
public:
    /// `idle`: where the statement goes back to.
    Query(Statement statement, std::optional<Statement>& idle)
        : m_statement(std::move(statement))
        , m_idle(&idle)
    {
    }
    Query(Query&& other) noexcept
        : m_statement(std::move(other.m_statement))
        , m_idle(std::exchange(other.m_idle, nullptr))
    {
    }
    Query& operator=(Query&&) = delete;
    ~Query()
    {
        if (m_idle == nullptr)
            return;
        m_statement.reset();
        if (!*m_idle)
            m_idle->emplace(std::move(m_statement));
    }

    /// True when there is a row.
    Result<bool> step() { return m_statement.step(); }
    std::int64_t integer(int column) const { return m_statement.integer(column); }
    std::string text(int column) const { return m_statement.text(column); }
    Bytes blob(int column) const { return m_statement.blob(column); }
    bool is_null(int column) const { return m_statement.is_null(column); }
    /// An integer that may be NULL.
    std::optional<std::int64_t> maybe(int column) const { return is_null(column) ? std::nullopt : std::optional(integer(column)); }

private:
    Statement m_statement;
    std::optional<Statement>* m_idle;
};

/// Only reads: it has no way to run a statement for its effect, and refuses one that could have an effect. One thread at a time.
class ReadConnection {
public:
    explicit ReadConnection(Database database)
        : m_database(std::move(database))
    {
    }

    /// The statement with this text, bound in order; prepared at its first use, and again while another query with the same text is in use.
    /// Fails with internal when the statement could change the database.
    template <typename... T>
    Result<Query> query(std::string_view sql, T const&... values)
    {
        auto query = TRY(prepared(sql, Effect::none));
        query.bind(values...);
        return Query(std::move(query), idle(sql));
    }
    /// From its first reading to its end it sees one state of the database.
    Result<Transaction> snapshot() { return Transaction::snapshot(m_database); }

protected:
    enum class Effect { none, any };
    Result<Statement> prepared(std::string_view sql, Effect effect)
    {
        auto& kept = idle(sql);
        auto statement = kept ? std::move(*kept) : TRY(m_database.prepare(sql));
        kept.reset();
        if (effect == Effect::none && !statement.only_reads())
            return fail(Code::internal, "Internal error: a change of the database was asked of a connection that reads.");
        return statement;
    }
    std::optional<Statement>& idle(std::string_view sql)
    {
        auto found = m_statements.find(sql);
        return found != m_statements.end() ? found->second : m_statements[std::string(sql)];
    }
    Database m_database;

private:
    std::map<std::string, std::optional<Statement>, std::less<>> m_statements; ///< idle ones; they go before the database
};

/// Reads and writes.
class Connection : public ReadConnection {
public:
    using ReadConnection::ReadConnection;

    /// As ReadConnection::query, for any statement: INSERT ... RETURNING gives rows too.
    template <typename... T>
    Result<Query> query(std::string_view sql, T const&... values)
    {
        auto query = TRY(prepared(sql, Effect::any));
        query.bind(values...);
        return Query(std::move(query), idle(sql));
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
};

} // namespace bedside::sql
