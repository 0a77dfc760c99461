// SPDX-License-Identifier: Apache-2.0
// TZif reading: the table of transitions, and the POSIX rule that goes on after its end.
#include "forms/study/zone.h"

#include "forms/base/durable_file.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <optional>
#include <vector>

namespace bedside::study {
namespace {

constexpr std::int64_t day_seconds = 86'400;
constexpr std::size_t largest_zone_file = 256 * 1024;

std::int64_t floor_divide(std::int64_t a, std::int64_t b)
{
    return a / b - (a % b != 0 && (a % b < 0) != (b < 0) ? 1 : 0);
}

/// When a POSIX rule changes the clock: "Mm.w.d/time", "Jn/time" or "n/time".
struct ChangeDay {
    enum class Kind { month_week_day, julian_without_leap_day, day_of_year } kind = Kind::month_week_day;
    int month = 1;
    int week = 1;
    int day = 0;
    int seconds = 2 * 3600; ///< after local midnight, may be negative

    /// Local seconds since 1970 of the change in this year.
    std::int64_t in(int year) const
    {
        switch (kind) {
        case Kind::month_week_day: {
            auto const first = days_since_epoch({ year, month, 1 });
            auto const weekday = static_cast<int>(((first + 4) % 7 + 7) % 7); // 1970-01-01 was a Thursday
            auto date = first + (day - weekday + 7) % 7 + 7 * (week - 1);
            auto const next_month = month == 12 ? days_since_epoch({ year + 1, 1, 1 }) : days_since_epoch({ year, month + 1, 1 });
            while (date >= next_month)
                date -= 7;
            return date * day_seconds + seconds;
        }
        case Kind::julian_without_leap_day: {
            auto const leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
            auto const skip = leap && day >= 60 ? 1 : 0;
            return (days_since_epoch({ year, 1, 1 }) + day - 1 + skip) * day_seconds + seconds;
        }
        case Kind::day_of_year: return (days_since_epoch({ year, 1, 1 }) + day) * day_seconds + seconds;
        }
        return 0;
    }
};

/// The footer's rule: a standard offset, and perhaps a summer one between two days of the year.
struct PosixRule {
    int standard = 0;
    std::optional<int> summer;
    ChangeDay begin;
    ChangeDay end;

    int offset_at(std::int64_t utc) const
    {
        if (!summer)
            return standard;
        auto const year = date_from_days(floor_divide(utc + standard, day_seconds)).year;
        auto const starts = begin.in(year) - standard;
        auto const ends = end.in(year) - *summer;
        auto const is_summer = starts < ends ? utc >= starts && utc < ends : utc >= starts || utc < ends;
        return is_summer ? *summer : standard;
    }
};

/// Reads the POSIX rule text from left to right; any surprise makes it fail.
class PosixReader {
public:
    explicit PosixReader(std::string_view text)
        : m_text(text)
    {
    }

    std::optional<PosixRule> read()
    {
        PosixRule rule;
        if (!name() || !offset(rule.standard))
            return {};
        rule.standard = -rule.standard; // POSIX counts west of Greenwich
        if (m_text.empty())
            return rule;
        if (!name())
            return {};
        rule.summer = rule.standard + 3600;
        if (!m_text.empty() && m_text.front() != ',') {
            int west = 0;
            if (!offset(west))
                return {};
            rule.summer = -west;
        }
        if (!take(',') || !change_day(rule.begin) || !take(',') || !change_day(rule.end) || !m_text.empty())
            return {};
        return rule;
    }

private:
    bool take(char expected)
    {
        if (m_text.empty() || m_text.front() != expected)
            return false;
        m_text.remove_prefix(1);
        return true;
    }

    bool name()
    {
        if (take('<')) {
            auto const end = m_text.find('>');
            if (end == std::string_view::npos)
                return false;
            m_text.remove_prefix(end + 1);
            return true;
        }
        std::size_t letters = 0;
        while (letters < m_text.size() && std::isalpha(static_cast<unsigned char>(m_text[letters])))
            ++letters;
        m_text.remove_prefix(letters);
        return letters >= 3;
    }

    bool number(int& value, int maximum)
    {
        std::size_t digits = 0;
        value = 0;
        while (digits < m_text.size() && digits < 4 && std::isdigit(static_cast<unsigned char>(m_text[digits])))
            value = value * 10 + (m_text[digits++] - '0');
        m_text.remove_prefix(digits);
        return digits > 0 && value <= maximum;
    }

    bool offset(int& seconds)
    {
        auto const negative = !m_text.empty() && m_text.front() == '-';
        if (negative || (!m_text.empty() && m_text.front() == '+'))
            m_text.remove_prefix(1);
        int hours = 0;
        int minutes = 0;
        int rest = 0;
        if (!number(hours, 167))
            return false;
        if (take(':') && !number(minutes, 59))
            return false;
        if (take(':') && !number(rest, 59))
            return false;
        seconds = (hours * 3600 + minutes * 60 + rest) * (negative ? -1 : 1);
        return true;
    }

    bool change_day(ChangeDay& change)
    {
        if (take('M')) {
            change.kind = ChangeDay::Kind::month_week_day;
            if (!number(change.month, 12) || change.month < 1 || !take('.') || !number(change.week, 5) || change.week < 1 || !take('.') || !number(change.day, 6))
                return false;
        } else if (take('J')) {
            change.kind = ChangeDay::Kind::julian_without_leap_day;
            if (!number(change.day, 365) || change.day < 1)
                return false;
        } else {
            change.kind = ChangeDay::Kind::day_of_year;
            if (!number(change.day, 365))
                return false;
        }
        return !take('/') || offset(change.seconds);
    }

    std::string_view m_text;
};

/// Big-endian numbers out of a TZif block; past the end it stays failed.
class BlockReader {
public:
    explicit BlockReader(std::string_view bytes)
        : m_bytes(bytes)
    {
    }
    std::int64_t number(std::size_t width)
    {
        if (!has(width))
            return 0;
        // sign-extended from the first byte
        std::uint64_t value = (static_cast<unsigned char>(m_bytes.front()) & 0x80) != 0 ? ~std::uint64_t { 0 } : 0;
        for (std::size_t i = 0; i < width; ++i)
            value = (value << 8) | static_cast<unsigned char>(m_bytes[i]);
        m_bytes.remove_prefix(width);
        return static_cast<std::int64_t>(value);
    }
    std::size_t count() { return static_cast<std::size_t>(static_cast<std::uint32_t>(number(4))); }
    unsigned byte() { return static_cast<unsigned char>(number(1)); }
    void skip(std::size_t size)
    {
        if (has(size))
            m_bytes.remove_prefix(size);
    }
    bool has(std::size_t size)
    {
        if (m_bytes.size() < size)
            m_failed = true;
        return !m_failed;
    }
    bool failed() const { return m_failed; }
    std::string_view rest() const { return m_bytes; }

private:
    std::string_view m_bytes;
    bool m_failed = false;
};

struct Header {
    char version = 0;
    std::size_t utc_flags = 0;
    std::size_t standard_flags = 0;
    std::size_t leaps = 0;
    std::size_t transitions = 0;
    std::size_t types = 0;
    std::size_t characters = 0;

    std::size_t block_size(std::size_t time_width) const
    {
        return transitions * (time_width + 1) + types * 6 + characters + leaps * (time_width + 4) + standard_flags + utc_flags;
    }
};

bool read_header(BlockReader& reader, Header& header)
{
    if (!reader.has(44) || !reader.rest().starts_with("TZif"))
        return false;
    reader.skip(4);
    header.version = static_cast<char>(reader.byte());
    reader.skip(15);
    header.utc_flags = reader.count();
    header.standard_flags = reader.count();
    header.leaps = reader.count();
    header.transitions = reader.count();
    header.types = reader.count();
    header.characters = reader.count();
    // each count bounded, so that block_size cannot overflow
    auto const largest = std::max({ header.utc_flags, header.standard_flags, header.leaps, header.transitions, header.types, header.characters });
    return !reader.failed() && largest <= largest_zone_file && header.types > 0;
}

} // namespace

struct Zone::Rules {
    std::string name;
    std::vector<std::int64_t> at; ///< UTC seconds, ascending
    std::vector<int> offsets;     ///< from at[i] on
    int before = 0;               ///< before at[0]
    std::optional<PosixRule> after;

    int offset_at(std::int64_t utc) const
    {
        auto const next = std::upper_bound(at.begin(), at.end(), utc);
        if (next == at.end() && after)
            return after->offset_at(utc);
        return next == at.begin() ? before : offsets[static_cast<std::size_t>(next - at.begin()) - 1];
    }
};

Zone::Zone()
{
    static auto const utc = std::make_shared<Rules const>(Rules { .name = "UTC", .at = {}, .offsets = {}, .before = 0, .after = {} });
    m_rules = utc;
}

Zone::Zone(std::shared_ptr<Rules const> rules)
    : m_rules(std::move(rules))
{
}

Result<Zone> Zone::from_tzif(std::string_view bytes, std::string name)
{
    auto const wrong = [&] { return fail(Code::invalid_data, "the time zone file of '" + name + "' cannot be read: install the tzdata package again"); };
    BlockReader reader(bytes);
    Header header;
    if (bytes.size() > largest_zone_file || !read_header(reader, header) || header.version < '2')
        return wrong();
    reader.skip(header.block_size(4));
    if (!read_header(reader, header))
        return wrong();

    auto rules = std::make_shared<Rules>();
    if (!reader.has(header.block_size(8)))
        return wrong();
    for (std::size_t i = 0; i < header.transitions; ++i)
        rules->at.push_back(reader.number(8));
    std::vector<unsigned> types;
    for (std::size_t i = 0; i < header.transitions; ++i)
        types.push_back(reader.byte());
    std::vector<int> offset_of_type;
    for (std::size_t i = 0; i < header.types; ++i) {
        auto const seconds = reader.number(4);
        reader.skip(2);
        if (seconds < -26 * 3600 || seconds > 26 * 3600)
            return wrong();
        offset_of_type.push_back(static_cast<int>(seconds));
    }
    reader.skip(header.characters + header.leaps * 12 + header.standard_flags + header.utc_flags);
    for (auto const type : types) {
        if (type >= offset_of_type.size())
            return wrong();
        rules->offsets.push_back(offset_of_type[type]);
    }
    if (reader.failed() || !std::is_sorted(rules->at.begin(), rules->at.end()))
        return wrong();
    rules->before = offset_of_type.front();

    auto footer = reader.rest();
    if (!footer.starts_with('\n') || footer.find('\n', 1) == std::string_view::npos)
        return wrong();
    footer = footer.substr(1, footer.find('\n', 1) - 1);
    if (!footer.empty()) {
        rules->after = PosixReader(footer).read();
        if (!rules->after)
            return wrong();
    }
    rules->name = std::move(name);
    return Zone(std::move(rules));
}

Result<Zone> Zone::named(std::string_view name)
{
    std::string const text(name);
    auto const plain = !text.empty() && text.front() != '/' && text.find("..") == std::string::npos
        && std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isalnum(c) || c == '/' || c == '_' || c == '-' || c == '+'; });
    auto const path = std::filesystem::path("/usr/share/zoneinfo") / text;
    std::error_code error;
    if (!plain || !std::filesystem::is_regular_file(path, error))
        return fail(Code::not_found, "there is no time zone '" + text + "': use a name such as Asia/Shanghai, and install the tzdata package");
    auto const bytes = TRY(read_file(path, largest_file));
    return from_tzif(bytes, text);
}

std::string const& Zone::name() const { return m_rules->name; }

int Zone::offset_seconds(std::int64_t wall_ms) const { return m_rules->offset_at(floor_divide(wall_ms, 1000)); }

CivilDate Zone::date_at(std::int64_t wall_ms) const
{
    return date_from_days(floor_divide(floor_divide(wall_ms, 1000) + offset_seconds(wall_ms), day_seconds));
}

int Zone::minute_of_day(std::int64_t wall_ms) const
{
    auto const local = floor_divide(wall_ms, 1000) + offset_seconds(wall_ms);
    return static_cast<int>((local - floor_divide(local, day_seconds) * day_seconds) / 60);
}

std::int64_t Zone::moment(CivilDate date, int minute_of_day) const
{
    auto const local = days_since_epoch(date) * day_seconds + std::int64_t { minute_of_day } * 60;
    // The answer is in local - (any offset in force around it). Offsets change at most a few times a year:
    // look at the ones in force a day and two hours either side and take the earliest moment that shows `local` or later.
    auto const early = m_rules->offset_at(local - 26 * 3600);
    auto const late = m_rules->offset_at(local + 26 * 3600);
    auto const shows = [&](std::int64_t utc) { return utc + m_rules->offset_at(utc); };
    auto const before = local - std::max(early, late);
    auto const after = local - std::min(early, late);
    if (shows(before) >= local)
        return before * 1000;
    if (before == after || shows(after) < local)
        return after * 1000;
    // Between the two the clock jumps or is set back: `after` shows at least `local`; find the first that does.
    // With one change in between, that is either `after` itself or the change (a gap).
    auto low = before;
    auto high = after;
    while (high - low > 1) {
        auto const middle = low + (high - low) / 2;
        (shows(middle) >= local ? high : low) = middle;
    }
    return high * 1000;
}

Instant Zone::instant(std::int64_t wall_ms) const
{
    return { .wall_ms = wall_ms, .offset_min = offset_seconds(wall_ms) / 60, .monotonic_ms = 0, .boot_id = {} };
}

} // namespace bedside::study
