// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/session.h"
#include "kiosk/flow/words.h"

#include <algorithm>

namespace bedside::flow {
namespace {

/// What is certainly true of this form: saved; then received only with the server's receipt.
std::vector<DeliveryLine> delivery_of(AppState const& state, std::string_view response_id, Instant const& saved, Catalogue const& words)
{
    std::vector<DeliveryLine> lines;
    lines.push_back({ words.text("Saved on this tablet"), clock_text(saved), true, Icon::check });
    auto const* sent = sent_form(state, response_id);
    auto const& alerts = state.facts.alerts;
    bool const alerted = std::any_of(alerts.begin(), alerts.end(), [&](AlertFact const& alert) { return alert.response_id == response_id; });
    if (alerted && sent && sent->delivery == Delivery::received)
        lines.push_back({ words.text("Your answer and the alert were delivered"), sent->received ? clock_text(*sent->received) : std::string {}, true, Icon::hospital });
    else if (alerted)
        lines.push_back({ words.text("The alert is not delivered yet"), words.text("Please do not wait for it: press the call bell."), false, Icon::hospital });
    else if (sent && sent->delivery == Delivery::received)
        lines.push_back({ words.text("The hospital has received it"), sent->received ? clock_text(*sent->received) : std::string {}, true, Icon::hospital });
    else
        lines.push_back({ words.text("Not yet at the hospital"), words.text("It is sent by itself when there is a network."), false, Icon::hospital });
    return lines;
}

} // namespace

ThanksView view_of_thanks(AppState const& state, ThanksScreen const& screen, Catalogue const& words)
{
    ThanksView view;
    view.title = words.text("Thank you");
    if (state.mode == Mode::practice) {
        view.text = words.text("This was for practice. Nothing was kept.");
        view.done = make_key("done", words.text("Once more"), HandBack {}, Icon::sync);
        return view;
    }
    auto const tasks = tasks_of(state, state.patient ? state.patient->number : std::string {});
    auto const done = std::count_if(tasks.begin(), tasks.end(), [](Task const& task) { return task.done; });
    auto const left = static_cast<long>(tasks.size()) - done;
    if (left > 0)
        view.text = words.text("{n} more thing to do today.", "{n} more things to do today.", left);
    else if (done > 0)
        view.text = words.text("Today's {n} thing is done.", "Today's {n} things are all done.", done);
    else
        view.text = words.text("It is recorded.");
    view.delivery = delivery_of(state, screen.response_id, screen.saved, words);
    view.countdown = words.text("The screen locks itself after {n} second", "The screen locks itself after {n} seconds", state.timing.thanks / 1000);
    if (left > 0)
        view.go_on = make_key("next", words.text("Go on"), GoOn {}, Icon::next);
    view.done = make_key("done", left > 0 ? words.text("Give the tablet back") : words.text("Finish, give the tablet back"), HandBack {}, Icon::lock);
    return view;
}

PainHighView view_of_pain_high(AppState const& state, PainHighScreen const& screen, Catalogue const& words)
{
    PainHighView view;
    view.title = screen.at_end ? words.text("Thank you, it is done") : words.text("Your answer is saved");
    view.call = words.text("If you need help, please press the call bell by the bed.");
    view.explanation = { words.text("Nobody is watching your answers live, so the nurse will not come because of them at once."),
        words.text("At home, please phone the ward, or tell the people with you.") };
    if (screen.at_end && state.mode != Mode::practice)
        view.delivery = delivery_of(state, screen.response_id, screen.saved, words);
    if (screen.at_end)
        view.hand_back = make_key("hand_back", words.text("Give it to the nurse"), HandBack {}, Icon::lock);
    view.acknowledge = make_key("acknowledge", words.text("I see"), Acknowledge {}, Icon::check);
    return view;
}

ReviewView view_of_review(AppState const& state, ReviewScreen const& screen, Catalogue const& words)
{
    ReviewView view;
    view.title = words.text("Please look it over before it is handed in");
    view.page = screen.page;
    view.back = make_key("back", words.text("Previous question"), Back {}, Icon::back);
    view.submit = make_key("submit", words.text("All right, hand it in"), Submit {}, Icon::check);
    if (!state.form || !state.form->definition)
        return view;
    auto const& form = *state.form;
    auto const steps = screens_of(*form.definition, form.answers);
    long answered = 0;
    long declined = 0;
    int number = 0;
    for (auto const& step : steps) {
        if (!asks(*step.item))
            continue;
        auto const& answer = answer_at(form.answers, step.path);
        answered += answer.values.empty() ? 0 : 1;
        declined += answer.absence ? 1 : 0;
        ReviewRow row;
        row.number = std::to_string(++number);
        row.topic = step.item->text.in(words.language());
        row.answer = answer_text(*step.item, answer, state.now, words);
        row.declined = answer.absence.has_value();
        row.key = make_key("edit:" + step.path, row.topic, EditAnswer { step.path }, Icon::edit);
        row.key.enabled = !form.completing;
        view.rows.push_back(std::move(row));
    }
    view.summary = words.text("{n} question answered", "{n} questions answered", answered);
    if (declined > 0)
        view.summary += words.text(", ") + words.text("{n} you prefer not to answer", "{n} you prefer not to answer", declined);
    view.summary += words.text(".");
    view.hint = words.text("Tap a question to change it.");
    view.back.enabled = !form.completing;
    bool const complete = !first_open(steps, form.answers);
    bool const unchanged = !form.amends.empty() && !form.changed;
    view.submit.enabled = complete && form.unsaved.empty() && !form.completing && !unchanged;
    if (form.completing)
        view.submit.reason = words.text("Handing in. One moment.");
    else if (!complete)
        view.submit.reason = words.text("Some questions are still open.");
    else if (!form.unsaved.empty())
        view.submit.reason = words.text("Saving. One moment.");
    else if (unchanged)
        view.submit.reason = words.text("Nothing was changed yet.");
    if (state.trouble)
        view.hint = words.text("Handing in did not work yet. Please press the key again in a moment, or call the nurse. Nothing is lost.");
    return view;
}

} // namespace bedside::flow
