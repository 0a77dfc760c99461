// SPDX-License-Identifier: Apache-2.0
#include "forms/study/alert_rule.h"

#include "forms/study/toml_table.h"

#include <algorithm>

namespace bedside::study {
namespace {

/// Each kind needs its own keys and no other's: a threshold that is never looked at would be a silent gap.
Result<void> check(TomlTable const& table, AlertRule const& rule)
{
    auto const needs_items = rule.kind == AlertKind::value || rule.kind == AlertKind::rise;
    auto const needs_threshold = rule.kind == AlertKind::rise || rule.kind == AlertKind::count || rule.kind == AlertKind::dose_rise;
    auto const may_have_items = needs_items || rule.kind == AlertKind::count;
    if ((needs_items && rule.items.empty()) || (!may_have_items && !rule.items.empty()))
        return table.refuse("items", needs_items ? "this kind of alert needs 'items'" : "this kind of alert has no 'items'");
    if ((rule.kind == AlertKind::count) && rule.forms.empty())
        return table.refuse("forms", "an alert that counts needs 'forms'");
    if ((rule.kind == AlertKind::all_of) == rule.rules.empty())
        return table.refuse("rules", "'rules' belongs to the kind \"all-of\", and that needs it");
    if (!rule.equals.empty() && (rule.kind != AlertKind::value || rule.at_least))
        return table.refuse("equals", "'equals' belongs to the kind \"value\", in the place of 'at-least'");
    if (needs_threshold && !rule.at_least)
        return table.refuse("at-least", "this kind of alert needs 'at-least'");
    if (rule.kind == AlertKind::value && !rule.at_least && rule.equals.empty())
        return table.refuse("at-least", "an alert on a value needs 'at-least' or 'equals'");
    if (rule.kind == AlertKind::all_of && rule.at_least)
        return table.refuse("at-least", "an alert of the kind \"all-of\" has no 'at-least'");
    if (rule.at_least && *rule.at_least <= 0)
        return table.refuse("at-least", "'at-least' must be more than 0");
    return {};
}

} // namespace

Result<AlertRule> read_alert_rule(toml::table const& node, Study const& study)
{
    auto const table = TRY(TomlTable::checked(node, "[[alert]]", { "id", "kind", "title", "forms", "items", "at-least", "equals", "within-hours", "rules", "level" }));
    AlertRule rule;
    rule.id = TRY(table.name("id"));
    auto const known = [&](std::string const& id) { return std::any_of(study.alerts.begin(), study.alerts.end(), [&](auto const& one) { return one.id == id; }); };
    if (known(rule.id))
        return table.refuse("id", "the alert '" + rule.id + "' is defined twice");
    auto const kind = TRY(table.text("kind"));
    if (kind == "value")
        rule.kind = AlertKind::value;
    else if (kind == "rise")
        rule.kind = AlertKind::rise;
    else if (kind == "count")
        rule.kind = AlertKind::count;
    else if (kind == "dose-rise")
        rule.kind = AlertKind::dose_rise;
    else if (kind == "all-of")
        rule.kind = AlertKind::all_of;
    else
        return table.refuse("kind", "'kind' must be \"value\", \"rise\", \"count\", \"dose-rise\" or \"all-of\"");
    rule.title = TRY(table.localized("title", study.languages));
    auto const level = TRY(table.text_or("level", "urgent"));
    if (level != "urgent" && level != "review")
        return table.refuse("level", "'level' must be \"urgent\" or \"review\"");
    rule.urgent = level == "urgent";
    rule.within_hours = TRY(table.whole_or("within-hours", 1, 24 * 366, 24));
    rule.forms = TRY(table.list("forms"));
    for (auto const& form : rule.forms) {
        if (!study.form(form))
            return table.refuse("forms", "no [[form]] has the id '" + form + "'");
    }
    rule.items = TRY(table.list("items"));
    for (auto const& item : rule.items) {
        auto const asks = [&](StudyForm const& form) { return (rule.forms.empty() || std::find(rule.forms.begin(), rule.forms.end(), form.id) != rule.forms.end()) && form.definition->find(item); };
        if (std::none_of(study.forms.begin(), study.forms.end(), asks))
            return table.refuse("items", "none of the alert's forms has an item '" + item + "'");
    }
    rule.rules = TRY(table.list("rules"));
    for (auto const& id : rule.rules) {
        if (!known(id))
            return table.refuse("rules", "the alert '" + id + "' must be defined above '" + rule.id + "'");
    }
    if (table.has("at-least"))
        rule.at_least = TRY(table.number("at-least"));
    rule.equals = TRY(table.text_or("equals", ""));
    TRY(check(table, rule));
    return rule;
}

} // namespace bedside::study
