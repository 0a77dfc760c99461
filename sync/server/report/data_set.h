// SPDX-License-Identifier: Apache-2.0
// What a study has collected, read once from the received bytes: the ground of export and report.
#pragma once

#include "forms/engine/response.h"
#include "forms/study/planner.h"
#include "forms/study/readings.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bedside::report {

struct ReplacedForm {
    std::string form;  ///< form id of the study
    std::string bytes; ///< the Questionnaire
};

/// Where the data come from: published files and the frozen bytes of every received form.
struct Source {
    std::map<std::string, std::string> study_files;
    std::string roster;
    std::function<Result<void>(std::function<Result<void>(std::string const& id, std::string const& bytes)> const&)> each_response;
    /// A form version that the study has replaced, by canonical url|version; nullopt when it was never published.
    std::function<Result<std::optional<ReplacedForm>>(std::string const& canonical)> replaced_form = {};
};

struct ReceivedForm {
    forms::ParsedResponse parsed;
    std::shared_ptr<forms::Definition const> definition; ///< that `parsed` was answered with
    study::CompletedForm completed; ///< as an answer to the study's present version: only what still means the same (forms::carry_over)
    std::string bytes; ///< as frozen on the tablet
};

struct DataSet {
    study::Study study;
    std::vector<study::Participant> participants; ///< by study number
    std::vector<ReceivedForm> forms;              ///< by participant, time of completion, id: the same for the same data
    std::vector<std::string> unreadable;          ///< ids of responses whose form this study never had; kept in the NDJSON only
    std::vector<std::string> unreadable_bytes;
};

/// Reads everything. Fails with invalid_study, or with what the source fails with; a single response that does not fit is listed, not fatal.
Result<DataSet> read_data_set(Source const& source);

/// The participant's response to a form at a visit: the one that the planner lets stand; nullptr when there is none.
ReceivedForm const* response_at(DataSet const& data, std::string const& participant, std::string const& form, std::string const& visit);
/// The participant's responses as the planner needs them.
std::vector<study::ResponseFact> facts_of(DataSet const& data, std::string const& participant);

/// Something measured at visits as a number.
struct Measure {
    std::string code;  ///< column name: "NRS_AVERAGE", "QL2", "DOSE_IT_MORPHINE_EQ", "BTP_PER_DAY"
    std::string label;
    std::string unit;
};
std::vector<Measure> measures();
/// Side effects with a severity 0..4, as linkIds of the side-effect form.
std::vector<std::string> side_effects();
/// A participant's value at a visit; nothing when missing, never 0 for it.
std::optional<double> value_at(DataSet const& data, study::Participant const& participant, study::Visit const& visit, std::string const& measure);
std::optional<int> severity_at(DataSet const& data, study::Participant const& participant, study::Visit const& visit, std::string const& side_effect);

} // namespace bedside::report
