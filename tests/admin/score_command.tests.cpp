// SPDX-License-Identifier: Apache-2.0
#include "sync/admin/score_command.h"
#include "tests/support/csv.h"

#include <catch2/catch_test_macros.hpp>

#include <sstream>

using namespace bedside;
using test::records;

namespace {

std::string header()
{
    std::string text = "id";
    for (int i = 1; i <= 30; ++i)
        text += ",q" + std::to_string(i);
    return text + ",note\n";
}

std::string row(std::string const& id, std::vector<std::string> items, std::string const& note = "")
{
    std::vector<std::string> fields { id };
    fields.insert(fields.end(), items.begin(), items.end());
    fields.push_back(note);
    return csv_record(fields);
}

std::vector<std::string> best()
{
    std::vector<std::string> items(30, "1");
    items[28] = items[29] = "7";
    return items;
}

struct Outcome {
    std::string output;
    std::string refusal;
};

Outcome score(std::string const& csv)
{
    std::istringstream in(csv);
    std::ostringstream out;
    auto const result = admin::score_qlq_c30_csv(in, out);
    return { out.str(), result ? "" : result.error().message };
}

} // namespace

TEST_CASE("scores stand beside the row's own columns, empty where not scorable")
{
    auto items = best();
    items[7] = ""; // DY is that item alone
    auto const outcome = score(header() + row("P-001, ward", best(), "said \"fine\"") + row("P-002", items));
    CHECK(outcome.refusal.empty());
    auto const all = records(outcome.output);
    REQUIRE(all.size() == 3);
    CHECK(all[0].size() == 32 + 16);
    CHECK(all[0][32] == "QL2");
    CHECK(all[0][41] == "DY");
    CHECK(all[0].back() == "SUMMARY");
    CHECK(all[1][0] == "P-001, ward");
    CHECK(all[1][31] == "said \"fine\"");
    CHECK(all[1][32] == "100");
    CHECK(all[1][41] == "0");
    CHECK(all[1].back() == "100");
    CHECK(all[2][41].empty());
    CHECK(all[2].back().empty());
    CHECK(all[2][32] == "100");
}

TEST_CASE("scores are written so that they read back to the same number")
{
    auto items = best();
    items[9] = "2"; // FA = 11.1...
    auto const all = records(score(header() + row("x", items)).output);
    CHECK(std::stod(all[1][38]) == 100.0 * 1 / (3.0 * 3));
}

TEST_CASE("a bad row is named by its line and ends the work")
{
    auto const with = [](std::size_t item, char const* value) {
        auto items = best();
        items[item] = value;
        return row("bad", items);
    };
    auto const good = row("good", best(), "two\nlines");
    CHECK(score(header() + good + with(0, "0")).refusal == "line 4: item 1 must be a whole number from 1 to 4, or empty");
    CHECK(score(header() + with(4, "2.5")).refusal == "line 2: q5 must be a whole number, or empty");
    CHECK(score(header() + with(28, "8")).refusal.starts_with("line 2: item 29"));
    CHECK(score(header() + with(11, "-9")).refusal.starts_with("line 2: item 12"));
    CHECK(score(header() + with(11, "NA")).refusal.starts_with("line 2: q12"));
    CHECK(score(header() + with(11, " 2")).refusal.starts_with("line 2: q12"));
    CHECK(score(header() + "x,1\n").refusal.starts_with("line 2: it has 2 fields"));
    CHECK(score(header() + "x,\"1\n").refusal.starts_with("line 2: a quote is opened"));

    auto const outcome = score(header() + good + with(0, "0") + good);
    CHECK(records(outcome.output).size() == 2);
}

TEST_CASE("the header must have each item once and no score")
{
    CHECK(score("").refusal.find("empty") != std::string::npos);
    CHECK(score("id,q1\n").refusal.starts_with("line 1: the header needs the column q2"));
    auto twice = header();
    twice.insert(0, "q7,");
    CHECK(score(twice).refusal.find("q7 once") != std::string::npos);
    auto scored = header();
    scored.insert(0, "FA,");
    CHECK(score(scored).refusal.find("a column FA already") != std::string::npos);
}
