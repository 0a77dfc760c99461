// SPDX-License-Identifier: Apache-2.0
#include "sync/server/console/timeline.h"

#include <algorithm>
#include <map>

namespace bedside::server {
namespace {

std::string column_label(study::CompletedForm const& form, std::string const& date) { return form.visit.empty() ? date : form.visit; }

void add_diary(Timeline& timeline, study::Study const& study, std::vector<course::Form const*> const& forms, std::int64_t zero)
{
    std::map<std::int64_t, DiaryDay> days;
    std::vector<scoring::Episode> episodes;
    std::vector<scoring::DiaryDay> records;
    for (auto const* one : forms) {
        auto const& form = *one;
        auto const* diary = study.diary_of_form(form.completed.form);
        if (diary == nullptr)
            continue;
        auto const date = study::date_of(study, form.completed);
        auto& day = days[days_since_epoch(date)];
        day.date = to_string(date);
        if (diary->kind == study::DiaryKind::event) {
            if (day.episodes++ == 0)
                day.response_id = form.root;
            episodes.push_back(study::episode_of(study, form.completed));
        } else if (auto const record = study::diary_day_of(form.completed)) {
            day.recorded = true;
            day.unlogged = record->unlogged.value_or(0);
            day.confirmed_none = record->no_episodes.value_or(false);
            if (day.response_id.empty())
                day.response_id = form.root;
            records.push_back(*record);
        }
    }
    if (days.empty())
        return;
    auto const first = days.begin()->first;
    auto const last = days.rbegin()->first;
    for (auto at = first; at <= last; ++at) {
        auto day = days.contains(at) ? days[at] : DiaryDay {};
        day.day = at - zero;
        if (day.date.empty())
            day.date = to_string(date_from_days(at));
        timeline.diary.push_back(std::move(day));
    }
    auto const frequency = scoring::breakthrough_frequency(episodes, records, date_from_days(first), date_from_days(last), study.background_pain_limit);
    timeline.evaluable_days = frequency.evaluable_days;
    timeline.episodes_per_day = frequency.per_day;
}

void add_scales(Timeline& timeline, course::Form const& form, std::string const& date)
{
    auto const scores = scoring::score_qlq_c30(study::qlq_c30_items_of(form.completed));
    if (!scores)
        return;
    if (timeline.scales.empty()) {
        for (auto const& scale : scoring::qlq_c30_scales())
            timeline.scales.push_back({ std::string(scale.code), scale.kind, scale.threshold, {} });
        timeline.scales.push_back({ "SUMMARY", scoring::ScaleKind::global, {}, {} });
    }
    timeline.assessments.push_back({ column_label(form.completed, date), form.root });
    for (auto& series : timeline.scales)
        series.values.push_back(scores->of(series.code));
}

void add_side_effects(Timeline& timeline, course::Form const& form, std::string const& date)
{
    auto const* group = form.completed.definition->find("severity");
    if (group == nullptr)
        return;
    std::vector<forms::Item const*> items;
    for (auto const& item : group->children) {
        if (std::holds_alternative<forms::IntegerItem>(item.kind))
            items.push_back(&item);
    }
    if (timeline.side_effects.empty()) {
        for (auto const* item : items)
            timeline.side_effects.push_back({ item->text, {} });
    }
    if (items.size() != timeline.side_effects.size())
        return; // another version with other effects: its form shows them
    timeline.reports.push_back({ column_label(form.completed, date), form.root });
    for (std::size_t i = 0; i < items.size(); ++i)
        timeline.side_effects[i].severities.push_back(study::integer_at(form.completed, items[i]->link_id));
}

} // namespace

bool ScaleSeries::wants_attention() const
{
    if (!threshold || values.empty() || !values.back())
        return false;
    return kind == scoring::ScaleKind::functional ? *values.back() < *threshold : *values.back() > *threshold;
}

Timeline timeline_of(course::Course const& course)
{
    auto const& study = course.study();
    auto const& participant = course.participant();
    auto forms = course.forms();
    std::erase_if(forms, [](course::Form const* form) { return !form->duplicate_of.empty() || !form->completed.definition; });
    Timeline timeline;
    if (forms.empty())
        return timeline;
    auto const anchor = participant.anchors.find(study.treatment_anchor);
    timeline.zero = anchor == participant.anchors.end() ? "" : study.treatment_anchor;
    auto const zero = days_since_epoch(anchor == participant.anchors.end() ? study::date_of(study, forms.front()->completed) : study.zone.date_at(anchor->second.wall_ms));
    bool first = true;
    for (auto const* one : forms) {
        auto const& form = *one;
        auto const date = study::date_of(study, form.completed);
        auto const day = days_since_epoch(date) - zero;
        timeline.first_day = first ? day : std::min(timeline.first_day, day);
        timeline.last_day = first ? day : std::max(timeline.last_day, day);
        first = false;
        auto const& completed = form.completed;
        auto const* visit = study.visit(completed.visit);
        if (visit != nullptr && std::none_of(timeline.visits.begin(), timeline.visits.end(), [&](auto const& mark) { return mark.visit == visit->id; }))
            timeline.visits.push_back({ visit->id, day });
        if (completed.definition->find("average") != nullptr && completed.definition->find("worst") != nullptr)
            timeline.pain.push_back({ form.root, day, to_string(date), study::integer_at(completed, "average"), study::integer_at(completed, "worst") });
        if (auto const consumption = completed.form == study.opioid.form ? study::consumption_of(study, completed) : std::nullopt)
            timeline.dose.push_back({ form.root, day, to_string(date), consumption->equivalent_per_day.milligrams() });
        if (completed.definition->find("q30") != nullptr)
            add_scales(timeline, form, to_string(date));
        add_side_effects(timeline, form, to_string(date));
    }
    std::stable_sort(timeline.pain.begin(), timeline.pain.end(), [](auto const& a, auto const& b) { return a.day < b.day; });
    add_diary(timeline, study, forms, zero);
    return timeline;
}

} // namespace bedside::server
