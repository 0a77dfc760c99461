// SPDX-License-Identifier: Apache-2.0
#include "sync/server/console/compliance_board.h"

#include "sync/server/storage/facts.h"

#include <algorithm>
#include <limits>
#include <unordered_map>
#include <utility>

namespace bedside::server {

ComplianceBoard::Entry ComplianceBoard::entry_of(course::Course const& course, std::string fingerprint, Instant const& now)
{
    auto const planned = course.planned(now);
    auto const row = compliance_row(course.study(), course.participant(), planned, now, "");
    Entry entry { { row.complete, row.countable, row.is_late(), row.wants_attention() }, std::move(fingerprint), std::numeric_limits<std::int64_t>::max() };
    for (auto const& form : planned) {
        for (auto const moment : { form.opens.wall_ms, form.target.wall_ms, form.closes.wall_ms })
            if (moment > now.wall_ms)
                entry.next_change_ms = std::min(entry.next_change_ms, moment);
    }
    return entry;
}

Result<void> ComplianceBoard::read_all(ReadConnection& connection, StudyInForce const& study, std::vector<std::string> const& fingerprints, Instant const& now)
{
    std::unordered_map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < study.roster.size(); ++i)
        places.emplace(study.roster[i].number, i);
    m_entries.assign(study.roster.size(), {});
    std::vector<bool> filled(study.roster.size());
    auto const fill = [&](std::string const& number, std::vector<course::Fact> forms) {
        auto const found = places.find(number);
        if (found == places.end())
            return;
        course::Course const course(study.planning, { study.roster[found->second], std::move(forms), {}, {}, {} });
        m_entries[found->second] = entry_of(course, fingerprints[found->second], now);
        filled[found->second] = true;
    };
    // One walk along the index, participant by participant.
    auto query = TRY(connection.query("SELECT participant, response_id, form, visit, authored_at, amends FROM submission ORDER BY participant, authored_ms"));
    std::string number;
    std::vector<course::Fact> forms;
    while (TRY(query.step())) {
        if (auto next = query.text(0); next != number) {
            fill(number, std::exchange(forms, {}));
            number = std::move(next);
        }
        forms.push_back(planning_fact(query.text(1), query.text(2), query.text(3), TRY(parse_iso8601(query.text(4))), query.text(5)));
    }
    fill(number, std::move(forms));
    for (std::size_t i = 0; i < filled.size(); ++i)
        if (!filled[i])
            m_entries[i] = entry_of(course::Course(study.planning, { study.roster[i], {}, {}, {}, {} }), fingerprints[i], now);
    return {};
}

Result<std::vector<Overview>> ComplianceBoard::current(ReadConnection& connection, StudyInForce const& study, Instant const& now)
{
    std::lock_guard const lock(m_mutex);
    return compute(connection, study, now);
}

Result<std::optional<std::vector<Overview>>> ComplianceBoard::soon(ReadConnection& connection, StudyInForce const& study, Instant const& now)
{
    constexpr std::chrono::milliseconds patience { 100 };
    // Until a time of the system's clock: thread sanitizers do not know the call behind a wait on the steady one.
    std::unique_lock const lock(m_mutex, std::chrono::system_clock::now() + patience);
    if (!lock)
        return std::optional<std::vector<Overview>>();
    return TRY(compute(connection, study, now));
}

/// With the mutex held.
Result<std::vector<Overview>> ComplianceBoard::compute(ReadConnection& connection, StudyInForce const& study, Instant const& now)
{
    std::int64_t newest = 0;
    {
        auto query = TRY(connection.query("SELECT coalesce(max(number), 0) FROM submission"));
        TRY(query.step());
        newest = query.integer(0);
    }
    std::vector<bool> stale(study.roster.size());
    if (m_etag != study.etag) {
        std::vector<std::string> fingerprints;
        fingerprints.reserve(study.roster.size());
        for (auto const& one : study.roster)
            fingerprints.push_back(study::format_roster({ one }, study.study));
        if (m_study_sha256 != study.study_sha256 || m_entries.size() != study.roster.size()) {
            TRY(read_all(connection, study, fingerprints, now));
            m_seen = newest;
        } else {
            for (std::size_t i = 0; i < stale.size(); ++i) {
                stale[i] = m_entries[i].participant != fingerprints[i];
                m_entries[i].participant = std::move(fingerprints[i]);
            }
        }
        m_etag = study.etag;
        m_study_sha256 = study.study_sha256;
    }
    if (newest > m_seen) {
        std::unordered_map<std::string, bool> touched;
        auto query = TRY(connection.query("SELECT DISTINCT participant FROM submission WHERE number > ?1", m_seen));
        while (TRY(query.step()))
            touched.emplace(query.text(0), true);
        for (std::size_t i = 0; i < stale.size(); ++i)
            stale[i] = stale[i] || touched.contains(study.roster[i].number);
    }
    std::vector<Overview> all;
    all.reserve(m_entries.size());
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        auto& entry = m_entries[i];
        if (stale[i] || entry.next_change_ms <= now.wall_ms)
            entry = entry_of(TRY(planning_course(connection, study.planning, study.roster[i])), std::move(entry.participant), now);
        all.push_back(entry.overview);
    }
    m_seen = newest;
    return all;
}

} // namespace bedside::server
