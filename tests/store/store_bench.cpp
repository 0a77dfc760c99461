// SPDX-License-Identifier: Apache-2.0
// How long until an answer is durable, beside a plain SQLite commit of the same text, turn by turn on the same disk.
// store_bench [FOLDER] [COUNT]; prints one line of JSON, milliseconds.
#include "sync/store/store.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <sqlcipher/sqlite3.h>

using namespace bedside;

namespace {

double elapsed_ms(std::chrono::steady_clock::time_point since)
{
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - since).count();
}

double percentile(std::vector<double>& times, double share)
{
    std::ranges::sort(times);
    return times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))];
}

[[noreturn]] void stop(std::string const& why)
{
    std::fprintf(stderr, "store_bench: %s\n", why.c_str());
    std::exit(1);
}

} // namespace

int main(int argc, char** argv)
{
    auto const parent = std::filesystem::path(argc > 1 ? argv[1] : ".");
    auto const count = std::max(10, argc > 2 ? std::atoi(argv[2]) : 1000);
    auto const folder = parent / ("store-bench-" + random_uuid());
    std::filesystem::create_directories(folder);
    SystemClock const clock;
    auto const key = Secret::random(32);
    auto store = store::Store::create(folder, key, clock);
    if (!store)
        stop(store.error().message);
    store::Actor const patient { .who = "patient", .assisted_by = {} };
    if (!store->set_setting("tablet", "T-00"))
        stop("no setting");
    auto const begun = store->begin_response({ .id = {}, .participant = "P-000", .form = "f", .questionnaire = "q|1", .visit = {}, .started = {}, .current_path = {} }, patient);
    if (!begun)
        stop(begun.error().message);

    sqlite3* plain = nullptr;
    sqlite3_stmt* insert = nullptr;
    if (sqlite3_open((folder / "plain.db").c_str(), &plain) != SQLITE_OK
        || sqlite3_exec(plain, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE a (n INTEGER PRIMARY KEY, path TEXT, answer TEXT)", nullptr, nullptr, nullptr) != SQLITE_OK
        || sqlite3_prepare_v2(plain, "INSERT INTO a (path, answer) VALUES ('item', '{\"values\":[{\"valueInteger\":5}]}')", -1, &insert, nullptr) != SQLITE_OK)
        stop("plain SQLite does not open");

    std::vector<double> ours;
    std::vector<double> theirs;
    forms::Answer const answer { { forms::Value(std::int32_t { 5 }) }, {} };
    for (int i = 0; i < count; ++i) {
        auto start = std::chrono::steady_clock::now();
        if (!store->save_answer(begun->id, "item", answer, patient))
            stop("an answer was refused");
        ours.push_back(elapsed_ms(start));
        start = std::chrono::steady_clock::now();
        if (sqlite3_step(insert) != SQLITE_DONE)
            stop("plain SQLite refused");
        sqlite3_reset(insert);
        theirs.push_back(elapsed_ms(start));
    }
    sqlite3_finalize(insert);
    sqlite3_close(plain);
    std::printf("{\"answers\":%d,\"store_p50_ms\":%.3f,\"store_p99_ms\":%.3f,\"sqlite_p50_ms\":%.3f,\"sqlite_p99_ms\":%.3f}\n", count, percentile(ours, 0.5),
        percentile(ours, 0.99), percentile(theirs, 0.5), percentile(theirs, 0.99));
    std::filesystem::remove_all(folder);
}
