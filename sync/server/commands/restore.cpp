// SPDX-License-Identifier: Apache-2.0
#include "sync/server/commands/restore.h"

#include "sync/server/storage/audit.h"
#include "sync/server/storage/storage.h"
#include "sync/server/storage/submissions.h"
#include "sync/server/storage/tablet_audit.h"
#include "sync/sql/page_check.h"

#include <array>
#include <sys/stat.h>

namespace bedside::server {
namespace {

constexpr std::array suffixes { "", "-wal", "-shm" };

void remove_all_of(std::filesystem::path const& file)
{
    std::error_code ignored;
    for (auto const* suffix : suffixes)
        std::filesystem::remove(file.string() + suffix, ignored);
}

Result<void> move(std::filesystem::path const& from, std::filesystem::path const& to)
{
    std::error_code error;
    for (auto const* suffix : suffixes) {
        if (!std::filesystem::exists(from.string() + suffix, error))
            continue;
        std::filesystem::rename(from.string() + suffix, to.string() + suffix, error);
        if (error)
            return fail(Code::io, "'" + from.string() + suffix + "' cannot be moved to '" + to.string() + suffix + "': " + error.message());
    }
    return {};
}

/// Opens it as the server would, walks everything, notes the restoration in its audit trail.
Result<std::int64_t> prove(std::filesystem::path const& file, Secret const& key, Instant const& now, std::string const& name)
{
    auto const storage = TRY(Storage::open(file, key));
    auto const forms = TRY(storage->read([](ReadConnection& connection) { return verify_submissions(connection); }));
    TRY(storage->read([](ReadConnection& connection) { return verify_audit(connection); }));
    TRY(storage->read([](ReadConnection& connection) { return verify_tablet_audit(connection); }));
    TRY(storage->write([&](Connection& connection) { return append_audit(connection, now, "command line", "restored", name + ", " + std::to_string(forms) + " forms"); }));
    return forms;
}

} // namespace

Result<sql::FolderLock> lock_server(Config const& config)
{
    return sql::FolderLock::take(config.directory / ".serve.lock", "bedside-server works on this folder already; stop it first");
}

Result<Restored> restore(Config const& config, std::filesystem::path const& backup, Clock const& clock)
{
    auto const lock = TRY(lock_server(config));
    auto const key = TRY(server_key(config));
    TRY(sql::check_file(backup, key, sql::Extent::every_page));
    auto const unfinished = config.directory / "restoring.db";
    remove_all_of(unfinished);
    {
        auto source = TRY(sql::Database::open(backup, key, sql::OpenMode::read_only));
        TRY(source.copy_to(unfinished));
    }
    auto const now = clock.now();
    auto const forms = prove(unfinished, key, now, backup.filename().string());
    if (!forms) {
        remove_all_of(unfinished);
        return std::unexpected(forms.error());
    }
    Restored restored { *forms, {} };
    if (std::filesystem::exists(config.database())) {
        restored.before = config.database().string() + ".before-" + std::to_string(now.wall_ms);
        TRY(move(config.database(), restored.before));
    }
    TRY(move(unfinished, config.database()));
    return restored;
}

} // namespace bedside::server
