// SPDX-License-Identifier: Apache-2.0
// The server's database for many threads: readers side by side, one writer that groups everybody's writes into one commit.
#pragma once

#include "forms/base/clock.h"
#include "sync/sql/connection.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

namespace bedside::server {

using sql::Connection;
using sql::Query;
using sql::ReadConnection;

enum class Grouping {
    many, ///< all waiting writes share one commit and one fsync
    one,  ///< a commit each; only for comparison
};

class Storage {
public:
    /// Creates the file with the newest schema. Refuses an existing one.
    static Result<std::unique_ptr<Storage>> create(std::filesystem::path const& file, Secret const& key);
    /// Opens and migrates; never creates. A copy of an older schema is left beside the file before it is changed.
    static Result<std::unique_ptr<Storage>> open(std::filesystem::path const& file, Secret const& key, Grouping grouping = Grouping::many);
    ~Storage();

    /// One state of the database for as long as it is read, whatever is written meanwhile. One thread at a time; never keep anything of the
    /// connection.
    class Snapshot;
    Result<Snapshot> snapshot();
    /// `work(ReadConnection&) -> Result<T>` on a snapshot of its own, at the same time as others.
    template <typename F>
    auto read(F&& work) -> std::invoke_result_t<F, ReadConnection&>;

    /// `work(Connection&) -> Result<T>` inside the writer's transaction. When it fails, what it wrote is undone and the rest of the group
    /// goes on; so also when it throws (Code::internal). Returns only after the commit is on the disk; a failed commit fails everybody in the
    /// group. `work` never waits or logs.
    template <typename F>
    auto write(F&& work) -> std::invoke_result_t<F, Connection&>
    {
        std::optional<std::invoke_result_t<F, Connection&>> result;
        auto const committed = perform([&](Connection& connection) -> Result<void> {
            result.emplace(work(connection));
            if (!*result)
                return std::unexpected(result->error());
            return {};
        });
        if (!committed)
            return std::unexpected(committed.error());
        return std::move(*result);
    }

    /// Writes that wait for the writer now.
    std::size_t backlog() const;
    /// A consistent encrypted copy under the same key. Fails with already_exists, or as a write does.
    Result<void> backup(std::filesystem::path const& target);

private:
    struct Impl;
    explicit Storage(std::unique_ptr<Impl> impl);
    static Result<std::unique_ptr<Storage>> start(std::filesystem::path const& file, Secret const& key, sql::OpenMode mode, Grouping grouping);

    /// A reader that goes back to the pool.
    class Lease {
    public:
        Lease(Impl& pool, std::unique_ptr<ReadConnection> connection);
        ~Lease();
        ReadConnection& operator*() const { return *m_connection; }

    private:
        Impl* m_pool;
        std::unique_ptr<ReadConnection> m_connection;
    };
    Result<std::unique_ptr<Lease>> borrow();
    Result<void> perform(std::function<Result<void>(Connection&)> work);

    std::unique_ptr<Impl> m_impl;
};

class Storage::Snapshot {
public:
    /// `work(ReadConnection&) -> Result<T>`.
    template <typename F>
    auto read(F&& work) -> std::invoke_result_t<F, ReadConnection&>
    {
        return work(**m_lease);
    }

private:
    friend class Storage;
    Snapshot(std::unique_ptr<Lease> lease, sql::Transaction transaction)
        : m_lease(std::move(lease))
        , m_transaction(std::move(transaction))
    {
    }
    std::unique_ptr<Lease> m_lease;
    sql::Transaction m_transaction; ///< goes before the lease
};

template <typename F>
auto Storage::read(F&& work) -> std::invoke_result_t<F, ReadConnection&>
{
    auto now = snapshot();
    if (!now)
        return std::unexpected(now.error());
    return now->read(std::forward<F>(work));
}

} // namespace bedside::server
