// SPDX-License-Identifier: Apache-2.0
// A participant's course: built from 700 forms, and with one form more.
#include "measure.h"
#include "tests/course/history.h"

#include <catch2/catch_test_macros.hpp>

using namespace bedside;
using namespace bedside::bench;

namespace {

/// Ninety days on three tablets: an evening record a day, some seven episodes a day, a pain form at each visit, every tenth form corrected.
std::vector<course::Fact> ninety_days(test::History const& history, int forms)
{
    std::vector<course::Fact> facts;
    auto const begin = history.person.anchors.at("pca-start").wall_ms;
    char const* const tablets[] = { "T-03", "T-04", "T-07" };
    for (int i = 0; i < forms; ++i) {
        auto const day = i / 8;
        Instant const when { .wall_ms = begin + day * day_ms + (i % 8) * 3 * hour_ms, .offset_min = 480, .monotonic_ms = 0, .boot_id = {} };
        auto const evening = i % 8 == 7;
        auto const id = "form-" + std::to_string(i);
        auto fact = history.pain(id, when, i % 11, tablets[i % 3], evening ? to_string(history.study->zone.date_at(when.wall_ms)) : "");
        fact.form.form = evening ? "end-of-day" : "btp-episode";
        fact.form.definition = history.study->form(fact.form.form)->definition;
        facts.push_back(std::make_shared<course::FormFact const>(fact));
        if (i % 10 == 9) {
            auto correction = fact;
            correction.id = course::version_id(id, 2);
            correction.amends = id;
            correction.form.answers["now"] = { { 3 }, {} };
            facts.push_back(std::make_shared<course::FormFact const>(correction));
        }
    }
    return facts;
}

} // namespace

TEST_CASE("course")
{
    constexpr int forms = 700;
    test::History const history;
    auto const facts = ninety_days(history, forms);
    course::Facts const known { history.person, facts, {}, {}, {} };
    std::vector<double> built, added, planned;
    for (int i = 0; i < 40; ++i) {
        built.push_back(seconds_of([&] { CHECK(course::Course(history.study, known).forms().size() == forms); }));
        course::Course course(history.study, known);
        auto const newest = std::make_shared<course::FormFact const>(history.pain("newest", { .wall_ms = facts.back()->form.authored.wall_ms + hour_ms, .offset_min = 480, .monotonic_ms = 0, .boot_id = {} }, 8));
        added.push_back(seconds_of([&] { course.add(newest); }));
        planned.push_back(seconds_of([&] { CHECK_FALSE(course.planned(history.now).empty()); }));
    }
    print("course", { { "forms", forms }, { "built_ms", rounded(1000 * percentile(built, 0.5)) }, { "one_more_us", rounded(1e6 * percentile(added, 0.5), 0.1) }, { "planned_us", rounded(1e6 * percentile(planned, 0.5), 0.1) } });
}
