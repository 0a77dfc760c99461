// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/screens/item.h"

#include "kiosk/flow/entry.h"
#include "kiosk/flow/listing.h"
#include "kiosk/flow/transition.h"
#include "kiosk/flow/walk.h"
#include "kiosk/flow/words.h"

namespace bedside::flow {
namespace {

/// No closing mark: a topic word, not a sentence.
bool is_topic(std::string_view text)
{
    for (std::string_view const end : { "?", ".", ":", "？", "。", "：", "…" }) {
        if (text.ends_with(end))
            return false;
    }
    return !text.empty() && text.size() <= 48;
}

ItemView item_view(AppState const& state, ItemScreen const& screen, Catalogue const& words)
{
    ItemView view;
    view.path = screen.path;
    view.back = make_key("back", is_event(state) ? words.text("Previous step") : words.text("Previous question"), Back {}, Icon::back);
    view.next = make_key("next", is_event(state) ? words.text("Next step") : words.text("Next question"), Next {}, Icon::next);
    if (!state.form || !state.form->definition)
        return view;
    auto const& form = *state.form;
    auto const steps = screens_of(*form.definition, form.answers);
    auto const place = place_of(steps, screen.path);
    if (!place) // branching took it away under our feet: going on leads to what is open
        return view;
    auto const& item = *steps[*place].item;
    auto const& answer = answer_at(form.answers, screen.path);
    auto const& language = words.language();
    view.header = item.header.empty() ? std::string {} : item.header.in(language);
    view.text = item.text.in(language);
    view.topic = is_topic(view.text);
    view.help = item.help.empty() ? std::string {} : item.help.in(language);
    view.control = control_of(state, screen, item, answer, !form.completing, words);
    view.spoken = state.spoken;
    if (form.reviewing)
        view.next.label = words.text("To the overview");
    view.back.enabled = *place > 0 || state.mode != Mode::practice;
    if (!view.back.enabled)
        view.back.reason = words.text("This is the first question.");
    if (!asks(item))
        return view;

    view.decline = make_key("decline", words.text("Prefer not to answer"), AskDecline {});
    view.decline->selected = answer.absence.has_value();
    bool const saved = !form.unsaved.contains(screen.path);
    if (says_something(answer)) {
        if (answer.absence)
            view.readout = words.text("You prefer not to answer this.");
        else if (std::holds_alternative<BoxRowControl>(view.control))
            view.readout = words.text("You chose {answer}", { { "answer", answer_text(item, answer, state.now, words) } });
        else if (std::holds_alternative<BodyMapControl>(view.control))
            view.readout = words.text("You tapped {n} place:", "You tapped {n} places:", static_cast<long>(answer.values.size()));
        view.hint = saved ? words.text(answer.absence ? "You can still answer." : change_hint(view.control)) : std::string {};
    } else {
        view.hint = words.text(invitation(item, view.control));
    }
    if (!screen.note.empty()) {
        view.hint = words.text(screen.note);
        view.hint_tone = Tone::wait;
    }
    if (form.lost) {
        view.hint = words.text("This form can't be filled in any further on this tablet. Please call the nurse.");
        view.hint_tone = Tone::wait;
    } else if (form.save_failed && !saved) {
        view.hint = words.text("The tablet can't save just now and keeps trying. Please wait a little, or call the nurse.");
        view.hint_tone = Tone::wait;
    }
    view.next.enabled = says_something(answer) && saved;
    if (!says_something(answer))
        view.next.reason = words.text("Please answer first, or press “Prefer not to answer”.");
    else if (!saved)
        view.next.reason = form.lost ? view.hint : words.text("Saving. One moment.");
    return view;
}

DeclineView decline_view(Catalogue const& words)
{
    DeclineView view;
    view.title = words.text("You would rather not answer this question?");
    view.text = words.text("That is all right. It is noted that you prefer not to answer, and you go on. You can still change it later.");
    view.back = make_key("cancel", words.text("Back to the question"), CancelDecline {}, Icon::back);
    view.confirm = make_key("confirm", words.text("Yes, I prefer not to answer"), ConfirmDecline {}, Icon::check);
    return view;
}

/// The item of this screen when it can be answered now, or nullptr.
forms::Item const* answerable(AppState const& state, ItemScreen const& screen, forms::ItemPath const& path)
{
    if (screen.declining || screen.path != path || !state.form || state.form->completing)
        return nullptr;
    auto const steps = screens_of(*state.form->definition, state.form->answers);
    auto const place = place_of(steps, path);
    return place && asks(*steps[*place].item) ? steps[*place].item : nullptr;
}

/// Keeps an answer that differs from the one before, and has it saved.
void save(forms::ItemPath const& path, forms::Answer const& answer, Transition& t)
{
    auto& form = *t.state.form;
    if (answer_at(form.answers, path) == answer)
        return;
    if (says_something(answer))
        form.answers[path] = answer;
    else
        form.answers.erase(path);
    auto const ticket = t.state.next_ticket++;
    form.unsaved[path] = ticket;
    t.ask(SaveAnswer { ticket, form.response_id, path, answer, t.actor(), t.state.patient ? t.state.patient->assisted_by : std::string {} });
}

/// Takes in one press on the item's control; `press` makes of the item and its answer what was entered.
template <typename Press>
void enter(ItemScreen& screen, forms::ItemPath const& path, Transition& t, Press press)
{
    auto const* item = answerable(t.state, screen, path);
    std::optional<Entered> const entered = item ? press(*item, answer_at(t.state.form->answers, path)) : std::nullopt;
    if (!entered)
        return;
    screen.draft = entered->draft;
    screen.note = entered->note;
    screen.unit = entered->unit;
    if (entered->note.empty())
        save(path, entered->answer, t);
}

/// The earliest moment that a patient may give as the onset at this path; none: the path is no such item, or staff enters it.
std::optional<Instant> earliest_onset(AppState const& state, forms::ItemPath const& path)
{
    auto const& form = *state.form;
    auto const* diary = state.facts.study && !form.by_staff ? state.facts.study->diary_of_form(form.form) : nullptr;
    if (!diary || diary->kind != study::DiaryKind::event || diary->onset_item != path)
        return std::nullopt;
    constexpr std::int64_t step = 5 * 60'000;
    auto earliest = state.now;
    earliest.wall_ms -= diary->late_hours * 3'600'000LL;
    earliest.wall_ms += (step - earliest.wall_ms % step) % step; // as the steppers count
    return earliest;
}

} // namespace

// --- what it shows

std::variant<ItemView, DeclineView> view_of(AppState const& state, ItemScreen const& screen, Catalogue const& words)
{
    if (screen.declining)
        return decline_view(words);
    return item_view(state, screen, words);
}

void describe(ItemView const& view, Listing& out)
{
    out.line("header", view.header);
    out.line(view.topic ? "topic" : "question", view.text);
    out.line("help", view.help);
    describe(view.control, out);
    out.line("readout", view.readout);
    out.line("hint", view.hint);
    out.key(view.back);
    out.key(view.decline);
    out.key(view.next);
}

void describe(DeclineView const& view, Listing& out)
{
    out.line("title", view.title);
    out.line("text", view.text);
    out.key(view.back);
    out.key(view.confirm);
}

std::vector<SpokenPart> reading_of(ItemView const& item)
{
    std::vector<SpokenPart> parts(1);
    auto const add = [](SpokenPart& part, std::string const& text) {
        if (!text.empty())
            part.push_back(text);
    };
    add(parts[0], item.header);
    add(parts[0], item.text);
    if (auto const* options = std::get_if<OptionsControl>(&item.control)) {
        for (auto const& key : options->options)
            parts.push_back({ key.label });
    } else if (auto const* boxes = std::get_if<BoxRowControl>(&item.control); boxes && !boxes->boxes.empty()) {
        for (auto const& key : boxes->boxes)
            parts.push_back({ key.label });
        add(parts[1], boxes->low);
        add(parts.back(), boxes->high);
    }
    return parts;
}

void furnish(Frame& frame, AppState const& state, ItemScreen const& screen, Catalogue const& words)
{
    Progress progress;
    if (state.form && state.form->definition) {
        auto const& form = *state.form;
        auto const title = form.definition->title.in(words.language());
        auto const counted = count(screens_of(*form.definition, form.answers), form.answers, screen.path);
        auto const position = std::to_string(counted.position);
        auto const total = std::to_string(counted.total);
        if (form.by_staff || is_event(state)) {
            progress.strong = form.by_staff ? form.participant + "　" + title : title;
            progress.rest = words.text("step {n} of {total}", { { "n", position }, { "total", total } });
        } else {
            progress.strong = words.text("Question {n}", { { "n", position } });
            progress.rest = words.text("of {total}", { { "total", total } });
        }
        progress.fraction = counted.total > 0 ? static_cast<double>(counted.position) / counted.total : 0;
    }
    frame.progress = std::move(progress);
    if (!screen.declining)
        frame.tools = form_tools(state, words);
}

std::vector<Key> form_tools(AppState const& state, Catalogue const& words)
{
    if (state.form && state.form->by_staff)
        return { size_key(words), make_key("leave", words.text("Close"), HandBack {}, Icon::cross) };
    return { size_key(words), rest_key(words) };
}

// --- answering

void handle(ItemScreen& screen, Choose const& intent, Transition& t)
{
    enter(screen, intent.path, t, [&](auto const& item, auto const& old) { return choose(item, old, intent.option, t.state.language); });
}

void handle(ItemScreen& screen, StepEntry const& intent, Transition& t)
{
    enter(screen, intent.path, t, [&](auto const& item, auto const& old) {
        auto entered = step_entry(item, old, intent.field, intent.delta, t.now);
        if (!entered)
            return entered;
        auto const earliest = earliest_onset(t.state, intent.path);
        if (auto const onset = moment_of(entered->answer); earliest && onset && onset->wall_ms < earliest->wall_ms) {
            if (intent.field == EntryField::day) // "yesterday": as far back as it goes
                entered->answer = forms::Answer { { forms::DateTime { iso8601(*earliest) } }, std::nullopt };
            else
                entered = Entered { old, {}, "That is too long ago to enter here. Please tell the nurse." };
        }
        entered->draft = typed_text(entered->answer);
        return entered;
    });
}

void handle(ItemScreen& screen, QuickTime const& intent, Transition& t)
{
    enter(screen, intent.path, t, [&](auto const& item, auto const&) { return quick_time(item, intent.minutes_ago, t.now); });
}

void handle(ItemScreen& screen, QuickNumber const& intent, Transition& t)
{
    enter(screen, intent.path, t, [&](auto const& item, auto const&) { return quick_number(item, intent.value); });
}

void handle(ItemScreen& screen, TypeKey const& intent, Transition& t)
{
    enter(screen, intent.path, t, [&](auto const& item, auto const&) { return type_key(item, screen.draft, screen.unit, intent.text); });
}

void handle(ItemScreen& screen, ChooseUnit const& intent, Transition& t)
{
    enter(screen, intent.path, t, [&](auto const& item, auto const&) { return choose_unit(item, screen.draft, intent.unit); });
}

void handle(ItemScreen& screen, ClearEntry const& intent, Transition& t)
{
    enter(screen, intent.path, t, [](auto const&, auto const&) { return std::optional(Entered {}); });
}

void handle(ItemScreen& screen, InkStroke const& intent, Transition& t)
{
    enter(screen, intent.path, t, [&](auto const& item, auto const& old) { return add_stroke(item, old, intent.points); });
}

void handle(ItemScreen& screen, AskDecline const&, Transition& t)
{
    if (answerable(t.state, screen, screen.path))
        screen.declining = true;
}

void handle(ItemScreen& screen, CancelDecline const&, Transition&) { screen.declining = false; }

void handle(ItemScreen& screen, ConfirmDecline const&, Transition& t)
{
    if (!screen.declining)
        return;
    screen.declining = false;
    screen.draft.clear();
    screen.note.clear();
    screen.unit.reset();
    if (answerable(t.state, screen, screen.path))
        save(screen.path, forms::Answer { {}, forms::Absence::asked_declined }, t);
}

// --- going on

void handle(ItemScreen& screen, Next const&, Transition& t)
{
    if (screen.declining || !t.state.form || t.state.form->completing)
        return;
    auto& form = *t.state.form;
    auto const path = screen.path;
    auto const steps = screens_of(*form.definition, form.answers);
    auto const place = place_of(steps, path);
    if (place && asks(*steps[*place].item)) {
        auto const& answer = answer_at(form.answers, path);
        if (!says_something(answer) || form.unsaved.contains(path))
            return;
        if (!form.pain_told && calls_for_help(*steps[*place].item, answer, t.state.timing.pain_high)) {
            form.pain_told = true;
            t.show(PainHighScreen { false, path, {}, t.now });
            return;
        }
    }
    show_after(path, t);
}

void handle(ItemScreen& screen, Back const&, Transition& t)
{
    auto& state = t.state;
    if (!state.form || state.form->completing)
        return;
    if (screen.declining) {
        screen.declining = false;
        return;
    }
    auto const steps = screens_of(*state.form->definition, state.form->answers);
    auto const place = place_of(steps, screen.path);
    if (place && *place > 0) {
        show_item(steps[*place - 1].path, t);
    } else if (state.form->by_staff) {
        leave_staff_form(t);
    } else if (state.mode != Mode::practice) {
        state.form.reset();
        t.show(TasksScreen {});
        t.ask(LoadFacts {});
    }
}

void handle(ItemScreen& screen, Rest const&, Transition& t) { rest({ RestFrom::item, screen.path }, t); }

void handle(ItemScreen&, HandBack const&, Transition& t)
{
    if (t.state.form && t.state.form->by_staff && !t.state.form->completing)
        leave_staff_form(t);
}

bool go_ahead(AppState& state, ItemScreen const& screen)
{
    if (screen.declining || !state.form || !state.form->definition)
        return false;
    auto const& form = *state.form;
    auto const steps = screens_of(*form.definition, form.answers);
    auto const place = place_of(steps, screen.path);
    bool const helped = !form.pain_told && place && calls_for_help(*steps[*place].item, answer_at(form.answers, screen.path), state.timing.pain_high);
    state.screen = helped ? Screen(PainHighScreen { false, screen.path, {}, state.now }) : screen_after(form, screen.path);
    return true;
}

} // namespace bedside::flow
