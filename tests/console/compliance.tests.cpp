// SPDX-License-Identifier: Apache-2.0
#include "sync/server/console/compliance.h"

#include <catch2/catch_test_macros.hpp>

using namespace bedside;
using namespace bedside::server;
using bedside::study::DueState;

namespace {

study::PlannedForm form(std::string visit, DueState state, std::string reason = {})
{
    return { .form = "pain-nrs", .visit = std::move(visit), .state = state, .opens = {}, .target = {}, .closes = { .wall_ms = 3 * 86'400'000LL, .offset_min = 0, .monotonic_ms = 0, .boot_id = {} }, .reason = std::move(reason), .flags = {} };
}

} // namespace

TEST_CASE("a visit is complete when all its forms are, and only then", "[R-060]")
{
    study::Study const study;
    CHECK(visit_cell(study, "T1m", { form("T1m", DueState::done), form("T1m", DueState::done), form("T0", DueState::missed) }, {}).standing == VisitStanding::done);
    auto const partial = visit_cell(study, "T1m", { form("T1m", DueState::done), form("T1m", DueState::missed) }, {});
    CHECK(partial.standing == VisitStanding::partial);
    CHECK(partial.done == 1);
    CHECK(partial.expected == 2);
    CHECK(counts(partial));
    CHECK_FALSE(is_complete(partial));
}

TEST_CASE("an open window is not in the denominator, and says how many days are left", "[R-060]")
{
    study::Study const study;
    auto const cell = visit_cell(study, "T1m", { form("T1m", DueState::done), form("T1m", DueState::due) }, {});
    CHECK(cell.standing == VisitStanding::open);
    CHECK(cell.days_left == 3);
    CHECK_FALSE(counts(cell));
    CHECK(visit_cell(study, "T1m", { form("T1m", DueState::due), form("T1m", DueState::overdue) }, {}).standing == VisitStanding::overdue);
}

TEST_CASE("a form that is not expected neither helps nor hurts, and keeps its reason", "[R-060]")
{
    study::Study const study;
    auto const gone = visit_cell(study, "T3m", { form("T3m", DueState::not_expected, "Died before it was due.") }, {});
    CHECK(gone.standing == VisitStanding::not_expected);
    CHECK(gone.reason == "Died before it was due.");
    CHECK_FALSE(counts(gone));
    auto const rest = visit_cell(study, "T3m", { form("T3m", DueState::not_expected, "Not asked of this participant's group."), form("T3m", DueState::done) }, {});
    CHECK(is_complete(rest));
    CHECK(rest.reason.empty());
}

TEST_CASE("a late form counts as complete only where the study says so")
{
    study::Study study;
    CHECK_FALSE(is_complete(visit_cell(study, "T1m", { form("T1m", DueState::late) }, {})));
    study.late_counts = true;
    CHECK(is_complete(visit_cell(study, "T1m", { form("T1m", DueState::late) }, {})));
}

