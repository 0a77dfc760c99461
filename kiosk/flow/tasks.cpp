// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/session.h"
#include "kiosk/flow/words.h"

#include <algorithm>

namespace bedside::flow {

IdentityView view_of_identity(AppState const& state, IdentityScreen const& screen, Catalogue const& words)
{
    IdentityView view;
    view.title = words.text("Is this you?");
    if (auto const* person = participant(state, screen.number)) {
        if (!person->initials.empty())
            view.fields.push_back({ words.text("Initials"), person->initials, true });
        if (person->birth_year > 0)
            view.fields.push_back({ words.text("Year of birth"), std::to_string(person->birth_year), true });
        view.fields.push_back({ words.text("Study number"), person->number, false });
    }
    view.no = make_key("no", words.text("It is not me"), DenyIdentity {}, Icon::cross);
    view.yes = make_key("yes", words.text("It is me"), ConfirmIdentity {}, Icon::check);
    return view;
}

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

TasksView view_of_tasks(AppState const& state, TasksScreen const& screen, Catalogue const& words)
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

RestView view_of_rest(AppState const&, Catalogue const& words)
{
    RestView view;
    view.title = words.text("Take a rest");
    view.text = words.text("Your answers are saved. When you are ready, go on at the same place. After three minutes the screen locks itself, then the nurse unlocks it.");
    view.hand_back = make_key("hand_back", words.text("Give the tablet back"), HandBack {}, Icon::lock);
    view.go_on = make_key("next", words.text("Go on"), GoOn {}, Icon::next);
    return view;
}

} // namespace bedside::flow
