// SPDX-License-Identifier: Apache-2.0
// ISO 8601 in and out, and the machine's clocks.
#include "forms/base/clock.h"

#include <charconv>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>

namespace bedside {
namespace {

std::string read_boot_id()
{
    std::ifstream file("/proc/sys/kernel/random/boot_id");
    std::string id;
    std::getline(file, id);
    return id;
}

/// A fixed-width run of digits at `position`.
bool read_digits(std::string_view text, std::size_t position, std::size_t width, int& value)
{
    if (position + width > text.size())
        return false;
    auto const* begin = text.data() + position;
    auto const [end, error] = std::from_chars(begin, begin + width, value);
    return error == std::errc() && end == begin + width && *begin != '-';
}

} // namespace

Instant SystemClock::now() const
{
    static std::string const boot_id = read_boot_id();
    timespec wall {};
    timespec boot {};
    clock_gettime(CLOCK_REALTIME, &wall);
    clock_gettime(CLOCK_BOOTTIME, &boot);
    tm local {};
    localtime_r(&wall.tv_sec, &local);
    return {
        .wall_ms = static_cast<std::int64_t>(wall.tv_sec) * 1000 + wall.tv_nsec / 1'000'000,
        .offset_min = static_cast<std::int32_t>(local.tm_gmtoff / 60),
        .monotonic_ms = static_cast<std::int64_t>(boot.tv_sec) * 1000 + boot.tv_nsec / 1'000'000,
        .boot_id = boot_id,
    };
}

std::int64_t days_since_epoch(CivilDate date)
{
    using namespace std::chrono;
    auto const ymd = year_month_day { year { date.year }, month { static_cast<unsigned>(date.month) }, day { static_cast<unsigned>(date.day) } };
    return sys_days { ymd }.time_since_epoch().count();
}

CivilDate date_from_days(std::int64_t count)
{
    using namespace std::chrono;
    year_month_day const ymd { sys_days { days { static_cast<int>(count) } } };
    return { static_cast<int>(ymd.year()), static_cast<int>(static_cast<unsigned>(ymd.month())), static_cast<int>(static_cast<unsigned>(ymd.day())) };
}

CivilDate local_date(Instant const& instant)
{
    using namespace std::chrono;
    auto const local = milliseconds { instant.wall_ms } + minutes { instant.offset_min };
    return date_from_days(floor<days>(local).count());
}

std::string to_string(CivilDate date)
{
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", date.year, date.month, date.day);
    return buffer;
}

std::string iso8601(Instant const& instant)
{
    using namespace std::chrono;
    auto const local = milliseconds { instant.wall_ms } + minutes { instant.offset_min };
    auto const day = floor<days>(local);
    auto const of_day = static_cast<long long>((local - day).count());
    auto const offset = instant.offset_min < 0 ? -instant.offset_min : instant.offset_min;
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, "%sT%02lld:%02lld:%02lld.%03lld%c%02d:%02d", to_string(local_date(instant)).c_str(),
        of_day / 3'600'000, of_day / 60'000 % 60, of_day / 1000 % 60, of_day % 1000, instant.offset_min < 0 ? '-' : '+', offset / 60, offset % 60);
    return buffer;
}

Result<CivilDate> parse_date(std::string_view text)
{
    using namespace std::chrono;
    CivilDate date;
    bool const shape = text.size() == 10 && text[4] == '-' && text[7] == '-' && read_digits(text, 0, 4, date.year)
        && read_digits(text, 5, 2, date.month) && read_digits(text, 8, 2, date.day);
    if (!shape)
        return fail(Code::invalid_data, "a date must be written YYYY-MM-DD");
    auto const ymd = year_month_day { year { date.year }, month { static_cast<unsigned>(date.month) }, day { static_cast<unsigned>(date.day) } };
    if (!ymd.ok())
        return fail(Code::invalid_data, "this date does not exist in the calendar");
    return date;
}

Result<Instant> parse_iso8601(std::string_view text)
{
    auto const malformed = [] { return fail(Code::invalid_data, "a date-time must be written YYYY-MM-DDThh:mm:ss with an offset such as +08:00 or Z"); };
    if (text.size() < 20 || text[10] != 'T' || text[13] != ':' || text[16] != ':')
        return malformed();
    auto const date = TRY(parse_date(text.substr(0, 10)));
    int hour = 0;
    int minute = 0;
    int second = 0;
    if (!read_digits(text, 11, 2, hour) || !read_digits(text, 14, 2, minute) || !read_digits(text, 17, 2, second) || hour > 23 || minute > 59 || second > 60)
        return malformed();
    std::size_t position = 19;
    int milliseconds = 0;
    if (text[position] == '.') {
        int scale = 100;
        for (++position; position < text.size() && text[position] >= '0' && text[position] <= '9'; ++position, scale /= 10)
            milliseconds += scale * (text[position] - '0');
    }
    auto const zone = text.substr(position);
    int offset = 0;
    if (zone != "Z") {
        int offset_hour = 0;
        int offset_minute = 0;
        bool const shape = zone.size() == 6 && (zone[0] == '+' || zone[0] == '-') && zone[3] == ':' && read_digits(zone, 1, 2, offset_hour)
            && read_digits(zone, 4, 2, offset_minute) && offset_hour <= 14 && offset_minute <= 59;
        if (!shape)
            return malformed();
        offset = (offset_hour * 60 + offset_minute) * (zone[0] == '-' ? -1 : 1);
    }
    auto const seconds = days_since_epoch(date) * 86'400 + hour * 3'600 + minute * 60 + second - offset * 60LL;
    return Instant { .wall_ms = seconds * 1000 + milliseconds, .offset_min = offset, .monotonic_ms = 0, .boot_id = {} };
}

} // namespace bedside
