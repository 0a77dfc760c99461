// SPDX-License-Identifier: Apache-2.0
// One function for each kind of rule.
#include "forms/study/alerts.h"

#include <algorithm>

namespace bedside::study {
namespace {

bool contains(std::vector<std::string> const& all, std::string const& one) { return std::find(all.begin(), all.end(), one) != all.end(); }

bool is_about(AlertRule const& rule, CompletedForm const& form) { return rule.forms.empty() || contains(rule.forms, form.form); }

/// Whether `before` was completed before `now`, by at most the rule's hours.
bool is_recent(AlertRule const& rule, CompletedForm const& before, CompletedForm const& now)
{
    auto const age = now.authored.wall_ms - before.authored.wall_ms;
    return age >= 0 && age <= rule.within_hours * hour_ms && &before != &now;
}

bool value_equals(forms::Value const& value, std::string const& expected)
{
    if (auto const* truth = std::get_if<bool>(&value))
        return expected == (*truth ? "true" : "false");
    if (auto const* coding = std::get_if<forms::Coding>(&value))
        return coding->code == expected;
    auto const* whole = std::get_if<std::int32_t>(&value);
    return whole && std::to_string(*whole) == expected;
}

bool value_is_reached(AlertRule const& rule, CompletedForm const& form)
{
    return std::any_of(rule.items.begin(), rule.items.end(), [&](std::string const& item) {
        if (!rule.equals.empty()) {
            auto const values = values_at(form, item);
            return std::any_of(values.begin(), values.end(), [&](auto const& value) { return value_equals(value, rule.equals); });
        }
        auto const number = number_at(form, item);
        return number && *number >= *rule.at_least;
    });
}

bool value_rose(AlertRule const& rule, CompletedForm const& form, std::span<CompletedForm const> earlier)
{
    return std::any_of(rule.items.begin(), rule.items.end(), [&](std::string const& item) {
        auto const now = number_at(form, item);
        return now && std::any_of(earlier.begin(), earlier.end(), [&](CompletedForm const& one) {
            auto const before = is_recent(rule, one, form) && is_about(rule, one) ? number_at(one, item) : std::nullopt;
            return before && *now - *before >= *rule.at_least;
        });
    });
}

/// What a response adds to the count of its day: itself when it is an event, else the counts that its items hold.
double count_in(AlertRule const& rule, Study const& study, CompletedForm const& form)
{
    auto const* diary = study.diary_of_form(form.form);
    if (!diary || diary->kind == DiaryKind::event)
        return 1;
    double sum = 0;
    for (auto const& item : rule.items)
        sum += number_at(form, item).value_or(0);
    return sum;
}

bool count_is_reached(AlertRule const& rule, Study const& study, CompletedForm const& form, std::span<CompletedForm const> earlier)
{
    auto const date = date_of(study, form);
    auto count = count_in(rule, study, form);
    for (auto const& one : earlier) {
        if (&one != &form && is_about(rule, one) && one.authored.wall_ms <= form.authored.wall_ms && date_of(study, one) == date)
            count += count_in(rule, study, one);
    }
    return count >= *rule.at_least;
}

bool dose_rose(AlertRule const& rule, Study const& study, CompletedForm const& form, std::span<CompletedForm const> earlier)
{
    auto const now = form.form == study.opioid.form ? consumption_of(study, form) : std::nullopt;
    if (!now)
        return false;
    return std::any_of(earlier.begin(), earlier.end(), [&](CompletedForm const& one) {
        auto const before = one.form == study.opioid.form && is_recent(rule, one, form) ? consumption_of(study, one) : std::nullopt;
        return before && scoring::rose_by_percent(before->equivalent_per_day, now->equivalent_per_day, static_cast<std::int64_t>(*rule.at_least));
    });
}

bool is_raised(AlertRule const& rule, Study const& study, CompletedForm const& form, std::span<CompletedForm const> earlier);

/// Every named rule was raised by this response or by a recent one, and at least one of them by this one.
bool all_were_raised(AlertRule const& rule, Study const& study, CompletedForm const& form, std::span<CompletedForm const> earlier)
{
    bool by_this = false;
    for (auto const& id : rule.rules) {
        auto const named = std::find_if(study.alerts.begin(), study.alerts.end(), [&](AlertRule const& one) { return one.id == id; });
        if (named == study.alerts.end())
            return false;
        if (is_raised(*named, study, form, earlier)) {
            by_this = true;
            continue;
        }
        auto const before = std::any_of(earlier.begin(), earlier.end(), [&](CompletedForm const& one) { return is_recent(rule, one, form) && is_raised(*named, study, one, earlier); });
        if (!before)
            return false;
    }
    return by_this;
}

bool is_raised(AlertRule const& rule, Study const& study, CompletedForm const& form, std::span<CompletedForm const> earlier)
{
    if (rule.kind != AlertKind::all_of && !is_about(rule, form))
        return false;
    switch (rule.kind) {
    case AlertKind::value: return value_is_reached(rule, form);
    case AlertKind::rise: return value_rose(rule, form, earlier);
    case AlertKind::count: return count_is_reached(rule, study, form, earlier);
    case AlertKind::dose_rise: return dose_rose(rule, study, form, earlier);
    case AlertKind::all_of: return all_were_raised(rule, study, form, earlier);
    }
    return false;
}

} // namespace

std::vector<Alert> alerts_of(Study const& study, CompletedForm const& completed, std::span<CompletedForm const> earlier)
{
    std::vector<Alert> alerts;
    for (auto const& rule : study.alerts) {
        if (is_raised(rule, study, completed, earlier))
            alerts.push_back({ rule.id, rule.title, rule.urgent });
    }
    return alerts;
}

} // namespace bedside::study
