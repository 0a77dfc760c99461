// SPDX-License-Identifier: Apache-2.0
// How long until an answer is durable, beside a plain SQLite commit of the same text, turn by turn on the same disk.
#include "measure.h"
#include "tests/sync/hospital.h"

#include <sqlcipher/sqlite3.h>

using namespace bedside;
using namespace bedside::bench;
using test::ok;

TEST_CASE("durable answer")
{
    constexpr int answers = 1000;
    test::TemporaryFolder const folder;
    SystemClock const clock;
    auto store = ok(store::Store::create(folder.path() / "store", Secret::random(32), clock));
    store::Actor const patient { .who = "patient", .assisted_by = {} };
    ok(store.set_setting("tablet", "T-00"));
    auto const begun = ok(store.begin_response({ .id = {}, .participant = "P-000", .form = "f", .questionnaire = "q|1", .visit = {}, .started = {}, .current_path = {} }, patient));

    sqlite3* plain = nullptr;
    sqlite3_stmt* insert = nullptr;
    REQUIRE(sqlite3_open((folder.path() / "plain.db").c_str(), &plain) == SQLITE_OK);
    REQUIRE(sqlite3_exec(plain, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE a (n INTEGER PRIMARY KEY, path TEXT, answer TEXT)", nullptr, nullptr, nullptr) == SQLITE_OK);
    REQUIRE(sqlite3_prepare_v2(plain, "INSERT INTO a (path, answer) VALUES ('item', '{\"values\":[{\"valueInteger\":5}]}')", -1, &insert, nullptr) == SQLITE_OK);

    std::vector<double> ours;
    std::vector<double> theirs;
    forms::Answer const answer { { forms::Value(std::int32_t { 5 }) }, {} };
    for (int i = 0; i < answers; ++i) {
        ours.push_back(1000 * seconds_of([&] { ok(store.save_answer(begun.id, "item", answer, patient)); }));
        theirs.push_back(1000 * seconds_of([&] { REQUIRE(sqlite3_step(insert) == SQLITE_DONE); }));
        sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    sqlite3_close(plain);
    auto const ratio = percentile(ours, 0.99) / percentile(theirs, 0.99);
    print("durable answer", { { "answers", answers }, { "store_p50_ms", rounded(percentile(ours, 0.5)) }, { "store_p99_ms", rounded(percentile(ours, 0.99)) }, { "plain_sqlite_p50_ms", rounded(percentile(theirs, 0.5)) }, { "plain_sqlite_p99_ms", rounded(percentile(theirs, 0.99)) },
        { "ratio_p50", rounded(percentile(ours, 0.5) / percentile(theirs, 0.5)) }, { "ratio_p99", rounded(ratio) } });
}
