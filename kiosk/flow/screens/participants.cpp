// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/screens/participants.h"

#include "kiosk/flow/listing.h"
#include "kiosk/flow/task.h"
#include "kiosk/flow/transition.h"
#include "kiosk/flow/words.h"

#include <algorithm>

namespace bedside::flow {
namespace {

struct Due {
    study::Participant const* person = nullptr;
    std::vector<Task> tasks;
    std::int64_t closes = 0; ///< of the first form still to do; of the last one when all are done
    bool open = false;       ///< something to do
};

Due due_of(AppState const& state, study::Participant const& person)
{
    Due due { &person, tasks_of(state, person.number), 0, false };
    for (auto const& task : due.tasks) {
        if (!task.done && !task.event && (!due.open || task.closes.wall_ms < due.closes)) {
            due.closes = task.closes.wall_ms;
            due.open = true;
        }
    }
    return due;
}

/// "3 forms, at question 9"
std::string forms_text(Due const& due, Catalogue const& words)
{
    if (due.tasks.empty())
        return {};
    auto const forms = words.text("{n} form", "{n} forms", static_cast<long>(due.tasks.size()));
    auto const done = std::count_if(due.tasks.begin(), due.tasks.end(), [](Task const& task) { return task.done; });
    for (auto const& task : due.tasks) {
        if (!task.done && task.begun && task.begun->position > 0)
            return words.text("{forms}, at question {n}", { { "forms", forms }, { "n", std::to_string(task.begun->position) } });
    }
    if (done == 0 && due.open)
        return words.text("{forms}, not begun", { { "forms", forms } });
    if (due.open)
        return words.text("{forms}, {n} done", { { "forms", forms }, { "n", std::to_string(done) } });
    return forms;
}

Chip due_chip(AppState const& state, Due const& due, Catalogue const& words)
{
    if (due.tasks.empty())
        return { words.text("nothing due"), Icon::none, Tone::plain };
    if (!due.open)
        return { words.text("all done"), Icon::check, Tone::ok };
    auto const left = due.closes - state.now.wall_ms;
    auto const zone_ms = state.now.offset_min * 60'000LL;
    constexpr std::int64_t day = 86'400'000;
    // a window that ends at midnight ends "today", in whole days of the ward
    bool const today = (due.closes + zone_ms - 1) / day == (state.now.wall_ms + zone_ms) / day;
    if (today && (due.closes + zone_ms) % day == 0)
        return { words.text("until tonight"), Icon::clock, Tone::wait };
    return { words.text("{span} left", { { "span", span_text(left, words) } }), Icon::clock, today ? Tone::wait : Tone::plain };
}

std::string day_text(AppState const& state, Due const& due, std::string const& visit_id, Catalogue const& words)
{
    auto const* visit = state.facts.study ? state.facts.study->visit(visit_id) : nullptr;
    if (!visit)
        return {};
    auto const anchor = due.person->anchors.find(visit->anchor);
    if (anchor == due.person->anchors.end())
        return {};
    auto const day = days_between(anchor->second, state.now);
    if (day < 0)
        return words.text("{n} day before", "{n} days before", static_cast<long>(-day));
    return words.text("day {n}", { { "n", std::to_string(day) } });
}

ParticipantRow row_of(AppState const& state, Due const& due, Catalogue const& words)
{
    ParticipantRow row;
    row.number = due.person->number;
    row.initials = due.person->initials;
    for (auto const& task : due.tasks) {
        if (row.visit.empty() && state.facts.study && state.facts.study->visit(task.visit))
            row.visit = task.visit;
    }
    row.day = day_text(state, due, row.visit, words);
    row.forms = forms_text(due, words);
    row.due = due_chip(state, due, words);
    row.key = make_key("participant:" + row.number, row.number, ChooseParticipant { row.number }, Icon::next);
    return row;
}

/// The same participant with what staff has to fill in.
ParticipantRow staff_row(AppState const& state, Due const& due, Catalogue const& words)
{
    Due staff { due.person, staff_tasks_of(state, due.person->number), 0, false };
    for (auto const& task : staff.tasks) {
        if (!task.done && (!staff.open || task.closes.wall_ms < staff.closes)) {
            staff.closes = task.closes.wall_ms;
            staff.open = true;
        }
    }
    return row_of(state, staff, words);
}

} // namespace

ParticipantsView view_of(AppState const& state, ParticipantsScreen const& screen, Catalogue const& words)
{
    ParticipantsView view;
    view.title = words.text("Please choose a participant");
    view.page = screen.page;
    std::vector<Due> everybody;
    for (auto const& person : state.facts.roster)
        everybody.push_back(due_of(state, person));
    auto const due_today = std::count_if(everybody.begin(), everybody.end(), [](Due const& due) { return !due.tasks.empty(); });
    std::stable_sort(everybody.begin(), everybody.end(), [](Due const& a, Due const& b) {
        auto const rank = [](Due const& due) { return due.open ? 0 : due.tasks.empty() ? 2 : 1; };
        return rank(a) != rank(b) ? rank(a) < rank(b) : rank(a) == 0 && a.closes < b.closes;
    });
    for (auto const& due : everybody) {
        if (screen.filter == RosterFilter::staff)
            view.rows.push_back(staff_row(state, due, words));
        else if (screen.filter == RosterFilter::all || !due.tasks.empty())
            view.rows.push_back(row_of(state, due, words));
    }
    auto today = make_key("filter_due", words.text("Due today {n}", { { "n", std::to_string(due_today) } }), ShowParticipants { RosterFilter::due_today });
    today.selected = screen.filter == RosterFilter::due_today;
    auto all = make_key("filter_all", words.text("All {n}", { { "n", std::to_string(everybody.size()) } }), ShowParticipants { RosterFilter::all });
    all.selected = screen.filter == RosterFilter::all;
    auto records = make_key("filter_staff", words.text("Staff records"), ShowParticipants { RosterFilter::staff });
    records.selected = screen.filter == RosterFilter::staff;
    view.filters = { today, all, records };
    if (everybody.empty())
        view.empty = words.text("No participants have reached this tablet yet. Look at the sync status.");
    else if (view.rows.empty())
        view.empty = words.text("Nothing is due today.");
    view.actions = { make_key("lock", words.text("Lock"), Lock {}, Icon::lock), make_key("sync", words.text("Sync status"), OpenSyncStatus {}, Icon::sync),
        make_key("clean", words.text("Clean the screen"), StartCleaning {}, Icon::wipe) };
    if (auto const alerts = open_alerts(state).size(); alerts > 0)
        view.actions.insert(view.actions.begin(), make_key("alerts", words.text("Alerts {n}", { { "n", std::to_string(alerts) } }), OpenAlerts {}, Icon::bell));
    if (screen.filter != RosterFilter::staff)
        view.note = words.text("in order of deadline");
    return view;
}

void describe(ParticipantsView const& view, Listing& out)
{
    out.line("title", view.title);
    out.keys(view.filters);
    for (auto const& row : view.rows) {
        out.line("row", row.number + " | " + row.initials + " | " + row.visit + " | " + row.day + " | " + row.forms + " | " + row.due.text);
        out.key(row.key);
    }
    out.line("empty", view.empty);
    out.keys(view.actions);
    out.line("note", view.note);
}

void handle(ParticipantsScreen&, ShowParticipants const& intent, Transition& t)
{
    if (t.state.staff)
        t.show(ParticipantsScreen { intent.filter, 0 });
}

void handle(ParticipantsScreen& list, ChooseParticipant const& intent, Transition& t)
{
    if (!t.state.staff || !participant(t.state, intent.number))
        return;
    if (list.filter == RosterFilter::staff)
        t.show(StaffScreen { .number = intent.number });
    else
        ask_identity(intent.number, t);
}

void handle(ParticipantsScreen&, OpenAlerts const&, Transition& t)
{
    if (t.state.staff)
        t.show(AlertsScreen {});
}

void handle(ParticipantsScreen&, OpenSyncStatus const&, Transition& t) { show_sync_status(t); }

void handle(ParticipantsScreen&, StartCleaning const&, Transition& t)
{
    if (!t.state.staff)
        return;
    lock(t);
    t.show(CleaningScreen { t.now.monotonic_ms + t.state.timing.cleaning });
}

void show_staff_start(Transition& t)
{
    if (auto const number = t.state.interrupted; !number.empty() && participant(t.state, number))
        ask_identity(number, t);
    else
        t.show(ParticipantsScreen {});
}

} // namespace bedside::flow
