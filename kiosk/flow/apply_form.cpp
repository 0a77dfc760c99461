// SPDX-License-Identifier: Apache-2.0
// Tasks, items and review.
#include "kiosk/flow/session.h"
#include "kiosk/flow/writer.h"

#include <algorithm>

namespace bedside::flow {

void Writer::open_form(OpenResponse effect)
{
    m_state.trouble.reset();
    if (auto* tasks = std::get_if<TasksScreen>(&m_state.screen))
        tasks->opening = true;
    else if (auto* records = std::get_if<StaffScreen>(&m_state.screen))
        records->opening = true;
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
    open_form({ .response_id = task->begun ? task->begun->response_id : std::string {}, .participant = m_state.patient->number, .form = intent.form, .visit = intent.visit,
        .actor = actor(), .assisted_by = m_state.patient->assisted_by });
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
    open_form({ .response_id = {}, .participant = number, .form = form->id, .visit = {}, .actor = actor(), .assisted_by = m_state.patient->assisted_by });
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
    form.changed = true;
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
    screen->unit = entered->unit;
    if (entered->note.empty())
        save(path, entered->answer);
}

void Writer::operator()(Choose const& intent)
{
    if (auto const* item = answerable(intent.path))
        enter(intent.path, choose(*item, answer_at(m_state.form->answers, intent.path), intent.option, m_state.language));
}

std::optional<Instant> Writer::earliest_onset(forms::ItemPath const& path) const
{
    auto const& form = *m_state.form;
    auto const* diary = m_state.facts.study && !form.by_staff ? m_state.facts.study->diary_of_form(form.form) : nullptr;
    if (!diary || diary->kind != study::DiaryKind::event || diary->onset_item != path)
        return std::nullopt;
    constexpr std::int64_t step = 5 * 60'000;
    auto earliest = m_now;
    earliest.wall_ms -= diary->late_hours * 3'600'000LL;
    earliest.wall_ms += (step - earliest.wall_ms % step) % step; // as the steppers count
    return earliest;
}

void Writer::operator()(StepEntry const& intent)
{
    auto const* item = answerable(intent.path);
    if (!item)
        return;
    auto const& before = answer_at(m_state.form->answers, intent.path);
    auto entered = step_entry(*item, before, intent.field, intent.delta, m_now);
    if (!entered)
        return;
    auto const earliest = earliest_onset(intent.path);
    if (auto const onset = moment_of(entered->answer); earliest && onset && onset->wall_ms < earliest->wall_ms) {
        if (intent.field == EntryField::day)
            entered->answer = forms::Answer { { forms::DateTime { iso8601(*earliest) } }, std::nullopt }; // "yesterday": as far back as it goes
        else
            entered = Entered { before, {}, "That is too long ago to enter here. Please tell the nurse." };
    }
    entered->draft = typed_text(entered->answer);
    enter(intent.path, entered);
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
        enter(intent.path, type_key(*item, on<ItemScreen>()->draft, on<ItemScreen>()->unit, intent.text));
}

void Writer::operator()(ChooseUnit const& intent)
{
    if (auto const* item = answerable(intent.path))
        enter(intent.path, choose_unit(*item, on<ItemScreen>()->draft, intent.unit));
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
    m_state.screen = item_screen(form, path);
    if (m_state.mode != Mode::practice)
        ask(SetCurrentPath { form.response_id, path });
}

void Writer::after_item(forms::ItemPath const& path)
{
    if (auto const next = item_after(*m_state.form, path)) {
        show_item(*next);
        return;
    }
    hush();
    m_state.form->reviewing = true;
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
    if (on<SelfTestScreen>()) {
        m_state.screen = SyncScreen {};
        return;
    }
    if (on<PinScreen>()) {
        m_state.screen = LockScreen {};
        return;
    }
    if (on<AlertsScreen>()) {
        show_staff_start();
        return;
    }
    if (on<StaffScreen>()) {
        m_state.screen = ParticipantsScreen { RosterFilter::staff, 0 };
        return;
    }
    if (auto const* chart = on<ChartScreen>()) {
        m_state.screen = StaffScreen { .number = chart->number };
        return;
    }
    if (auto const* reason = on<ReasonScreen>()) {
        m_state.screen = StaffScreen { .number = reason->number };
        return;
    }
    if (on<HelperScreen>()) {
        m_state.screen = TasksScreen {};
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
    else if (m_state.form->by_staff)
        leave_staff_form();
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
    screen->unit.reset();
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

} // namespace bedside::flow
