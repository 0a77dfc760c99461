// SPDX-License-Identifier: Apache-2.0
// Scoring and checking beside reading the same bytes and doing nothing with them.
#include "measure.h"
#include "forms/base/csv.h"
#include "forms/engine/validation.h"
#include "sync/admin/score_command.h"
#include "tests/sync/hospital.h"

#include <sstream>

using namespace bedside;
using namespace bedside::bench;
using test::bytes_of;
using test::ok;

namespace {

/// Rows of 30 answers 1..4 (29 and 30: 1..7), every seventh left out.
std::string questionnaire_rows(int rows)
{
    std::string csv = "id";
    for (int item = 1; item <= 30; ++item)
        csv += ",q" + std::to_string(item);
    csv += "\n";
    unsigned state = 20261124;
    for (int row = 0; row < rows; ++row) {
        csv += std::to_string(row);
        for (int item = 1; item <= 30; ++item) {
            state = state * 1664525u + 1013904223u;
            csv += ",";
            if (state >> 24 > 36)
                csv += static_cast<char>('1' + (state >> 16) % (item < 29 ? 4 : 7));
        }
        csv += "\n";
    }
    return csv;
}

} // namespace

TEST_CASE("scoring")
{
    constexpr int rows = 200'000;
    auto const csv = questionnaire_rows(rows);
    std::istringstream in(csv);
    std::ostringstream out;
    auto const scored = seconds_of([&] { ok(admin::score_qlq_c30_csv(in, out)); });
    std::istringstream again(csv);
    int records = 0;
    auto const parsed = seconds_of([&] {
        CsvReader reader(again);
        std::vector<std::string> fields;
        while (ok(reader.next(fields)))
            ++records;
    });
    CHECK(records == rows + 1);
    print("scoring", { { "rows", rows }, { "rows_per_s", rounded(rows / scored, 1) }, { "parsing_alone_rows_per_s", rounded(rows / parsed, 1) }, { "times_parsing", rounded(scored / parsed) } });
}

TEST_CASE("response validation")
{
    test::Hospital hospital;
    test::TabletAtBed tablet(hospital, "T-03");
    auto const definition = ok(test::pain_form(*tablet.store));
    auto const bytes = tablet.completes_pain(5).bytes;
    constexpr int rounds = 5000;
    std::size_t issues = 0;
    auto const validated = seconds_of([&] {
        for (int i = 0; i < rounds; ++i)
            issues += forms::validate_response(*definition, bytes).size();
    });
    CHECK(issues == 0);
    std::size_t members = 0;
    auto const parsed = seconds_of([&] {
        for (int i = 0; i < rounds; ++i)
            members += nlohmann::json::parse(bytes).size();
    });
    CHECK(members > 0);
    print("response validation", { { "bytes", bytes.size() }, { "us_each", rounded(validated / rounds * 1e6, 0.1) }, { "parsing_alone_us_each", rounded(parsed / rounds * 1e6, 0.1) }, { "times_parsing", rounded(validated / parsed) } });
}

TEST_CASE("questionnaire loaded and checked")
{
    auto const folder = std::filesystem::path(BEDSIDE_SOURCE_DIR) / "forms/instruments";
    nlohmann::ordered_json all;
    for (auto const& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() != ".json")
            continue;
        auto const text = bytes_of(entry.path());
        constexpr int rounds = 50;
        auto const loaded = seconds_of([&] {
            for (int i = 0; i < rounds; ++i)
                ok(forms::load_questionnaire(text));
        });
        auto const parsed = seconds_of([&] {
            for (int i = 0; i < rounds; ++i)
                REQUIRE_FALSE(nlohmann::json::parse(text).empty());
        });
        all[entry.path().stem().string()] = { { "bytes", text.size() }, { "ms", rounded(loaded / rounds * 1e3) }, { "parsing_alone_ms", rounded(parsed / rounds * 1e3) }, { "times_parsing", rounded(loaded / parsed) } };
    }
    print("questionnaire loaded and checked", all);
}
