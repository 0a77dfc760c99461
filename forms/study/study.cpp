// SPDX-License-Identifier: Apache-2.0
// Look-ups in a loaded study.
#include "forms/study/study.h"

#include <algorithm>

namespace bedside::study {
namespace {

template <typename T>
T const* find_by_id(std::vector<T> const& all, std::string_view id)
{
    auto const found = std::find_if(all.begin(), all.end(), [&](T const& one) { return one.id == id; });
    return found == all.end() ? nullptr : &*found;
}

} // namespace

StudyForm const* Study::form(std::string_view id_of_form) const { return find_by_id(forms, id_of_form); }
Visit const* Study::visit(std::string_view id_of_visit) const { return find_by_id(visits, id_of_visit); }

Diary const* Study::diary_of_form(std::string_view form_id) const
{
    auto const found = std::find_if(diaries.begin(), diaries.end(), [&](Diary const& diary) { return diary.form == form_id; });
    return found == diaries.end() ? nullptr : &*found;
}

bool TabletSettings::is_quiet(int minute_of_day) const
{
    if (quiet_from <= quiet_to)
        return minute_of_day >= quiet_from && minute_of_day < quiet_to;
    return minute_of_day >= quiet_from || minute_of_day < quiet_to;
}

bool Participant::in_group(std::string_view group) const
{
    if (group == "ward")
        return !ward.empty();
    if (group == "home")
        return ward.empty();
    return std::find(groups.begin(), groups.end(), group) != groups.end();
}

std::vector<Participant> participants_of_tablet(std::vector<Participant> const& participants, std::string_view tablet)
{
    auto const lent = [&](Participant const& one) { return !tablet.empty() && one.tablet == tablet; };
    bool const home = std::any_of(participants.begin(), participants.end(), lent);
    std::vector<Participant> shown;
    std::copy_if(participants.begin(), participants.end(), std::back_inserter(shown), [&](Participant const& one) { return home ? lent(one) : one.tablet.empty(); });
    return shown;
}

} // namespace bedside::study
