// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/screens/tasks.h"

#include "kiosk/flow/listing.h"
#include "kiosk/flow/task.h"
#include "kiosk/flow/transition.h"
#include "kiosk/flow/walk.h"
#include "kiosk/flow/words.h"

#include <algorithm>

namespace bedside::flow {
namespace {

std::string detail_of(Task const& task, study::StudyForm const* form, Catalogue const& words)
{
    if (task.done)
        return words.text("done");
    if (task.begun && task.begun->position > 0)
        return words.text("at question {n} of {total}", { { "n", std::to_string(task.begun->position) }, { "total", std::to_string(task.begun->total) } });
    return words.text("about {n} minute", "about {n} minutes", form ? form->minutes : 1);
}

} // namespace

TasksView view_of(AppState const& state, TasksScreen const& screen, Catalogue const& words)
{
    TasksView view;
    auto const number = state.patient ? state.patient->number : std::string {};
    auto const tasks = tasks_of(state, number);
    auto const left = std::count_if(tasks.begin(), tasks.end(), [](Task const& task) { return !task.done; });
    view.page = screen.page;
    long minutes = 0;
    bool going_on = false;
    int index = 0;
    for (auto const& task : tasks) {
        auto const* form = state.facts.study ? state.facts.study->form(task.form) : nullptr;
        TaskRow row;
        row.number = std::to_string(index + 1);
        row.title = form_title(state, task.form, words);
        row.detail = detail_of(task, form, words);
        row.done = task.done;
        if (!task.done && task.begun && task.begun->total > 0)
            row.fraction = static_cast<double>(std::max(task.begun->position - 1, 0)) / task.begun->total;
        row.key = make_key("task:" + std::to_string(index), row.title, StartTask { task.form, task.visit }, task.done ? Icon::check : Icon::next);
        row.key.enabled = !task.done && !screen.opening;
        if (task.done)
            row.key.reason = words.text("This one is done.");
        if (!task.done) {
            minutes += form ? form->minutes : 1;
            bool const begun = task.begun && task.begun->position > 0;
            if (!view.go_on || (begun && !going_on)) { // what was begun goes first
                view.go_on = make_key("next", begun ? words.text("Go on: question {n}", { { "n", std::to_string(task.begun->position) } }) : words.text("Begin"),
                    StartTask { task.form, task.visit }, Icon::next);
                view.go_on->enabled = !screen.opening;
                going_on = begun;
            }
        }
        view.rows.push_back(std::move(row));
        ++index;
    }
    if (tasks.empty()) {
        view.title = words.text("Nothing to do today");
        view.explanation = words.text("Thank you. We will ask you again another day.");
    } else if (left == 0) {
        view.title = words.text("All done for today");
        view.explanation = words.text("Thank you. You can give the tablet back.");
    } else {
        view.title = words.text("{n} thing to do today", "{n} things to do today", static_cast<long>(tasks.size()));
        view.explanation = words.text("About {n} minute more. You can rest at any time, your answers are saved.",
            "About {n} minutes more. You can rest at any time, your answers are saved.", minutes);
    }
    if (state.trouble)
        view.explanation = words.text("That did not open. Please try again, or call the nurse. Nothing is lost.");
    if (episode_form(state, number)) {
        view.episode = make_key("episode", words.text("Sudden pain?"), StartEpisode {}, Icon::pulse);
        view.episode->detail = words.text("Record it now");
        view.episode->enabled = !screen.opening;
    }
    view.end = make_key("end", words.text("Finish"), HandBack {}, Icon::lock);
    return view;
}

void describe(TasksView const& view, Listing& out)
{
    out.line("title", view.title);
    out.line("explanation", view.explanation);
    for (auto const& row : view.rows) {
        out.line("row", row.number + " | " + row.title + " | " + row.detail);
        out.key(row.key);
    }
    out.key(view.episode);
    out.key(view.end);
    out.key(view.go_on);
}

void furnish(Frame& frame, AppState const& state, TasksScreen const&, Catalogue const& words)
{
    if (auto const* person = state.patient ? participant(state, state.patient->number) : nullptr)
        frame.tool_title = person->initials + "　" + person->number;
    if (state.mode != Mode::practice)
        frame.tools = { helper_key(state, words) };
    frame.tools.insert(frame.tools.end(), { size_key(words), rest_key(words) });
}

void handle(TasksScreen& tasks, StartTask const& intent, Transition& t)
{
    auto const& state = t.state;
    if (tasks.opening || !state.patient || !state.facts.study)
        return;
    auto const* form = state.facts.study->form(intent.form);
    auto const due = tasks_of(state, state.patient->number);
    auto const task = std::find_if(due.begin(), due.end(),
        [&](Task const& one) { return one.form == intent.form && one.visit == intent.visit && !one.done; });
    if (!form || !form->definition || task == due.end())
        return;
    open_form({ .response_id = task->begun ? task->begun->response_id : std::string {}, .participant = state.patient->number,
                  .form = intent.form, .visit = intent.visit, .actor = t.actor(), .assisted_by = state.patient->assisted_by },
        t);
}

void handle(TasksScreen& tasks, StartEpisode const&, Transition& t)
{
    if (!tasks.opening && t.state.patient)
        start_episode(t);
}

void handle(TasksScreen& tasks, OpenHelper const&, Transition& t)
{
    if (!tasks.opening && t.state.patient && t.state.mode != Mode::practice)
        t.show(HelperScreen {});
}

void handle(TasksScreen&, Rest const&, Transition& t) { rest({ RestFrom::tasks, {} }, t); }

void handle(TasksScreen&, HandBack const&, Transition& t) { lock(t); }

void handle(TasksScreen& tasks, ResponseOpened const& event, Transition& t)
{
    if (tasks.opening && t.state.patient && t.state.patient->number == event.participant)
        show_form(event, {}, t);
}

void handle(TasksScreen& tasks, Failed<OpenResponse> const& event, Transition& t)
{
    tasks.opening = false;
    t.state.trouble = event.code;
}

/// The first item of the first task that is not done.
bool go_ahead(AppState& state, TasksScreen const&)
{
    if (!state.patient || !state.facts.study)
        return false;
    for (auto const& task : tasks_of(state, state.patient->number)) {
        auto const* form = task.done || task.begun ? nullptr : state.facts.study->form(task.form);
        if (!form || !form->definition)
            continue;
        auto const steps = screens_of(*form->definition, {});
        if (steps.empty())
            return false;
        FormSession session;
        session.participant = state.patient->number;
        session.form = task.form;
        session.visit = task.visit;
        session.definition = form->definition;
        state.screen = item_screen(session, steps.front().path);
        state.form = std::move(session);
        return true;
    }
    return false;
}

void open_form(OpenResponse effect, Transition& t)
{
    t.state.trouble.reset();
    if (auto* tasks = std::get_if<TasksScreen>(&t.state.screen))
        tasks->opening = true;
    else
        t.show(TasksScreen { .opening = true });
    t.ask(std::move(effect));
}

void start_episode(Transition& t)
{
    auto const& patient = *t.state.patient;
    if (auto const* form = episode_form(t.state, patient.number))
        open_form({ .response_id = {}, .participant = patient.number, .form = form->id, .visit = {}, .actor = t.actor(),
                      .assisted_by = patient.assisted_by },
            t);
}

} // namespace bedside::flow
