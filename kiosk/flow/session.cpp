// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/session.h"

#include "kiosk/flow/entry.h"

#include <algorithm>

namespace bedside::flow {
std::vector<forms::Step> screens_of(forms::Definition const& definition, forms::Answers const& answers) { return forms::single_steps(definition, answers); }

std::optional<std::size_t> place_of(std::vector<forms::Step> const& steps, std::string_view path)
{
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (steps[i].path == path)
            return i;
    }
    return std::nullopt;
}

bool asks(forms::Item const& item)
{
    return !std::holds_alternative<forms::DisplayItem>(item.kind) && !std::holds_alternative<forms::GroupItem>(item.kind) && !item.read_only;
}

std::optional<forms::ItemPath> item_after(FormSession const& form, std::string_view path)
{
    auto const steps = screens_of(*form.definition, form.answers);
    auto const place = place_of(steps, path);
    if (!form.reviewing && place && *place + 1 < steps.size()) // an edit from the review may have opened new questions
        return steps[*place + 1].path;
    return first_open(steps, form.answers);
}

ItemScreen item_screen(FormSession const& form, std::string_view path)
{
    auto const& answer = answer_at(form.answers, path);
    ItemScreen screen { forms::ItemPath(path), typed_text(answer), false, {} };
    auto const steps = screens_of(*form.definition, form.answers);
    if (auto const place = place_of(steps, path))
        screen.unit = unit_of(*steps[*place].item, answer);
    return screen;
}

forms::Answer const& answer_at(forms::Answers const& answers, std::string_view path)
{
    static forms::Answer const none;
    auto const found = answers.find(path);
    return found == answers.end() ? none : found->second;
}

std::optional<forms::ItemPath> first_open(std::vector<forms::Step> const& steps, forms::Answers const& answers)
{
    for (auto const& step : steps) {
        if (asks(*step.item) && !says_something(answer_at(answers, step.path)))
            return step.path;
    }
    return std::nullopt;
}

Count count(std::vector<forms::Step> const& steps, forms::Answers const& answers, std::string_view path)
{
    Count counted;
    for (auto const& step : steps) {
        if (asks(*step.item)) {
            ++counted.total;
            counted.answered += says_something(answer_at(answers, step.path)) ? 1 : 0;
        }
        if (step.path == path)
            counted.position = counted.total + (asks(*step.item) ? 0 : 1);
    }
    counted.position = std::min(counted.position, counted.total);
    return counted;
}

bool calls_for_help(forms::Item const& item, forms::Answer const& answer, int limit)
{
    auto const* integer = std::get_if<forms::IntegerItem>(&item.kind);
    if (!integer || integer->minimum != 0 || integer->maximum != 10 || answer.values.empty() || !std::holds_alternative<std::int32_t>(answer.values.front()))
        return false;
    // LOINC 72514-3: pain severity 0-10; CDISC QSCAT: PI0101 now, PI0102 average of the past 24 h
    bool const pain = std::any_of(item.codes.begin(), item.codes.end(),
        [](forms::Coding const& coding) { return coding.code == "72514-3" || coding.code == "PI0101" || coding.code == "PI0102"; });
    return pain && std::get<std::int32_t>(answer.values.front()) >= limit;
}

bool calls_for_help(FormSession const& form, int limit)
{
    if (!form.definition)
        return false;
    auto const steps = screens_of(*form.definition, form.answers);
    return std::any_of(steps.begin(), steps.end(),
        [&](forms::Step const& step) { return calls_for_help(*step.item, answer_at(form.answers, step.path), limit); });
}

study::Participant const* participant(AppState const& state, std::string_view number)
{
    auto const found = std::find_if(state.facts.roster.begin(), state.facts.roster.end(), [&](auto const& known) { return known.number == number; });
    return found == state.facts.roster.end() ? nullptr : &*found;
}

study::StudyForm const* episode_form(AppState const& state, std::string_view number)
{
    auto const* person = participant(state, number);
    if (!state.facts.study || !person)
        return nullptr;
    for (auto const& event : study::event_forms(*state.facts.study, *person, state.now)) {
        auto const* form = state.facts.study->form(event.form);
        if (form && !form->staff && form->definition)
            return form;
    }
    return nullptr;
}

study::Participant const* owner(AppState const& state)
{
    if (state.mode != Mode::home)
        return nullptr;
    auto const& roster = state.facts.roster;
    auto const own = std::find_if(roster.begin(), roster.end(), [&](auto const& person) { return person.tablet == state.facts.tablet; });
    return own == roster.end() ? nullptr : &*own;
}

namespace {

/// Planned forms of one filler: due now, or done in a window that is still open.
void add_planned(std::vector<Task>& tasks, AppState const& state, study::Participant const& person, Filler filler)
{
    auto const begun = [&](std::string_view form, std::string_view visit) -> std::optional<OpenForm> {
        for (auto const& open : state.facts.open) {
            if (open.participant == person.number && open.form == form && open.visit == visit && open.amends.empty() && open.by_staff == (filler == Filler::staff))
                return open;
        }
        return std::nullopt;
    };
    static std::vector<study::ResponseFact> const none;
    auto const history = state.facts.history.find(person.number);
    for (auto const& planned : study::plan(*state.facts.study, person, history == state.facts.history.end() ? none : history->second, state.now)) {
        auto const* form = state.facts.study->form(planned.form);
        if (!form || form->staff != (filler == Filler::staff) || !form->definition)
            continue;
        bool const finished = planned.state == study::DueState::done || planned.state == study::DueState::late;
        bool const open_window = planned.opens.wall_ms <= state.now.wall_ms && state.now.wall_ms < planned.closes.wall_ms;
        if (planned.state == study::DueState::due || planned.state == study::DueState::overdue || (finished && open_window))
            tasks.push_back({ planned.form, planned.visit, finished, finished ? std::nullopt : begun(planned.form, planned.visit), planned.closes, false });
    }
}

} // namespace

std::vector<Task> tasks_of(AppState const& state, std::string_view number)
{
    std::vector<Task> tasks;
    auto const* person = participant(state, number);
    if (!state.facts.study || !person)
        return tasks;
    for (auto const& open : state.facts.open) {
        auto const* form = state.facts.study->form(open.form);
        if (open.participant == number && open.visit.empty() && !open.by_staff && form && !form->staff)
            tasks.push_back({ open.form, {}, false, open, {}, true });
    }
    add_planned(tasks, state, *person, Filler::patient);
    return tasks;
}

std::vector<Task> staff_tasks_of(AppState const& state, std::string_view number)
{
    std::vector<Task> tasks;
    auto const* person = participant(state, number);
    if (state.facts.study && person)
        add_planned(tasks, state, *person, Filler::staff);
    return tasks;
}

SentForm const* sent_form(AppState const& state, std::string_view response_id)
{
    auto const& forms = state.facts.sync.forms;
    auto const found = std::find_if(forms.begin(), forms.end(), [&](SentForm const& form) { return form.response_id == response_id; });
    return found == forms.end() ? nullptr : &*found;
}

forms::Definition const* shown_form(AppState const& state)
{
    if (state.form && state.form->definition)
        return state.form->definition.get();
    return state.practice.get();
}

bool is_event(AppState const& state)
{
    if (!state.form || !state.facts.study)
        return false;
    auto const* diary = state.facts.study->diary_of_form(state.form->form);
    return diary && diary->kind == study::DiaryKind::event;
}

std::string screen_name(AppState const& state)
{
    if (state.chooser)
        return "chooser";
    struct Namer {
        std::string operator()(LockScreen const&) const { return "lock"; }
        std::string operator()(DarkScreen const&) const { return "dark"; }
        std::string operator()(PinScreen const&) const { return "pin"; }
        std::string operator()(ParticipantsScreen const&) const { return "participants"; }
        std::string operator()(IdentityScreen const&) const { return "identity"; }
        std::string operator()(TasksScreen const&) const { return "tasks"; }
        std::string operator()(ItemScreen const& item) const { return item.declining ? "decline" : "item"; }
        std::string operator()(ReviewScreen const&) const { return "review"; }
        std::string operator()(ThanksScreen const&) const { return "thanks"; }
        std::string operator()(PainHighScreen const&) const { return "pain_high"; }
        std::string operator()(RestScreen const&) const { return "rest"; }
        std::string operator()(HelperScreen const&) const { return "helper"; }
        std::string operator()(AlertsScreen const&) const { return "alerts"; }
        std::string operator()(StaffScreen const&) const { return "staff"; }
        std::string operator()(ChartScreen const&) const { return "chart"; }
        std::string operator()(ReasonScreen const&) const { return "reason"; }
        std::string operator()(AuditScreen const&) const { return "audit"; }
        std::string operator()(RescueScreen const&) const { return "rescue"; }
        std::string operator()(SelfTestScreen const&) const { return "self_test"; }
        std::string operator()(LeaveScreen const&) const { return "leave"; }
        std::string operator()(SyncScreen const&) const { return "sync"; }
        std::string operator()(RecoveryScreen const& recovery) const { return recovery.passphrase_open ? "passphrase" : "recovery"; }
        std::string operator()(CleaningScreen const&) const { return "cleaning"; }
    };
    return std::visit(Namer {}, state.screen);
}

bool is_night(AppState const& state)
{
    auto const& study = state.facts.study;
    return study && study->tablet.is_quiet(study->zone.minute_of_day(state.now.wall_ms));
}

Light light_of(AppState const& state)
{
    if (std::holds_alternative<DarkScreen>(state.screen))
        return Light::none;
    return is_night(state) ? Light::night : Light::day;
}

std::string place_name(AppState const& state)
{
    auto name = screen_name(state);
    if (auto const* item = std::get_if<ItemScreen>(&state.screen); item && !state.chooser)
        name += " " + item->path;
    return name;
}

} // namespace bedside::flow
