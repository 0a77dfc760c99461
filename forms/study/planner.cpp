// SPDX-License-Identifier: Apache-2.0
// Windows from anchors, responses into windows, and the reasons.
#include "forms/study/planner.h"

#include <algorithm>

namespace bedside::study {
namespace {

// Reasons are msgids; the catalogues translate them.
constexpr auto reason_not_on_study = "Not on study yet.";
constexpr auto reason_no_anchor = "The date that this visit counts from is not known yet.";
constexpr auto reason_group = "Not asked of this participant's group.";
constexpr auto reason_withdrawn = "Withdrew from the study before it was due.";
constexpr auto reason_died = "Died before it was due.";
constexpr auto reason_completed = "Finished the study before it was due.";
constexpr auto reason_missed = "The window closed without a response.";
constexpr auto reason_begun = "Begun, and not completed before the window closed.";
constexpr auto reason_early = "Completed before the window opened.";
constexpr auto reason_late = "Completed after the window closed.";
constexpr auto reason_overlap = "The recall period reaches back over the start of treatment.";

struct Window {
    std::int64_t opens = 0;
    std::int64_t target = 0;
    std::int64_t due_by = 0; ///< from here on it is overdue, and whoever leaves before did not owe it
    std::int64_t closes = 0;
};

std::optional<Instant> anchor_of(Participant const& participant, std::string const& name)
{
    auto const found = participant.anchors.find(name);
    return found == participant.anchors.end() ? std::nullopt : std::optional(found->second);
}

Window window_of(Visit const& visit, Instant const& anchor, Zone const& zone)
{
    if (visit.in_hours) {
        auto const target = anchor.wall_ms + visit.target * hour_ms;
        return { target - visit.window_before * hour_ms, target, target, target + visit.window_after * hour_ms };
    }
    auto const day = days_since_epoch(zone.date_at(anchor.wall_ms)) + visit.target;
    auto const midnight = [&](std::int64_t date) { return zone.moment(date_from_days(date)); };
    return { midnight(day - visit.window_before), midnight(day), midnight(day + 1), midnight(day + visit.window_after + 1) };
}

Window window_of(Diary const& diary, CivilDate date, Zone const& zone)
{
    auto const next = date_from_days(days_since_epoch(date) + 1);
    auto const opens = zone.moment(date, diary.opens_minute);
    return { opens, opens, zone.moment(next), zone.moment(next, diary.closes_minute_next_day) };
}

bool asked_of(std::vector<std::string> const& groups, Participant const& participant)
{
    return groups.empty() || std::any_of(groups.begin(), groups.end(), [&](auto const& group) { return participant.in_group(group); });
}

/// The moment from which nothing more is expected, and why.
struct Departure {
    std::int64_t at = 0;
    char const* reason = "";
};

std::optional<Departure> departure_of(Participant const& participant)
{
    auto const at = participant.state_since ? participant.state_since->wall_ms : 0;
    switch (participant.state) {
    case ParticipantState::screened:
    case ParticipantState::on_study: return {};
    case ParticipantState::withdrawn: return Departure { at, reason_withdrawn };
    case ParticipantState::died: return Departure { at, reason_died };
    case ParticipantState::completed: return Departure { at, reason_completed };
    }
    return {};
}

bool is_earlier(ResponseFact const& a, ResponseFact const& b) { return a.authored.wall_ms != b.authored.wall_ms ? a.authored.wall_ms < b.authored.wall_ms : a.id < b.id; }

/// Responses by form and visit.
class Responses {
public:
    explicit Responses(std::vector<ResponseFact> const& all)
    {
        for (auto const& one : all)
            m_by_slot[{ one.form, one.visit }].push_back(&one);
    }

    /// The one that stands: the first inside the window, else the first of all.
    ResponseFact const* standing(std::string_view form, std::string_view visit, std::int64_t opens, std::int64_t closes) const
    {
        ResponseFact const* best = nullptr;
        auto const inside = [&](ResponseFact const& one) { return one.authored.wall_ms >= opens && one.authored.wall_ms < closes; };
        for (auto const* one : at(form, visit)) {
            if (one->completed && (!best || (inside(*one) && !inside(*best)) || (inside(*one) == inside(*best) && is_earlier(*one, *best))))
                best = one;
        }
        return best;
    }
    bool was_begun(std::string_view form, std::string_view visit) const
    {
        auto const& all = at(form, visit);
        return std::any_of(all.begin(), all.end(), [](auto const* one) { return !one->completed; });
    }

private:
    std::vector<ResponseFact const*> const& at(std::string_view form, std::string_view visit) const
    {
        static std::vector<ResponseFact const*> const none;
        auto const found = m_by_slot.find({ form, visit });
        return found == m_by_slot.end() ? none : found->second;
    }

    std::map<std::pair<std::string_view, std::string_view>, std::vector<ResponseFact const*>> m_by_slot;
};

/// Whether the recall period of a response given at `moment` contains the start of treatment.
bool recall_overlaps(Study const& study, StudyForm const& form, Participant const& participant, std::int64_t moment)
{
    auto const start = anchor_of(participant, study.treatment_anchor);
    if (form.recall_days == 0 || !start || start->wall_ms > moment)
        return false;
    auto const days = days_since_epoch(study.zone.date_at(moment)) - days_since_epoch(study.zone.date_at(start->wall_ms));
    return days < form.recall_days;
}

/// Fills in state, reason and flags of a form whose window is known.
void judge(PlannedForm& planned, Window const& window, Study const& study, StudyForm const& form, Participant const& participant,
    Responses const& responses, std::int64_t now)
{
    planned.opens = study.zone.instant(window.opens);
    planned.target = study.zone.instant(window.target);
    planned.closes = study.zone.instant(window.closes);
    auto const departure = departure_of(participant);
    auto given_at = std::clamp(now, window.opens, std::max(window.opens, window.closes - 1));
    if (now < window.opens)
        given_at = window.target;

    if (auto const* response = responses.standing(planned.form, planned.visit, window.opens, window.closes)) {
        planned.response = response->id;
        given_at = response->authored.wall_ms;
        planned.state = given_at >= window.closes ? DueState::late : DueState::done;
        if (given_at >= window.closes || given_at < window.opens) {
            planned.reason = given_at >= window.closes ? reason_late : reason_early;
            planned.flags.push_back("out-of-window");
        }
    } else if (participant.state == ParticipantState::screened) {
        planned.state = DueState::not_expected;
        planned.reason = reason_not_on_study;
    } else if (departure && departure->at < window.due_by) {
        planned.state = DueState::not_expected;
        planned.reason = departure->reason;
    } else if (now < window.opens) {
        planned.state = DueState::upcoming;
    } else if (now < window.closes && !departure) {
        planned.state = now < window.due_by ? DueState::due : DueState::overdue;
    } else {
        planned.state = DueState::missed;
        planned.reason = responses.was_begun(planned.form, planned.visit) ? reason_begun : reason_missed;
    }
    if (planned.state != DueState::not_expected && planned.state != DueState::missed && recall_overlaps(study, form, participant, given_at)) {
        planned.flags.push_back("recall-overlap");
        if (planned.reason.empty())
            planned.reason = reason_overlap;
    }
}

void plan_visits(std::vector<PlannedForm>& all, Study const& study, Participant const& participant, Responses const& responses, std::int64_t now)
{
    for (auto const& visit : study.visits) {
        auto const anchor = anchor_of(participant, visit.anchor);
        for (auto const& id : visit.forms) {
            auto const* form = study.form(id);
            if (!form)
                continue;
            PlannedForm planned { .form = id, .visit = visit.id, .state = DueState::not_expected, .opens = {}, .target = {}, .closes = {}, .reason = {}, .flags = {}, .response = {} };
            if (anchor) {
                judge(planned, window_of(visit, *anchor, study.zone), study, *form, participant, responses, now);
            } else {
                if (auto const* response = responses.standing(id, visit.id, 0, 0)) { // a date was taken back after the form was filled in: the answers stand
                    planned.state = DueState::done;
                    planned.response = response->id;
                }
                planned.reason = reason_no_anchor;
            }
            auto const answered = planned.state == DueState::done || planned.state == DueState::late;
            if (!answered && !(asked_of(visit.only_for, participant) && asked_of(form->only_for, participant))) {
                planned.state = DueState::not_expected;
                planned.reason = reason_group;
                planned.flags.clear();
            }
            all.push_back(std::move(planned));
        }
    }
}

/// Two visits that ask the same form at the same time (discharge on the day after the start): both stay expected, both say so.
void flag_overlapping_visits(std::vector<PlannedForm>& all)
{
    auto const counts = [](PlannedForm const& one) { return one.state != DueState::not_expected && one.closes.wall_ms != 0; };
    std::vector<PlannedForm*> overlapping;
    for (auto& one : all) {
        for (auto const& other : all) {
            if (&one != &other && one.form == other.form && counts(one) && counts(other) && one.opens.wall_ms < other.closes.wall_ms && other.opens.wall_ms < one.closes.wall_ms) {
                overlapping.push_back(&one);
                break;
            }
        }
    }
    for (auto* one : overlapping)
        one->flags.push_back("visit-overlap");
}

void plan_days(std::vector<PlannedForm>& all, Study const& study, Participant const& participant, Responses const& responses, std::int64_t now)
{
    auto const departure = departure_of(participant);
    auto const last_moment = departure ? std::min(now, departure->at) : now;
    for (auto const& diary : study.diaries) {
        auto const anchor = anchor_of(participant, diary.anchor);
        auto const* form = study.form(diary.form);
        if (diary.kind != DiaryKind::end_of_day || !anchor || !form || !asked_of(form->only_for, participant) || participant.state == ParticipantState::screened)
            continue;
        auto const day_zero = days_since_epoch(study.zone.date_at(anchor->wall_ms));
        auto const last = std::min(day_zero + diary.last_day, days_since_epoch(study.zone.date_at(last_moment)));
        for (auto day = day_zero + diary.first_day; day <= last; ++day) {
            auto const date = date_from_days(day);
            PlannedForm planned { .form = diary.form, .visit = to_string(date), .state = DueState::upcoming, .opens = {}, .target = {}, .closes = {}, .reason = {}, .flags = {}, .response = {} };
            judge(planned, window_of(diary, date, study.zone), study, *form, participant, responses, now);
            all.push_back(std::move(planned));
        }
    }
}

} // namespace

std::vector<PlannedForm> plan(Study const& study, Participant const& participant, std::vector<ResponseFact> const& responses, Instant const& now)
{
    std::vector<PlannedForm> all;
    Responses const by_slot(responses);
    plan_visits(all, study, participant, by_slot, now.wall_ms);
    flag_overlapping_visits(all);
    plan_days(all, study, participant, by_slot, now.wall_ms);
    std::stable_sort(all.begin(), all.end(), [](PlannedForm const& a, PlannedForm const& b) {
        auto const unknown_a = a.closes.wall_ms == 0;
        auto const unknown_b = b.closes.wall_ms == 0;
        return unknown_a != unknown_b ? unknown_b : a.opens.wall_ms < b.opens.wall_ms;
    });
    return all;
}

std::string response_that_stands(Study const& study, Participant const& participant, std::string_view form, std::string_view visit, std::vector<ResponseFact> const& responses)
{
    Window window;
    auto const* planned = study.visit(visit);
    auto const* diary = planned ? nullptr : study.diary_of_form(form);
    auto const day = diary && diary->kind == DiaryKind::end_of_day ? parse_date(visit) : Result<CivilDate>(fail(Code::invalid_data, "no day"));
    if (auto const anchor = planned ? anchor_of(participant, planned->anchor) : std::nullopt)
        window = window_of(*planned, *anchor, study.zone);
    else if (day)
        window = window_of(*diary, *day, study.zone);
    auto const* stands = Responses(responses).standing(form, visit, window.opens, window.closes);
    return stands ? stands->id : std::string();
}

std::vector<PlannedForm> event_forms(Study const& study, Participant const& participant, Instant const& now)
{
    std::vector<PlannedForm> all;
    if (participant.state != ParticipantState::on_study)
        return all;
    for (auto const& diary : study.diaries) {
        auto const anchor = anchor_of(participant, diary.anchor);
        auto const* form = study.form(diary.form);
        if (diary.kind != DiaryKind::event || !anchor || !form || !asked_of(form->only_for, participant))
            continue;
        auto const day_zero = days_since_epoch(study.zone.date_at(anchor->wall_ms));
        auto const opens = study.zone.moment(date_from_days(day_zero + diary.first_day));
        auto const closes = study.zone.moment(date_from_days(day_zero + diary.last_day + 1));
        if (now.wall_ms >= opens && now.wall_ms < closes)
            all.push_back({ .form = diary.form, .visit = {}, .state = DueState::due, .opens = study.zone.instant(opens), .target = study.zone.instant(opens), .closes = study.zone.instant(closes), .reason = {}, .flags = {}, .response = {} });
    }
    return all;
}

EntryTiming timing_of(Diary const& diary, Instant const& onset, Instant const& entered)
{
    constexpr std::int64_t clock_tolerance_ms = 5 * 60'000;
    auto const delay = entered.wall_ms - onset.wall_ms;
    if (delay < -clock_tolerance_ms || delay > diary.late_hours * hour_ms)
        return EntryTiming::refused;
    return delay <= diary.real_time_hours * hour_ms ? EntryTiming::real_time : EntryTiming::late;
}

} // namespace bedside::study
