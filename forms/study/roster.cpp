// SPDX-License-Identifier: Apache-2.0
// The roster: participants in and out of CSV.
#include "forms/study/roster.h"

#include "forms/base/csv.h"
#include "forms/base/identifiers.h"

#include <algorithm>
#include <charconv>
#include <sstream>

namespace bedside::study {
namespace {

constexpr std::string_view anchor_prefix = "anchor:";

struct StateName {
    ParticipantState state;
    std::string_view name;
};
constexpr StateName state_names[] = {
    { ParticipantState::screened, "screened" },
    { ParticipantState::on_study, "on-study" },
    { ParticipantState::withdrawn, "withdrawn" },
    { ParticipantState::died, "died" },
    { ParticipantState::completed, "completed" },
};

/// A moment as the roster writes it: ISO 8601 with offset, or a date (study-local midnight).
Result<Instant> parse_moment(std::string_view text, Zone const& zone)
{
    if (auto const date = parse_date(text))
        return zone.instant(zone.moment(*date));
    auto instant = parse_iso8601(text);
    if (!instant)
        return fail(Code::invalid_study, "'" + std::string(text) + "' is neither a date (2026-11-24) nor a time with its offset (2026-11-24T09:30:00+08:00)");
    return instant;
}

bool is_counted_in_hours(Study const& study, std::string const& anchor)
{
    return std::any_of(study.visits.begin(), study.visits.end(), [&](Visit const& visit) { return visit.in_hours && visit.anchor == anchor; });
}

std::vector<std::string> split_words(std::string const& text)
{
    std::istringstream stream(text);
    std::vector<std::string> words;
    for (std::string word; stream >> word;)
        words.push_back(word);
    return words;
}

class RosterReader {
public:
    RosterReader(std::vector<std::string> header, Study const& study)
        : m_header(std::move(header))
        , m_study(study)
    {
    }

    Result<bool> check_header() const
    {
        for (std::size_t i = 0; i < m_header.size(); ++i) {
            auto const& column = m_header[i];
            auto const fixed = std::find(std::begin(roster_columns), std::end(roster_columns), column) != std::end(roster_columns);
            auto const anchor = column.starts_with(anchor_prefix)
                && std::find(m_study.anchors.begin(), m_study.anchors.end(), column.substr(anchor_prefix.size())) != m_study.anchors.end();
            if (!fixed && !anchor)
                return fail(Code::invalid_study, "roster.csv line 1: the column '" + column + "' is not known; anchors are written anchor:NAME with a name from study.toml");
            if (std::find(m_header.begin(), m_header.begin() + static_cast<std::ptrdiff_t>(i), column) != m_header.begin() + static_cast<std::ptrdiff_t>(i))
                return fail(Code::invalid_study, "roster.csv line 1: the column '" + column + "' stands twice");
        }
        for (auto const needed : { "number", "initials", "birth_year" }) {
            if (std::find(m_header.begin(), m_header.end(), needed) == m_header.end())
                return fail(Code::invalid_study, std::string("roster.csv line 1: the column '") + needed + "' is missing");
        }
        return true;
    }

    Result<Participant> read(std::vector<std::string> const& fields) const
    {
        if (fields.size() != m_header.size())
            return fail(Code::invalid_study, "it has " + std::to_string(fields.size()) + " fields, the header has " + std::to_string(m_header.size()));
        Participant one;
        one.language = m_study.languages.front();
        for (std::size_t i = 0; i < fields.size(); ++i)
            TRY(set(one, m_header[i], fields[i]));
        auto const left = one.state == ParticipantState::withdrawn || one.state == ParticipantState::died || one.state == ParticipantState::completed;
        if (left && !one.state_since)
            return fail(Code::invalid_study, "a participant who left needs 'state_since'");
        return one;
    }

private:
    Result<bool> set(Participant& one, std::string const& column, std::string const& value) const
    {
        if (column == "number") {
            if (!is_study_number(value))
                return fail(Code::invalid_study, "a study number has only letters, digits, '-' and '.'");
            one.number = value;
        } else if (column == "initials") {
            if (value.empty() || value.size() > 16)
                return fail(Code::invalid_study, "initials are needed, at most 16 bytes of them, and never a name");
            one.initials = value;
        } else if (column == "birth_year") {
            auto const [end, error] = std::from_chars(value.data(), value.data() + value.size(), one.birth_year);
            if (error != std::errc() || end != value.data() + value.size() || one.birth_year < 1880 || one.birth_year > 2100)
                return fail(Code::invalid_study, "'birth_year' must be a year such as 1958");
        } else if (column == "language") {
            if (value.empty())
                return true;
            if (std::find(m_study.languages.begin(), m_study.languages.end(), value) == m_study.languages.end())
                return fail(Code::invalid_study, "'" + value + "' is not one of the study's languages");
            one.language = value;
        } else if (column == "ward") {
            one.ward = value;
        } else if (column == "tablet") {
            if (!value.empty() && !is_study_number(value))
                return fail(Code::invalid_study, "a tablet is named with letters, digits, '-' and '.'");
            one.tablet = value;
        } else if (column == "groups") {
            one.groups = split_words(value);
        } else if (column == "state") {
            if (value.empty())
                return true;
            auto const found = std::find_if(std::begin(state_names), std::end(state_names), [&](StateName const& row) { return row.name == value; });
            if (found == std::end(state_names))
                return fail(Code::invalid_study, "'state' must be screened, on-study, withdrawn, died or completed");
            one.state = found->state;
        } else if (column == "state_since") {
            if (!value.empty())
                one.state_since = TRY(parse_moment(value, m_study.zone));
        } else if (!value.empty()) {
            auto const name = column.substr(anchor_prefix.size());
            if (is_counted_in_hours(m_study, name) && parse_date(value))
                return fail(Code::invalid_study, "the anchor '" + name + "' needs a time of day, because a visit counts hours from it");
            one.anchors.emplace(name, TRY(parse_moment(value, m_study.zone)));
        }
        return true;
    }

    std::vector<std::string> m_header;
    Study const& m_study;
};

/// "today-35d", "today", "today-35dT09:30" or "now-20h" as a date or a moment; everything else unchanged.
Result<std::string> resolve_field(std::string const& field, Instant const& now, Zone const& zone)
{
    auto const from_today = field.starts_with("today");
    if (!from_today && !field.starts_with("now"))
        return field;
    auto const refused = [&] { return fail(Code::invalid_study, "'" + field + "' cannot be counted; write today-35d, today-35dT09:30 or now-20h"); };
    std::string_view rest = std::string_view(field).substr(from_today ? 5 : 3);
    int count = 0;
    if (!rest.empty() && (rest.front() == '+' || rest.front() == '-')) {
        auto const sign = rest.front() == '-' ? -1 : 1;
        rest.remove_prefix(1);
        auto const [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), count);
        if (error != std::errc() || count < 0 || count > 10'000)
            return refused();
        rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
        if (rest.empty() || rest.front() != (from_today ? 'd' : 'h'))
            return refused();
        rest.remove_prefix(1);
        count *= sign;
    }
    if (!from_today)
        return rest.empty() ? Result<std::string>(iso8601(zone.instant(now.wall_ms + std::int64_t { count } * 3'600'000))) : Result<std::string>(refused());
    auto const date = date_from_days(days_since_epoch(zone.date_at(now.wall_ms)) + count);
    if (rest.empty())
        return to_string(date);
    if (rest.size() != 6 || rest[0] != 'T' || rest[3] != ':')
        return refused();
    int hour = -1;
    int minute = -1;
    std::from_chars(rest.data() + 1, rest.data() + 3, hour);
    std::from_chars(rest.data() + 4, rest.data() + 6, minute);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59)
        return refused();
    return iso8601(zone.instant(zone.moment(date, hour * 60 + minute)));
}

std::unexpected<Error> at_line(std::int64_t line, Error const& error)
{
    return fail(Code::invalid_study, "roster.csv line " + std::to_string(line) + ": " + error.message);
}

} // namespace

std::string_view name_of(ParticipantState state)
{
    return std::find_if(std::begin(state_names), std::end(state_names), [&](auto const& one) { return one.state == state; })->name;
}

std::optional<ParticipantState> state_named(std::string_view name)
{
    auto const found = std::find_if(std::begin(state_names), std::end(state_names), [&](auto const& one) { return one.name == name; });
    return found == std::end(state_names) ? std::nullopt : std::optional(found->state);
}

Result<std::vector<Participant>> load_roster(std::string_view csv, Study const& study)
{
    std::istringstream stream { std::string(csv) };
    CsvReader reader(stream);
    std::vector<std::string> fields;
    auto const next = [&]() -> Result<bool> {
        auto more = reader.next(fields);
        if (!more)
            return fail(Code::invalid_study, "roster.csv " + more.error().message);
        return more;
    };
    if (!TRY(next()))
        return fail(Code::invalid_study, "roster.csv is empty; its first line names the columns");
    RosterReader const rows(fields, study);
    TRY(rows.check_header());
    std::vector<Participant> all;
    while (TRY(next())) {
        auto one = rows.read(fields);
        if (!one)
            return at_line(reader.line(), one.error());
        if (std::any_of(all.begin(), all.end(), [&](Participant const& other) { return other.number == one->number; }))
            return at_line(reader.line(), { Code::invalid_study, "this study number stands in the roster already" });
        all.push_back(std::move(*one));
    }
    return all;
}

std::string format_roster(std::vector<Participant> const& participants, Study const& study)
{
    std::vector<std::string> row(std::begin(roster_columns), std::end(roster_columns));
    for (auto const& anchor : study.anchors)
        row.push_back(std::string(anchor_prefix) + anchor);
    auto csv = csv_exchange_record(row);
    for (auto const& one : participants) {
        std::string groups;
        for (auto const& group : one.groups)
            groups += (groups.empty() ? "" : " ") + group;
        auto const state = std::find_if(std::begin(state_names), std::end(state_names), [&](StateName const& name) { return name.state == one.state; });
        row = { one.number, one.initials, std::to_string(one.birth_year), one.language, one.ward, one.tablet, groups, std::string(state->name), one.state_since ? iso8601(*one.state_since) : "" };
        for (auto const& anchor : study.anchors) {
            auto const found = one.anchors.find(anchor);
            row.push_back(found == one.anchors.end() ? "" : iso8601(found->second));
        }
        csv += csv_exchange_record(row);
    }
    return csv;
}

Result<std::string> resolve_example_roster(std::string_view csv, Study const& study, Instant const& now)
{
    std::istringstream stream { std::string(csv) };
    CsvReader reader(stream);
    std::vector<std::string> fields;
    std::string resolved;
    for (;;) {
        auto more = reader.next(fields);
        if (!more)
            return fail(Code::invalid_study, "roster.csv " + more.error().message);
        if (!*more)
            return resolved;
        for (auto& field : fields) {
            auto absolute = resolve_field(field, now, study.zone);
            if (!absolute)
                return at_line(reader.line(), absolute.error());
            if (*absolute != field && !study.demonstration)
                return at_line(reader.line(), { Code::invalid_study, "'" + field + "' counts from the moment of publication; only a demonstration study may do that" });
            field = std::move(*absolute);
        }
        resolved += csv_exchange_record(fields);
    }
}

} // namespace bedside::study
