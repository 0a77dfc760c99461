// SPDX-License-Identifier: Apache-2.0
#include "kiosk/app/pain_days.h"

#include "forms/engine/response.h"
#include "forms/study/readings.h"

#include <algorithm>
#include <set>

namespace bedside::app {
namespace {

/// The item with this code of ours at any depth; the codes are the same in every form that asks it.
forms::Item const* item_with(std::vector<forms::Item> const& items, std::string_view code)
{
    for (auto const& item : items) {
        if (std::any_of(item.codes.begin(), item.codes.end(), [&](auto const& coding) { return coding.code == code; }))
            return &item;
        if (auto const* found = item_with(item.children, code))
            return found;
    }
    return nullptr;
}

/// CDISC's code of an NRS item: PI0102 average, PI0106 worst, PI0101 now.
std::optional<int> rating(study::CompletedForm const& form, std::string_view code)
{
    auto const* item = item_with(form.definition->items, code);
    return item ? study::integer_at(form, item->link_id) : std::nullopt;
}

} // namespace

Result<flow::PainDays> pain_days_of(store::Store const& store, study::Study const& study, FormVersions& versions, std::string_view participant)
{
    std::set<std::string> corrected;
    for (auto const& form : TRY(store.completed_forms()))
        corrected.insert(form.amends);
    flow::PainDays days;
    for (auto const& frozen : TRY(store.frozen(participant))) {
        if (corrected.contains(frozen.entry.response_id))
            continue; // its correction counts
        auto const definition = versions.of(store, frozen);
        auto const parsed = definition ? forms::parse_response(**definition, frozen.bytes) : std::unexpected(definition.error());
        if (!parsed)
            continue;
        study::CompletedForm const form { frozen.form, frozen.visit, frozen.completed, *definition, parsed->answers };
        auto const* diary = study.diary_of_form(frozen.form);
        if (diary && diary->kind == study::DiaryKind::event) {
            auto& day = days[study::episode_of(study, form).date];
            day.episodes = day.episodes.value_or(0) + 1;
            continue;
        }
        auto const average = rating(form, "PI0102");
        auto const worst = rating(form, "PI0106");
        auto const now = rating(form, "PI0101");
        auto const record = diary ? study::diary_day_of(form) : std::nullopt;
        if (!average && !worst && !now && !record)
            continue;
        auto& day = days[study::date_of(study, form)];
        if (average || now)
            day.average = average ? average : now;
        if (worst)
            day.worst = std::max(day.worst.value_or(0), *worst);
        if (record && (record->no_episodes || record->unlogged))
            day.episodes = day.episodes.value_or(0) + record->unlogged.value_or(0);
    }
    return days;
}

} // namespace bedside::app
