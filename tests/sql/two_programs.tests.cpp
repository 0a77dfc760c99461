// SPDX-License-Identifier: Apache-2.0
// The demo's server had a database open and kept receiving forms; "bedside-server responses" in another process found none of them. Looking
// at the file before opening it (check_file) had closed a descriptor, POSIX had dropped the server's locks with it, the other program took
// itself for the last one, copied the log and removed it, and the server went on writing into a file without a name.
#include "sync/sql/database.h"
#include "sync/sql/page_check.h"
#include "tests/support/temporary_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace bedside;
using namespace bedside::sql;

namespace {

Secret key()
{
    std::array<std::uint8_t, 32> bytes {};
    bytes.fill(7);
    return Secret(bytes);
}

/// Another program: started before the database exists, it opens it when told, counts the rows, and closes.
class OtherProgram {
public:
    explicit OtherProgram(std::filesystem::path const& file)
    {
        REQUIRE(pipe(m_orders.data()) == 0);
        REQUIRE(pipe(m_answers.data()) == 0);
        m_child = fork();
        if (m_child != 0)
            return;
        for (char order = 0; read(m_orders[0], &order, 1) == 1 && order == 'c';) {
            int rows = -1;
            {
                auto database = Database::open(file, key(), OpenMode::existing);
                if (auto count = database ? database->prepare("SELECT count(*) FROM note") : Result<Statement>(fail(Code::io, ""))) {
                    if (auto const row = count->step(); row && *row)
                        rows = static_cast<int>(count->integer(0));
                }
            }
            if (write(m_answers[1], &rows, sizeof rows) != sizeof rows)
                break;
        }
        _exit(0);
    }
    ~OtherProgram()
    {
        char const order = 'q';
        CHECK(write(m_orders[1], &order, 1) == 1);
        waitpid(m_child, nullptr, 0);
    }

    int count()
    {
        char const order = 'c';
        REQUIRE(write(m_orders[1], &order, 1) == 1);
        int rows = -1;
        REQUIRE(read(m_answers[0], &rows, sizeof rows) == sizeof rows);
        return rows;
    }

private:
    std::array<int, 2> m_orders {};
    std::array<int, 2> m_answers {};
    pid_t m_child = -1;
};

} // namespace

TEST_CASE("another program comes and goes without taking the log away, also after the file was looked at", "[R-014]")
{
    test::TemporaryFolder const folder;
    auto const file = folder.path() / "shared.db";
    OtherProgram other(file);

    auto database = Database::open(file, key(), OpenMode::create);
    REQUIRE(database);
    REQUIRE(database->execute("CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT; INSERT INTO note (body) VALUES ('one')"));
    for (auto const extent : { Extent::beginning, Extent::every_page })
        REQUIRE(check_file(file, key(), extent));
    {
        auto const reader = Database::open(file, key(), OpenMode::read_only); // a second connection, which looks again
        REQUIRE(reader);
    }

    auto const log = file.string() + "-wal";
    struct stat before {};
    REQUIRE(stat(log.c_str(), &before) == 0);
    CHECK(other.count() == 1);
    struct stat after {};
    REQUIRE(stat(log.c_str(), &after) == 0);
    CHECK(before.st_ino == after.st_ino);

    REQUIRE(database->execute("INSERT INTO note (body) VALUES ('two')"));
    CHECK(other.count() == 2);
}
