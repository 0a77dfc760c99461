// SPDX-License-Identifier: Apache-2.0
// What came back from the store, and the passing of time.
#include "kiosk/flow/session.h"
#include "kiosk/flow/writer.h"

#include <algorithm>

namespace bedside::flow {

namespace {

bool is_locked(AppState const& state) { return std::holds_alternative<LockScreen>(state.screen) || std::holds_alternative<DarkScreen>(state.screen); }

/// Whether the privacy lock watches this screen.
bool is_watched(AppState const& state)
{
    if (state.mode == Mode::practice)
        return false;
    return !std::holds_alternative<RecoveryScreen>(state.screen) && !std::holds_alternative<CleaningScreen>(state.screen) && !(is_locked(state) && !state.chooser);
}

} // namespace

void Writer::operator()(StoreOpened const&)
{
    ask(LoadFacts {});
    if (std::holds_alternative<RecoveryScreen>(m_state.screen))
        m_state.screen = LockScreen {};
}

void Writer::operator()(StoreFailed const& event)
{
    auto const* before = std::get_if<RecoveryScreen>(&m_state.screen);
    bool const wrong = before && before->passphrase_open && before->trying;
    lock();
    RecoveryScreen recovery;
    recovery.code = event.code;
    recovery.reference = event.reference;
    recovery.bytes = event.bytes;
    recovery.unchanged = event.unchanged;
    recovery.can_unwrap = event.can_unwrap;
    recovery.passphrase_open = wrong;
    recovery.passphrase_wrong = wrong;
    m_state.screen = recovery;
}

void Writer::operator()(FactsLoaded const& event)
{
    auto const verified = m_state.facts.sync.verified;
    auto const broken = m_state.facts.sync.broken;
    m_state.facts = event.facts;
    m_state.facts.sync.verified = verified;
    m_state.facts.sync.broken = broken;
    if (event.facts.dpi)
        m_state.dpi = *event.facts.dpi;
    auto const& roster = m_state.facts.roster;
    bool const lent = std::any_of(roster.begin(), roster.end(),
        [&](auto const& person) { return !m_state.facts.tablet.empty() && person.tablet == m_state.facts.tablet && person.ward.empty(); });
    m_state.mode = lent ? Mode::home : Mode::bedside;
    if (m_state.interrupted.empty() && !m_state.patient && std::holds_alternative<LockScreen>(m_state.screen) && !m_state.facts.open.empty()) {
        // the program was cut off in the middle of a form: offer the same participant after the next PIN
        auto const last = std::max_element(m_state.facts.open.begin(), m_state.facts.open.end(),
            [](OpenForm const& a, OpenForm const& b) { return a.by_staff != b.by_staff ? a.by_staff : a.started.wall_ms < b.started.wall_ms; });
        if (!m_state.resumed_once && !last->by_staff)
            m_state.interrupted = last->participant;
    }
    m_state.resumed_once = true;
}

void Writer::operator()(PinChecked const& event)
{
    auto* pin = std::get_if<PinScreen>(&m_state.screen);
    if (!pin || !pin->checking)
        return;
    pin->checking = false;
    switch (event.verdict) {
    case PinVerdict::wrong:
        pin->wrong = true;
        return;
    case PinVerdict::locked_out:
        pin->retry_at = m_now.monotonic_ms + std::max<std::int64_t>(event.retry_after_ms, 1000);
        return;
    case PinVerdict::accepted:
        break;
    }
    m_state.staff = StaffSession { event.staff, event.role };
    if (!open_alerts(m_state).empty())
        m_state.screen = AlertsScreen {};
    else
        show_staff_start();
}

void Writer::operator()(ResponseOpened const& event)
{
    auto const* tasks = std::get_if<TasksScreen>(&m_state.screen);
    auto const* records = std::get_if<StaffScreen>(&m_state.screen);
    bool const patients = tasks && tasks->opening && m_state.patient && m_state.patient->number == event.participant;
    bool const staffs = records && records->opening && m_state.staff && records->number == event.participant;
    if ((!patients && !staffs) || !event.definition)
        return;
    FormSession form;
    form.by_staff = staffs;
    form.amends = event.amends;
    form.reason = staffs ? records->reason : std::string {};
    form.participant = event.participant;
    form.response_id = event.response_id;
    form.form = event.form;
    form.visit = event.visit;
    form.definition = event.definition;
    form.recordings = event.recordings;
    for (auto const& [path, answer] : event.answers) {
        if (says_something(answer))
            form.answers[path] = answer;
    }
    form.unsaved = event.waiting;
    form.save_failed = !event.waiting.empty();
    m_state.form = std::move(form);
    auto const steps = screens_of(*event.definition, m_state.form->answers);
    auto const open = first_open(steps, m_state.form->answers);
    if (!event.current_path.empty() && place_of(steps, event.current_path))
        show_item(event.current_path);
    else if (event.answers.empty() && !steps.empty())
        show_item(steps.front().path);
    else if (open)
        show_item(*open);
    else {
        m_state.form->reviewing = true;
        m_state.screen = ReviewScreen {};
    }
}

void Writer::operator()(OpenFailed const& event)
{
    if (auto* tasks = std::get_if<TasksScreen>(&m_state.screen)) {
        tasks->opening = false;
        m_state.trouble = event.code;
    } else if (auto* records = std::get_if<StaffScreen>(&m_state.screen)) {
        records->opening = false;
        m_state.trouble = event.code;
    }
}

void Writer::operator()(AnswerSaved const& event)
{
    if (!m_state.form)
        return;
    std::erase_if(m_state.form->unsaved, [&](auto const& entry) { return entry.second == event.ticket; });
    m_state.form->save_failed = false;
}

void Writer::operator()(SaveFailed const& event)
{
    if (m_state.form && std::any_of(m_state.form->unsaved.begin(), m_state.form->unsaved.end(), [&](auto const& entry) { return entry.second == event.ticket; }))
        m_state.form->save_failed = true;
}

void Writer::operator()(ResponseCompleted const& event)
{
    if (!m_state.form || m_state.form->response_id != event.response_id)
        return;
    hush();
    bool const help = event.alerted || calls_for_help(*m_state.form, m_state.timing.pain_high);
    auto const& study = m_state.facts.study;
    if (event.alerted && study && study->tablet.alert_sound && !is_night(m_state))
        ask(CallAttention {});
    if (m_state.form->by_staff) {
        leave_staff_form();
        if (event.alerted)
            m_state.screen = AlertsScreen {};
        return;
    }
    m_state.form.reset();
    if (help)
        m_state.screen = PainHighScreen { true, {}, event.response_id, m_now };
    else
        m_state.screen = ThanksScreen { event.response_id, m_now, m_now.monotonic_ms + m_state.timing.thanks };
    if (m_state.mode != Mode::practice)
        ask(LoadFacts {});
}

void Writer::operator()(CompletionFailed const& event)
{
    if (m_state.form) {
        m_state.form->completing = false;
        m_state.trouble = event.code;
    }
}

void Writer::operator()(StoreVerified const& event)
{
    m_state.facts.sync.verified = m_now;
    m_state.facts.sync.broken = event.broken;
}

void Writer::operator()(PainDaysLoaded const& event)
{
    if (auto* chart = std::get_if<ChartScreen>(&m_state.screen); chart && chart->number == event.participant)
        chart->days = event.days;
}

void Writer::operator()(AuditLoaded const& event)
{
    if (auto* trail = std::get_if<AuditScreen>(&m_state.screen))
        trail->rows = event.rows;
}

void Writer::operator()(RescueWritten const& event)
{
    if (auto* rescue = std::get_if<RescueScreen>(&m_state.screen)) {
        *rescue = { .writing = false, .file = event.file, .forms = event.forms };
        if (event.file.empty())
            rescue->failed = event.failed;
    }
}

void Writer::operator()(SpeechAt const& event)
{
    if (m_state.spoken >= 0)
        m_state.spoken = event.part;
}

void Writer::operator()(VoiceLost const&)
{
    m_state.spoken = -1;
    m_state.recorded = nullptr;
}

void Writer::operator()(Touched const&)
{
    m_state.last_touch = m_now.monotonic_ms;
    if (std::holds_alternative<DarkScreen>(m_state.screen))
        m_state.screen = LockScreen {};
    if (auto* thanks = std::get_if<ThanksScreen>(&m_state.screen))
        thanks->until = m_now.monotonic_ms + m_state.timing.thanks;
    if (auto* identity = std::get_if<IdentityScreen>(&m_state.screen))
        identity->until = m_now.monotonic_ms + m_state.timing.identity;
}

void Writer::remind()
{
    auto const seen = std::exchange(m_state.reminders_seen, m_now.wall_ms);
    auto const* own = owner(m_state);
    constexpr std::int64_t too_late = 10 * 60'000; // a tablet that was off then does not call hours later
    if (!own || !is_locked(m_state) || m_state.chooser || seen == 0 || is_night(m_state))
        return;
    auto const& study = *m_state.facts.study;
    auto const tasks = tasks_of(m_state, own->number);
    if (std::all_of(tasks.begin(), tasks.end(), [](Task const& task) { return task.done; }))
        return;
    auto const today = study.zone.date_at(m_now.wall_ms);
    for (int const minute : study.tablet.reminders) {
        auto const hour = study.zone.moment(today, minute);
        if (seen < hour && hour <= m_now.wall_ms && m_now.wall_ms - hour < too_late) {
            m_state.screen = LockScreen {};
            m_state.last_touch = m_now.monotonic_ms; // lit for as long as after a touch
            ask(CallAttention {});
            audit("reminded");
            return;
        }
    }
}

void Writer::operator()(TimePassed const&)
{
    remind();
    auto const mono = m_now.monotonic_ms;
    if (is_watched(m_state) && mono - m_state.last_touch >= m_state.timing.privacy_lock) {
        lock();
        return;
    }
    if (auto* pin = std::get_if<PinScreen>(&m_state.screen); pin && pin->retry_at && mono >= *pin->retry_at)
        pin->retry_at.reset();
    if (auto const* identity = std::get_if<IdentityScreen>(&m_state.screen); identity && mono >= identity->until)
        lock();
    else if (auto const* thanks = std::get_if<ThanksScreen>(&m_state.screen); thanks && mono >= thanks->until)
        lock();
    else if (auto const* cleaning = std::get_if<CleaningScreen>(&m_state.screen); cleaning && mono >= cleaning->until)
        m_state.screen = LockScreen {};
    else if (std::holds_alternative<LockScreen>(m_state.screen) && !m_state.chooser && mono - m_state.last_touch >= m_state.timing.dark
        && (m_state.mode == Mode::home || is_night(m_state)))
        m_state.screen = DarkScreen {};
}

std::optional<std::int64_t> next_deadline(AppState const& state)
{
    auto const mono = state.now.monotonic_ms;
    auto const to_second = 1000;
    auto due = mono + 60'000 - state.now.wall_ms % 60'000; // the clock's next minute
    if (is_watched(state))
        due = std::min(due, state.last_touch + state.timing.privacy_lock);
    if (auto const* pin = std::get_if<PinScreen>(&state.screen); pin && pin->retry_at)
        due = std::min(due, std::min(mono + to_second, *pin->retry_at));
    if (auto const* identity = std::get_if<IdentityScreen>(&state.screen))
        due = std::min(due, identity->until);
    if (auto const* thanks = std::get_if<ThanksScreen>(&state.screen))
        due = std::min(due, thanks->until);
    if (auto const* cleaning = std::get_if<CleaningScreen>(&state.screen))
        due = std::min(due, std::min(mono + to_second, cleaning->until));
    return std::max(due, mono);
}

bool is_unused(AppState const& state)
{
    bool const resting = std::holds_alternative<LockScreen>(state.screen) || std::holds_alternative<DarkScreen>(state.screen) || std::holds_alternative<RecoveryScreen>(state.screen);
    return resting && !state.chooser && !state.form && !state.patient && !state.staff && state.interrupted.empty();
}

} // namespace bedside::flow
