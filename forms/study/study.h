// SPDX-License-Identifier: Apache-2.0
// A study as data: visits, forms, diaries, alert rules, roster. Read from a folder with study.toml, forms and roster.
#pragma once

#include "forms/base/clock.h"
#include "forms/engine/definition.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace bedside::study {

/// A visit and its window, in whole study-local days or in hours around a target, from an anchor.
struct Visit {
    std::string id;              ///< "T1m"
    forms::LocalizedText title;
    std::string anchor;          ///< name of the participant's anchor ("pca-start", "epidural-trial", "discharge")
    bool in_hours = false;       ///< the three below are hours, not days
    int target = 0;              ///< from the anchor
    int window_before = 0;       ///< tolerance before the target
    int window_after = 0;
    std::vector<std::string> forms; ///< form ids, in order
};

/// A form of the study: an id of the study, the file it comes from.
struct StudyForm {
    std::string id;      ///< "qlq-c30"
    std::string file;    ///< relative to the study folder, or the name of a shipped instrument
    int minutes = 1;     ///< expected effort, whole minutes, as shown to the patient
    bool staff = false;  ///< filled in by staff behind a PIN
    std::shared_ptr<forms::Definition const> definition; ///< loaded and checked
    std::string source;  ///< the Questionnaire's bytes
};

enum class ParticipantState { screened, on_study, withdrawn, died, completed };

/// A participant as the tablet and the planner know them; no name, no arm.
struct Participant {
    std::string number;        ///< study number, "P-017"
    std::string initials;      ///< "L.M.", for confirming identity only, never on the wire to a third-party server
    int birth_year = 0;
    std::string language = "zh-Hans";
    std::string ward;          ///< "" when at home
    std::string tablet;        ///< Device id when a tablet is lent to this participant alone
    std::map<std::string, Instant> anchors; ///< anchor name -> when; a date-only anchor is local midnight
    ParticipantState state = ParticipantState::on_study;
    std::optional<Instant> state_since;
};

enum class AnswerSource { patient, staff };

/// The study. Checked at load.
struct Study {
    std::string id;            ///< "idds-hydromorphone"
    std::string version;
    forms::LocalizedText title;
    std::string time_zone;     ///< IANA name; study-local dates decide windows
    std::vector<std::string> languages; ///< BCP-47, the first is the default
    bool demonstration = true; ///< false: demonstration wording is refused
    std::vector<StudyForm> forms;
    std::vector<Visit> visits;

    StudyForm const* form(std::string_view id) const;
    Visit const* visit(std::string_view id) const;
};

/// Reads and checks a study folder. Fails with invalid_study: file, line where known, sentence.
Result<Study> load_study(std::filesystem::path const& folder);
/// The same from files in memory (relative name -> bytes), as a tablet receives it.
Result<Study> load_study(std::map<std::string, std::string> const& files);
/// Roster as CSV with a header row (number,initials,birth_year,language,ward,tablet,anchors...). Fails with invalid_study.
Result<std::vector<Participant>> load_roster(std::string_view csv);

} // namespace bedside::study
