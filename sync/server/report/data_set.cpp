// SPDX-License-Identifier: Apache-2.0
// Frozen bytes into numbers.
#include "sync/server/report/data_set.h"

#include "forms/engine/revision.h"

#include <algorithm>
#include <deque>
#include <future>
#include <tuple>
#include <thread>
#include <utility>

namespace bedside::report {
namespace {

constexpr int diary_days = 7; ///< breakthrough frequency at a visit: the week that ends on its target day

/// A form's definition as it was answered, and the form that it belongs to now.
struct Version {
    study::StudyForm const* form = nullptr;
    std::shared_ptr<forms::Definition const> definition;
};

/// Finds the definition that a response was answered with: the study's own, or one that it has replaced.
class Versions {
public:
    Versions(study::Study const& study, Source const& source)
        : m_study(study)
        , m_source(source)
    {
    }

    /// nullptr when the study never had this form. Stays where it is as long as this lives.
    Result<Version const*> of(std::string const& canonical)
    {
        if (auto const found = m_versions.find(canonical); found != m_versions.end())
            return &found->second;
        for (auto const& form : m_study.forms) {
            if (form.definition->canonical() == canonical)
                return &(m_versions[canonical] = { &form, form.definition });
        }
        auto const replaced = m_source.replaced_form ? TRY(m_source.replaced_form(canonical)) : std::nullopt;
        auto const* form = replaced ? m_study.form(replaced->form) : nullptr;
        if (!form)
            return nullptr;
        auto definition = TRY(forms::load_questionnaire(replaced->bytes));
        return &(m_versions[canonical] = { form, std::make_shared<forms::Definition const>(std::move(definition)) });
    }

private:
    study::Study const& m_study;
    Source const& m_source;
    std::map<std::string, Version> m_versions;
};

/// What came from one participant, not looked into yet.
struct Pile {
    struct Piece {
        Arrival arrival;
        std::string bytes;
        Version const* version = nullptr;
    };
    std::string number;
    study::Participant const* participant = nullptr;
    std::vector<Piece> pieces;
};

/// nullopt when the study never had this form, or the bytes do not fit it.
std::optional<ReceivedForm> read(Pile::Piece& piece)
{
    if (!piece.version)
        return {};
    auto const& [form, definition] = *piece.version;
    auto parsed = forms::parse_response(*definition, piece.bytes);
    if (!parsed)
        return {};
    ReceivedForm received;
    received.definition = definition;
    received.completed = { form->id, parsed->header.visit, parsed->header.authored, form->definition, {} };
    if (definition == form->definition) {
        received.completed.answers = std::move(parsed->answers);
    } else {
        received.completed.answers = forms::carry_over(*definition, parsed->answers, *form->definition).kept;
        received.replaced_answers = std::move(parsed->answers);
    }
    received.header = std::move(parsed->header);
    received.arrival = std::move(piece.arrival);
    received.bytes = std::move(piece.bytes);
    return received;
}

/// What a participant's diary says, read once for all visits.
struct Diary {
    std::vector<scoring::Episode> episodes;
    std::vector<scoring::DiaryDay> days;
};

Diary diary_of(Ground const& ground, Participation const& participation)
{
    Diary diary;
    for (auto const& form : participation.forms) {
        auto const* kept = ground.study.diary_of_form(form.completed.form);
        if (!kept)
            continue;
        if (kept->kind == study::DiaryKind::event)
            diary.episodes.push_back(study::episode_of(ground.study, form.completed));
        else if (auto const day = study::diary_day_of(form.completed))
            diary.days.push_back(*day);
    }
    return diary;
}

std::optional<scoring::BreakthroughFrequency> breakthrough_at(Ground const& ground, study::Participant const& participant, study::Visit const& visit, Diary const& diary)
{
    auto const anchor = participant.anchors.find(visit.anchor);
    if (anchor == participant.anchors.end())
        return {};
    auto const& zone = ground.study.zone;
    auto const target = visit.in_hours ? zone.date_at(anchor->second.wall_ms + std::int64_t { visit.target } * 3'600'000)
                                       : date_from_days(days_since_epoch(zone.date_at(anchor->second.wall_ms)) + visit.target);
    return scoring::breakthrough_frequency(diary.episodes, diary.days, date_from_days(days_since_epoch(target) - diary_days + 1), target, ground.study.background_pain_limit);
}

std::string lower(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

/// The values of one visit, in the order of measures().
std::vector<std::optional<double>> measured_at(Ground const& ground, Participation const& participation, study::Visit const& visit, Diary const& diary)
{
    auto const* pain = participation.at("pain-nrs", visit.id);
    auto const* life = participation.at("qlq-c30", visit.id);
    auto const* pump = ground.study.opioid.form.empty() ? nullptr : participation.at(ground.study.opioid.form, visit.id);
    auto const consumption = pump ? study::consumption_of(ground.study, pump->completed) : std::nullopt;
    auto const frequency = participation.participant ? breakthrough_at(ground, *participation.participant, visit, diary) : std::nullopt;
    std::optional<scoring::QlqC30Scores> scores;
    if (life) {
        auto scored = scoring::score_qlq_c30(study::qlq_c30_items_of(life->completed));
        if (scored)
            scores = std::move(*scored);
    }
    std::vector<std::optional<double>> values;
    for (auto const& measure : measures()) {
        std::optional<double> value;
        if (measure.code.starts_with("NRS_"))
            value = pain ? study::number_at(pain->completed, lower(measure.code.substr(4))) : std::nullopt;
        else if (measure.code == "DOSE_IT_MORPHINE_EQ")
            value = consumption ? std::optional(consumption->equivalent_per_day.milligrams()) : std::nullopt;
        else if (measure.code == "BTP_PER_DAY")
            value = frequency ? frequency->per_day : std::nullopt;
        else if (measure.code == "EPISODES_PER_DAY")
            value = frequency && frequency->evaluable_days > 0 ? std::optional(static_cast<double>(frequency->episodes + frequency->flares + frequency->unlogged) / frequency->evaluable_days) : std::nullopt;
        else
            value = scores ? scores->of(measure.code) : std::nullopt;
        values.push_back(value);
    }
    return values;
}

std::optional<Rotation> rotation_of(Ground const& ground, Participation const& participation)
{
    std::string first;
    for (std::size_t i = 0; i < ground.study.visits.size(); ++i) {
        auto const* pump = participation.at(ground.study.opioid.form, ground.study.visits[i].id);
        auto const drug = pump ? study::code_at(pump->completed, "drug") : std::string();
        if (!drug.empty() && !first.empty() && drug != first)
            return Rotation { first, drug, i, pump->completed.authored };
        if (first.empty())
            first = drug;
    }
    return {};
}

/// The version of a form that a received one is, as a fact.
course::FormFact fact_of(ReceivedForm const& received, course::FormFact const* before, study::Study const& study)
{
    course::FormFact fact;
    auto const& header = received.header;
    auto const& arrival = received.arrival;
    fact.id = course::version_id(arrival.response_id, arrival.version);
    fact.tablet = arrival.version > 1 ? "" : arrival.tablet;
    fact.by = arrival.version > 1 ? arrival.corrected_by : header.corrected_by.empty() ? header.staff : header.corrected_by;
    fact.reason = arrival.version > 1 ? arrival.reason : header.reason;
    fact.flags = header.flags;
    fact.form = received.completed;
    if (arrival.version > 1) {
        fact.amends = before ? before->id : arrival.response_id;
        fact.form.authored = study.zone.instant(arrival.corrected_ms);
    } else if (header.amends != header.id) {
        fact.amends = header.amends;
    }
    return fact;
}

Participation participation_of(Ground const& ground, Pile pile)
{
    Participation made;
    made.number = std::move(pile.number);
    made.participant = pile.participant;
    std::map<std::string, ReceivedForm> versions;
    course::Facts facts;
    facts.roster.number = made.number;
    if (made.participant)
        facts.roster = *made.participant;
    std::shared_ptr<course::FormFact const> before;
    for (auto& piece : pile.pieces) {
        auto received = read(piece);
        if (!received) {
            made.unreadable.emplace_back(piece.arrival.response_id, std::move(piece.bytes));
            continue;
        }
        auto const follows = before && course::response_of_version(before->id).first == received->arrival.response_id;
        before = std::make_shared<course::FormFact const>(fact_of(*received, follows ? before.get() : nullptr, ground.study));
        facts.forms.push_back(before);
        versions.emplace(before->id, std::move(*received));
    }
    course::Course const course(ground.planning, std::move(facts));
    for (auto const* form : course.forms()) {
        auto in_force = versions.extract(form->id);
        in_force.mapped().completed.authored = form->completed.authored;
        (form->duplicate_of.empty() ? made.forms : made.beside).push_back(std::move(in_force.mapped()));
    }
    for (auto& [id, received] : versions)
        made.beside.push_back(std::move(received));
    std::sort(made.beside.begin(), made.beside.end(), [](ReceivedForm const& a, ReceivedForm const& b) {
        return std::tie(a.completed.authored.wall_ms, a.arrival.response_id, a.arrival.version) < std::tie(b.completed.authored.wall_ms, b.arrival.response_id, b.arrival.version);
    });
    if (made.participant)
        made.planned = course.planned(ground.as_of);
    return made;
}

/// Work begun on every core, ended in the order in which it was begun.
class Pipeline {
public:
    Result<void> begin(std::function<InOrder()> work)
    {
        if (m_begun.size() >= most)
            TRY(end_oldest());
        m_begun.push_back(std::async(std::move(work)));
        return {};
    }
    Result<void> end()
    {
        while (!m_begun.empty())
            TRY(end_oldest());
        return {};
    }

private:
    Result<void> end_oldest()
    {
        auto const finish = m_begun.front().get();
        m_begun.pop_front();
        return finish();
    }

    // Twice the cores: one works ahead while the oldest is waited for. Bounds what is in memory.
    std::size_t const most = 2 * std::clamp(std::thread::hardware_concurrency(), 1u, 8u);
    std::deque<std::future<InOrder>> m_begun;
};

} // namespace

Result<Ground> read_ground(Source const& source)
{
    Ground ground;
    ground.study = TRY(study::load_study(source.study_files));
    ground.as_of = ground.study.zone.instant(source.as_of.wall_ms);
    auto planning = std::make_shared<study::Study>(ground.study);
    planning->alerts.clear(); // the report judges none
    ground.planning = std::move(planning);
    ground.participants = TRY(study::load_roster(source.roster, ground.study));
    std::sort(ground.participants.begin(), ground.participants.end(), [](auto const& a, auto const& b) { return a.number < b.number; });
    return ground;
}

ReceivedForm const* Participation::at(std::string_view form, std::string_view visit) const
{
    auto const found = std::find_if(forms.begin(), forms.end(), [&](ReceivedForm const& one) { return one.completed.form == form && one.completed.visit == visit; });
    return found == forms.end() ? nullptr : &*found;
}

std::vector<ReceivedForm const*> Participation::last_versions() const
{
    std::map<std::string_view, std::int64_t> last;
    for (auto const* all : { &forms, &beside }) {
        for (auto const& one : *all)
            last[one.arrival.response_id] = std::max(last[one.arrival.response_id], one.arrival.version);
    }
    std::vector<ReceivedForm const*> found;
    for (auto const* all : { &forms, &beside }) {
        for (auto const& one : *all) {
            if (last[one.arrival.response_id] == one.arrival.version)
                found.push_back(&one);
        }
    }
    return found;
}

Result<void> each_participation(Source const& source, Ground const& ground, std::function<InOrder(Participation const&)> const& work)
{
    Versions versions(ground.study, source);
    Pipeline pipeline; // goes first: its threads use what is above
    auto const begin = [&](Pile pile) { return pipeline.begin([&ground, &work, pile = std::move(pile)]() mutable { return work(participation_of(ground, std::move(pile))); }); };
    auto next = ground.participants.begin();
    // Participants of the roster in front of `number` have no forms.
    auto const pass_to = [&](std::string const* number) -> Result<void> {
        for (; next != ground.participants.end() && (!number || next->number < *number); ++next)
            TRY(begin({ next->number, &*next, {} }));
        return {};
    };
    Pile present;
    auto const take = [&](Arrival arrival, std::string bytes) -> Result<void> {
        if (present.pieces.empty() || present.number != arrival.participant) {
            if (!present.pieces.empty())
                TRY(begin(std::exchange(present, {})));
            TRY(pass_to(&arrival.participant));
            present.number = arrival.participant;
            if (next != ground.participants.end() && next->number == arrival.participant)
                present.participant = &*next++;
        }
        auto const* version = TRY(versions.of(arrival.questionnaire));
        present.pieces.push_back({ std::move(arrival), std::move(bytes), version });
        return {};
    };
    TRY(source.each_response(take));
    if (!present.pieces.empty())
        TRY(begin(std::move(present)));
    TRY(pass_to(nullptr));
    return pipeline.end();
}

std::vector<Measure> const& measures()
{
    static auto const all = [] {
        std::vector<Measure> made {
            { "NRS_NOW", "Pain now", "0-10" },
            { "NRS_AVERAGE", "Average pain, 24 h", "0-10" },
            { "NRS_WORST", "Worst pain, 24 h", "0-10" },
            { "NRS_LEAST", "Least pain, 24 h", "0-10" },
            { "DOSE_IT_MORPHINE_EQ", "Daily dose, intrathecal morphine equivalent", "mg/24 h" },
            { "BTP_PER_DAY", "Breakthrough episodes per evaluable day", "1/day" },
            { "EPISODES_PER_DAY", "All pain episodes per evaluable day, flares and unlogged ones included", "1/day" },
        };
        for (auto const& scale : scoring::qlq_c30_scales())
            made.push_back({ std::string(scale.code), "QLQ-C30 " + std::string(scale.code), "0-100" });
        made.push_back({ "SUMMARY", "QLQ-C30 summary score", "0-100" });
        return made;
    }();
    return all;
}

std::vector<std::string> const& side_effects()
{
    static std::vector<std::string> const all { "constipation", "nausea", "vomiting", "drowsiness", "itching", "urinary-retention", "dizziness", "sweating", "jerks", "breathing" };
    return all;
}

Values values_of(Ground const& ground, Participation const& participation)
{
    Values values;
    values.number = participation.number;
    auto const diary = diary_of(ground, participation);
    for (auto const& visit : ground.study.visits) {
        values.measured.push_back(measured_at(ground, participation, visit, diary));
        auto const* effects = participation.at("side-effects", visit.id);
        std::vector<std::optional<int>> severities;
        for (auto const& effect : side_effects())
            severities.push_back(effects ? study::integer_at(effects->completed, effect) : std::nullopt);
        values.severity.push_back(std::move(severities));
    }
    if (!ground.study.opioid.form.empty())
        values.rotation = rotation_of(ground, participation);
    return values;
}

} // namespace bedside::report
