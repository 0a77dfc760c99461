// SPDX-License-Identifier: Apache-2.0
// A correction made on a tablet is a response of its own: every table must say what it says, and say it once.
#include "tests/report/trial.h"

#include "tests/support/csv.h"

#include <catch2/catch_test_macros.hpp>

using namespace bedside;
using namespace bedside::report;

namespace {

/// Lines of a file that have all these words.
int lines_with(std::string const& file, std::vector<std::string> const& words)
{
    int count = 0;
    for (std::size_t begin = 0; begin < file.size();) {
        auto const end = std::min(file.find('\n', begin), file.size());
        auto const line = file.substr(begin, end - begin);
        count += std::all_of(words.begin(), words.end(), [&](auto const& word) { return line.find(word) != std::string::npos; }) ? 1 : 0;
        begin = end + 1;
    }
    return count;
}

Trial corrected_trial()
{
    Trial trial;
    trial.pain("P-017", "T1m", 9, 9);
    auto const original = trial.responses.front().first.response_id;
    trial.pain("P-017", "T1m", 3, 3, later, original);
    return trial;
}

} // namespace

TEST_CASE("pain of 9 corrected to 3 on the tablet is 3 in every table, and the original stands beside", "[R-082]")
{
    // The report took the first form of the visit, so 9 stayed in wide.csv while the tablet's chart said 3.
    auto const trial = corrected_trial();
    auto const data = trial.data();
    auto const files = trial.exported();
    CHECK(lines_with(files.at("wide.csv"), { "P-017,T1m", ",3,3," }) == 1);
    CHECK(lines_with(files.at("long.csv"), { "P-017,T1m,pain-nrs", "entry-error" }) == 0);
    CHECK(lines_with(files.at("long.csv"), { "P-017,T1m,pain-nrs", ",true,", ",now,now,3," }) == 1);
    CHECK(lines_with(files.at("long.csv"), { "P-017,T1m,pain-nrs", ",false,", ",now,now,9," }) == 1);
    CHECK(lines_with(files.at("forms.csv"), { "P-017,pain-nrs,T1m", ",N-01,entry-error,true" }) == 1);
    CHECK(lines_with(files.at("forms.csv"), { "P-017,pain-nrs,T1m", ",false" }) == 1);
    CHECK(lines_with(files.at("QuestionnaireResponse.ndjson"), { "P-017" }) == 2);
    CHECK(data.severe_pain.empty());
}

TEST_CASE("a form keeps the moment when it was handed in, whenever it is corrected")
{
    auto const files = corrected_trial().exported();
    CHECK(lines_with(files.at("forms.csv"), { "P-017,pain-nrs,T1m", iso8601(published) }) == 2);
    CHECK(lines_with(files.at("forms.csv"), { "P-017,pain-nrs,T1m", iso8601(later) }) == 0);
}
