// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/screens/review.h"

#include "kiosk/flow/entry.h"
#include "forms/study/episode.h"
#include "kiosk/flow/listing.h"
#include "kiosk/flow/transition.h"
#include "kiosk/flow/walk.h"
#include "kiosk/flow/words.h"

namespace bedside::flow {
namespace {

/// Tags of a form that is handed in now.
std::vector<std::string> flags_of(AppState const& state, study::Study const& study, FormSession const& form)
{
    if (form.visit.empty())
        return study::episode_flags(study, { form.form, form.visit, state.now, form.definition, form.answers }, form.by_staff ? study::Filler::staff : study::Filler::patient);
    auto const* person = participant(state, form.participant);
    auto const history = state.facts.history.find(form.participant);
    static std::vector<study::ResponseFact> const none;
    if (person) {
        for (auto const& planned : study::plan(study, *person, history == state.facts.history.end() ? none : history->second, state.now)) {
            if (planned.form == form.form && planned.visit == form.visit)
                return planned.flags;
        }
    }
    return {};
}

forms::ResponseHeader header_of(AppState const& state, FormSession const& form)
{
    forms::ResponseHeader header;
    header.id = form.response_id;
    header.subject = form.participant;
    header.language = state.language;
    header.authored = state.now;
    header.tablet = state.facts.tablet;
    header.visit = form.visit;
    if (!form.amends.empty()) { // source, flags and helper stay those of the original, which the store knows
        header.status = forms::ResponseStatus::amended;
        header.amends = form.amends;
        header.reason = form.reason;
        header.corrected_by = state.staff->id;
    } else if (form.by_staff) {
        header.staff = state.staff->id;
    } else {
        header.assisted_by = state.patient->assisted_by;
    }
    if (auto const& study = state.facts.study) {
        header.study = study->id;
        if (form.amends.empty())
            header.flags = flags_of(state, *study, form);
    }
    return header;
}

} // namespace

ReviewView view_of(AppState const& state, ReviewScreen const& screen, Catalogue const& words)
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
        row.key = make_key("edit:" + step.path.text(), row.topic, EditAnswer { step.path }, Icon::edit);
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
    bool const unchanged = is_unchanged(form);
    view.submit.enabled = complete && form.unsaved.empty() && !form.completing && !unchanged && !form.lost;
    if (form.lost)
        view.submit.reason = words.text("This form can't be filled in any further on this tablet. Please call the nurse.");
    else if (form.completing)
        view.submit.reason = words.text("Handing in. One moment.");
    else if (!complete)
        view.submit.reason = words.text("Some questions are still open.");
    else if (!form.unsaved.empty())
        view.submit.reason = words.text("Saving. One moment.");
    else if (unchanged)
        view.submit.reason = words.text("Nothing was changed yet.");
    if (form.lost)
        view.hint = view.submit.reason;
    else if (state.trouble)
        view.hint = words.text("Handing in did not work yet. Please press the key again in a moment, or call the nurse. Nothing is lost.");
    return view;
}

void describe(ReviewView const& view, Listing& out)
{
    out.line("title", view.title);
    out.line("summary", view.summary);
    out.line("hint", view.hint);
    for (auto const& row : view.rows) {
        out.line("row", row.number + " | " + row.topic + " | " + row.answer + (row.declined ? " (chip)" : ""));
        out.key(row.key);
    }
    out.key(view.back);
    out.key(view.submit);
}

void furnish(Frame& frame, AppState const& state, ReviewScreen const&, Catalogue const& words)
{
    Progress progress;
    if (state.form && state.form->definition) {
        progress.strong = state.form->definition->title.in(words.language());
        progress.rest = words.text("looking over the answers");
        progress.fraction = 1;
    }
    frame.progress = std::move(progress);
    frame.tools = form_tools(state, words);
}

void handle(ReviewScreen&, EditAnswer const& intent, Transition& t)
{
    auto const& form = t.state.form;
    if (form && !form->completing && place_of(screens_of(*form->definition, form->answers), intent.path))
        show_item(intent.path, t);
}

void handle(ReviewScreen&, Submit const&, Transition& t)
{
    auto& state = t.state;
    if (!state.form || state.form->completing)
        return;
    auto& form = *state.form;
    if ((form.by_staff ? !state.staff : !state.patient) || is_unchanged(form) || form.lost)
        return;
    if (!form.unsaved.empty() || first_open(screens_of(*form.definition, form.answers), form.answers))
        return;
    form.completing = true;
    state.trouble.reset();
    t.ask(CompleteResponse { form.definition, header_of(state, form), t.actor(), calls_for_help(form, state.timing.pain_high) });
}

void handle(ReviewScreen&, Back const&, Transition& t)
{
    auto const& form = t.state.form;
    if (!form || form->completing)
        return;
    auto const steps = screens_of(*form->definition, form->answers);
    if (!steps.empty())
        show_item(steps.back().path, t);
}

void handle(ReviewScreen&, Rest const&, Transition& t) { rest({ RestFrom::review, {} }, t); }

void handle(ReviewScreen&, HandBack const&, Transition& t)
{
    if (t.state.form && t.state.form->by_staff && !t.state.form->completing)
        leave_staff_form(t);
}

void handle(ReviewScreen&, ResponseCompleted const& event, Transition& t)
{
    auto& state = t.state;
    if (!state.form || state.form->response_id != event.response_id)
        return;
    bool const help = event.alerted || calls_for_help(*state.form, state.timing.pain_high);
    auto const& study = state.facts.study;
    if (event.alerted && study && study->tablet.alert_sound && !is_night(state))
        t.ask(CallAttention {});
    if (state.form->by_staff) {
        leave_staff_form(t);
        if (event.alerted)
            t.show(AlertsScreen {});
        return;
    }
    state.form.reset();
    if (help)
        t.show(PainHighScreen { true, {}, event.response_id, t.now });
    else
        t.show(ThanksScreen { event.response_id, t.now, t.now.monotonic_ms + state.timing.thanks });
    if (state.mode != Mode::practice)
        t.ask(LoadFacts {});
}

void handle(ReviewScreen&, Failed<CompleteResponse> const& event, Transition& t)
{
    if (t.state.form) {
        t.state.form->completing = false;
        t.state.trouble = event.code;
    }
}

bool go_ahead(AppState& state, ReviewScreen const&)
{
    if (!state.form || !state.form->definition)
        return false;
    auto const& form = *state.form;
    if (calls_for_help(form, state.timing.pain_high))
        state.screen = PainHighScreen { true, {}, form.response_id, state.now };
    else
        state.screen = ThanksScreen { form.response_id, state.now, 0 };
    return true;
}

} // namespace bedside::flow
