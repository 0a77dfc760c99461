// SPDX-License-Identifier: Apache-2.0
// Tasks, items, review and the end of a form.
#include "kiosk/flow/session.h"
#include "kiosk/flow/speech.h"
#include "kiosk/flow/writer.h"

#include <algorithm>

namespace bedside::flow {

void Writer::open_form(OpenResponse effect)
{
    m_state.trouble.reset();
    if (auto* tasks = std::get_if<TasksScreen>(&m_state.screen))
        tasks->opening = true;
    else
        m_state.screen = TasksScreen { .opening = true };
    ask(std::move(effect));
}

void Writer::operator()(StartTask const& intent)
{
    auto* tasks = on<TasksScreen>();
    if (!tasks || tasks->opening || !m_state.patient || !m_state.facts.study)
        return;
    auto const* form = m_state.facts.study->form(intent.form);
    auto const due = tasks_of(m_state, m_state.patient->number);
    auto const task = std::find_if(due.begin(), due.end(), [&](Task const& t) { return t.form == intent.form && t.visit == intent.visit && !t.done; });
    if (!form || !form->definition || task == due.end())
        return;
    open_form({ task->begun ? task->begun->response_id : std::string {}, m_state.patient->number, intent.form, intent.visit, form->definition->canonical(), actor(),
        m_state.patient->assisted_by });
}

void Writer::operator()(StartEpisode const&)
{
    auto const* tasks = on<TasksScreen>();
    auto const* own = on<LockScreen>() ? owner(m_state) : nullptr;
    if (!own && (!tasks || tasks->opening || !m_state.patient))
        return;
    auto const number = own ? own->number : m_state.patient->number;
    auto const* form = episode_form(m_state, number);
    if (!form)
        return;
    if (own)
        m_state.patient = PatientSession { number, {} };
    open_form({ {}, number, form->id, {}, form->definition->canonical(), actor(), m_state.patient->assisted_by });
}

// --- one item

forms::Item const* Writer::answerable(forms::ItemPath const& path)
{
    auto const* screen = on<ItemScreen>();
    if (!screen || screen->declining || screen->path != path || !m_state.form || m_state.form->completing)
        return nullptr;
    auto const steps = screens_of(*m_state.form->definition, m_state.form->answers);
    auto const place = place_of(steps, path);
    return place && asks(*steps[*place].item) ? steps[*place].item : nullptr;
}

void Writer::save(forms::ItemPath const& path, forms::Answer const& answer)
{
    auto& form = *m_state.form;
    auto const& before = answer_at(form.answers, path);
    if (before == answer)
        return;
    if (says_something(answer))
        form.answers[path] = answer;
    else
        form.answers.erase(path);
    auto const ticket = m_state.next_ticket++;
    form.unsaved[path] = ticket;
    ask(SaveAnswer { ticket, form.response_id, path, answer, actor(), m_state.patient ? m_state.patient->assisted_by : std::string {} });
}

void Writer::enter(forms::ItemPath const& path, std::optional<Entered> const& entered)
{
    auto* screen = on<ItemScreen>();
    if (!screen || !entered)
        return;
    hush();
    screen->draft = entered->draft;
    screen->note = entered->note;
    if (entered->note.empty())
        save(path, entered->answer);
}

void Writer::operator()(Choose const& intent)
{
    if (auto const* item = answerable(intent.path))
        enter(intent.path, choose(*item, answer_at(m_state.form->answers, intent.path), intent.option, m_state.language));
}

void Writer::operator()(StepEntry const& intent)
{
    if (auto const* item = answerable(intent.path)) {
        auto entered = step_entry(*item, answer_at(m_state.form->answers, intent.path), intent.field, intent.delta, m_now);
        if (entered)
            entered->draft = typed_text(entered->answer);
        enter(intent.path, entered);
    }
}

void Writer::operator()(QuickTime const& intent)
{
    if (auto const* item = answerable(intent.path))
        enter(intent.path, quick_time(*item, intent.minutes_ago, m_now));
}

void Writer::operator()(QuickNumber const& intent)
{
    if (auto const* item = answerable(intent.path))
        enter(intent.path, quick_number(*item, intent.value));
}

void Writer::operator()(TypeKey const& intent)
{
    if (auto const* item = answerable(intent.path))
        enter(intent.path, type_key(*item, on<ItemScreen>()->draft, intent.text));
}

void Writer::operator()(ClearEntry const& intent)
{
    if (answerable(intent.path))
        enter(intent.path, Entered {});
}

void Writer::operator()(InkStroke const& intent)
{
    if (auto const* item = answerable(intent.path))
        enter(intent.path, add_stroke(*item, answer_at(m_state.form->answers, intent.path), intent.points));
}

// --- going on

void Writer::show_item(forms::ItemPath const& path)
{
    hush();
    auto const& form = *m_state.form;
    m_state.screen = ItemScreen { path, typed_text(answer_at(form.answers, path)), false, {} };
    if (m_state.mode != Mode::practice)
        ask(SetCurrentPath { form.response_id, path });
}

void Writer::after_item(forms::ItemPath const& path)
{
    auto& form = *m_state.form;
    auto const steps = screens_of(*form.definition, form.answers);
    auto const place = place_of(steps, path);
    auto const open = first_open(steps, form.answers);
    std::optional<forms::ItemPath> next;
    if (form.reviewing)
        next = open; // an edit may have opened new questions
    else if (place && *place + 1 < steps.size())
        next = steps[*place + 1].path;
    else
        next = open;
    if (next) {
        show_item(*next);
        return;
    }
    hush();
    form.reviewing = true;
    m_state.screen = ReviewScreen {};
}

void Writer::operator()(Next const&)
{
    auto const* screen = on<ItemScreen>();
    if (!screen || screen->declining || !m_state.form || m_state.form->completing)
        return;
    auto& form = *m_state.form;
    auto const path = screen->path;
    auto const steps = screens_of(*form.definition, form.answers);
    auto const place = place_of(steps, path);
    if (place && asks(*steps[*place].item)) {
        auto const& answer = answer_at(form.answers, path);
        if (!says_something(answer) || form.unsaved.contains(path))
            return;
        if (!form.pain_told && calls_for_help(*steps[*place].item, answer, m_state.timing.pain_high)) {
            form.pain_told = true;
            hush();
            m_state.screen = PainHighScreen { false, path, {}, m_now };
            return;
        }
    }
    after_item(path);
}

void Writer::operator()(Back const&)
{
    hush();
    if (on<SyncScreen>()) {
        m_state.screen = ParticipantsScreen {};
        return;
    }
    if (on<PinScreen>()) {
        m_state.screen = LockScreen {};
        return;
    }
    if (!m_state.form || m_state.form->completing)
        return;
    auto const steps = screens_of(*m_state.form->definition, m_state.form->answers);
    if (on<ReviewScreen>()) {
        if (!steps.empty())
            show_item(steps.back().path);
        return;
    }
    auto const* screen = on<ItemScreen>();
    if (!screen)
        return;
    if (screen->declining) {
        (*this)(CancelDecline {});
        return;
    }
    auto const place = place_of(steps, screen->path);
    if (place && *place > 0)
        show_item(steps[*place - 1].path);
    else if (m_state.mode != Mode::practice) {
        m_state.form.reset();
        m_state.screen = TasksScreen {};
        ask(LoadFacts {});
    }
}

void Writer::operator()(AskDecline const&)
{
    auto* screen = on<ItemScreen>();
    if (screen && answerable(screen->path)) {
        hush();
        screen->declining = true;
    }
}

void Writer::operator()(CancelDecline const&)
{
    if (auto* screen = on<ItemScreen>())
        screen->declining = false;
}

void Writer::operator()(ConfirmDecline const&)
{
    auto* screen = on<ItemScreen>();
    if (!screen || !screen->declining)
        return;
    screen->declining = false;
    screen->draft.clear();
    screen->note.clear();
    if (answerable(screen->path))
        save(screen->path, forms::Answer { {}, forms::Absence::asked_declined });
}

void Writer::operator()(EditAnswer const& intent)
{
    if (!on<ReviewScreen>() || !m_state.form || m_state.form->completing)
        return;
    if (place_of(screens_of(*m_state.form->definition, m_state.form->answers), intent.path))
        show_item(intent.path);
}

void Writer::operator()(Submit const&)
{
    if (!on<ReviewScreen>() || !m_state.form || m_state.form->completing || !m_state.patient)
        return;
    auto& form = *m_state.form;
    if (!form.unsaved.empty() || first_open(screens_of(*form.definition, form.answers), form.answers))
        return;
    form.completing = true;
    m_state.trouble.reset();
    forms::ResponseHeader header;
    header.id = form.response_id;
    header.subject = m_state.patient->number;
    header.language = m_state.language;
    header.authored = m_now;
    header.assisted_by = m_state.patient->assisted_by;
    header.tablet = m_state.facts.tablet;
    header.visit = form.visit;
    if (auto const& study = m_state.facts.study) {
        header.study = study->id;
        auto const* person = participant(m_state, m_state.patient->number);
        auto const history = m_state.facts.history.find(m_state.patient->number);
        static std::vector<study::ResponseFact> const none;
        if (person && !form.visit.empty()) {
            for (auto const& planned : study::plan(*study, *person, history == m_state.facts.history.end() ? none : history->second, m_now)) {
                if (planned.form == form.form && planned.visit == form.visit)
                    header.flags = planned.flags;
            }
        }
    }
    ask(CompleteResponse { form.definition, std::move(header), actor(), calls_for_help(form, m_state.timing.pain_high) });
}

// --- the end, and rest

void Writer::operator()(Acknowledge const&)
{
    auto const* pain = on<PainHighScreen>();
    if (!pain)
        return;
    auto const shown = *pain;
    if (m_state.mode != Mode::practice)
        audit("help-text-read", shown.at_end ? "end" : "item");
    if (shown.at_end)
        m_state.screen = ThanksScreen { shown.response_id, shown.saved, m_now.monotonic_ms + m_state.timing.thanks };
    else if (m_state.form)
        after_item(shown.path);
}

void Writer::operator()(HandBack const&)
{
    if (on<ThanksScreen>() || on<PainHighScreen>() || on<RestScreen>() || on<TasksScreen>())
        lock();
}

void Writer::operator()(Rest const&)
{
    if (!m_state.patient || (m_state.form && m_state.form->completing))
        return;
    RestScreen rest;
    if (auto const* item = on<ItemScreen>())
        rest = { RestFrom::item, item->path };
    else if (on<ReviewScreen>())
        rest.from = RestFrom::review;
    else if (!on<TasksScreen>())
        return;
    hush();
    m_state.screen = rest;
}

void Writer::operator()(GoOn const&)
{
    if (auto const* rest = on<RestScreen>()) {
        auto const back = *rest;
        if (back.from == RestFrom::item && m_state.form)
            show_item(back.path);
        else if (back.from == RestFrom::review && m_state.form)
            m_state.screen = ReviewScreen {};
        else
            m_state.screen = TasksScreen {};
        return;
    }
    if (on<ThanksScreen>() && m_state.patient && m_state.mode != Mode::practice) {
        m_state.screen = TasksScreen {};
        return;
    }
    if (auto const* own = on<LockScreen>() ? owner(m_state) : nullptr) {
        m_state.patient = PatientSession { own->number, {} };
        m_state.language = own->language.empty() ? m_state.device_language : own->language;
        m_state.screen = TasksScreen {};
    }
}

void Writer::operator()(ReadAloud const&)
{
    if (m_state.spoken >= 0) {
        (*this)(StopReading {});
        return;
    }
    auto const parts = spoken_parts(m_state);
    if (!m_state.can_speak || parts.empty())
        return;
    m_state.spoken = 0;
    ask(Speak { parts, m_state.language });
    if (m_state.mode != Mode::practice)
        audit("read-aloud");
}

void Writer::operator()(StopReading const&) { hush(); }

} // namespace bedside::flow
