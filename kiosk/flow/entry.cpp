// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/entry.h"

#include "forms/base/crypto.h"
#include "forms/base/utf8.h"

#include <algorithm>
#include <charconv>

namespace bedside::flow {
namespace {

using forms::Answer;
using forms::Item;


Answer with(forms::Value value) { return Answer { { std::move(value) }, std::nullopt }; }

std::int64_t local_ms(Instant const& instant) { return instant.wall_ms + instant.offset_min * minute_ms; }

/// The last full five minutes at or before, some days on.
Instant to_five_minutes(Instant instant, int days = 0)
{
    instant.wall_ms += days * day_ms;
    auto const local = local_ms(instant);
    instant.wall_ms -= local % (5 * minute_ms);
    return instant;
}

Entered moment(Instant const& instant) { return { with(forms::DateTime { iso8601(instant) }), {}, {} }; }

Entered step_moment(Answer const& old, EntryField field, int delta, Instant const& now)
{
    auto const before = moment_of(old);
    if (!before)
        return moment(to_five_minutes(now, field == EntryField::day ? delta : 0)); // the first tap shows a place to start from
    auto after = *before;
    auto const unit = field == EntryField::hour ? hour_ms : field == EntryField::minute ? minute_ms : day_ms;
    after.wall_ms += delta * unit;
    if (after.wall_ms > now.wall_ms) {
        auto refused = moment(*before);
        refused.note = "That time has not come yet.";
        return refused;
    }
    return moment(after);
}

Entered step_clock(Answer const& old, EntryField field, int delta, Instant const& now)
{
    auto const before = clock_of(old);
    auto minutes = static_cast<int>(local_ms(to_five_minutes(now)) % day_ms / minute_ms);
    if (before) {
        minutes = before->first * 60 + before->second + (field == EntryField::hour ? delta * 60 : delta);
        minutes = (minutes % 1440 + 1440) % 1440;
    }
    return { with(forms::Time { two_digits(minutes / 60) + ":" + two_digits(minutes % 60) + ":00" }), {}, {} };
}

int days_in_month(int year, int month)
{
    auto const first = days_since_epoch({ year, month, 1 });
    auto const next = month == 12 ? days_since_epoch({ year + 1, 1, 1 }) : days_since_epoch({ year, month + 1, 1 });
    return static_cast<int>(next - first);
}

Entered step_date(Item const& item, Answer const& old, EntryField field, int delta, Instant const& now)
{
    auto const& kind = std::get<forms::DateItem>(item.kind);
    auto date = local_date(now);
    if (!old.values.empty() && std::holds_alternative<forms::Date>(old.values.front())) {
        if (auto const parsed = parse_date(std::get<forms::Date>(old.values.front()).text)) {
            date = *parsed;
            if (field == EntryField::year)
                date.year += delta;
            else if (field == EntryField::month) {
                auto const months = date.year * 12 + date.month - 1 + delta;
                date.year = months / 12;
                date.month = months % 12 + 1;
            } else
                date = date_from_days(days_since_epoch(date) + delta);
            date.day = std::min(date.day, days_in_month(date.year, date.month));
        }
    }
    auto const text = to_string(date);
    bool const too_late = kind.maximum ? text > kind.maximum->text : false;
    bool const too_early = kind.minimum ? text < kind.minimum->text : false;
    if (too_late || too_early)
        return { old, {}, "That date is outside what the form allows." };
    return { with(forms::Date { text }), {}, {} };
}

std::optional<std::int32_t> whole_number(std::string_view text)
{
    std::int32_t number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc {} || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

/// Digits, at most one point, with a digit on both sides of it.
bool is_decimal(std::string_view text)
{
    if (text.empty() || text.front() == '.' || text.back() == '.')
        return false;
    return std::count(text.begin(), text.end(), '.') <= 1 && text.find_first_not_of("0123456789.") == std::string_view::npos;
}

/// The answer that a draft stands for, when it is one that the item takes.
Answer answer_of_draft(Item const& item, std::string const& draft, std::optional<int> chosen_unit)
{
    Answer answer;
    if (std::holds_alternative<forms::IntegerItem>(item.kind)) {
        if (auto const number = whole_number(draft))
            answer = with(*number);
    } else if (std::holds_alternative<forms::DecimalItem>(item.kind)) {
        if (is_decimal(draft))
            answer = with(forms::Decimal { draft });
    } else if (auto const* quantity = std::get_if<forms::QuantityItem>(&item.kind)) {
        auto const place = quantity->units.size() == 1 ? std::optional(0) : chosen_unit;
        if (is_decimal(draft) && (quantity->units.empty() || place)) {
            forms::Quantity value { forms::Decimal { draft }, {}, {}, {} };
            if (!quantity->units.empty()) {
                auto const& unit = quantity->units.at(static_cast<std::size_t>(*place));
                value.unit = unit.display;
                value.system = unit.system;
                value.code = unit.code;
            }
            answer = with(value);
        }
    } else if (std::holds_alternative<forms::StringItem>(item.kind)) {
        if (!draft.empty())
            answer = with(forms::Text { draft });
    }
    if (!answer.values.empty() && !forms::check_answer(item, answer))
        return {};
    return answer;
}

/// Without its last UTF-8 character.
std::string shortened(std::string text)
{
    text.resize(text.size() - utf8::last(text).size());
    return text;
}

Answer toggled(forms::ChoiceItem const& choice, Answer const& old, std::size_t option, forms::Value const& value)
{
    Answer answer { old.values, std::nullopt };
    auto const at = std::find(answer.values.begin(), answer.values.end(), choice.options[option].value);
    if (at != answer.values.end()) {
        answer.values.erase(at);
        return answer;
    }
    if (choice.options[option].exclusive)
        answer.values.clear();
    std::erase_if(answer.values, [&](forms::Value const& there) {
        return std::any_of(choice.options.begin(), choice.options.end(), [&](forms::Option const& known) { return known.exclusive && known.value == there; });
    });
    answer.values.push_back(value);
    // the order of the form, not of the taps
    std::stable_sort(answer.values.begin(), answer.values.end(), [&](forms::Value const& a, forms::Value const& b) {
        auto const place = [&](forms::Value const& v) {
            return std::find_if(choice.options.begin(), choice.options.end(), [&](forms::Option const& o) { return o.value == v; }) - choice.options.begin();
        };
        return place(a) < place(b);
    });
    return answer;
}

} // namespace

bool says_something(Answer const& answer) { return !answer.values.empty() || answer.absence.has_value(); }

std::optional<Entered> choose(Item const& item, Answer const& old, int option, std::string_view language)
{
    if (auto const* integer = std::get_if<forms::IntegerItem>(&item.kind)) {
        if ((integer->minimum && option < *integer->minimum) || (integer->maximum && option > *integer->maximum))
            return std::nullopt;
        return Entered { with(static_cast<std::int32_t>(option)), {}, {} };
    }
    if (std::holds_alternative<forms::BooleanItem>(item.kind)) {
        if (option != 0 && option != 1)
            return std::nullopt;
        return Entered { with(option == 0), {}, {} };
    }
    auto const* choice = std::get_if<forms::ChoiceItem>(&item.kind);
    if (!choice || option < 0 || static_cast<std::size_t>(option) >= choice->options.size())
        return std::nullopt;
    auto const place = static_cast<std::size_t>(option);
    auto value = choice->options[place].value;
    if (auto* coding = std::get_if<forms::Coding>(&value))
        coding->display = choice->options[place].display.in(language);
    if (item.repeats)
        return Entered { toggled(*choice, old, place, value), {}, {} };
    return Entered { with(value), {}, {} };
}

std::optional<Entered> step_entry(Item const& item, Answer const& old, EntryField field, int delta, Instant const& now)
{
    if (std::holds_alternative<forms::DateTimeItem>(item.kind))
        return step_moment(old, field, delta, now);
    if (std::holds_alternative<forms::TimeItem>(item.kind))
        return step_clock(old, field, delta, now);
    if (std::holds_alternative<forms::DateItem>(item.kind))
        return step_date(item, old, field, delta, now);
    if (auto const* integer = std::get_if<forms::IntegerItem>(&item.kind)) {
        auto const start = integer->minimum.value_or(0);
        auto number = start;
        if (!old.values.empty() && std::holds_alternative<std::int32_t>(old.values.front()))
            number = std::get<std::int32_t>(old.values.front()) + delta * (field == EntryField::tens ? 10 : 1);
        if (integer->maximum)
            number = std::min(number, *integer->maximum);
        return Entered { with(std::max(number, start)), {}, {} };
    }
    return std::nullopt;
}

std::optional<Entered> quick_time(Item const& item, int minutes_ago, Instant const& now)
{
    if (minutes_ago < 0)
        return std::nullopt;
    auto then = now;
    then.wall_ms -= minutes_ago * minute_ms;
    then.wall_ms -= then.wall_ms % minute_ms;
    if (std::holds_alternative<forms::DateTimeItem>(item.kind))
        return moment(then);
    if (std::holds_alternative<forms::TimeItem>(item.kind)) {
        auto const minutes = static_cast<int>(local_ms(then) % day_ms / minute_ms);
        return Entered { with(forms::Time { two_digits(minutes / 60) + ":" + two_digits(minutes % 60) + ":00" }), {}, {} };
    }
    if (std::holds_alternative<forms::DateItem>(item.kind))
        return Entered { with(forms::Date { to_string(local_date(then)) }), {}, {} };
    return std::nullopt;
}

std::optional<Entered> quick_number(Item const& item, int value) { return type_key(item, {}, {}, std::to_string(value)); }

std::optional<Entered> type_key(Item const& item, std::string const& draft, std::optional<int> unit, std::string const& key)
{
    bool const numeric = std::holds_alternative<forms::IntegerItem>(item.kind) || std::holds_alternative<forms::DecimalItem>(item.kind)
        || std::holds_alternative<forms::QuantityItem>(item.kind);
    if (!numeric && !std::holds_alternative<forms::StringItem>(item.kind))
        return std::nullopt;
    auto next = key.empty() ? shortened(draft) : draft + key;
    if (numeric) {
        if (next.find_first_not_of("0123456789.") != std::string::npos || std::count(next.begin(), next.end(), '.') > 1 || next.size() > 9)
            return std::nullopt;
        if (std::holds_alternative<forms::IntegerItem>(item.kind) && next.find('.') != std::string::npos)
            return std::nullopt;
        while (next.size() > 1 && next[0] == '0' && next[1] != '.')
            next.erase(0, 1); // 07 is 7
    } else {
        auto const limit = std::get<forms::StringItem>(item.kind).max_length.value_or(200);
        if (utf8::count(next) > static_cast<std::size_t>(limit))
            return std::nullopt;
    }
    auto answer = answer_of_draft(item, next, unit);
    return Entered { std::move(answer), std::move(next), {}, unit };
}

std::optional<Entered> choose_unit(Item const& item, std::string const& draft, int unit)
{
    auto const* quantity = std::get_if<forms::QuantityItem>(&item.kind);
    if (!quantity || unit < 0 || static_cast<std::size_t>(unit) >= quantity->units.size())
        return std::nullopt;
    return Entered { answer_of_draft(item, draft, unit), draft, {}, unit };
}

std::optional<Entered> add_stroke(Item const& item, Answer const& old, std::vector<std::pair<int, int>> const& points)
{
    if (!std::holds_alternative<forms::AttachmentItem>(item.kind) || points.empty())
        return std::nullopt;
    auto strokes = strokes_of(old);
    strokes.push_back(points);
    std::string json = "[";
    for (auto const& stroke : strokes) {
        json += json.size() > 1 ? ",[" : "[";
        for (std::size_t i = 0; i < stroke.size(); ++i)
            json += (i ? ",[" : "[") + std::to_string(std::clamp(stroke[i].first, 0, 1000)) + "," + std::to_string(std::clamp(stroke[i].second, 0, 1000)) + "]";
        json += "]";
    }
    json += "]";
    return Entered { with(forms::Attachment { ink_type, base64({ reinterpret_cast<std::uint8_t const*>(json.data()), json.size() }) }), {}, {} };
}

bool is_chosen(Item const& item, Answer const& answer, int option)
{
    if (answer.values.empty())
        return false;
    if (std::holds_alternative<forms::IntegerItem>(item.kind))
        return answer.values.front() == forms::Value(static_cast<std::int32_t>(option));
    if (std::holds_alternative<forms::BooleanItem>(item.kind))
        return answer.values.front() == forms::Value(option == 0);
    auto const* choice = std::get_if<forms::ChoiceItem>(&item.kind);
    if (!choice || option < 0 || static_cast<std::size_t>(option) >= choice->options.size())
        return false;
    return std::find(answer.values.begin(), answer.values.end(), choice->options[static_cast<std::size_t>(option)].value) != answer.values.end();
}

std::string typed_text(Answer const& answer)
{
    if (answer.values.empty())
        return {};
    auto const& value = answer.values.front();
    if (auto const* number = std::get_if<std::int32_t>(&value))
        return std::to_string(*number);
    if (auto const* decimal = std::get_if<forms::Decimal>(&value))
        return decimal->text;
    if (auto const* quantity = std::get_if<forms::Quantity>(&value))
        return quantity->value.text;
    if (auto const* text = std::get_if<forms::Text>(&value))
        return text->text;
    return {};
}

std::optional<int> unit_of(Item const& item, Answer const& answer)
{
    auto const* kind = std::get_if<forms::QuantityItem>(&item.kind);
    auto const* quantity = !answer.values.empty() ? std::get_if<forms::Quantity>(&answer.values.front()) : nullptr;
    if (!kind || !quantity)
        return std::nullopt;
    auto const found = std::ranges::find_if(kind->units, [&](forms::Coding const& unit) { return unit.system == quantity->system && unit.code == quantity->code; });
    return found == kind->units.end() ? std::nullopt : std::optional(static_cast<int>(found - kind->units.begin()));
}

std::optional<Instant> moment_of(Answer const& answer)
{
    if (answer.values.empty() || !std::holds_alternative<forms::DateTime>(answer.values.front()))
        return std::nullopt;
    auto parsed = parse_iso8601(std::get<forms::DateTime>(answer.values.front()).text);
    return parsed ? std::optional(*parsed) : std::nullopt;
}

std::optional<std::pair<int, int>> clock_of(Answer const& answer)
{
    if (answer.values.empty() || !std::holds_alternative<forms::Time>(answer.values.front()))
        return std::nullopt;
    auto const& text = std::get<forms::Time>(answer.values.front()).text;
    if (text.size() < 5)
        return std::nullopt;
    auto const hour = whole_number(std::string_view(text).substr(0, 2));
    auto const minute = whole_number(std::string_view(text).substr(3, 2));
    return hour && minute ? std::optional(std::pair<int, int> { *hour, *minute }) : std::nullopt;
}

std::vector<std::vector<std::pair<int, int>>> strokes_of(Answer const& answer)
{
    std::vector<std::vector<std::pair<int, int>>> strokes;
    if (answer.values.empty() || !std::holds_alternative<forms::Attachment>(answer.values.front()))
        return strokes;
    auto const& ink = std::get<forms::Attachment>(answer.values.front());
    auto const bytes = from_base64(ink.base64);
    if (ink.content_type != ink_type || !bytes)
        return strokes;
    // our own writing: [[[x,y],[x,y]],[[x,y]]]
    std::vector<int> pair;
    int depth = 0;
    int number = -1;
    for (auto const byte : *bytes) {
        if (byte >= '0' && byte <= '9' && number < 10'000)
            number = std::max(number, 0) * 10 + (byte - '0');
        else {
            if (number >= 0)
                pair.push_back(std::exchange(number, -1));
            if (byte == '[' && ++depth == 2)
                strokes.emplace_back();
            if (byte == ']' && depth-- == 3 && pair.size() == 2 && !strokes.empty())
                strokes.back().emplace_back(pair[0], pair[1]);
            if (byte == ']')
                pair.clear();
        }
    }
    return strokes;
}

std::string two_digits(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

} // namespace bedside::flow
