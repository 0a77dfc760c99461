// SPDX-License-Identifier: Apache-2.0
// Statements as objects, connections that only read, and snapshots.
#include "sync/sql/connection.h"
#include "tests/support/ok.h"
#include "tests/support/temporary_folder.h"

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <concepts>
#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace bedside;
using namespace bedside::sql;
using namespace bedside::test;

namespace {

struct Notebook {
    Notebook()
    {
        auto made = ok(Database::open(file, key, OpenMode::create));
        ok(made.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT) STRICT"));
        writer.emplace(std::move(made));
        for (auto const* body : { "one", "two", "three" })
            ok(writer->run("INSERT INTO note (body) VALUES (?)", body));
        reader.emplace(ok(Database::open(file, key, OpenMode::read_only)));
    }
    std::int64_t count()
    {
        auto query = ok(reader->query("SELECT count(*) FROM note"));
        REQUIRE(ok(query.step()));
        return query.integer(0);
    }

    TemporaryFolder folder;
    std::filesystem::path file = folder.path() / "notes.db";
    Secret key = Secret::random(32);
    std::optional<Connection> writer;
    std::optional<ReadConnection> reader;
};

template <typename C>
concept CanWrite = requires(C& connection) { connection.run("DELETE FROM note"); } || requires(C& connection) { connection.database(); };

} // namespace

// Two loops over one text shared one prepared statement: the inner one bound its value into the outer one and ended it.
TEST_CASE("two queries with the same text at once each have their own rows")
{
    Notebook notebook;
    char const* const text = "SELECT body FROM note WHERE id >= ? ORDER BY id";
    std::vector<std::string> seen;
    for (int round = 0; round < 2; ++round) { // the second time with statements that were used before
        seen.clear();
        auto outer = ok(notebook.reader->query(text, 1));
        while (ok(outer.step())) {
            seen.push_back(outer.text(0));
            auto inner = ok(notebook.reader->query(text, 3));
            while (ok(inner.step()))
                seen.push_back("  " + inner.text(0));
        }
        CHECK(seen == std::vector<std::string> { "one", "  three", "two", "  three", "three", "  three" });
    }
}

TEST_CASE("a connection that reads has no way to write, and refuses a statement that would")
{
    STATIC_CHECK(CanWrite<Connection>);
    STATIC_CHECK_FALSE(CanWrite<ReadConnection>);
    Notebook notebook;
    ReadConnection& as_reader = *notebook.writer;
    auto const refused = as_reader.query("DELETE FROM note");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Code::internal);
    CHECK(notebook.count() == 3);
    // the same text from the writer, and then once more through the reading type: kept statements are asked too
    ok(notebook.writer->run("DELETE FROM note WHERE id = 1"));
    CHECK_FALSE(as_reader.query("DELETE FROM note WHERE id = 1"));
    CHECK(notebook.count() == 2);
}

TEST_CASE("a snapshot sees one state from its first reading to its end, whatever is written meanwhile")
{
    Notebook notebook;
    {
        auto const snapshot = ok(notebook.reader->snapshot());
        CHECK(notebook.count() == 3);
        ok(notebook.writer->run("DELETE FROM note"));
        CHECK(notebook.count() == 3);
    }
    CHECK(notebook.count() == 0);
}

// SQLite answers NULL for a column that is not there: one column fewer in a SELECT shifted values silently.
TEST_CASE("a column that a statement does not have ends the program instead of reading as nothing")
{
    Notebook notebook;
    for (int const column : { -1, 2 }) {
        auto const child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            std::signal(SIGABRT, SIG_DFL);
            auto query = notebook.reader->query("SELECT id, body FROM note");
            if (!query || !query->step())
                ::_exit(1);
            (void)query->text(column);
            ::_exit(0);
        }
        int status = 0;
        REQUIRE(::waitpid(child, &status, 0) == child);
        CHECK(WIFSIGNALED(status));
        CHECK(WTERMSIG(status) == SIGABRT);
    }
}
