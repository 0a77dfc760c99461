// SPDX-License-Identifier: Apache-2.0
// A time zone's rules from the system's TZif files (RFC 8536), independent of the process's own zone.
#pragma once

#include "forms/base/clock.h"

#include <memory>
#include <string>
#include <string_view>

namespace bedside::study {

/// Rules of one zone; UTC when default-constructed. Cheap to copy: the rules are shared and immutable.
class Zone {
public:
    Zone();
    /// By IANA name ("Asia/Shanghai"), from /usr/share/zoneinfo. Fails with not_found or invalid_data.
    static Result<Zone> named(std::string_view name);
    /// From the bytes of a TZif file, version 2 or later. Fails with invalid_data; no input crashes it.
    static Result<Zone> from_tzif(std::string_view bytes, std::string name);

    std::string const& name() const;
    /// Local time minus UTC at this moment, in seconds.
    int offset_seconds(std::int64_t wall_ms) const;
    CivilDate date_at(std::int64_t wall_ms) const;
    /// Minutes since local midnight on the clock's face at this moment, 0..1439.
    int minute_of_day(std::int64_t wall_ms) const;
    /// The first moment (ms since 1970 UTC) at which the local clock shows this date and minute or later:
    /// in a gap the moment after it, in a repeated hour the first of the two.
    std::int64_t moment(CivilDate date, int minute_of_day = 0) const;
    /// A wall-clock instant with this zone's offset; monotonic time and boot id stay empty.
    Instant instant(std::int64_t wall_ms) const;

private:
    struct Rules;
    explicit Zone(std::shared_ptr<Rules const> rules);
    std::shared_ptr<Rules const> m_rules;
};

} // namespace bedside::study
