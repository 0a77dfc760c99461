// SPDX-License-Identifier: Apache-2.0
// What this server knows about participants, numbered in the order in which it learned it.
#pragma once

#include "forms/course/course.h"
#include "forms/course/fact_reader.h"
#include "sync/sql/connection.h"

#include <span>

namespace bedside::server {

using sql::Connection;
using sql::ReadConnection;

enum class FactKind { form, version, change, seen, decision };
/// The next fact; `ref` names its row, `tablet` brought it (empty: the console). The same again changes nothing.
Result<void> note_fact(Connection& connection, std::string_view participant, FactKind kind, std::string_view ref, std::string_view tablet);

/// The study's form versions as this connection finds them; no longer in use than it is.
course::FormVersions form_versions(ReadConnection& connection, std::shared_ptr<study::Study const> study);

/// Which facts of a participant are wanted.
struct FactRange {
    std::int64_t after = 0; ///< numbers above this one
    std::int64_t upto = INT64_MAX;
    std::string form = {};  ///< forms with this id alone; empty: all
};
/// Forms are whole. `roster` is the participant as the roster says. One that can't be read with any form ever published is named in `unreadable`.
struct KnownFacts {
    course::Facts facts;
    std::vector<std::string> unreadable = {};
};
Result<KnownFacts> facts_of(ReadConnection& connection, course::FormVersions& versions, study::Participant const& roster, FactRange const& range = {});
/// Everything known about a participant as a course.
Result<course::Course> course_of(ReadConnection& connection, std::shared_ptr<study::Study const> study, study::Participant const& roster);
/// A form as planning needs it, without its answers.
course::Fact planning_fact(std::string id, std::string form, std::string visit, Instant const& authored, std::string amends);
/// What planning needs: forms without their answers, along an index. `study` should have no alert rules: none can be judged.
Result<course::Course> planning_course(ReadConnection& connection, std::shared_ptr<study::Study const> study, study::Participant const& roster);

/// The number of the last fact about one of these participants that another than `tablet` brought; 0 when there is none.
Result<std::int64_t> newest_fact(ReadConnection& connection, std::span<std::string const> participants, std::string_view tablet);
/// Facts for a tablet, as JSON lines by number: of each participant those above the number beside it, without what the tablet itself brought.
struct FactsForTablet {
    std::vector<std::string> lines;
    std::int64_t upto = 0; ///< everything up to this number is in, or was not wanted
    bool more = false;
};
Result<FactsForTablet> facts_for_tablet(ReadConnection& connection, course::FormVersions& versions, std::span<std::pair<std::string, std::int64_t> const> participants, std::string_view tablet, int limit);

/// Computes the published roster anew: as the study folder brought it, with what the console changed and tablets recorded. Publishes it when
/// something changed; nothing happens before the first publication.
Result<void> settle_roster(Connection& connection, Instant const& now, std::string_view who);

/// Somebody's word on a fork. Fails with invalid_argument (no reason, nothing to decide) or conflict ("changed meanwhile").
Result<void> decide_fork(Connection& connection, Instant const& now, std::string_view participant, course::Form const& form, std::string_view stands, std::string_view reason, std::string_view who);

} // namespace bedside::server
