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

    /// `work(Connection&) -> Result<T>` on a connection that only reads, at the same time as others. Never keep anything of the connection.
    template <typename F>
    auto read(F&& work) -> std::invoke_result_t<F, Connection&>
    {
        auto lease = borrow();
        if (!lease)
            return std::unexpected(lease.error());
        return work(***lease);
    }

    /// `work(Connection&) -> Result<T>` inside the writer's transaction. When it fails, what it wrote is undone and the rest of the group
    /// goes on. Returns only after the commit is on the disk; a failed commit fails everybody in the group. `work` never waits or logs.
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
        Lease(Impl& pool, std::unique_ptr<Connection> connection);
        Lease(Lease&&) noexcept = default;
        ~Lease();
        Connection& operator*() const { return *m_connection; }

    private:
        Impl* m_pool;
        std::unique_ptr<Connection> m_connection;
    };
    Result<std::unique_ptr<Lease>> borrow();
    Result<void> perform(std::function<Result<void>(Connection&)> work);

    std::unique_ptr<Impl> m_impl;
};

} // namespace bedside::server
