// SPDX-License-Identifier: Apache-2.0
// What holds of any plan: in any zone, for any anchors, at any moment.
#include "model_trial.h"

#include <random>

using namespace bedside;
using namespace bedside::study;

TEST_CASE("only the moment decides: not the tablet's zone, its boot or its monotonic clock", "[R-047]")
{
    auto const who = started();
    auto const responses = std::vector<ResponseFact> { { "nrs", "T1d", at("2026-03-04T10:00:00+08:00") } };
    auto const same = [](std::vector<PlannedForm> const& a, std::vector<PlannedForm> const& b) {
        return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](PlannedForm const& x, PlannedForm const& y) {
            return x.form == y.form && x.visit == y.visit && x.state == y.state && x.opens.wall_ms == y.opens.wall_ms && x.closes.wall_ms == y.closes.wall_ms && x.flags == y.flags && x.reason == y.reason;
        });
    };
    for (auto const* now : { "2026-03-04T23:59:59+08:00", "2026-03-28T00:00:00+08:00" }) {
        auto const here = at(now);
        auto elsewhere = here;
        elsewhere.offset_min = -600;
        elsewhere.monotonic_ms = 17;
        elsewhere.boot_id = "another";
        CHECK(same(plan(trial(), who, responses, here), plan(trial(), who, responses, elsewhere)));
    }
}

TEST_CASE("in any zone, for any anchors and any moment, the plan keeps its promises", "[R-047]")
{
    std::mt19937_64 random(20261124);
    auto const in = [&](std::int64_t low, std::int64_t high) { return std::uniform_int_distribution<std::int64_t>(low, high)(random); };
    constexpr std::int64_t day = 86'400'000;
    for (auto const* name : { "Asia/Shanghai", "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia" }) {
        auto const study = trial(name);
        for (int round = 0; round < 150; ++round) {
            auto const start = in(1'300'000'000'000, 1'900'000'000'000);
            auto who = participant({});
            who.anchors["epidural-trial"] = study.zone.instant(start - in(0, 5) * day);
            who.anchors["pca-start"] = study.zone.instant(start);
            if (random() % 4 != 0)
                who.anchors["discharge"] = study.zone.instant(start + in(0, 20 * day));
            if (random() % 3 == 0) {
                who.state = random() % 2 ? ParticipantState::died : ParticipantState::withdrawn;
                who.state_since = study.zone.instant(start + in(0, 100 * day));
            }
            std::vector<ResponseFact> responses;
            for (auto const& visit : study.visits) {
                if (random() % 2)
                    responses.push_back({ "nrs", visit.id, study.zone.instant(start + in(-5 * day, 110 * day)), random() % 5 != 0 });
            }
            std::int64_t now = start + in(-10 * day, 120 * day);
            auto earlier = plan(study, who, responses, study.zone.instant(now));
            // the clock goes on, and is sometimes set back: every plan stands by itself
            for (int step = 0; step < 4; ++step) {
                now += in(-3 * day, 20 * day);
                auto const all = plan(study, who, responses, study.zone.instant(now));
                INFO(name << " round " << round << " step " << step);
                std::int64_t last_opens = 0;
                for (auto const& one : all) {
                    if (one.closes.wall_ms == 0) {
                        CHECK(!one.reason.empty());
                        continue;
                    }
                    CHECK(one.opens.wall_ms >= last_opens);
                    last_opens = one.opens.wall_ms;
                    CHECK(one.opens.wall_ms < one.closes.wall_ms);
                    CHECK(one.target.wall_ms >= one.opens.wall_ms);
                    CHECK(one.target.wall_ms <= one.closes.wall_ms);
                    auto const open = now >= one.opens.wall_ms && now < one.closes.wall_ms;
                    auto const answered = std::any_of(responses.begin(), responses.end(), [&](auto const& fact) { return fact.completed && fact.form == one.form && fact.visit == one.visit; });
                    switch (one.state) {
                    case DueState::upcoming: CHECK((now < one.opens.wall_ms && !answered)); break;
                    case DueState::due:
                    case DueState::overdue: CHECK((open && !answered && who.state == ParticipantState::on_study)); break;
                    case DueState::missed: CHECK((!answered && !one.reason.empty() && (now >= one.closes.wall_ms || who.state != ParticipantState::on_study))); break;
                    case DueState::done:
                    case DueState::late: CHECK(answered); break;
                    case DueState::not_expected: CHECK((!answered && !one.reason.empty())); break;
                    }
                    // windows in days begin and end where a study-local date does
                    if (one.form == "nrs" && one.visit != "T1d") {
                        CHECK(study.zone.date_at(one.opens.wall_ms - 1) < study.zone.date_at(one.opens.wall_ms));
                        CHECK(study.zone.date_at(one.closes.wall_ms - 1) < study.zone.date_at(one.closes.wall_ms));
                    }
                    // windows do not move with the clock
                    auto const same = std::find_if(earlier.begin(), earlier.end(), [&](auto const& other) { return other.form == one.form && other.visit == one.visit; });
                    if (same != earlier.end())
                        CHECK((same->opens.wall_ms == one.opens.wall_ms && same->closes.wall_ms == one.closes.wall_ms));
                }
            }
        }
    }
}
