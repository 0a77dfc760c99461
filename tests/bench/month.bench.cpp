// SPDX-License-Identifier: Apache-2.0
// Memory of the running kiosk over a month at a bedside: it must not grow.
#include "measure.h"
#include "tests/app/tablet.h"

#include <fstream>
#include <malloc.h>
#include <unistd.h>

using namespace bedside;
using namespace bedside::bench;
using namespace bedside::tests;

namespace {

double resident_mb()
{
    ::malloc_trim(0); // what is free in the allocator is not used
    std::ifstream statm("/proc/self/statm");
    long size = 0;
    long resident = 0;
    statm >> size >> resident;
    return static_cast<double>(resident) * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1e6;
}

} // namespace

TEST_CASE("memory over a month")
{
    Tablet ward;
    nlohmann::ordered_json days;
    int forms = 0;
    double first = 0;
    double last = 0;
    for (int day = 1; day <= 30; ++day) {
        for (auto const* participant : { "P-019", "P-021", "P-014" }) { // their diaries go on
            if (ward.screen() == "dark")
                ward.tap_at(640, 400);
            ward.hand_over_to(participant);
            ward.tap("episode");
            ward.tap("quick:30");
            ward.tap("next");
            ward.fill_in(4);
            ward.tap("submit");
            REQUIRE(ward.screen() == "thanks");
            ++forms;
            ward.receive_all();
            ward.tap("done");
            ward.pass(3 * 3'600'000);
        }
        ward.pass(15 * 3'600'000);
        last = resident_mb();
        if (day == 3) // fonts, caches and the pages of the database are there by then
            first = last;
        if (day % 3 == 0)
            days[std::to_string(day)] = rounded(last, 0.01);
    }
    print("memory over a month", { { "forms", forms }, { "resident_mb_by_day", days }, { "growth_mb_day_3_to_30", rounded(last - first, 0.01) } });
}
