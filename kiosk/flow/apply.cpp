// SPDX-License-Identifier: Apache-2.0
// Lock, staff, identity, settings and recovery; and the rules that hold for every press.
#include "kiosk/flow/apply.h"

#include "kiosk/flow/session.h"
#include "kiosk/flow/writer.h"
#include "locales/catalogue.h"

#include <algorithm>

namespace bedside::flow {
namespace {

constexpr std::size_t longest_pin = 8;
constexpr std::size_t shortest_pin = 4;
constexpr std::size_t longest_passphrase = 128;

} // namespace

std::vector<Effect> start(AppState& state, Instant const& now)
{
    std::vector<Effect> effects;
    state.now = now;
    state.last_touch = now.monotonic_ms;
    if (state.mode == Mode::practice)
        Writer(state, now, effects).lock();
    else
        effects.push_back(OpenStore {});
    return effects;
}

std::vector<Effect> apply(AppState& state, Intent const& intent, Instant const& now)
{
    std::vector<Effect> effects;
    state.now = now;
    state.last_touch = now.monotonic_ms;
    if (now.monotonic_ms < state.guard_until)
        return effects;
    bool const wiping = std::holds_alternative<CleaningScreen>(state.screen);
    if (wiping && !std::holds_alternative<StopCleaning>(intent))
        return effects;
    auto const before = place_name(state);
    Writer writer(state, now, effects);
    if (!std::holds_alternative<ReadAloud>(intent))
        writer.hush();
    std::visit(writer, intent);
    if (place_name(state) != before)
        state.guard_until = now.monotonic_ms + state.timing.guard;
    return effects;
}

std::vector<Effect> apply(AppState& state, Event const& event, Instant const& now)
{
    std::vector<Effect> effects;
    state.now = now;
    auto const before = place_name(state);
    Writer writer(state, now, effects);
    std::visit(writer, event);
    if (place_name(state) != before) {
        writer.hush();
        state.guard_until = now.monotonic_ms + state.timing.guard;
    }
    return effects;
}

void Writer::audit(std::string event, std::string detail) { ask(Audit { std::move(event), std::move(detail), actor() }); }

std::string Writer::actor() const
{
    if (m_state.patient)
        return "patient";
    return m_state.staff ? "staff:" + m_state.staff->id : "system:kiosk";
}

void Writer::hush()
{
    if (m_state.spoken >= 0)
        ask(StopSpeaking {});
    m_state.spoken = -1;
}

void Writer::lock()
{
    hush();
    bool const someone = m_state.patient || m_state.staff || m_state.form;
    if (someone && m_state.mode != Mode::practice)
        audit("locked");
    if (m_state.patient && m_state.form)
        m_state.interrupted = m_state.patient->number;
    m_state.form.reset();
    m_state.patient.reset();
    m_state.staff.reset();
    m_state.chooser = false;
    m_state.trouble.reset();
    m_state.language = m_state.device_language;
    m_state.text_size = m_state.device_text_size;
    m_state.screen = LockScreen {};
    if (someone)
        ask(Wipe {});
    if (m_state.mode == Mode::practice) {
        m_state.patient = PatientSession {};
        m_state.screen = TasksScreen { .opening = true };
        ask(OpenResponse { .response_id = {}, .participant = {}, .form = "practice", .visit = {}, .actor = "patient", .assisted_by = {} });
    } else if (someone)
        ask(LoadFacts {});
}

void Writer::show_identity(std::string const& number)
{
    auto const* person = participant(m_state, number);
    if (!person)
        return;
    m_state.patient.reset();
    m_state.form.reset();
    m_state.language = person->language.empty() ? m_state.device_language : person->language;
    m_state.screen = IdentityScreen { number, m_now.monotonic_ms + m_state.timing.identity };
}

// --- lock and PIN

void Writer::operator()(OpenPinPad const&)
{
    if (on<LockScreen>())
        m_state.screen = PinScreen {};
}

void Writer::operator()(PinDigit const& intent)
{
    auto* pin = on<PinScreen>();
    if (!pin || pin->checking || pin->retry_at || intent.digit < 0 || intent.digit > 9 || pin->digits.size() >= longest_pin)
        return;
    pin->digits += static_cast<char>('0' + intent.digit);
    pin->wrong = false;
}

void Writer::operator()(PinErase const&)
{
    auto* pin = on<PinScreen>();
    if (pin && !pin->checking && !pin->digits.empty())
        pin->digits.pop_back();
}

void Writer::operator()(PinSubmit const&)
{
    auto* pin = on<PinScreen>();
    if (!pin || pin->checking || pin->retry_at || pin->digits.size() < shortest_pin)
        return;
    ask(CheckPin { pin->digits });
    pin->digits.clear();
    pin->checking = true;
}

void Writer::operator()(Lock const&)
{
    if (!on<RecoveryScreen>())
        lock();
}

// --- staff

void Writer::operator()(ShowParticipants const& intent)
{
    if (m_state.staff && (on<ParticipantsScreen>() || on<SyncScreen>() || on<StaffScreen>()))
        m_state.screen = ParticipantsScreen { intent.filter, 0 };
}

void Writer::operator()(ChooseParticipant const& intent)
{
    auto const* list = on<ParticipantsScreen>();
    if (!m_state.staff || !list || !participant(m_state, intent.number))
        return;
    if (list->filter == RosterFilter::staff)
        m_state.screen = StaffScreen { .number = intent.number };
    else
        show_identity(intent.number);
}

void Writer::operator()(OpenSyncStatus const&)
{
    if (!m_state.staff || !(on<ParticipantsScreen>() || on<AuditScreen>() || on<RescueScreen>() || on<LeaveScreen>()))
        return;
    m_state.screen = SyncScreen {};
    ask(LoadFacts {});
    ask(VerifyStore {});
}

void Writer::operator()(SyncNow const&)
{
    if (auto* sync = on<SyncScreen>()) {
        sync->asked = true;
        ask(RequestSync {});
    }
}

void Writer::operator()(StartCleaning const&)
{
    if (!m_state.staff || !on<ParticipantsScreen>())
        return;
    lock();
    m_state.screen = CleaningScreen { m_now.monotonic_ms + m_state.timing.cleaning };
}

void Writer::operator()(StopCleaning const&)
{
    if (on<CleaningScreen>())
        m_state.screen = LockScreen {};
}

// --- identity

void Writer::operator()(ConfirmIdentity const&)
{
    auto* identity = on<IdentityScreen>();
    if (!identity)
        return;
    m_state.patient = PatientSession { identity->number, {} };
    m_state.staff.reset(); // the staff's rights end where the patient begins
    m_state.interrupted.clear();
    m_state.screen = TasksScreen {};
    audit("identity-confirmed");
}

void Writer::operator()(DenyIdentity const&)
{
    if (!on<IdentityScreen>())
        return;
    audit("identity-denied");
    m_state.interrupted.clear();
    lock();
}

void Writer::operator()(OpenHelper const&)
{
    if (auto const* tasks = on<TasksScreen>(); tasks && !tasks->opening && m_state.patient && m_state.mode != Mode::practice) {
        hush();
        m_state.screen = HelperScreen {};
    }
}

void Writer::operator()(SetHelper const& intent)
{
    if (!on<HelperScreen>() || !m_state.patient)
        return;
    m_state.patient->assisted_by = intent.role;
    audit("helper-named", intent.role.empty() ? "nobody" : intent.role);
    m_state.screen = TasksScreen {};
}

// --- everywhere

void Writer::operator()(TurnPage const& intent)
{
    int const page = std::max(intent.page, 0);
    if (auto* participants = on<ParticipantsScreen>())
        participants->page = page;
    else if (auto* tasks = on<TasksScreen>())
        tasks->page = page;
    else if (auto* review = on<ReviewScreen>())
        review->page = page;
    else if (auto* sync = on<SyncScreen>())
        sync->page = page;
    else if (auto* alerts = on<AlertsScreen>())
        alerts->page = page;
    else if (auto* records = on<StaffScreen>())
        records->page = page;
    else if (auto* trail = on<AuditScreen>())
        trail->page = page;
}

void Writer::operator()(OpenChooser const&)
{
    hush();
    if (!on<RecoveryScreen>() && !on<CleaningScreen>() && !on<PinScreen>())
        m_state.chooser = true;
}

void Writer::operator()(CloseChooser const&) { m_state.chooser = false; }

void Writer::operator()(SetTextSize const& intent)
{
    if (!m_state.chooser)
        return;
    m_state.text_size = intent.size;
    if (m_state.mode != Mode::bedside)
        m_state.device_text_size = intent.size; // one person's tablet keeps it
}

void Writer::operator()(SetLanguage const& intent)
{
    auto const& known = locales::Catalogue::available();
    if (!m_state.chooser || std::find(known.begin(), known.end(), intent.tag) == known.end())
        return;
    m_state.language = intent.tag;
    if (m_state.mode != Mode::bedside)
        m_state.device_language = intent.tag;
}

void Writer::operator()(SetTheme const& intent)
{
    if (m_state.chooser)
        m_state.theme = intent.theme;
}

void Writer::operator()(SetHand const& intent)
{
    if (m_state.chooser)
        m_state.hand = intent.hand;
}

// --- recovery

void Writer::operator()(RetryStore const&)
{
    auto* recovery = on<RecoveryScreen>();
    if (!recovery || recovery->trying)
        return;
    recovery->trying = true;
    ask(OpenStore {});
}

void Writer::operator()(OpenPassphrase const&)
{
    auto* recovery = on<RecoveryScreen>();
    if (!recovery || !recovery->can_unwrap)
        return;
    recovery->passphrase_open = !recovery->passphrase_open;
    recovery->passphrase.clear();
    recovery->passphrase_wrong = false;
}

void Writer::operator()(PassphraseKey const& intent)
{
    auto* recovery = on<RecoveryScreen>();
    if (!recovery || !recovery->passphrase_open || recovery->trying)
        return;
    recovery->passphrase_wrong = false;
    if (!intent.text.empty() && recovery->passphrase.size() + intent.text.size() <= longest_passphrase)
        recovery->passphrase += intent.text;
    else if (intent.text.empty() && !recovery->passphrase.empty())
        recovery->passphrase.pop_back();
}

void Writer::operator()(PassphraseSubmit const&)
{
    auto* recovery = on<RecoveryScreen>();
    if (!recovery || !recovery->passphrase_open || recovery->trying || recovery->passphrase.empty())
        return;
    recovery->trying = true;
    ask(OpenStore { std::exchange(recovery->passphrase, {}) });
}

} // namespace bedside::flow
