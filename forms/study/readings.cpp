// SPDX-License-Identifier: Apache-2.0
// linkIds of the shipped instruments, in one place.
#include "forms/study/readings.h"

#include <algorithm>
#include <cmath>

namespace bedside::study {
namespace {

using forms::Value;

std::optional<double> weight_of(forms::Definition const& definition, std::string_view link_id, forms::Coding const& coding)
{
    auto const* item = definition.find(link_id);
    auto const* choice = item ? std::get_if<forms::ChoiceItem>(&item->kind) : nullptr;
    if (!choice)
        return {};
    for (auto const& option : choice->options) {
        if (option.weight && option.value == Value { coding })
            return option.weight->number();
    }
    return {};
}

} // namespace

std::vector<Value> values_at(CompletedForm const& form, std::string_view link_id)
{
    std::vector<std::pair<int, forms::Answer const*>> found;
    for (auto const& [path, answer] : form.answers) {
        if (path.link_id() == link_id)
            found.emplace_back(path.instance(), &answer);
    }
    std::stable_sort(found.begin(), found.end(), [](auto const& a, auto const& b) { return a.first < b.first; });
    std::vector<Value> values;
    for (auto const& [instance, answer] : found)
        values.insert(values.end(), answer->values.begin(), answer->values.end());
    return values;
}

std::optional<double> number_at(CompletedForm const& form, std::string_view link_id)
{
    auto const values = values_at(form, link_id);
    if (values.empty())
        return {};
    auto const& value = values.front();
    if (auto const* whole = std::get_if<std::int32_t>(&value))
        return *whole;
    if (auto const* decimal = std::get_if<forms::Decimal>(&value))
        return decimal->number();
    if (auto const* quantity = std::get_if<forms::Quantity>(&value))
        return quantity->value.number();
    if (auto const* truth = std::get_if<bool>(&value))
        return *truth ? 1 : 0;
    if (auto const* coding = std::get_if<forms::Coding>(&value); coding && form.definition)
        return weight_of(*form.definition, link_id, *coding);
    return {};
}

std::optional<int> integer_at(CompletedForm const& form, std::string_view link_id)
{
    auto const number = number_at(form, link_id);
    if (!number || std::abs(*number) > 2e9 || std::floor(*number) != *number)
        return {};
    return static_cast<int>(*number);
}

std::optional<bool> boolean_at(CompletedForm const& form, std::string_view link_id)
{
    auto const values = values_at(form, link_id);
    auto const* truth = values.empty() ? nullptr : std::get_if<bool>(&values.front());
    return truth ? std::optional(*truth) : std::nullopt;
}

std::string code_at(CompletedForm const& form, std::string_view link_id)
{
    auto const values = values_at(form, link_id);
    auto const* coding = values.empty() ? nullptr : std::get_if<forms::Coding>(&values.front());
    return coding ? coding->code : std::string();
}

scoring::QlqC30Items qlq_c30_items_of(CompletedForm const& form)
{
    scoring::QlqC30Items items;
    for (std::size_t i = 0; i < items.size(); ++i)
        items[i] = integer_at(form, "q" + std::to_string(i + 1));
    return items;
}

std::optional<scoring::PumpRecord> pump_record_of(CompletedForm const& form)
{
    scoring::PumpRecord record;
    auto const drug = code_at(form, "drug");
    auto const concentration = integer_at(form, "concentration");
    auto const observed = integer_at(form, "observed-minutes");
    auto const delivered = integer_at(form, "boluses-delivered");
    auto const bolus = integer_at(form, "bolus-volume");
    auto const rates = values_at(form, "basal-rate");
    auto const minutes = values_at(form, "basal-minutes");
    if ((drug != "morphine" && drug != "hydromorphone") || !concentration || !observed || !delivered || (*delivered > 0 && !bolus) || rates.empty() || rates.size() != minutes.size())
        return {};
    record.drug = drug == "morphine" ? scoring::Opioid::morphine : scoring::Opioid::hydromorphone;
    record.concentration_ug_per_ml = *concentration;
    record.observed_minutes = *observed;
    record.boluses_delivered = *delivered;
    record.bolus_ul = bolus.value_or(0);
    for (std::size_t i = 0; i < rates.size(); ++i) {
        auto const* rate = std::get_if<std::int32_t>(&rates[i]);
        auto const* length = std::get_if<std::int32_t>(&minutes[i]);
        if (!rate || !length)
            return {};
        record.basal.push_back({ *rate, *length });
    }
    auto const start = integer_at(form, "reservoir-start");
    auto const end = integer_at(form, "reservoir-end");
    if (start && end && *start >= *end)
        record.reservoir_used_ul = *start - *end;
    return record;
}

std::optional<scoring::Consumption> consumption_of(Study const& study, CompletedForm const& form)
{
    auto const record = pump_record_of(form);
    if (!record)
        return {};
    auto const consumption = scoring::consumption_of(*record, { study.opioid.ratio_numerator, study.opioid.ratio_denominator });
    return consumption ? std::optional(*consumption) : std::nullopt;
}

scoring::Episode episode_of(Study const& study, CompletedForm const& form)
{
    return { date_of(study, form), integer_at(form, "background") };
}

std::optional<scoring::DiaryDay> diary_day_of(CompletedForm const& form)
{
    auto const date = parse_date(form.visit);
    if (!date)
        return {};
    scoring::DiaryDay day;
    day.date = *date;
    auto const episodes = code_at(form, "episodes");
    if (!episodes.empty())
        day.no_episodes = episodes == "none";
    day.unlogged = integer_at(form, "unlogged");
    return day;
}

CivilDate date_of(Study const& study, CompletedForm const& form)
{
    if (auto const day = parse_date(form.visit))
        return *day;
    auto const* diary = study.diary_of_form(form.form);
    if (diary && diary->kind == DiaryKind::event) {
        auto const values = values_at(form, diary->onset_item);
        auto const* onset = values.empty() ? nullptr : std::get_if<forms::DateTime>(&values.front());
        auto const instant = onset ? parse_iso8601(onset->text) : parse_iso8601("");
        if (instant)
            return study.zone.date_at(instant->wall_ms);
    }
    return study.zone.date_at(form.authored.wall_ms);
}

} // namespace bedside::study
