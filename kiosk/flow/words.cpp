// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/words.h"

#include "kiosk/flow/entry.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace bedside::flow {
namespace {

struct LocalTime {
    int hour = 0;
    int minute = 0;
};

LocalTime local_time(Instant const& instant)
{
    auto const local = instant.wall_ms + instant.offset_min * minute_ms;
    auto const minutes = static_cast<int>(((local % day_ms) + day_ms) % day_ms / minute_ms);
    return { minutes / 60, minutes % 60 };
}

std::string hours_minutes(int hour, int minute, bool pad)
{
    char text[16];
    std::snprintf(text, sizeof text, pad ? "%02d:%02d" : "%d:%02d", hour, minute);
    return text;
}

char const* part_of_day(int hour)
{
    if (hour < 5)
        return "night";
    if (hour < 11)
        return "morning";
    if (hour < 13)
        return "noon";
    return hour < 18 ? "afternoon" : "evening";
}

std::string value_text(forms::Item const& item, forms::Value const& value, Instant const& now, Catalogue const& words)
{
    struct Speaker {
        forms::Item const& item;
        Instant const& now;
        Catalogue const& words;
        std::string with_unit(std::string const& number) const
        {
            auto const& unit = item.unit.in(words.language());
            return unit.empty() ? number : number + " " + unit;
        }
        std::string operator()(bool yes) const { return yes ? words.text("Yes") : words.text("No"); }
        std::string operator()(std::int32_t number) const { return with_unit(std::to_string(number)); }
        std::string operator()(forms::Decimal const& decimal) const { return with_unit(decimal.text); }
        std::string operator()(forms::Date const& date) const
        {
            auto const parsed = parse_date(date.text);
            return parsed ? date_text(*parsed, words) : date.text;
        }
        std::string operator()(forms::Time const& time) const { return time.text.substr(0, 5); }
        std::string operator()(forms::DateTime const& moment) const
        {
            auto const parsed = parse_iso8601(moment.text);
            if (!parsed)
                return moment.text;
            auto const days = days_between(*parsed, now);
            if (days == 0)
                return words.text("today {time}", { { "time", clock_text(*parsed) } });
            if (days == 1)
                return words.text("yesterday {time}", { { "time", clock_text(*parsed) } });
            return date_text(local_date(*parsed), words) + " " + clock_text(*parsed);
        }
        std::string operator()(forms::Text const& text) const { return text.text; }
        std::string operator()(forms::Coding const& coding) const
        {
            if (auto const* choice = std::get_if<forms::ChoiceItem>(&item.kind)) {
                for (auto const& option : choice->options) {
                    if (option.value == forms::Value(coding))
                        return option_text(option, words.language());
                }
            }
            return coding.display;
        }
        std::string operator()(forms::Quantity const& quantity) const { return quantity.value.text + " " + quantity.unit; }
        std::string operator()(forms::Attachment const&) const { return words.text("handwritten"); }
    };
    return std::visit(Speaker { item, now, words }, value);
}

} // namespace

std::string clock_text(Instant const& instant)
{
    auto const time = local_time(instant);
    return hours_minutes(time.hour, time.minute, true);
}

std::string dial_text(Instant const& instant)
{
    auto const time = local_time(instant);
    return hours_minutes(time.hour % 12 == 0 ? 12 : time.hour % 12, time.minute, false);
}

std::string day_part_text(Instant const& instant, Catalogue const& words)
{
    static constexpr std::array weekdays { "Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday" }; // 1970-01-01 was a Thursday
    auto const days = days_since_epoch(local_date(instant));
    auto const weekday = static_cast<std::size_t>((days % 7 + 7) % 7);
    return words.text(weekdays[weekday]) + " · " + words.text(part_of_day(local_time(instant).hour));
}

std::string date_text(CivilDate date, Catalogue const& words)
{
    static constexpr std::array months { "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December" };
    auto const year = std::to_string(date.year);
    auto const month = std::to_string(date.month);
    auto const day = std::to_string(date.day);
    return words.text("{day} {month_name} {year}",
        { { "day", day }, { "month", month }, { "month_name", months[static_cast<std::size_t>(std::clamp(date.month, 1, 12) - 1)] }, { "year", year } });
}

std::int64_t days_between(Instant const& from, Instant const& to) { return days_since_epoch(local_date(to)) - days_since_epoch(local_date(from)); }

std::string when_text(Instant const& then, Instant const& now, Catalogue const& words)
{
    auto const days = days_between(then, now);
    if (days == 0)
        return clock_text(then);
    if (days == 1)
        return words.text("yesterday {time}", { { "time", clock_text(then) } });
    return date_text(local_date(then), words);
}

std::string span_text(std::int64_t milliseconds, Catalogue const& words)
{
    auto const minutes = std::max<std::int64_t>(milliseconds / minute_ms, 1);
    if (minutes < 60)
        return words.text("{n} minute", "{n} minutes", minutes);
    if (minutes < 48 * 60)
        return words.text("{n} hour", "{n} hours", minutes / 60);
    return words.text("{n} day", "{n} days", minutes / (24 * 60));
}

std::string option_text(forms::Option const& option, std::string_view language)
{
    if (!option.display.empty())
        return option.display.in(language);
    if (auto const* number = std::get_if<std::int32_t>(&option.value))
        return std::to_string(*number);
    if (auto const* text = std::get_if<forms::Text>(&option.value))
        return text->text;
    if (auto const* coding = std::get_if<forms::Coding>(&option.value))
        return coding->display;
    return {};
}

std::string answer_text(forms::Item const& item, forms::Answer const& answer, Instant const& now, Catalogue const& words)
{
    if (answer.absence)
        return words.text("Prefer not to answer");
    std::string text;
    for (auto const& value : answer.values) {
        if (!text.empty())
            text += words.text_in("list", ", ");
        text += value_text(item, value, now, words);
    }
    return text;
}

Key make_key(std::string id, std::string label, Intent intent, Icon icon)
{
    Key key;
    key.id = std::move(id);
    key.label = std::move(label);
    key.intent = std::move(intent);
    key.icon = icon;
    return key;
}

std::string form_title(AppState const& state, std::string_view form, Catalogue const& words)
{
    if (state.facts.study) {
        auto const* known = state.facts.study->form(form);
        if (known && known->definition && !known->definition->title.empty())
            return known->definition->title.in(words.language());
    }
    if (auto const& practice = state.practice; practice && form == "practice")
        return practice->title.in(words.language());
    return std::string(form);
}

} // namespace bedside::flow
