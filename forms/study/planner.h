// SPDX-License-Identifier: Apache-2.0
// What is due, for whom, when, and why: a pure function of study, participant, responses so far and now.
#pragma once

#include "forms/study/study.h"

namespace bedside::study {

enum class DueState {
    upcoming,     ///< its window has not opened
    due,          ///< can be done now
    overdue,      ///< can be done now, and its target has passed
    missed,       ///< its window closed without a response
    done,         ///< completed inside its window
    late,         ///< completed after its window closed
    not_expected, ///< with a reason
};

/// A response as the planner needs to see it.
struct ResponseFact {
    std::string form;      ///< form id
    std::string visit;     ///< visit id; for an end-of-day record its date ("2026-11-24"); empty for event-contingent forms
    Instant authored;
    bool completed = true; ///< false: begun and not completed
    std::string id = {};   ///< names it in PlannedForm::response, and breaks ties of `authored`
};

/// One form expected (or not) of one participant at one visit or diary day.
struct PlannedForm {
    std::string form;
    std::string visit;    ///< visit id, or the diary day ("2026-11-24"); empty for event-contingent forms. Goes into the response unchanged
    DueState state = DueState::upcoming;
    Instant opens;        ///< first moment of the window; wall_ms 0 while the anchor is not known
    Instant target;       ///< local midnight of the target day, or the target hour
    Instant closes;       ///< first moment after the window
    std::string reason;   ///< msgid of one sentence why it is not expected, missed or flagged; empty for the normal
    std::vector<std::string> flags; ///< for a response completed now (or as completed): "recall-overlap", "visit-overlap", "out-of-window"
    std::string response = {};      ///< id of the response that stands for it; empty: none
};

/// Every form of every visit and every end-of-day record up to today for this participant, in order of opening; what waits for an anchor comes last.
std::vector<PlannedForm> plan(Study const& study, Participant const& participant, std::vector<ResponseFact> const& responses, Instant const& now);

/// Of completed responses to one form at one visit or diary day, the id of the one that stands: the first inside the window, else the first
/// of all. Empty when there is none.
std::string response_that_stands(Study const& study, Participant const& participant, std::string_view form, std::string_view visit, std::vector<ResponseFact> const& responses);

/// Event-contingent forms (breakthrough-pain episodes) that can be reported now, as often as they happen: state `due`, no visit.
std::vector<PlannedForm> event_forms(Study const& study, Participant const& participant, Instant const& now);

/// What an entry is, by the time between the event and its entry.
enum class EntryTiming {
    real_time,
    late,    ///< kept, with the flag "late"
    refused, ///< too old, or in the future by more than five minutes; only a staff correction may enter it
};
EntryTiming timing_of(Diary const& diary, Instant const& onset, Instant const& entered);

} // namespace bedside::study
