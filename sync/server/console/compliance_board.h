// SPDX-License-Identifier: Apache-2.0
// How every participant stands, kept up to date by what changed: a roster of thousands over a million forms answers at once.
#pragma once

#include "forms/course/course.h"
#include "sync/server/console/compliance.h"
#include "sync/server/tablets/study_in_force.h"

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>

namespace bedside::server {

/// One participant, without the cells.
struct Overview {
    int complete = 0;
    int countable = 0;
    bool late = false;
    bool attention = false;
};

class ComplianceBoard {
public:
    /// By position in the roster, as of `now`. Computes only what new forms, a new roster or the time can have changed.
    Result<std::vector<Overview>> current(ReadConnection& connection, StudyInForce const& study, Instant const& now);
    /// The same; nullopt when somebody else is computing it (after a start, over a large study) and it takes longer than a page may wait.
    Result<std::optional<std::vector<Overview>>> soon(ReadConnection& connection, StudyInForce const& study, Instant const& now);

private:
    struct Entry {
        Overview overview;
        std::string participant;           ///< as in the roster, to notice changes
        std::int64_t next_change_ms = 0;   ///< when a window opens, passes its target or closes
    };
    static Entry entry_of(course::Course const& course, std::string fingerprint, Instant const& now);
    Result<std::vector<Overview>> compute(ReadConnection& connection, StudyInForce const& study, Instant const& now);
    Result<void> read_all(ReadConnection& connection, StudyInForce const& study, std::vector<std::string> const& fingerprints, Instant const& now);

    std::timed_mutex m_mutex;
    std::string m_etag;
    std::string m_study_sha256;
    std::int64_t m_seen = 0; ///< newest submission that is accounted for
    std::vector<Entry> m_entries;
};

} // namespace bedside::server
