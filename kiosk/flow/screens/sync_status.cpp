// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/screens/sync_status.h"

#include "kiosk/flow/listing.h"
#include "kiosk/flow/refusal.h"
#include "kiosk/flow/transition.h"
#include "kiosk/flow/words.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace bedside::flow {
namespace {

constexpr std::size_t most_reasons = 3; // below the table; the table marks every refused form
constexpr std::size_t most_numbers = 6; // of forms with the same reason

std::string one_decimal(double number)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.1f", number);
    return text;
}

Chip state_chip(SentForm const& form, Catalogue const& words)
{
    switch (form.delivery) {
    case Delivery::received:
        return { words.text("receipt kept"), Icon::check, Tone::ok };
    case Delivery::refused:
        return { words.text("refused, kept here"), Icon::quarantine, Tone::alert };
    case Delivery::waiting:
        break;
    }
    return { words.text("waiting to be sent"), Icon::clock, Tone::wait };
}

SyncFact queue_fact(AppState const& state, long waiting, Catalogue const& words)
{
    SyncFact fact { words.text("{n} form waiting to be sent", "{n} forms waiting to be sent", waiting), {}, Icon::list, waiting ? Tone::wait : Tone::ok };
    SentForm const* oldest = nullptr;
    for (auto const& form : state.facts.sync.forms) {
        if (form.delivery == Delivery::waiting)
            oldest = &form; // newest first: the last one found is the oldest
    }
    if (oldest)
        fact.detail = words.text("the oldest at {time}, {span} ago",
            { { "time", when_text(oldest->completed, state.now, words) }, { "span", span_text(state.now.wall_ms - oldest->completed.wall_ms, words) } });
    return fact;
}

SyncFact contact_fact(AppState const& state, Catalogue const& words)
{
    auto const& last = state.facts.sync.last_contact;
    if (!last)
        return { words.text("No contact with the server yet"), {}, Icon::wifi_off, Tone::wait };
    return { words.text("Last contact {time}", { { "time", when_text(*last, state.now, words) } }),
        words.text("{span} ago", { { "span", span_text(state.now.wall_ms - last->wall_ms, words) } }), Icon::sync, Tone::plain };
}

SyncFact clock_fact(AppState const& state, Catalogue const& words)
{
    auto const& skew = state.facts.sync.skew_ms;
    if (!skew)
        return { words.text("Clock not compared yet"), {}, Icon::clock, Tone::plain };
    auto const seconds = one_decimal(static_cast<double>(std::llabs(*skew)) / 1000.0);
    return { words.text(*skew >= 0 ? "Clock {n} s fast" : "Clock {n} s slow", { { "n", seconds } }), words.text("only noted, never changed"), Icon::clock,
        std::llabs(*skew) > 60'000 ? Tone::wait : Tone::plain };
}

SyncFact sequence_fact(AppState const& state, long waiting, long refused, Catalogue const& words)
{
    auto const& sync = state.facts.sync;
    auto const last = sync.forms.empty() ? 0 : sync.forms.front().sequence;
    SyncFact fact;
    fact.icon = sync.contiguous ? Icon::check : Icon::alert;
    fact.tone = sync.contiguous ? Tone::plain : Tone::alert;
    if (last == 0)
        fact.title = words.text("No form completed yet");
    else
        fact.title = words.text(sync.contiguous ? "Numbers 1 to {n}, none missing" : "Numbers 1 to {n}, some missing", { { "n", std::to_string(last) } });
    auto const received = static_cast<long>(sync.forms.size()) - waiting - refused;
    fact.detail = words.text("received {received}, waiting {waiting}, refused {refused}",
        { { "received", std::to_string(received) }, { "waiting", std::to_string(waiting) }, { "refused", std::to_string(refused) } });
    return fact;
}

SyncFact whole_fact(AppState const& state, Catalogue const& words)
{
    auto const& sync = state.facts.sync;
    if (!sync.broken.empty())
        return { words.text("The data on this tablet do not fit together"), words.text("Please call the data manager. Do not reset the tablet."), Icon::alert, Tone::alert };
    if (state.unread)
        return { words.text("The study's files on this tablet can't be read"), words.text("What is shown is older. Please call the data manager."), Icon::alert, Tone::alert };
    if (state.unwritten)
        return { words.text("The tablet can't write just now and keeps trying"), words.text("Is its memory full? Nothing saved before is lost."), Icon::alert, Tone::alert };
    if (sync.unchecked)
        return { words.text("The data on this tablet can't be checked just now"), {}, Icon::alert, Tone::wait };
    if (!sync.verified)
        return { words.text("Checking the data on this tablet"), {}, Icon::sync, Tone::plain };
    return { words.text("The data on this tablet are whole"), words.text("checked at {time}", { { "time", clock_text(*sync.verified) } }), Icon::lock, Tone::ok };
}

/// "7, 5: the server could not read it", a line for each reason, newest first.
std::vector<std::string> reasons(std::vector<SentForm> const& forms, Catalogue const& words)
{
    struct Reason {
        std::string text;
        std::string numbers;
        std::size_t forms = 0;
    };
    std::vector<Reason> found;
    long left_out = 0;
    for (auto const& form : forms) {
        if (form.delivery != Delivery::refused)
            continue;
        auto const text = refusal_text(form.reason, words);
        auto same = std::find_if(found.begin(), found.end(), [&](Reason const& one) { return one.text == text; });
        if (same == found.end() && found.size() < most_reasons)
            same = found.insert(found.end(), { text, {}, 0 });
        if (same == found.end() || same->forms == most_numbers) {
            ++left_out;
            continue;
        }
        same->numbers += (same->forms++ ? ", " : "") + std::to_string(form.sequence);
    }
    std::vector<std::string> lines;
    for (auto const& one : found)
        lines.push_back(words.text("{n}: {reason}", { { "n", one.numbers }, { "reason", one.text } }));
    if (left_out > 0)
        lines.push_back(words.text("{n} more; see the table", { { "n", std::to_string(left_out) } }));
    return lines;
}

bool may_inspect(AppState const& state) { return state.staff && may(*state.staff, Right::inspect); }

} // namespace

SyncStatusView view_of(AppState const& state, SyncScreen const& screen, Catalogue const& words)
{
    SyncStatusView view;
    auto const& forms = state.facts.sync.forms;
    auto const waiting = std::count_if(forms.begin(), forms.end(), [](SentForm const& form) { return form.delivery == Delivery::waiting; });
    auto const refused = std::count_if(forms.begin(), forms.end(), [](SentForm const& form) { return form.delivery == Delivery::refused; });
    view.title = words.text("Sync status");
    view.page = screen.page;
    if (refused > 0)
        view.exception = Chip { words.text("{n} form refused by the server", "{n} forms refused by the server", refused), Icon::quarantine, Tone::alert };
    view.facts = { queue_fact(state, waiting, words), contact_fact(state, words), clock_fact(state, words), sequence_fact(state, waiting, refused, words),
        whole_fact(state, words) };
    view.columns = { words.text_in("sequence", "Number"), words.text("Participant"), words.text("Form"), words.text("Completed"), words.text("State") };
    for (auto const& form : forms) {
        auto title = form_title(state, form.form, words);
        if (!form.visit.empty())
            title += " " + form.visit;
        view.rows.push_back({ std::to_string(form.sequence), form.participant, std::move(title), when_text(form.completed, state.now, words), state_chip(form, words) });
    }
    view.problem = reasons(forms, words);
    if (!view.problem.empty())
        view.problem.push_back(words.text("The other forms are sent as usual. When the server has what it needs, press “Sync now”."));
    if (screen.failed)
        view.problem.insert(view.problem.begin(), words.text("The sync program could not be asked. Please press “Sync now” again."));
    view.actions = { make_key("back", words.text("Back"), Back {}, Icon::back) };
    if (state.staff && may(*state.staff, Right::inspect)) {
        view.actions.push_back(make_key("audit", words.text("Audit trail"), OpenAudit {}, Icon::list));
        view.actions.push_back(make_key("rescue", words.text("Rescue file"), OpenRescue {}, Icon::usb));
        view.actions.push_back(make_key("self_test", words.text("Self-test"), OpenSelfTest {}, Icon::tablet));
        if (may(*state.staff, Right::administer))
            view.actions.push_back(make_key("leave", words.text("Administration"), OpenLeave {}, Icon::unlock));
    }
    view.sync = make_key("sync_now", screen.asked ? words.text("Asked for") : words.text("Sync now"), SyncNow {}, Icon::sync);
    return view;
}

void describe(SyncStatusView const& view, Listing& out)
{
    out.line("title", view.title);
    if (view.exception)
        out.chip(*view.exception);
    for (auto const& fact : view.facts)
        out.line("fact", fact.title + " | " + fact.detail);
    for (auto const& row : view.rows)
        out.line("row", row.sequence + " | " + row.participant + " | " + row.form + " | " + row.completed + " | " + row.state.text);
    for (auto const& sentence : view.problem)
        out.line("problem", sentence);
    out.keys(view.actions);
    out.key(view.sync);
}

void handle(SyncScreen& sync, SyncNow const&, Transition& t)
{
    sync.asked = true;
    sync.failed = false;
    t.ask(RequestSync {});
}

void handle(SyncScreen&, OpenAudit const&, Transition& t)
{
    if (!may_inspect(t.state))
        return;
    t.show(AuditScreen {});
    t.audit("audit-read");
    t.ask(LoadAudit {});
}

void handle(SyncScreen&, OpenRescue const&, Transition& t)
{
    if (may_inspect(t.state))
        t.show(RescueScreen {});
}

void handle(SyncScreen&, OpenSelfTest const&, Transition& t)
{
    if (!may_inspect(t.state))
        return;
    t.show(SelfTestScreen {});
    t.ask(LoadFacts {});
    t.ask(VerifyStore {});
}

void handle(SyncScreen&, OpenLeave const&, Transition& t)
{
    if (t.state.staff && may(*t.state.staff, Right::administer))
        t.show(LeaveScreen {});
}

void handle(SyncScreen& sync, Failed<RequestSync> const&, Transition&)
{
    sync.asked = false;
    sync.failed = true;
}

void handle(SyncScreen&, Back const&, Transition& t) { t.show(ParticipantsScreen {}); }

void show_sync_status(Transition& t)
{
    if (!t.state.staff)
        return;
    t.show(SyncScreen {});
    t.ask(LoadFacts {});
    t.ask(VerifyStore {});
}

} // namespace bedside::flow
