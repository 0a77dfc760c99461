// SPDX-License-Identifier: Apache-2.0
// The database's promises: encrypted, durable, and never touched when it can't be opened.
#include "sync/sql/database.h"
#include "sync/sql/page_check.h"
#include "tests/support/temporary_folder.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <sqlcipher/sqlite3.h>

using namespace bedside;
using namespace bedside::sql;
using bedside::test::contents_of;
using bedside::test::TemporaryFolder;

namespace {

Secret key_of(std::uint8_t fill)
{
    std::array<std::uint8_t, 32> bytes {};
    bytes.fill(fill);
    return Secret(bytes);
}

Migration const first { 1, "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT" };
Migration const second { 2, "ALTER TABLE note ADD COLUMN author TEXT NOT NULL DEFAULT ''" };

constexpr char const* secret_text = "severe-burning-pain";

Database create_with_notes(std::filesystem::path const& file, int notes)
{
    auto database = Database::open(file, key_of(1), OpenMode::create);
    REQUIRE(database);
    REQUIRE(database->migrate({ &first, 1 }));
    auto transaction = Transaction::immediate(*database);
    auto insert = database->prepare("INSERT INTO note (body) VALUES (?)");
    REQUIRE(insert);
    for (int i = 0; i < notes; ++i)
        REQUIRE(insert->bind(std::string(secret_text) + std::to_string(i) + std::string(100, '.')).run());
    REQUIRE(transaction->commit());
    return std::move(*database);
}

Code refusal_of(std::filesystem::path const& file, Secret const& key, int newest = Database::any_schema)
{
    auto const opened = Database::open(file, key, OpenMode::existing, newest);
    return opened ? Code::internal : opened.error().code;
}

/// The files as a killed process leaves them: with a log that was never copied into the database.
void leave_with_log(std::filesystem::path const& from, std::filesystem::path const& to)
{
    auto database = create_with_notes(from / "a.db", 300);
    std::filesystem::create_directories(to);
    for (auto const* suffix : { "", "-wal", "-shm" })
        std::filesystem::copy_file((from / "a.db").string() + suffix, (to / "a.db").string() + suffix);
    REQUIRE(std::filesystem::file_size(to / "a.db-wal") > 0);
}

} // namespace

TEST_CASE("what is stored comes back, and nowhere stands in clear", "[R-061]")
{
    TemporaryFolder folder;
    {
        auto database = create_with_notes(folder.path() / "a.db", 2000);
        for (auto const& [name, bytes] : contents_of(folder.path()))
            CHECK(bytes.find(secret_text) == std::string::npos);
    }
    for (auto const& [name, bytes] : contents_of(folder.path())) {
        CHECK(bytes.find(secret_text) == std::string::npos);
        CHECK(bytes.find("CREATE TABLE") == std::string::npos);
        CHECK(bytes.find("SQLite format") == std::string::npos);
    }
    auto database = Database::open(folder.path() / "a.db", key_of(1), OpenMode::existing);
    REQUIRE(database);
    auto count = database->prepare("SELECT count(*) FROM note");
    REQUIRE(count->step());
    CHECK(count->integer(0) == 2000);
}

TEST_CASE("no mode replaces a database, and only create makes one", "[R-009]")
{
    TemporaryFolder folder;
    CHECK(refusal_of(folder.path() / "a.db", key_of(1)) == Code::not_found);
    CHECK(contents_of(folder.path()).empty());
    { auto const made = create_with_notes(folder.path() / "a.db", 1); }
    auto const before = contents_of(folder.path());
    auto const again = Database::open(folder.path() / "a.db", key_of(1), OpenMode::create);
    REQUIRE_FALSE(again);
    CHECK(again.error().code == Code::already_exists);
    CHECK(contents_of(folder.path()) == before);
}

TEST_CASE("a new database is its owner's alone, or its group's too where the folder is shared")
{
    // Kiosk and sync are different users of one group: a store that only its maker could write would show patients the recovery screen.
    namespace fs = std::filesystem;
    bool const shared = GENERATE(false, true);
    TemporaryFolder folder;
    fs::permissions(folder.path(), shared ? fs::perms(02770) : fs::perms(0700));
    auto const database = create_with_notes(folder.path() / "a.db", 1);
    auto const wanted = shared ? fs::perms(0660) : fs::perms(0600);
    CHECK(fs::status(folder.path() / "a.db").permissions() == wanted);
    CHECK(fs::status(folder.path() / "a.db-wal").permissions() == wanted);
    CHECK(fs::status(folder.path() / "a.db-shm").permissions() == wanted);
}

TEST_CASE("a refusal changes no byte, whether the log was written back or not", "[R-009]")
{
    TemporaryFolder home;
    TemporaryFolder other;
    auto const with_log = GENERATE_COPY(false, true);
    auto const folder = other.path() / "tablet";
    if (with_log) {
        leave_with_log(home.path(), folder);
    } else {
        { auto const made = create_with_notes(home.path() / "a.db", 300); }
        std::filesystem::create_directories(folder);
        std::filesystem::copy_file(home.path() / "a.db", folder / "a.db");
    }
    auto const file = folder / "a.db";
    CAPTURE(with_log);

    SECTION("another key")
    {
        auto const before = contents_of(folder);
        CHECK(refusal_of(file, key_of(2)) == Code::wrong_key);
        CHECK(refusal_of(file, Secret()) == Code::missing_key);
        CHECK(contents_of(folder) == before);
    }
    SECTION("a newer schema")
    {
        auto const before = contents_of(folder);
        CHECK(refusal_of(file, key_of(1), 0) == Code::future_schema);
        CHECK(contents_of(folder) == before);
    }
    SECTION("a file cut short")
    {
        if (with_log)
            std::filesystem::remove(file.string() + "-wal");
        for (auto const size : { std::filesystem::file_size(file) - 1, std::uintmax_t { 4096 }, std::uintmax_t { 100 }, std::uintmax_t { 0 } }) {
            if (size >= std::filesystem::file_size(file))
                continue;
            std::filesystem::resize_file(file, size);
            auto const before = contents_of(folder);
            CHECK(refusal_of(file, key_of(1)) == Code::corrupted);
            CHECK(contents_of(folder) == before);
        }
    }
    SECTION("a damaged first page")
    {
        if (with_log)
            std::filesystem::remove(file.string() + "-wal");
        std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
        stream.seekp(2000);
        stream.put('x');
        stream.close();
        auto const before = contents_of(folder);
        auto const refused = refusal_of(file, key_of(1));
        CHECK((refused == Code::corrupted || (with_log && refused == Code::wrong_key)));
        CHECK(contents_of(folder) == before);
    }
    SECTION("the right key")
    {
        auto database = Database::open(file, key_of(1), OpenMode::existing, 1);
        REQUIRE(database);
        auto count = database->prepare("SELECT count(*) FROM note");
        REQUIRE(count->step());
        CHECK(count->integer(0) == 300);
    }
}

TEST_CASE("any damaged page is found from outside")
{
    TemporaryFolder folder;
    { auto const made = create_with_notes(folder.path() / "a.db", 500); }
    auto const file = folder.path() / "a.db";
    auto const whole = test::bytes_of(file);
    auto const facts = check_file(file, key_of(1), Extent::every_page);
    REQUIRE(facts);
    CHECK(facts->schema_version == 1);
    CHECK(facts->pages == whole.size() / 4096);
    for (std::size_t offset = 16; offset < whole.size(); offset += 4099) {
        auto damaged = whole;
        damaged[offset] = static_cast<char>(damaged[offset] ^ 1);
        std::ofstream(file, std::ios::binary) << damaged;
        auto const checked = check_file(file, key_of(1), Extent::every_page);
        REQUIRE_FALSE(checked);
        CHECK(checked.error().code == Code::corrupted);
    }
}

TEST_CASE("a schema grows step by step and keeps a copy of what it was", "[R-012]")
{
    TemporaryFolder folder;
    auto const file = folder.path() / "a.db";
    { auto const made = create_with_notes(file, 3); }
    auto database = Database::open(file, key_of(1), OpenMode::existing);
    Migration const both[] = { first, second };
    REQUIRE(database->migrate(both, folder.path() / "backup" / "old.db"));
    CHECK(database->schema_version() == 2);
    CHECK(std::filesystem::status(folder.path() / "backup" / "old.db").permissions() == std::filesystem::perms(0600));
    REQUIRE(database->migrate(both, folder.path() / "backup" / "old.db"));
    auto old = Database::open(folder.path() / "backup" / "old.db", key_of(1), OpenMode::existing);
    REQUIRE(old);
    CHECK(old->schema_version() == 1);
    auto count = old->prepare("SELECT count(*) FROM note");
    REQUIRE(count->step());
    CHECK(count->integer(0) == 3);
    auto const back = database->migrate({ &first, 1 });
    REQUIRE_FALSE(back);
    CHECK(back.error().code == Code::future_schema);
}

TEST_CASE("a migration that fails leaves the schema as it was", "[R-012]")
{
    TemporaryFolder folder;
    auto database = create_with_notes(folder.path() / "a.db", 3);
    Migration const steps[] = { first, { 2, "CREATE TABLE other (id INTEGER PRIMARY KEY); INSERT INTO nowhere VALUES (1)" } };
    CHECK_FALSE(database.migrate(steps));
    CHECK(database.schema_version() == 1);
    auto tables = database.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'other'");
    REQUIRE(tables->step());
    CHECK(tables->integer(0) == 0);
}

TEST_CASE("temporary tables stay in memory", "[R-061]")
{
    TemporaryFolder folder;
    TemporaryFolder temporary;
    ::setenv("SQLITE_TMPDIR", temporary.path().c_str(), 1);
    auto database = create_with_notes(folder.path() / "a.db", 20'000);
    REQUIRE(database.execute("CREATE TEMP TABLE spill AS SELECT body || id AS body FROM note; CREATE INDEX temp.by_body ON spill (body)"));
    auto store = database.prepare("PRAGMA temp_store");
    REQUIRE(store->step());
    CHECK(store->integer(0) == 2);
    // Open files whose names are gone count too.
    bool leaked = !contents_of(temporary.path()).empty();
    for (auto const& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
        std::error_code error;
        leaked = leaked || std::filesystem::read_symlink(entry.path(), error).string().find(temporary.path().string()) != std::string::npos;
    }
    CHECK_FALSE(leaked);
    ::unsetenv("SQLITE_TMPDIR");
}

TEST_CASE("a full disk is said, and what was there stays", "[R-003]")
{
    TemporaryFolder folder;
    auto database = create_with_notes(folder.path() / "a.db", 10);
    REQUIRE(database.execute("PRAGMA max_page_count = 4"));
    auto insert = database.prepare("INSERT INTO note (body) VALUES (?)");
    auto const refused = insert->bind(std::string(100'000, 'x')).run();
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Code::disk_full);
    REQUIRE(database.execute("PRAGMA max_page_count = 100000"));
    CHECK(insert->bind(std::string(100'000, 'x')).run());
    auto count = database.prepare("SELECT count(*) FROM note");
    REQUIRE(count->step());
    CHECK(count->integer(0) == 11);
}

TEST_CASE("a new key opens everything and the old one nothing")
{
    TemporaryFolder folder;
    auto const file = folder.path() / "a.db";
    {
        auto database = create_with_notes(file, 300);
        REQUIRE(database.change_key(key_of(9)));
        auto count = database.prepare("SELECT count(*) FROM note");
        REQUIRE(count->step());
        CHECK(count->integer(0) == 300);
    }
    CHECK(refusal_of(file, key_of(1)) == Code::wrong_key);
    CHECK(check_file(file, key_of(9), Extent::every_page));
    CHECK(Database::open(file, key_of(9), OpenMode::existing));
}

TEST_CASE("the key does not change while another program has the database open")
{
    TemporaryFolder folder;
    auto const file = folder.path() / "a.db";
    auto one = create_with_notes(file, 3);
    auto other = Database::open(file, key_of(1), OpenMode::existing);
    REQUIRE(other);
    sqlite3_busy_timeout(one.handle(), 50);
    auto const refused = one.change_key(key_of(9));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Code::busy);
    CHECK(other->execute("INSERT INTO note (body) VALUES ('still here')"));
    CHECK(check_file(file, key_of(1), Extent::every_page));
}

TEST_CASE("a text that is empty is not missing, and odd bytes come back")
{
    TemporaryFolder folder;
    auto database = create_with_notes(folder.path() / "a.db", 0);
    auto insert = database.prepare("INSERT INTO note (body) VALUES (?)");
    CHECK(insert->bind("").run());
    CHECK(insert->bind(std::string("a\0b", 3)).run());
    CHECK(insert->bind(std::nullopt).run().error().code == Code::conflict);
    auto rows = database.prepare("SELECT body FROM note ORDER BY id");
    REQUIRE(rows->step());
    CHECK_FALSE(rows->is_null(0));
    REQUIRE(rows->step());
    CHECK(rows->text(0) == std::string("a\0b", 3));
}
