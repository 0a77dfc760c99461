// SPDX-License-Identifier: Apache-2.0
// Every way in which a disk, a file or a statement fails is said in our words, and nothing that was stored is lost.
#include "sync/sql/database.h"
#include "sync/sql/folder_lock.h"
#include "sync/sql/page_check.h"
#include "tests/support/limits.h"
#include "tests/support/ok.h"
#include "tests/support/temporary_folder.h"

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <sqlcipher/sqlite3.h>

using namespace bedside;
using namespace bedside::sql;
using namespace bedside::test;
namespace fs = std::filesystem;

namespace {

Secret key()
{
    std::array<std::uint8_t, 32> bytes {};
    bytes.fill(5);
    return Secret(bytes);
}

Migration const first { 1, "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT) STRICT" };
Migration const second { 2, "ALTER TABLE note ADD COLUMN author TEXT" };

void add(Database& database, int notes)
{
    auto transaction = ok(Transaction::immediate(database));
    auto insert = ok(database.prepare("INSERT INTO note (body) VALUES (?)"));
    for (int i = 0; i < notes; ++i)
        ok(insert.bind(std::string(200, '.')).run());
    ok(transaction.commit());
}

Database made(fs::path const& file, int notes)
{
    auto database = ok(Database::open(file, key(), OpenMode::create));
    ok(database.migrate({ &first, 1 }));
    add(database, notes);
    return database;
}

std::int64_t count(Database& database)
{
    auto counted = ok(database.prepare("SELECT count(*) FROM note"));
    REQUIRE(ok(counted.step()));
    return counted.integer(0);
}

/// What somebody with the key, and without our rules, does to a database.
void tamper(fs::path const& file, std::string const& sql)
{
    sqlite3* handle = nullptr;
    REQUIRE(sqlite3_open(file.c_str(), &handle) == SQLITE_OK);
    auto const all = "PRAGMA key = \"x'" + hex(key().bytes()) + "'\";" + sql;
    CHECK(sqlite3_exec(handle, all.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(handle);
}

void overwrite(fs::path const& file, std::streamoff at, std::string_view bytes)
{
    std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekp(at);
    stream << bytes;
}

/// Makes databases where the log can't be shared, as on some network disks.
class NoSharedLog {
public:
    NoSharedLog() { sqlite3_vfs_register(sqlite3_vfs_find("unix-dotfile"), 1); }
    NoSharedLog(NoSharedLog const&) = delete;
    NoSharedLog& operator=(NoSharedLog const&) = delete;
    ~NoSharedLog() { sqlite3_vfs_register(m_usual, 1); }

private:
    sqlite3_vfs* m_usual = sqlite3_vfs_find(nullptr);
};

} // namespace

TEST_CASE("a place where no database can be is refused in words", "[R-009]")
{
    TemporaryFolder folder;
    auto const file = folder.path() / "a.db";
    auto const open = [](fs::path const& path, OpenMode mode) { return Database::open(path, key(), mode); };
    SECTION("none to be made")
    {
        check_refused(open(folder.path() / "none" / "a.db", OpenMode::create), Code::not_found, "folder of the database does not exist");
        check_refused(open(folder.path() / std::string(300, 'n'), OpenMode::create), Code::io, "check the disk");
        {
            NoSharedLog const remote;
            check_refused(open(folder.path() / "remote.db", OpenMode::create), Code::io, "use a local disk");
        }
        set_rights(folder.path(), 0555);
        {
            NoRights const nobody;
            check_refused(open(file, OpenMode::create), Code::read_only, "can't be written here");
        }
        set_rights(folder.path(), 0333);
        {
            NoRights const nobody;
            check_refused(open(file, OpenMode::create), Code::io, "folder of the database can't be written through");
        }
        set_rights(folder.path(), 0700);
    }
    SECTION("one that is there")
    {
        { auto const database = made(file, 3); }
        fs::create_symlink(file, folder.path() / "link.db");
        check_refused(open(folder.path() / "link.db", OpenMode::existing), Code::io, "can't be opened; check who may read it");
        set_rights(file, 0444);
        for (unsigned const rights : { 0555u, 0777u }) {
            set_rights(folder.path(), rights);
            NoRights const nobody;
            check_refused(open(file, OpenMode::existing), Code::read_only, "can't be written here");
        }
        set_rights(file, 0000);
        {
            NoRights const nobody;
            check_refused(open(file, OpenMode::read_only), Code::read_only, "The disk can't be written");
        }
        set_rights(file, 0600);
        fs::create_directory(file.string() + "-wal");
        check_refused(open(file, OpenMode::existing), Code::io, "failed to read or write");
        fs::remove(file.string() + "-wal");
        auto database = ok(open(file, OpenMode::existing));
        CHECK(count(database) == 3);
        check_refused(database.change_key(Secret()), Code::missing_key, "no new key of 32 bytes");
    }
    SECTION("one that is not encrypted")
    {
        sqlite3* handle = nullptr;
        REQUIRE(sqlite3_open(file.c_str(), &handle) == SQLITE_OK);
        REQUIRE(sqlite3_exec(handle, "CREATE TABLE note (body TEXT); INSERT INTO note VALUES ('clear')", nullptr, nullptr, nullptr) == SQLITE_OK);
        sqlite3_close(handle);
        auto const before = contents_of(folder.path());
        check_refused(open(file, OpenMode::existing), Code::wrong_key, "is not encrypted");
        CHECK(contents_of(folder.path()) == before);
    }
}

TEST_CASE("what a statement can't do is said, and the rest goes on")
{
    TemporaryFolder folder;
    auto database = made(folder.path() / "a.db", 3);
    check_refused(database.prepare("SELECT body FROM nowhere"), Code::internal, "A statement does not fit the database");
    for (auto const* text : { "", " ; ", "SELECT 1; SELECT 2" })
        check_refused(database.prepare(text), Code::internal, "Exactly one statement");
    CHECK(database.prepare("SELECT 1; \n"));

    auto insert = ok(database.prepare("INSERT INTO note (body) VALUES (?)"));
    auto const usual = sqlite3_limit(database.handle(), SQLITE_LIMIT_LENGTH, 1000);
    check_refused(insert.bind(std::string(1001, 'x')).run(), Code::too_large, "too large to be stored");
    ok(insert.bind(std::string(900, 'x')).run());
    sqlite3_limit(database.handle(), SQLITE_LIMIT_LENGTH, usual);
    sqlite3_hard_heap_limit64(sqlite3_memory_used() + 100'000);
    auto const starved = insert.bind(std::string(1'000'000, 'x')).run();
    sqlite3_hard_heap_limit64(0);
    check_refused(starved, Code::io, "not enough memory");
    ok(insert.bind(std::nullopt).run());
    CHECK(count(database) == 5);

    auto nothing = ok(database.prepare("SELECT body FROM note WHERE id = 5"));
    REQUIRE(ok(nothing.step()));
    CHECK(nothing.is_null(0));
    CHECK(nothing.text(0).empty());
    CHECK(nothing.blob(0).empty());

    auto look = ok(Database::open(folder.path() / "a.db", key(), OpenMode::read_only));
    check_refused(look.execute("DELETE FROM note"), Code::read_only, "The disk can't be written");
    CHECK(count(database) == 5);
}

TEST_CASE("no room for the database, its log or the log's index is a full disk", "[R-003]")
{
    TemporaryFolder folder;
    auto const file = folder.path() / "a.db";
    {
        auto database = made(file, 300);
        auto insert = ok(database.prepare("INSERT INTO note (body) VALUES (?)"));
        {
            SmallFiles const small(fs::file_size(file.string() + "-wal") + 4096);
            check_refused(insert.bind(std::string(50'000, 'x')).run(), Code::disk_full, "make room and it goes on");
        }
        ok(insert.bind(std::string(50'000, 'x')).run());
        CHECK(count(database) == 301);
    }
    {
        SmallFiles const small(16'384);
        check_refused(Database::open(file, key(), OpenMode::existing), Code::disk_full, "make room and it goes on");
    }
    auto database = ok(Database::open(file, key(), OpenMode::existing));
    CHECK(count(database) == 301);
}

TEST_CASE("damage that shows only while the database is read is said")
{
    TemporaryFolder folder;
    auto const file = folder.path() / "a.db";
    { auto const database = made(file, 300); }
    SECTION("a page")
    {
        overwrite(file, 4096 * 5 + 100, "damaged");
        auto database = ok(Database::open(file, key(), OpenMode::existing));
        auto all = ok(database.prepare("SELECT sum(length(body)) FROM note"));
        for (int again = 0; again < 3; ++again)
            check_refused(all.step(), Code::corrupted, "use the rescue, or restore a backup");
    }
    SECTION("a text that should be JSON")
    {
        auto database = ok(Database::open(file, key(), OpenMode::existing));
        auto all = ok(database.prepare("SELECT json_extract(body, '$.id') FROM note"));
        check_refused(all.step(), Code::corrupted, "use the rescue, or restore a backup");
        auto const transaction = ok(Transaction::immediate(database));
        check_refused(all.step(), Code::internal, "unexpected state");
    }
    SECTION("the place of a table")
    {
        tamper(file, "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = 1000 WHERE name = 'note'");
        check_refused(Database::open(file, key(), OpenMode::existing), Code::corrupted, "use the rescue, or restore a backup");
    }
}

TEST_CASE("a log that is none, or was begun anew, does not mislead the look from outside", "[R-009]")
{
    TemporaryFolder folder;
    auto const file = folder.path() / "a.db";
    { auto const database = made(file, 300); }
    auto const pages = ok(check_file(file, key(), Extent::every_page)).pages;
    std::string const of_a_log("\x37\x7f\x06\x82\x00\x2d\xe2\x18\x00\x00\x10\x00", 12);
    for (auto const& log : { std::string("short"), std::string(5000, 'g'), of_a_log + std::string(5000, 'g') }) {
        std::ofstream(file.string() + "-wal", std::ios::binary) << log;
        auto const facts = ok(check_file(file, key(), Extent::every_page));
        CHECK(facts.pages == pages);
        CHECK(facts.schema_version == 1);
    }
    fs::remove(file.string() + "-wal");

    TemporaryFolder other;
    {
        auto database = ok(Database::open(file, key(), OpenMode::existing));
        add(database, 300);
        auto const whole_log = fs::file_size(file.string() + "-wal");
        ok(database.execute("PRAGMA wal_checkpoint(RESTART)"));
        add(database, 1);
        REQUIRE(fs::file_size(file.string() + "-wal") == whole_log);
        for (auto const* suffix : { "", "-wal" })
            fs::copy_file(file.string() + suffix, (other.path() / "a.db").string() + suffix);
    }
    ok(check_file(other.path() / "a.db", key(), Extent::every_page));
    auto database = ok(Database::open(other.path() / "a.db", key(), OpenMode::existing));
    CHECK(count(database) == 601);
}

TEST_CASE("a torn end of the log is as if it had not been written", "[R-002]")
{
    TemporaryFolder folder;
    TemporaryFolder other;
    auto const copy = other.path() / "a.db";
    {
        auto database = made(folder.path() / "a.db", 300);
        ok(database.migrate(std::array { first, second }));
        for (auto const* suffix : { "", "-wal" })
            fs::copy_file((folder.path() / "a.db").string() + suffix, copy.string() + suffix);
    }
    auto const log = copy.string() + "-wal";
    CHECK(ok(check_file(copy, key(), Extent::every_page)).schema_version == 2);
    overwrite(log, static_cast<std::streamoff>(fs::file_size(log)) - 10, "torn");
    CHECK(ok(check_file(copy, key(), Extent::every_page)).schema_version == 1);
    auto database = ok(Database::open(copy, key(), OpenMode::existing));
    CHECK(database.schema_version() == 1);
    CHECK(count(database) == 300);
}

TEST_CASE("a copy replaces nothing, and one that can't be finished leaves nothing behind", "[R-012]")
{
    TemporaryFolder folder;
    auto database = made(folder.path() / "a.db", 300);
    auto const copies = folder.path() / "copies";
    fs::create_directory(copies);
    std::ofstream(copies / "taken.db") << "taken";
    fs::create_symlink("nowhere", copies / "link.db");
    auto const before = contents_of(copies);
    check_refused(database.copy_to(copies / "taken.db"), Code::already_exists, "it is never replaced");
    check_refused(database.copy_to(copies / "taken.db" / "a.db"), Code::io, "check the disk");
    {
        SmallFiles const small(8192);
        check_refused(database.copy_to(copies / "a.db"), Code::disk_full, "make room");
    }
    set_rights(folder.path(), 0777);
    set_rights(copies, 0644);
    {
        NoRights const nobody;
        check_refused(database.copy_to(copies / "a.db"), Code::read_only, "can't be written");
    }
    set_rights(copies, 0755);
    CHECK(contents_of(copies) == before);
    check_refused(database.copy_to(copies / "link.db"), Code::io, "can't be given its name");
    CHECK(fs::is_symlink(copies / "link.db"));
    ok(database.copy_to(copies / "a.db"));
    ok(check_file(copies / "a.db", key(), Extent::every_page));
}

TEST_CASE("the copy before an upgrade takes a name that is free", "[R-012]")
{
    TemporaryFolder folder;
    auto database = made(folder.path() / "a.db", 3);
    for (auto const* name : { "old.db", "old.db-2" })
        std::ofstream(folder.path() / name) << name;
    Migration const both[] = { first, second };
    ok(database.migrate(both, folder.path() / "old.db"));
    CHECK(bytes_of(folder.path() / "old.db") == "old.db");
    CHECK(bytes_of(folder.path() / "old.db-2") == "old.db-2");
    CHECK(ok(check_file(folder.path() / "old.db-3", key(), Extent::every_page)).schema_version == 1);
}

TEST_CASE("one program at a time has a folder")
{
    TemporaryFolder folder;
    {
        auto const lock = ok(FolderLock::take(folder.path() / ".lock", "busy"));
        check_refused(FolderLock::take(folder.path() / ".lock", "another works here"), Code::busy, "another works here");
    }
    ok(FolderLock::take(folder.path() / ".lock", "busy"));
    check_refused(FolderLock::take(folder.path(), "busy"), Code::io, "cannot be opened: Is a directory");
}
