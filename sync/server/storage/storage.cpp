// SPDX-License-Identifier: Apache-2.0
// The pool of readers and the writer's thread.
#include "sync/server/storage/storage.h"

#include "embedded_server_migrations.h"

#include <algorithm>
#include <condition_variable>
#include <csignal>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

namespace bedside::server {
namespace {

/// What a job throws is that job's failure: the writer lives on, and so does the rest of the group.
Result<void> outcome_of(std::function<Result<void>(Connection&)> const& work, Connection& connection)
{
    try {
        return work(connection);
    } catch (std::exception const&) {
        return fail(Code::internal, "Internal error: a change of the database threw an exception; nothing of it was stored.");
    }
}

/// Jobs in one commit at most: bounds how long the first one waits.
constexpr std::size_t group_limit = 512;
/// Readers kept open.
constexpr std::size_t pool_limit = 32;

std::vector<sql::Migration> migrations()
{
    std::vector<sql::Migration> list;
    for (auto const& file : embedded_migrations::files())
        list.push_back({ std::stoi(std::string(file.name.substr(0, 4))), file.bytes });
    std::sort(list.begin(), list.end(), [](auto const& a, auto const& b) { return a.version < b.version; });
    return list;
}

struct Job {
    std::function<Result<void>(Connection&)> work;
    Result<void> outcome;
    bool done = false;
    std::condition_variable finished; ///< notified under the lock, so that the job may go at once
};

} // namespace

struct Storage::Impl {
    std::filesystem::path file;
    Secret key;
    Grouping grouping = Grouping::many;
    std::unique_ptr<Connection> writer;

    mutable std::mutex mutex;
    std::condition_variable work_waits;
    std::deque<Job*> jobs;
    bool stopping = false;
    std::thread thread;

    std::mutex pool_mutex;
    std::vector<std::unique_ptr<ReadConnection>> pool;

    void run();
    Result<void> commit_group(std::vector<Job*> const& group);
};

Result<void> Storage::Impl::commit_group(std::vector<Job*> const& group)
{
    auto& database = writer->database();
    auto transaction = TRY(sql::Transaction::immediate(database));
    for (auto* job : group) {
        // One job alone needs no savepoint: its failure rolls the transaction back.
        if (group.size() == 1) {
            job->outcome = outcome_of(job->work, *writer);
            if (!job->outcome)
                return {};
            continue;
        }
        TRY(database.execute("SAVEPOINT job"));
        job->outcome = outcome_of(job->work, *writer);
        if (!job->outcome)
            TRY(database.execute("ROLLBACK TO job"));
        TRY(database.execute("RELEASE job"));
    }
    return transaction.commit();
}

void Storage::Impl::run()
{
    std::unique_lock lock(mutex);
    for (;;) {
        work_waits.wait(lock, [&] { return stopping || !jobs.empty(); });
        if (jobs.empty())
            return;
        auto const count = grouping == Grouping::one ? 1 : std::min(jobs.size(), group_limit);
        std::vector<Job*> group(jobs.begin(), jobs.begin() + static_cast<std::ptrdiff_t>(count));
        jobs.erase(jobs.begin(), jobs.begin() + static_cast<std::ptrdiff_t>(count));
        lock.unlock();
        auto const committed = commit_group(group);
        lock.lock();
        for (auto* job : group) {
            if (!committed && job->outcome)
                job->outcome = std::unexpected(committed.error());
            job->done = true;
            job->finished.notify_one();
        }
    }
}

Storage::Storage(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}

Storage::~Storage()
{
    {
        std::lock_guard const lock(m_impl->mutex);
        m_impl->stopping = true;
    }
    m_impl->work_waits.notify_all();
    if (m_impl->thread.joinable())
        m_impl->thread.join();
}

Result<std::unique_ptr<Storage>> Storage::start(std::filesystem::path const& file, Secret const& key, sql::OpenMode mode, Grouping grouping)
{
    auto database = TRY(sql::Database::open(file, key, mode));
    auto const steps = migrations();
    TRY(database.migrate(steps, file.parent_path() / (file.stem().string() + ".before-upgrade.db")));
    auto impl = std::make_unique<Impl>();
    impl->file = file;
    impl->key = Secret(key.bytes());
    impl->grouping = grouping;
    impl->writer = std::make_unique<Connection>(std::move(database));
    auto* raw = impl.get();
    impl->thread = std::thread([raw] {
        // A program's signals are for its main thread: one that comes before it waits for them must not end the program here.
        sigset_t stops {};
        sigaddset(&stops, SIGTERM);
        sigaddset(&stops, SIGINT);
        pthread_sigmask(SIG_BLOCK, &stops, nullptr);
        raw->run();
    });
    return std::unique_ptr<Storage>(new Storage(std::move(impl)));
}

Result<std::unique_ptr<Storage>> Storage::create(std::filesystem::path const& file, Secret const& key)
{
    return start(file, key, sql::OpenMode::create, Grouping::many);
}

Result<std::unique_ptr<Storage>> Storage::open(std::filesystem::path const& file, Secret const& key, Grouping grouping)
{
    return start(file, key, sql::OpenMode::existing, grouping);
}

Storage::Lease::Lease(Impl& pool, std::unique_ptr<ReadConnection> connection)
    : m_pool(&pool)
    , m_connection(std::move(connection))
{
}

Storage::Lease::~Lease()
{
    std::lock_guard const lock(m_pool->pool_mutex);
    if (m_pool->pool.size() < pool_limit)
        m_pool->pool.push_back(std::move(m_connection));
}

Result<std::unique_ptr<Storage::Lease>> Storage::borrow()
{
    {
        std::lock_guard const lock(m_impl->pool_mutex);
        if (!m_impl->pool.empty()) {
            auto connection = std::move(m_impl->pool.back());
            m_impl->pool.pop_back();
            return std::make_unique<Lease>(*m_impl, std::move(connection));
        }
    }
    auto database = TRY(sql::Database::open(m_impl->file, m_impl->key, sql::OpenMode::read_only));
    // 32 MB at most. A reader goes through forms by participant, while they lie in the order in which they came: with SQLite's 2 MB the
    // same page would be read and decrypted for each form on it.
    TRY(database.execute("PRAGMA cache_size = -32768"));
    return std::make_unique<Lease>(*m_impl, std::make_unique<ReadConnection>(std::move(database)));
}

Result<Storage::Snapshot> Storage::snapshot()
{
    auto lease = TRY(borrow());
    auto transaction = TRY((**lease).snapshot());
    return Snapshot(std::move(lease), std::move(transaction));
}

Result<void> Storage::perform(std::function<Result<void>(Connection&)> work)
{
    Job job;
    job.work = std::move(work);
    std::unique_lock lock(m_impl->mutex);
    if (m_impl->stopping)
        return fail(Code::unavailable, "the server is stopping; try again later");
    m_impl->jobs.push_back(&job);
    m_impl->work_waits.notify_one();
    job.finished.wait(lock, [&] { return job.done; });
    return std::move(job.outcome);
}

std::size_t Storage::backlog() const
{
    std::lock_guard const lock(m_impl->mutex);
    return m_impl->jobs.size();
}

Result<void> Storage::backup(std::filesystem::path const& target)
{
    auto connection = TRY(sql::Database::open(m_impl->file, m_impl->key, sql::OpenMode::existing));
    return connection.copy_to(target);
}

} // namespace bedside::server
