// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/screens/thanks.h"

#include "kiosk/flow/listing.h"
#include "kiosk/flow/task.h"
#include "kiosk/flow/transition.h"
#include "kiosk/flow/words.h"

#include <algorithm>

namespace bedside::flow {

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

void describe(std::vector<DeliveryLine> const& delivery, Listing& out)
{
    for (auto const& line : delivery)
        out.line(line.reached ? "reached" : "not yet", line.title + " | " + line.detail);
}

ThanksView view_of(AppState const& state, ThanksScreen const& screen, Catalogue const& words)
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

void describe(ThanksView const& view, Listing& out)
{
    out.line("title", view.title);
    out.line("text", view.text);
    describe(view.delivery, out);
    out.line("countdown", view.countdown);
    out.key(view.done);
    out.key(view.go_on);
}

void handle(ThanksScreen&, GoOn const&, Transition& t)
{
    if (t.state.patient && t.state.mode != Mode::practice)
        t.show(TasksScreen {});
}

void handle(ThanksScreen&, HandBack const&, Transition& t) { lock(t); }

void handle(ThanksScreen& thanks, Touched const&, Transition& t) { thanks.until = t.now.monotonic_ms + t.state.timing.thanks; }

void handle(ThanksScreen& thanks, TimePassed const&, Transition& t)
{
    if (t.now.monotonic_ms >= thanks.until)
        lock(t);
}

std::optional<std::int64_t> deadline(AppState const&, ThanksScreen const& thanks) { return thanks.until; }

} // namespace bedside::flow
