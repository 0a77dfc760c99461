// SPDX-License-Identifier: Apache-2.0
// Opens, creates and upgrades the store; settings and documents.
#include "sync/store/store.h"

#include "store_migrations.h"
#include "sync/sql/page_check.h"
#include "sync/store/implementation.h"

#include <algorithm>
#include <charconv>

namespace bedside::store {
namespace {

/// Documents of this kind are recordings, named by their sha256.
constexpr std::string_view recording_kind = "recording";

Actor const system_actor { .who = "system:store", .assisted_by = {} };

std::filesystem::path file_in(std::filesystem::path const& directory) { return directory / "bedside.db"; }

} // namespace

std::vector<sql::Migration> schema()
{
    std::vector<sql::Migration> steps;
    for (auto const& file : migrations::files()) {
        int version = 0;
        std::from_chars(file.name.data(), file.name.data() + 4, version);
        steps.push_back({ version, file.bytes });
    }
    std::ranges::sort(steps, {}, &sql::Migration::version);
    return steps;
}

Store::Store(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Result<Store> Store::open(std::filesystem::path const& directory, Secret const& key, Clock const& clock)
{
    auto const steps = schema();
    // Damage anywhere in the file shows before SQLite, which would copy its log into it, is let near.
    auto const facts = TRY(sql::check_file(file_in(directory), key, sql::Extent::every_page));
    auto database = TRY(sql::Database::open(file_in(directory), key, sql::OpenMode::existing, steps.back().version));
    if (facts.schema_version < steps.back().version) {
        auto const now = clock.now();
        TRY(database.migrate(steps, directory / "backup" / ("bedside-schema-" + std::to_string(facts.schema_version) + "-" + std::to_string(now.wall_ms / 1000) + ".db")));
    }
    auto impl = std::make_unique<Impl>(directory, key, std::move(database), clock);
    TRY(impl->load_signing_key());
    if (facts.schema_version < steps.back().version) {
        auto transaction = TRY(sql::Transaction::immediate(impl->connection.database()));
        TRY(impl->append_audit("schema-upgraded", std::to_string(facts.schema_version) + " to " + std::to_string(steps.back().version), system_actor, clock.now()));
        TRY(transaction.commit());
    }
    return Store(std::move(impl));
}

Result<Store> Store::create(std::filesystem::path const& directory, Secret const& key, Clock const& clock)
{
    std::error_code error;
    std::filesystem::create_directories(directory, error);
    if (std::filesystem::exists(file_in(directory), error))
        return fail(Code::already_exists, "There is a store in this folder already; it is never replaced.");
    // Made under another name: a store cut short by a power failure must not look like one.
    auto const unfinished = directory / "bedside.db.new";
    for (auto const* suffix : { "", "-wal", "-shm", "-journal" })
        std::filesystem::remove(unfinished.string() + suffix, error);
    {
        auto database = TRY(sql::Database::open(unfinished, key, sql::OpenMode::create));
        TRY(database.migrate(schema()));
        auto impl = std::make_unique<Impl>(directory, key, std::move(database), clock);
        auto& connection = impl->connection;
        auto const signing_key = SigningKey::generate();
        auto transaction = TRY(sql::Transaction::immediate(connection.database()));
        TRY(connection.run("INSERT INTO secret (name, value) VALUES ('signing_key', ?)", signing_key.secret.bytes()));
        TRY(impl->put_setting("instance", random_uuid()));
        TRY(impl->append_audit("store-created", "signing key " + hex(signing_key.public_key), system_actor, clock.now()));
        TRY(transaction.commit());
        TRY(connection.database().execute("PRAGMA wal_checkpoint(TRUNCATE)"));
    }
    std::filesystem::rename(unfinished, file_in(directory), error);
    if (error)
        return fail(Code::io, "The new store can't be given its name; check the disk.");
    return open(directory, key, clock);
}

Result<void> Store::Impl::load_signing_key()
{
    auto row = TRY(connection.query("SELECT value FROM secret WHERE name = 'signing_key'"));
    if (!TRY(row.step()))
        return fail(Code::corrupted, "The store has lost the tablet's signing key; use the rescue and enrol again.");
    auto stored = row.blob(0);
    auto loaded = SigningKey::from_secret(stored);
    std::ranges::fill(stored, std::uint8_t { 0 });
    if (!loaded)
        return fail(Code::corrupted, "The tablet's signing key is damaged; use the rescue and enrol again.");
    signing_key = std::move(*loaded);
    return {};
}

std::array<std::uint8_t, 32> Store::public_key() const { return m_impl->signing_key->public_key; }

std::string Store::sign_statement(std::string_view statement) const { return base64(sign(*m_impl->signing_key, statement)); }

Result<std::optional<std::string>> Store::Impl::setting(std::string_view name)
{
    auto row = TRY(connection.query("SELECT value FROM setting WHERE name = ?", name));
    if (!TRY(row.step()))
        return std::optional<std::string>();
    return std::optional(row.text(0));
}

Result<void> Store::Impl::put_setting(std::string_view name, std::string_view value)
{
    return connection.run("INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value);
}

Result<std::int64_t> Store::Impl::skew()
{
    auto const text = TRY(setting("sync.skew_ms"));
    std::int64_t milliseconds = 0;
    if (text)
        std::from_chars(text->data(), text->data() + text->size(), milliseconds);
    return milliseconds;
}

Result<std::optional<std::string>> Store::setting(std::string_view name) const { return m_impl->setting(name); }

Result<void> Store::set_setting(std::string_view name, std::string_view value)
{
    if (TRY(m_impl->setting(name)) == std::optional<std::string>(value))
        return {};
    auto transaction = TRY(sql::Transaction::immediate(m_impl->connection.database()));
    TRY(m_impl->change_setting(name, value));
    return transaction.commit();
}

Result<void> Store::Impl::change_setting(std::string_view name, std::string_view value)
{
    if (TRY(setting(name)) == std::optional<std::string>(value))
        return {};
    TRY(put_setting(name, value));
    return name.starts_with("sync.") ? Result<void>() : append_audit("setting-changed", name, system_actor, clock.now());
}

Result<void> Store::replace_publication(PublicationForTablet const& publication)
{
    auto transaction = TRY(sql::Transaction::immediate(m_impl->connection.database()));
    TRY(m_impl->put_documents("study", publication.study));
    TRY(m_impl->put_documents("roster", { { "roster.csv", publication.roster } }));
    TRY(m_impl->put_staff(publication.staff));
    TRY(m_impl->change_setting("study_id", publication.study_id));
    TRY(m_impl->change_setting("sync.mode", publication.mode));
    TRY(m_impl->change_setting("sync.documents_in_place", publication.etag));
    return transaction.commit();
}

Result<void> Store::replace_documents(std::string_view kind, std::map<std::string, std::string> const& documents)
{
    auto transaction = TRY(sql::Transaction::immediate(m_impl->connection.database()));
    TRY(m_impl->put_documents(kind, documents));
    return transaction.commit();
}

Result<void> Store::Impl::put_documents(std::string_view kind, std::map<std::string, std::string> const& documents)
{
    std::string all;
    TRY(connection.run("DELETE FROM document WHERE kind = ?", kind));
    for (auto const& [name, bytes] : documents) {
        auto const* data = reinterpret_cast<std::uint8_t const*>(bytes.data());
        TRY(connection.run("INSERT INTO document (kind, name, bytes) VALUES (?, ?, ?)", kind, name, std::span(data, bytes.size())));
        all += name + "\n" + sha256_hex(bytes) + "\n";
    }
    return append_audit("documents-replaced", std::string(kind) + ": " + std::to_string(documents.size()) + " files, " + sha256_hex(all), { "system:sync", {} }, clock.now());
}

Result<std::map<std::string, std::string>> Store::documents(std::string_view kind) const
{
    std::map<std::string, std::string> found;
    auto rows = TRY(m_impl->connection.query("SELECT name, bytes FROM document WHERE kind = ? ORDER BY name", kind));
    while (TRY(rows.step())) {
        auto const bytes = rows.blob(1);
        found.emplace(rows.text(0), std::string(bytes.begin(), bytes.end()));
    }
    return found;
}

Result<std::string> Store::Impl::document(std::string_view kind, std::string_view name)
{
    auto row = TRY(connection.query("SELECT bytes FROM document WHERE kind = ? AND name = ?", kind, name));
    if (!TRY(row.step()))
        return fail(Code::not_found, "The store has no such document.");
    auto const bytes = row.blob(0);
    return std::string(bytes.begin(), bytes.end());
}

Result<void> Store::keep_recording(std::string_view sha256, std::string_view bytes)
{
    if (sha256_hex(bytes) != sha256)
        return fail(Code::invalid_data, "A recording is not the one that its wording pack names.");
    auto const* data = reinterpret_cast<std::uint8_t const*>(bytes.data());
    return m_impl->connection.run("INSERT INTO document (kind, name, bytes) VALUES (?, ?, ?) ON CONFLICT (kind, name) DO NOTHING", recording_kind, sha256, std::span(data, bytes.size()));
}

Result<std::set<std::string>> Store::recordings() const
{
    std::set<std::string> found;
    auto rows = TRY(m_impl->connection.query("SELECT name FROM document WHERE kind = ?", recording_kind));
    while (TRY(rows.step()))
        found.insert(rows.text(0));
    return found;
}

Result<std::string> Store::recording(std::string_view sha256) const
{
    return m_impl->document(recording_kind, sha256);
}

Result<void> Store::forget_recordings_except(std::set<std::string> const& wanted)
{
    for (auto const& sha256 : TRY(recordings())) {
        if (!wanted.contains(sha256))
            TRY(m_impl->connection.run("DELETE FROM document WHERE kind = ? AND name = ?", recording_kind, sha256));
    }
    return {};
}

Result<std::int64_t> Store::data_version() const
{
    auto row = TRY(m_impl->connection.query("PRAGMA data_version"));
    TRY(row.step());
    return row.integer(0);
}

} // namespace bedside::store
