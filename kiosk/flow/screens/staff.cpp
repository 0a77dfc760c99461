// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/screens/staff.h"

#include "kiosk/flow/task.h"
#include "kiosk/flow/transition.h"
#include "kiosk/flow/walk.h"
#include "kiosk/flow/words.h"

#include <algorithm>

namespace bedside::flow {
namespace {

constexpr std::size_t shown_completed = 30;

ListRow form_row(AppState const& state, std::string id, std::string title, std::string form, std::string visit, Right right, Catalogue const& words)
{
    ListRow row;
    row.title = std::move(title);
    row.key = make_key(std::move(id), row.title, StartStaffForm { std::move(form), std::move(visit) }, Icon::next);
    row.key->enabled = may(*state.staff, right);
    if (!row.key->enabled)
        row.key->reason = words.text("Your role may not do this.");
    return row;
}

std::string begun_text(OpenForm const& begun, Catalogue const& words)
{
    return words.text("at question {n} of {total}", { { "n", std::to_string(begun.position) }, { "total", std::to_string(begun.total) } });
}

/// Forms of the visits, then what can be recorded at any time.
void add_forms(ListView& view, AppState const& state, std::string const& number, Catalogue const& words)
{
    auto const& study = *state.facts.study;
    for (auto const& task : staff_tasks_of(state, number)) {
        auto row = form_row(state, "record:" + task.form + ":" + task.visit, form_title(state, task.form, words) + "　" + task.visit, task.form, task.visit, Right::record, words);
        row.detail = task.done ? words.text("done") : task.begun ? begun_text(*task.begun, words) : words.text("{span} left", { { "span", span_text(task.closes.wall_ms - state.now.wall_ms, words) } });
        if (task.done) {
            row.chip = Chip { words.text("done"), Icon::check, Tone::ok };
            row.detail.clear();
            row.key.reset();
        }
        view.rows.push_back(std::move(row));
    }
    auto const any_time = [&](study::StudyForm const& form, std::string title, std::string detail, Right right) {
        auto row = form_row(state, "record:" + form.id, std::move(title), form.id, {}, right, words);
        auto const* begun = begun_by_staff(state, number, form.id, {});
        row.detail = begun ? begun_text(*begun, words) : std::move(detail);
        view.rows.push_back(std::move(row));
    };
    if (auto const* episode = episode_form(state, number))
        any_time(*episode, form_title(state, episode->id, words), words.text("told to you by the participant; older than a day is kept as a staff correction"), Right::record);
    for (auto const& form : study.forms) {
        bool in_visit = false;
        for (auto const& visit : study.visits)
            in_visit = in_visit || std::find(visit.forms.begin(), visit.forms.end(), form.id) != visit.forms.end();
        if (form.staff && !in_visit && form.definition)
            any_time(form, form_title(state, form.id, words), words.text("dates of the course, withdrawal, end of the study"), Right::study_status);
    }
}

} // namespace

ListView view_of(AppState const& state, StaffScreen const& screen, Catalogue const& words)
{
    ListView view;
    auto const* person = participant(state, screen.number);
    view.title = words.text("Records of {number}", { { "number", screen.number + (person ? "　" + person->initials : std::string {}) } });
    view.text = words.text("Tap what you want to record. Tap a form that was handed in to correct it; the original stays.");
    if (state.trouble)
        view.text = words.text("That did not open. Please try again. Nothing is lost.");
    view.page = screen.page;
    if (state.staff && state.facts.study)
        add_forms(view, state, screen.number, words);
    std::size_t shown = 0;
    for (auto const& form : state.facts.sync.forms) {
        if (form.participant != screen.number || ++shown > shown_completed)
            continue;
        ListRow row;
        row.title = form_title(state, form.form, words) + (form.visit.empty() ? std::string {} : "　" + form.visit);
        row.detail = words.text("handed in {time}", { { "time", when_text(form.completed, state.now, words) } });
        if (form.corrected)
            row.chip = Chip { words.text("corrected"), Icon::edit, Tone::plain };
        else if (state.staff) {
            row.key = make_key("correct:" + form.response_id, row.title, AskReason { form.response_id }, Icon::edit);
            row.key->enabled = may(*state.staff, right_to_correct(state, form));
            if (!row.key->enabled)
                row.key->reason = words.text("Your role may not do this.");
        }
        view.rows.push_back(std::move(row));
    }
    for (auto& row : view.rows) {
        if (row.key && screen.opening)
            row.key->enabled = false;
    }
    view.empty = words.text("Nothing to record.");
    view.actions = { make_key("lock", words.text("Lock"), Lock {}, Icon::lock), make_key("back", words.text("Back"), Back {}, Icon::back),
        make_key("chart", words.text("Pain over the days"), OpenChart {}, Icon::pulse) };
    return view;
}

void handle(StaffScreen& records, StartStaffForm const& intent, Transition& t)
{
    auto const& state = t.state;
    if (records.opening || !state.staff || !state.facts.study)
        return;
    auto const* form = state.facts.study->form(intent.form);
    bool const of_visit = !intent.visit.empty();
    if (!form || !form->definition || !may(*state.staff, form->staff && !of_visit ? Right::study_status : Right::record))
        return;
    if (of_visit) {
        auto const due = staff_tasks_of(state, records.number);
        if (std::none_of(due.begin(), due.end(), [&](Task const& task) { return task.form == intent.form && task.visit == intent.visit && !task.done; }))
            return;
    }
    auto const* begun = begun_by_staff(state, records.number, intent.form, intent.visit);
    open_staff_form(records,
        { .response_id = begun ? begun->response_id : std::string {}, .participant = records.number, .form = intent.form,
            .visit = intent.visit, .actor = t.actor(), .assisted_by = {} },
        t);
}

void handle(StaffScreen& records, OpenChart const&, Transition& t)
{
    if (records.opening || !t.state.staff)
        return;
    auto const number = records.number;
    t.show(ChartScreen { number, {} });
    t.audit("chart-read", number);
    t.ask(LoadPainDays { number });
}

void handle(StaffScreen& records, AskReason const& intent, Transition& t)
{
    auto const* sent = sent_form(t.state, intent.response_id);
    if (records.opening || !t.state.staff || !sent || sent->participant != records.number || sent->corrected
        || !may(*t.state.staff, right_to_correct(t.state, *sent)))
        return;
    t.show(ReasonScreen { records.number, intent.response_id });
}

void handle(StaffScreen&, Back const&, Transition& t) { t.show(ParticipantsScreen { RosterFilter::staff, 0 }); }

void handle(StaffScreen& records, ResponseOpened const& event, Transition& t)
{
    if (records.opening && t.state.staff && records.number == event.participant)
        show_form(event, std::string(records.reason), t);
}

void handle(StaffScreen& records, Failed<OpenResponse> const& event, Transition& t)
{
    records.opening = false;
    t.state.trouble = event.code;
}

void open_staff_form(StaffScreen records, OpenResponse effect, Transition& t)
{
    t.state.trouble.reset();
    records.opening = true;
    t.show(std::move(records));
    t.ask(std::move(effect));
}

void leave_staff_form(Transition& t)
{
    auto const form = std::move(*t.state.form);
    t.state.form.reset();
    t.state.trouble.reset();
    t.show(StaffScreen { .number = form.participant });
    if (!form.completing && is_unchanged(form))
        t.ask(Abandon { form.response_id, t.actor() });
    t.ask(LoadFacts {});
}

} // namespace bedside::flow
