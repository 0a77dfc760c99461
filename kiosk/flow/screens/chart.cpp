// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/screens/chart.h"

#include "kiosk/flow/listing.h"
#include "kiosk/flow/transition.h"
#include "kiosk/flow/words.h"

#include <algorithm>

namespace bedside::flow {
namespace {

constexpr std::int64_t most_days = 100; ///< a course of three months is seen at once; older days are left out

/// Day 0 of the course: the anchor of the first visit that has one, else the first recorded day.
std::int64_t first_day_of_course(AppState const& state, study::Participant const* person, std::int64_t otherwise)
{
    if (!state.facts.study || !person)
        return otherwise;
    for (auto const& visit : state.facts.study->visits) {
        auto const anchor = person->anchors.find(visit.anchor);
        if (anchor != person->anchors.end() && visit.target >= 0 && !visit.in_hours)
            return days_since_epoch(state.facts.study->zone.date_at(anchor->second.wall_ms));
    }
    return otherwise;
}

} // namespace

ChartView view_of(AppState const& state, ChartScreen const& screen, Catalogue const& words)
{
    ChartView view;
    auto const* person = participant(state, screen.number);
    view.title = words.text("Pain of {number} over the days", { { "number", screen.number + (person ? "　" + person->initials : std::string {}) } });
    view.pain = words.text("Pain, 0 to 10");
    view.average = words.text("average");
    view.worst = words.text("worst");
    view.episodes = words.text("Sudden pain, times a day");
    view.none_confirmed = words.text("none, confirmed");
    view.missing = words.text("no record");
    view.alert_from = state.timing.pain_high;
    view.back = make_key("back", words.text("Back"), Back {}, Icon::back);
    if (!screen.days) {
        view.empty = screen.failed ? words.text("The forms can't be read just now. Nothing is lost. Please go back and try again.") : words.text("One moment.");
        return view;
    }
    if (screen.days->empty()) {
        view.empty = words.text("Nothing about pain was handed in on this tablet yet.");
        return view;
    }
    auto const last = std::max(days_since_epoch(local_date(state.now)), days_since_epoch(screen.days->rbegin()->first));
    auto const first = std::max(days_since_epoch(screen.days->begin()->first), last - most_days + 1);
    long rated = 0;
    long strong = 0;
    long known = 0;
    for (auto day = first; day <= last; ++day) {
        auto const found = screen.days->find(date_from_days(day));
        view.days.push_back(found == screen.days->end() ? ChartDay {} : found->second);
        auto const& shown = view.days.back();
        rated += shown.average.has_value();
        strong += shown.average && *shown.average >= view.alert_from;
        known += shown.episodes.has_value();
    }
    auto const all = std::to_string(view.days.size());
    view.text = words.text("Rated on {n} of {all} days, {high} of them {limit} or more. Sudden pain known for {known} of {all} days.",
        { { "n", std::to_string(rated) }, { "all", all }, { "high", std::to_string(strong) }, { "limit", std::to_string(view.alert_from) }, { "known", std::to_string(known) } });

    auto const start = first_day_of_course(state, person, first);
    if (state.facts.study && person) {
        for (auto const& visit : state.facts.study->visits) {
            auto const anchor = person->anchors.find(visit.anchor);
            if (anchor == person->anchors.end())
                continue;
            auto const day = days_since_epoch(state.facts.study->zone.date_at(anchor->second.wall_ms + (visit.in_hours ? std::int64_t { visit.target } * 3'600'000 : 0)))
                + (visit.in_hours ? 0 : visit.target);
            if (day >= first && day <= last)
                view.visits.push_back({ static_cast<int>(day - first), visit.id });
        }
        std::stable_sort(view.visits.begin(), view.visits.end(), [](auto const& a, auto const& b) { return a.day < b.day; });
    }
    auto const step = view.days.size() > 40 ? 10 : view.days.size() > 14 ? 5 : 1;
    for (auto day = first; day <= last; ++day) {
        if ((day - start) % step == 0)
            view.ticks.push_back({ static_cast<int>(day - first), std::to_string(day - start) });
    }
    return view;
}

void describe(ChartView const& view, Listing& out)
{
    out.line("title", view.title);
    out.line("text", view.text);
    auto const number = [](std::optional<int> value) { return value ? std::to_string(*value) : std::string("-"); };
    for (std::size_t i = 0; i < view.days.size(); ++i) {
        auto const& day = view.days[i];
        out.line("day", std::to_string(i) + " | " + number(day.average) + " | " + number(day.worst) + " | " + number(day.episodes));
    }
    for (auto const& visit : view.visits)
        out.line("visit", std::to_string(visit.day) + " | " + visit.label);
    out.line("empty", view.empty);
    out.key(view.back);
}

void handle(ChartScreen& chart, Back const&, Transition& t) { t.show(StaffScreen { .number = chart.number }); }

void handle(ChartScreen& chart, PainDaysLoaded const& event, Transition&)
{
    if (chart.number == event.participant)
        chart.days = event.days;
}

void handle(ChartScreen& chart, Failed<LoadPainDays> const&, Transition&) { chart.failed = true; }

} // namespace bedside::flow
