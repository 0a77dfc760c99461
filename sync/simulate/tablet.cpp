// SPDX-License-Identifier: Apache-2.0
#include "sync/simulate/tablet.h"

#include "forms/engine/navigation.h"
#include "forms/engine/response.h"
#include "sync/client/enrolment.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <thread>

namespace bedside::simulate {
namespace {

constexpr char const* nurse = "N-01";
/// Minute of the day at which every tablet syncs; the server's clock shows the same.
constexpr int sync_minute = 23 * 60;

forms::Item const* item_at(forms::Definition const& definition, forms::ItemPath const& path) { return definition.find(path.link_id()); }

} // namespace

SimulatedTablet::SimulatedTablet(Setting const& setting, Patient patient, std::filesystem::path directory)
    : m_setting(setting)
    , m_patient(std::move(patient))
    , m_directory(std::move(directory))
    , m_clock(setting.study.zone, setting.study.zone.moment(setting.parameters.start), Random(setting.seed, m_patient.participant.tablet + " boot").uuid())
    , m_random(setting.seed, m_patient.participant.tablet)
{
}

Result<std::unique_ptr<SimulatedTablet>> SimulatedTablet::enrol(Setting const& setting, Patient patient, std::string const& url, std::string const& code, std::filesystem::path const& directory, std::int64_t now_ms)
{
    std::unique_ptr<SimulatedTablet> tablet(new SimulatedTablet(setting, std::move(patient), directory));
    tablet->m_clock.set(now_ms);
    auto const key = Secret::random(32);
    auto const name = TRY(client::enrol(url, code, directory, key, tablet->m_clock));
    if (name != tablet->m_patient.participant.tablet)
        return fail(Code::invalid_argument, "the enrolment code is for tablet " + name + ", and " + tablet->m_patient.participant.tablet + " is next; give the codes in the order of the tablets");
    std::ofstream(directory / "bedside-store-key") << hex(key.bytes()) << "\n";
    tablet->m_store.emplace(TRY(store::Store::open(directory, key, tablet->m_clock)));
    tablet->m_synchroniser.emplace(TRY(client::Synchroniser::open(*tablet->m_store, directory, "simulated", tablet->m_clock)));
    auto const round = TRY(tablet->m_synchroniser->round());
    if (!round.complete)
        return fail(Code::network, name + ": " + round.trouble);
    auto const documents = TRY(tablet->m_store->documents("study"));
    auto const pulled = TRY(study::load_study(documents));
    if (!pulled.simulated || pulled.id != setting.study.id)
        return fail(Code::conflict, "the server does not offer the simulated study '" + setting.study.id + "'; publish the prepared folder there first");
    tablet->plan_visits();
    return tablet;
}

Day SimulatedTablet::today() const { return days_since_epoch(m_setting.study.zone.date_at(m_clock.true_ms())); }

Situation SimulatedTablet::situation_on(Day day) const
{
    return { condition_on(m_setting.parameters, m_patient, m_setting.seed, day), m_clock.now(), {}, 0, 0, m_setting.study.opioid };
}

// --- when things happen

void SimulatedTablet::plan_visits()
{
    for (auto const& visit : m_setting.study.visits) {
        auto const anchor = m_patient.participant.anchors.find(visit.anchor);
        if (anchor == m_patient.participant.anchors.end())
            continue;
        std::int64_t at = 0;
        if (visit.in_hours) {
            at = anchor->second.wall_ms + visit.target * hour_ms + m_random.whole(-60, 60) * minute_ms;
        } else {
            auto const target = days_since_epoch(m_setting.study.zone.date_at(anchor->second.wall_ms)) + visit.target;
            auto const day = target + m_random.whole(-std::min(1, visit.window_before), std::min(2, visit.window_after));
            at = m_setting.study.zone.moment(date_from_days(day), m_random.whole(9 * 60 + 30, 16 * 60));
        }
        m_to_do.push_back({ at, Occasion::Kind::visit, visit.id, 0 });
    }
}

void SimulatedTablet::plan_day(Day day)
{
    auto const& zone = m_setting.study.zone;
    auto const& conduct = m_setting.parameters.conduct;
    auto const at = [&](Day date, int minute) { return zone.moment(date_from_days(date), minute); };
    auto const episodes = condition_on(m_setting.parameters, m_patient, m_setting.seed, day).episodes;
    m_episodes[day] = episodes;
    for (int i = 0; i < episodes; ++i) {
        auto const onset = at(day, m_random.whole(7 * 60, 20 * 60));
        if (!m_random.chance(conduct.episode_logged))
            continue;
        auto const delay = m_random.chance(conduct.episode_late) ? m_random.whole(130, 20 * 60) : m_random.whole(4, 100);
        m_to_do.push_back({ onset + delay * minute_ms, Occasion::Kind::episode, "", onset });
    }
    auto const date = to_string(date_from_days(day));
    if (m_random.chance(conduct.missed_evening))
        return;
    auto const late = m_random.chance(conduct.late_evening);
    m_to_do.push_back({ late ? at(day + 1, m_random.whole(7 * 60, 11 * 60)) : at(day, m_random.whole(18 * 60 + 15, 22 * 60 + 30)), Occasion::Kind::evening, date, 0 });
}

Result<void> SimulatedTablet::live(Day day)
{
    if (!m_patient.is_here(day))
        return {};
    auto const& zone = m_setting.study.zone;
    auto const& fault = m_patient.clock_fault;
    m_clock.set_fault(fault && day >= fault->first && day <= fault->last ? fault->ms : 0);
    plan_day(day);
    auto const sync_at = zone.moment(date_from_days(day), sync_minute);
    std::stable_sort(m_to_do.begin(), m_to_do.end(), [](auto const& a, auto const& b) { return a.at_ms < b.at_ms; });
    while (!m_to_do.empty() && m_to_do.front().at_ms < sync_at) {
        auto const occasion = m_to_do.front();
        m_to_do.erase(m_to_do.begin());
        m_clock.set(std::max(m_clock.true_ms(), occasion.at_ms));
        TRY(perform(occasion));
        std::stable_sort(m_to_do.begin(), m_to_do.end(), [](auto const& a, auto const& b) { return a.at_ms < b.at_ms; });
    }
    m_clock.set(std::max(m_clock.true_ms(), sync_at));
    if (m_random.chance(m_setting.parameters.conduct.offline_day))
        return {};
    auto const round = TRY(m_synchroniser->round());
    if (round.quarantined > 0 || round.barred)
        return fail(Code::rejected, m_patient.participant.tablet + ": the server refused a simulated form; " + round.trouble);
    return {};
}

Result<void> SimulatedTablet::hand_in_load(int forms)
{
    auto const& visit = m_setting.study.visits.front();
    for (int i = 0; i < forms; ++i)
        TRY(fill(*m_setting.study.form(visit.forms[static_cast<std::size_t>(i) % visit.forms.size()]), visit.id, situation_on(today()), Ending::handed_in));
    return {};
}

Result<void> SimulatedTablet::drain(std::int64_t now_ms)
{
    m_clock.set(std::max(m_clock.true_ms(), now_ms));
    if (!m_synchroniser)
        m_synchroniser.emplace(TRY(client::Synchroniser::open(*m_store, m_directory, "simulated", m_clock)));
    client::Round round;
    std::chrono::milliseconds pause { 100 };
    for (int i = 0; i < 50; ++i) {
        round = TRY(m_synchroniser->round());
        if (round.quarantined > 0 || round.barred)
            break;
        if (round.complete)
            return {};
        if (round.trouble.empty())
            continue;
        std::this_thread::sleep_for(pause); // real time: the server is real, too
        pause = std::min(2 * pause, std::chrono::milliseconds(5000));
    }
    return fail(Code::network, m_patient.participant.tablet + " could not hand everything over: " + round.trouble);
}

Result<void> SimulatedTablet::verify() const
{
    TRY(m_store->verify());
    for (auto const& form : TRY(m_store->completed_forms())) {
        if (!form.received)
            return fail(Code::corrupted, m_patient.participant.tablet + " has no receipt for its form " + std::to_string(form.sequence));
    }
    return {};
}

// --- what is done

Result<void> SimulatedTablet::perform(Occasion const& occasion)
{
    switch (occasion.kind) {
    case Occasion::Kind::visit: return attend(occasion.visit);
    case Occasion::Kind::evening: return keep_diary(occasion.visit);
    case Occasion::Kind::episode: return enter_episode(occasion.onset_ms);
    case Occasion::Kind::resume: return resume();
    }
    return {};
}

Result<void> SimulatedTablet::attend(std::string const& visit)
{
    auto const& conduct = m_setting.parameters.conduct;
    int filled = 0;
    for (auto const& planned : study::plan(m_setting.study, m_patient.participant, m_facts, m_clock.now())) {
        auto const* form = m_setting.study.form(planned.form);
        auto const can = planned.state == study::DueState::due || planned.state == study::DueState::overdue;
        if (planned.visit != visit || !form || !can || m_random.chance(conduct.missed_visit_form))
            continue;
        auto const late = !form->staff && m_random.chance(conduct.late_visit_form);
        TRY(fill(*form, visit, situation_on(today()), late ? Ending::left_open : Ending::handed_in));
        if (late)
            m_to_do.push_back({ planned.closes.wall_ms + m_random.whole(2, 60) * hour_ms, Occasion::Kind::resume, visit, 0 });
        ++filled;
    }
    m_tally.visits += filled > 0 ? 1 : 0;
    m_tally.visit_forms += filled;
    return {};
}

Result<void> SimulatedTablet::keep_diary(std::string const& date)
{
    // The tablet offers what is due by its own clock; a wrong clock may offer another day's record, or none.
    std::optional<study::PlannedForm> due;
    study::StudyForm const* form = nullptr;
    for (auto const& planned : study::plan(m_setting.study, m_patient.participant, m_facts, m_clock.now())) {
        auto const* diary = m_setting.study.diary_of_form(planned.form);
        auto const can = planned.state == study::DueState::due || planned.state == study::DueState::overdue;
        if (diary && diary->kind == study::DiaryKind::end_of_day && can && (!due || planned.visit == date)) {
            due = planned;
            form = m_setting.study.form(planned.form);
        }
    }
    if (!due || !form)
        return {};
    auto const day = days_since_epoch(TRY(parse_date(date)));
    auto situation = situation_on(day);
    situation.episodes = m_episodes[day];
    situation.unlogged = std::max(0, m_episodes[day] - m_logged[day]);
    TRY(fill(*form, due->visit, situation, Ending::handed_in));
    ++m_tally.evenings;
    return {};
}

Result<void> SimulatedTablet::enter_episode(std::int64_t onset_ms)
{
    auto const& study = m_setting.study;
    auto const onset_day = days_since_epoch(study.zone.date_at(onset_ms));
    for (auto const& planned : study::event_forms(study, m_patient.participant, m_clock.now())) {
        auto const* form = study.form(planned.form);
        if (!form)
            continue;
        auto situation = situation_on(onset_day);
        // The patient reads the onset off the same clock that dates the entry.
        auto onset = m_clock.now();
        onset.wall_ms += onset_ms - m_clock.true_ms();
        situation.onset = onset;
        TRY(fill(*form, "", situation, Ending::handed_in));
        ++m_logged[onset_day];
        ++m_tally.episodes;
    }
    return {};
}

store::Actor SimulatedTablet::actor_for(study::StudyForm const& form)
{
    if (form.staff)
        return { std::string("staff:") + nurse, "" };
    return { "patient", m_random.chance(m_setting.parameters.conduct.assisted) ? "family" : "" };
}

Result<void> SimulatedTablet::fill(study::StudyForm const& form, std::string const& visit, Situation const& situation, Ending ending)
{
    auto const actor = actor_for(form);
    store::OpenResponse header;
    header.id = m_random.uuid();
    header.participant = m_patient.participant.number;
    header.form = form.id;
    header.questionnaire = form.definition->canonical();
    header.visit = visit;
    auto const open = TRY(m_store->begin_response(header, actor));
    if (ending == Ending::left_open) {
        ++m_tally.left_open;
        TRY(answer_rest(form, open.id, situation, actor, 2));
        return m_store->set_current_path(open.id, forms::missing(*form.definition, TRY(m_store->answers(open.id))).front());
    }
    TRY(answer_rest(form, open.id, situation, actor, 10'000));
    return hand_in(form, open, situation, actor);
}

Result<void> SimulatedTablet::resume()
{
    for (auto const& open : TRY(m_store->open_responses())) {
        auto const* form = m_setting.study.form(open.form);
        if (!form)
            continue;
        auto const actor = actor_for(*form);
        auto const situation = situation_on(today());
        TRY(answer_rest(*form, open.id, situation, actor, 10'000));
        TRY(hand_in(*form, open, situation, actor));
    }
    return {};
}

Result<void> SimulatedTablet::answer_rest(study::StudyForm const& form, std::string const& response, Situation const& situation, store::Actor const& actor, int most)
{
    auto const& conduct = m_setting.parameters.conduct;
    auto answers = TRY(m_store->answers(response));
    for (int given = 0; given < most; ++given) {
        auto const open = forms::missing(*form.definition, answers);
        if (open.empty())
            break;
        auto const& path = open.front();
        auto const* item = item_at(*form.definition, path);
        if (!item)
            return fail(Code::internal, "the form '" + form.id + "' misses an answer to an item that it does not have");
        auto answer = answer_to(*item, situation, m_random);
        if (!form.staff && m_random.chance(conduct.refused_item)) {
            answer = { {}, forms::Absence::asked_declined };
            ++m_tally.refused_items;
        } else if (m_random.chance(conduct.changed_answer)) {
            TRY(m_store->save_answer(response, path, answer_to(*item, situation, m_random), actor));
            m_clock.pass(2 * second_ms);
        }
        TRY(m_store->save_answer(response, path, answer, actor));
        answers[path] = std::move(answer);
        m_clock.pass(m_random.whole(2, 9) * second_ms);
    }
    return {};
}

std::vector<std::string> SimulatedTablet::flags_of(study::StudyForm const& form, std::string const& visit, Situation const& situation) const
{
    std::vector<std::string> flags { "simulated" };
    if (!visit.empty()) {
        for (auto const& planned : study::plan(m_setting.study, m_patient.participant, m_facts, m_clock.now())) {
            if (planned.form == form.id && planned.visit == visit)
                flags.insert(flags.end(), planned.flags.begin(), planned.flags.end());
        }
    }
    auto const* diary = m_setting.study.diary_of_form(form.id);
    if (diary && situation.onset && study::timing_of(*diary, *situation.onset, m_clock.now()) != study::EntryTiming::real_time)
        flags.push_back("late");
    return flags;
}

Result<void> SimulatedTablet::hand_in(study::StudyForm const& form, store::OpenResponse const& open, Situation const& situation, store::Actor const& actor)
{
    auto const answers = TRY(m_store->answers(open.id));
    forms::ResponseHeader header;
    header.id = open.id;
    header.subject = open.participant;
    header.language = m_patient.participant.language;
    header.authored = m_clock.now();
    header.assisted_by = actor.assisted_by;
    header.staff = form.staff ? nurse : "";
    header.tablet = m_patient.participant.tablet;
    header.visit = open.visit;
    header.study = m_setting.study.id;
    header.flags = flags_of(form, open.visit, situation);
    auto const bytes = TRY(forms::build_response(*form.definition, answers, header));
    auto const frozen = TRY(m_store->complete(open.id, bytes, actor));
    m_facts.push_back({ form.id, open.visit, header.authored, true });
    m_completed.emplace_back(open.id, frozen.entry.sha256);
    return {};
}

} // namespace bedside::simulate
