// SPDX-License-Identifier: Apache-2.0
// One function for each kind of rule.
#include "forms/study/alerts.h"

#include <algorithm>

namespace bedside::study {
namespace {

bool contains(std::vector<std::string> const& all, std::string const& one) { return std::find(all.begin(), all.end(), one) != all.end(); }

bool is_about(Study const& study, AlertRule const& rule, CompletedForm const& form)
{
    if (rule.kind == AlertKind::all_of)
        return true;
    if (rule.kind == AlertKind::dose_rise && form.form != study.opioid.form)
        return false;
    return rule.forms.empty() || contains(rule.forms, form.form);
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

} // namespace

RuleInput::RuleInput(Study const& study, CompletedForm const& form)
    : m_authored(form.authored)
    , m_day(days_since_epoch(date_of(study, form)))
{
    for (auto const& rule : study.alerts) {
        auto& made = m_rules.emplace_back();
        made.about = is_about(study, rule, form);
        if (!made.about)
            continue;
        switch (rule.kind) {
        case AlertKind::value: made.reached = value_is_reached(rule, form); break;
        case AlertKind::rise:
            for (auto const& item : rule.items)
                made.numbers.push_back(number_at(form, item));
            break;
        case AlertKind::count: made.count = count_in(rule, study, form); break;
        case AlertKind::dose_rise:
            if (!m_dose)
                m_dose = consumption_of(study, form);
            break;
        case AlertKind::all_of: break;
        }
    }
}

AlertRules::AlertRules(Study const& study)
    : m_study(&study)
{
}

/// Whether a form before this one, by at most the rule's hours, passes the test; the newest is asked first.
template<typename Test>
bool AlertRules::any_recent(std::size_t rule, std::size_t entry, Test const& test) const
{
    auto const oldest = m_entries[entry].input.m_authored.wall_ms - m_study->alerts[rule].within_hours * hour_ms;
    for (auto i = entry; i-- > 0 && m_entries[i].input.m_authored.wall_ms >= oldest;) {
        if (test(m_entries[i]))
            return true;
    }
    return false;
}

bool AlertRules::is_raised(std::size_t rule, std::size_t entry) const
{
    auto const& tested = m_study->alerts[rule];
    auto const& now = m_entries[entry].input;
    auto const& here = now.m_rules[rule];
    if (!here.about)
        return false;
    switch (tested.kind) {
    case AlertKind::value: return here.reached;
    case AlertKind::rise:
        return any_recent(rule, entry, [&](Entry const& one) {
            auto const& before = one.input.m_rules[rule];
            for (std::size_t i = 0; before.about && i < here.numbers.size(); ++i) {
                if (here.numbers[i] && before.numbers[i] && *here.numbers[i] - *before.numbers[i] >= *tested.at_least)
                    return true;
            }
            return false;
        });
    case AlertKind::count: {
        auto count = here.count;
        for (std::size_t i = 0; i < entry; ++i) {
            auto const& one = m_entries[i].input;
            if (one.m_day == now.m_day && one.m_rules[rule].about)
                count += one.m_rules[rule].count;
        }
        return count >= *tested.at_least;
    }
    case AlertKind::dose_rise:
        return now.m_dose && any_recent(rule, entry, [&](Entry const& one) {
            return one.input.m_dose && one.input.m_rules[rule].about
                && scoring::rose_by_percent(one.input.m_dose->equivalent_per_day, now.m_dose->equivalent_per_day, static_cast<std::int64_t>(*tested.at_least));
        });
    case AlertKind::all_of: {
        // Every named rule was raised by this form or by a recent one, and at least one of them by this one.
        bool by_this = false;
        for (auto const& id : tested.rules) {
            auto const named = std::find_if(m_study->alerts.begin(), m_study->alerts.end(), [&](AlertRule const& one) { return one.id == id; });
            if (named == m_study->alerts.end())
                return false;
            auto const index = static_cast<std::size_t>(named - m_study->alerts.begin());
            if (m_entries[entry].raised[index])
                by_this = true;
            else if (!any_recent(rule, entry, [&](Entry const& one) { return one.raised[index]; }))
                return false;
        }
        return by_this;
    }
    }
    return false;
}

void AlertRules::judge_from(std::size_t first)
{
    for (auto entry = first; entry < m_entries.size(); ++entry) {
        m_entries[entry].raised.assign(m_study->alerts.size(), false);
        for (std::size_t rule = 0; rule < m_study->alerts.size(); ++rule)
            m_entries[entry].raised[rule] = is_raised(rule, entry);
    }
}

void AlertRules::add(std::string order, RuleInput input)
{
    auto const before = [](Entry const& a, Entry const& b) {
        return a.input.m_authored.wall_ms != b.input.m_authored.wall_ms ? a.input.m_authored.wall_ms < b.input.m_authored.wall_ms : a.order < b.order;
    };
    Entry entry { std::move(order), std::move(input), {} };
    auto const place = std::upper_bound(m_entries.begin(), m_entries.end(), entry, before);
    auto const index = static_cast<std::size_t>(place - m_entries.begin());
    m_entries.insert(place, std::move(entry));
    judge_from(index);
}

void AlertRules::remove(std::string_view order)
{
    auto const found = std::find_if(m_entries.begin(), m_entries.end(), [&](Entry const& one) { return one.order == order; });
    if (found == m_entries.end())
        return;
    auto const index = static_cast<std::size_t>(found - m_entries.begin());
    m_entries.erase(found);
    judge_from(index);
}

std::vector<std::size_t> AlertRules::raised_by(std::string_view order) const
{
    std::vector<std::size_t> rules;
    auto const found = std::find_if(m_entries.rbegin(), m_entries.rend(), [&](Entry const& one) { return one.order == order; });
    for (std::size_t i = 0; found != m_entries.rend() && i < found->raised.size(); ++i) {
        if (found->raised[i])
            rules.push_back(i);
    }
    return rules;
}

std::vector<Alert> alerts_of(Study const& study, CompletedForm const& completed, std::span<CompletedForm const> earlier)
{
    AlertRules rules(study);
    std::size_t number = 0;
    for (auto const& one : earlier) {
        if (&one != &completed && one.authored.wall_ms <= completed.authored.wall_ms)
            rules.add("0" + std::to_string(number++), { study, one });
    }
    rules.add("1", { study, completed });
    std::vector<Alert> alerts;
    for (auto const index : rules.raised_by("1"))
        alerts.push_back({ study.alerts[index].id, study.alerts[index].title, study.alerts[index].urgent });
    return alerts;
}

} // namespace bedside::study
