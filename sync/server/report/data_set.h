// SPDX-License-Identifier: Apache-2.0
// What a study has collected, participant by participant, out of the received bytes: the ground of export and report.
#pragma once

#include "forms/engine/response.h"
#include "forms/course/course.h"
#include "forms/study/planner.h"
#include "forms/study/readings.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bedside::report {

/// How a form came, as the server noted it.
struct Arrival {
    std::string participant;
    std::string response_id;
    std::string form;       ///< form id of the study
    std::string questionnaire; ///< url|version
    std::string tablet;
    std::int64_t sequence = 0;
    std::string sha256;
    std::string received;   ///< ISO 8601
    std::int64_t skew_ms = 0; ///< tablet clock minus server clock at the last contact before completion
    std::string via;
    std::int64_t version = 1;  ///< 1: as received; the console made the later ones
    std::string corrected_by = {}; ///< of a later version
    std::string reason = {};
    std::int64_t corrected_ms = 0;
};
struct AuditLine {
    std::int64_t number = 0;
    std::string at;
    std::string who;
    std::string event;
    std::string detail;
};

struct QueryLine {
    std::int64_t number = 0;
    std::string response, item, state, text, raised_by, raised, answer, answered_by, answered, closed_by, closed;
};

struct ReplacedForm {
    std::string form;  ///< form id of the study
    std::string bytes; ///< the Questionnaire
};

/// Where the data come from. Each function hands over one after the other, so that a whole study never is in memory.
struct Source {
    std::map<std::string, std::string> study_files;
    std::string roster;
    Instant as_of; ///< of the newest thing received: "now" for everything that depends on a moment
    template <typename... T>
    using Each = std::function<Result<void>(std::function<Result<void>(T...)> const&)>;
    Each<Arrival, std::string> each_response; ///< every version with its bytes; by participant, moment of completion, id, version
    /// A form version that the study has replaced, by canonical url|version; nullopt when it was never published.
    std::function<Result<std::optional<ReplacedForm>>(std::string const& canonical)> replaced_form = {};
    Each<AuditLine> each_audit_line;          ///< up to as_of
    Each<QueryLine> each_query;
    std::string locked;                       ///< since when the study is locked, ISO 8601; empty: it is not
    Each<std::string, std::string> each_resource; ///< what came with the forms: type and JSON, by type and id
};

/// Study and roster.
struct Ground {
    study::Study study;
    std::shared_ptr<study::Study const> planning; ///< the same without alert rules, for courses
    std::vector<study::Participant> participants; ///< by study number
    Instant as_of;
};
/// Fails with invalid_study.
Result<Ground> read_ground(Source const& source);

struct ReceivedForm {
    forms::ResponseHeader header;
    std::shared_ptr<forms::Definition const> definition; ///< that it was answered with
    study::CompletedForm completed; ///< as an answer to the study's present version: only what still means the same (forms::carry_over); `authored`: when it was first handed in
    forms::Answers replaced_answers; ///< as given, where `definition` is another than the study's present one

    forms::Answers const& answers() const { return definition == completed.definition ? completed.answers : replaced_answers; }
    Arrival arrival;
    std::string bytes; ///< as frozen on the tablet
};

/// Everything of one participant.
struct Participation {
    std::string number;
    study::Participant const* participant = nullptr; ///< nullptr: stands in the roster no more
    std::vector<ReceivedForm> forms;                 ///< in force and no duplicates, by moment of completion, id
    std::vector<ReceivedForm> beside;                ///< corrected since, or done twice: kept, and in no table
    std::vector<std::pair<std::string, std::string>> unreadable; ///< id and bytes of what no form of this study reads; kept in the NDJSON only
    std::vector<study::PlannedForm> planned;         ///< as of the ground's moment; empty without a roster entry

    /// The response that stands for a form at a visit, as the course says; nullptr when there is none.
    ReceivedForm const* at(std::string_view form, std::string_view visit) const;
    /// The last version of every response that can be read, those in force first: what the NDJSON holds.
    std::vector<ReceivedForm const*> last_versions() const;
};
/// What remains to be done with a participant when it is his turn.
using InOrder = std::function<Result<void>()>;
/// By study number, also those without any form. A single response that does not fit is listed, not fatal.
/// `work` runs on any thread, several at once, on a few participants ahead; what it returns runs on the caller's thread, one after the other by study
/// number, and ends everything when it fails.
Result<void> each_participation(Source const& source, Ground const& ground, std::function<InOrder(Participation const&)> const& work);

/// Something measured at visits as a number.
struct Measure {
    std::string code;  ///< column name: "NRS_AVERAGE", "QL2", "DOSE_IT_MORPHINE_EQ", "BTP_PER_DAY"
    std::string label;
    std::string unit;
};
std::vector<Measure> const& measures();
/// Side effects with a severity 0..4, as linkIds of the side-effect form.
std::vector<std::string> const& side_effects();

/// A change of the intrathecal drug: an intercurrent event.
struct Rotation {
    std::string from;
    std::string to;
    std::size_t visit = 0; ///< the first visit whose pump record names another drug than the first one; index of Study::visits
    Instant recorded;      ///< of that record
};

/// One participant's numbers, by visit in the study's order. What is missing is missing, never 0.
struct Values {
    std::string number;
    std::vector<std::vector<std::optional<double>>> measured; ///< [visit][measure]
    std::vector<std::vector<std::optional<int>>> severity;    ///< [visit][side effect]
    std::optional<Rotation> rotation;

    bool after_rotation(std::size_t visit) const { return rotation && visit >= rotation->visit; }
};
Values values_of(Ground const& ground, Participation const& participation);

} // namespace bedside::report
