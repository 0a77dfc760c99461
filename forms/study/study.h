// SPDX-License-Identifier: Apache-2.0
// A study as data: visits, forms, diaries, alert rules, roster. Read from a folder with study.toml, forms and roster.
#pragma once

#include "forms/base/clock.h"
#include "forms/engine/definition.h"
#include "forms/packs/pack.h"
#include "forms/study/zone.h"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
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
    std::vector<std::string> forms;    ///< form ids, in order
    std::vector<std::string> only_for; ///< groups (see Participant::groups) that have this visit; empty: everybody
};

/// A form of the study: an id of the study, the file it comes from.
struct StudyForm {
    std::string id;      ///< "qlq-c30"
    std::string file;    ///< relative to the study folder; "instruments/NAME.json" for a shipped instrument
    int minutes = 1;     ///< expected effort, whole minutes, as shown to the patient
    bool staff = false;  ///< filled in by staff behind a PIN
    int recall_days = 0; ///< how far back the form asks; 0: the moment
    std::vector<std::string> only_for; ///< groups that get this form; empty: everybody
    std::shared_ptr<forms::Definition const> definition; ///< loaded and checked, with the wording pack where there is one
    std::string source;  ///< the Questionnaire's bytes, with the wording pack where there is one
    std::optional<packs::Manifest> pack; ///< of the wording pack in `definition`
    std::string pack_folder; ///< relative to the study; empty without a pack
    std::map<std::string, std::string> recordings; ///< text as shown -> sha256 hex of the pack's recording that says it
};

enum class DiaryKind {
    event,      ///< event-contingent: as often as it happens
    end_of_day, ///< one record a study-local day
};

/// Records that patients keep themselves, between two days counted from an anchor.
struct Diary {
    std::string id;          ///< "btp"
    DiaryKind kind = DiaryKind::event;
    std::string form;        ///< form id
    std::string anchor;      ///< day 0
    int first_day = 0;       ///< whole study-local days from the anchor
    int last_day = 0;        ///< included
    // event-contingent
    std::string onset_item;  ///< linkId of the dateTime when it happened
    int real_time_hours = 2; ///< entered up to this long after the onset: in real time
    int late_hours = 24;     ///< up to this long: kept and flagged "late"; older is refused, except a staff correction
    // end of day
    int opens_minute = 18 * 60;        ///< minute of the diary day when it opens
    int closes_minute_next_day = 12 * 60; ///< minute of the next day from which it is closed
};

enum class AlertKind {
    value,     ///< an item's value is at least / equal
    rise,      ///< an item's value rose by at least this much within hours
    count,     ///< at least this many responses of a form about one study-local day
    dose_rise, ///< the daily dose rose by at least this percentage within days
    all_of,    ///< other rules were raised, all within days
};

/// When staff should be told. What is said is a prompt to look, never an instruction.
struct AlertRule {
    std::string id;                 ///< "severe-pain"
    AlertKind kind = AlertKind::value;
    forms::LocalizedText title;     ///< for staff
    std::vector<std::string> forms; ///< form ids; empty: every form
    std::vector<std::string> items; ///< linkIds; for `count`: items of end-of-day records that hold further events of the day
    std::optional<double> at_least; ///< value, count, rise or percentage
    std::string equals;             ///< code of a choice, or "true"; empty: at_least decides
    int within_hours = 24;          ///< rise, dose_rise, all_of
    std::vector<std::string> rules; ///< all_of
    bool urgent = true;             ///< false: to be looked at at the next review
};

/// linkIds of the pump record from which consumption is computed.
struct OpioidSettings {
    std::string form;             ///< form id of the pump record, empty when the study has none
    int ratio_numerator = 5;      ///< 1 mg hydromorphone = ratio mg intrathecal morphine
    int ratio_denominator = 1;
    int warn_mg_per_day = 10;
};

/// How a tablet calls the people around it. Minutes of the study-local day.
struct TabletSettings {
    std::vector<int> reminders;       ///< when a tablet at home wakes its screen and sounds, if something is due; none: never
    int quiet_from = 21 * 60 + 30;    ///< the night: no sound, no light
    int quiet_to = 7 * 60 + 30;       ///< its first minute that is not night any more
    bool alert_sound = false;         ///< an alert sounds on the tablet that raised it

    /// Whether this minute of the day belongs to the night.
    bool is_quiet(int minute_of_day) const;
};

enum class ParticipantState { screened, on_study, withdrawn, died, completed };
/// As the roster writes it: "on-study".
std::string_view name_of(ParticipantState state);
/// nullopt for any other text.
std::optional<ParticipantState> state_named(std::string_view name);

/// A participant as the tablet and the planner know them; no name, no arm.
struct Participant {
    std::string number;        ///< study number, "P-017"
    std::string initials;      ///< "L.M.", for confirming identity only, never on the wire to a third-party server
    int birth_year = 0;
    std::string language = "zh-Hans";
    std::string ward;          ///< "" when at home
    std::string tablet;        ///< Device id when a tablet is lent to this participant alone
    std::vector<std::string> groups;        ///< beside "ward" and "home", which follow from `ward`
    std::map<std::string, Instant> anchors; ///< anchor name -> when; a date-only anchor is study-local midnight
    ParticipantState state = ParticipantState::on_study;
    std::optional<Instant> state_since;

    bool in_group(std::string_view group) const;
};

enum class AnswerSource { patient, staff };

/// The study. Checked at load.
struct Study {
    std::string id;            ///< "idds-hydromorphone"
    std::string version;
    forms::LocalizedText title;
    std::string time_zone;     ///< IANA name; study-local dates decide windows
    Zone zone;                 ///< of time_zone
    std::vector<std::string> languages; ///< BCP-47, the first is the default
    std::vector<std::string> anchors;   ///< names that visits and diaries count from, columns of the roster
    std::string treatment_anchor; ///< a recall period that contains this moment gets the flag "recall-overlap"; empty: none
    bool demonstration = true; ///< false: demonstration wording is refused
    bool simulated = false;    ///< every response is made up and tagged so; never on a server with real ones
    bool late_counts = false;  ///< late responses count as valid in compliance
    std::vector<Bytes> pack_keys; ///< Ed25519 public keys whose wording packs are trusted
    std::vector<StudyForm> forms;
    std::vector<Visit> visits;
    std::vector<Diary> diaries;
    std::vector<AlertRule> alerts;
    OpioidSettings opioid;
    TabletSettings tablet;
    int background_pain_limit = 4; ///< NRS above which a breakthrough episode is kept as "pain-flare"

    StudyForm const* form(std::string_view id) const;
    Visit const* visit(std::string_view id) const;
    Diary const* diary_of_form(std::string_view form_id) const;
};

/// Reads and checks a study folder; shipped instruments come from the program. Fails with invalid_study: file, line where known, sentence.
Result<Study> load_study(std::filesystem::path const& folder);
/// The same from files in memory (relative name -> bytes), as a tablet receives it; nothing but these files is used.
Result<Study> load_study(std::map<std::string, std::string> const& files);

/// Only the table [study] of a study.toml: identity, zone, languages, keys; no forms, no visits. Fails with invalid_study.
Result<Study> load_study_head(std::string const& toml);

/// Roster as CSV with a header row: number,initials,birth_year,language,ward,tablet,groups,state,state_since and one column
/// "anchor:NAME" for each anchor. Anchors are ISO 8601 with offset, or a date. Fails with invalid_study, naming the line.
Result<std::vector<Participant>> load_roster(std::string_view csv, Study const& study);
/// The roster back as such a CSV.
std::string format_roster(std::vector<Participant> const& participants, Study const& study);
/// The participants whom this tablet may know: those whom it is lent to and nobody else; a tablet lent to nobody: all who are lent none.
std::vector<Participant> participants_of_tablet(std::vector<Participant> const& participants, std::string_view tablet);

} // namespace bedside::study
