// SPDX-License-Identifier: Apache-2.0
// date, time, dateTime.
#include "forms/engine/items/kinds.h"
#include "forms/engine/vocabulary.h"

namespace bedside::forms {

using namespace vocabulary;

DateItem read_date(Json const& json, Reader& reader, std::string const& where)
{
    DateItem kind { bound_of<Date>(json, url::min_value, reader, where), bound_of<Date>(json, url::max_value, reader, where) };
    check_bounds(kind, reader, where);
    return kind;
}

TimeItem read_time(Json const& json, Reader& reader, std::string const& where)
{
    TimeItem kind { bound_of<Time>(json, url::min_value, reader, where), bound_of<Time>(json, url::max_value, reader, where) };
    check_bounds(kind, reader, where);
    return kind;
}

DateTimeItem read_date_time(Json const& json, Reader& reader, std::string const& where)
{
    DateTimeItem kind { bound_of<DateTime>(json, url::min_value, reader, where), bound_of<DateTime>(json, url::max_value, reader, where) };
    check_bounds(kind, reader, where);
    return kind;
}

Complaint complaint_of(DateItem const& kind, Value const& value)
{
    auto const* date = std::get_if<Date>(&value);
    if (!date || !is_date(date->text))
        return "The answer must be a date.";
    return range_complaint(kind, *date);
}

Complaint complaint_of(TimeItem const& kind, Value const& value)
{
    auto const* time = std::get_if<Time>(&value);
    if (!time || !is_time(time->text))
        return "The answer must be a time of day.";
    return range_complaint(kind, *time);
}

Complaint complaint_of(DateTimeItem const& kind, Value const& value)
{
    auto const* moment = std::get_if<DateTime>(&value);
    if (!moment || !is_date_time(moment->text))
        return "The answer must be a date with a time.";
    return range_complaint(kind, *moment);
}

} // namespace bedside::forms
