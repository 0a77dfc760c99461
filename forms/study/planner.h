// SPDX-License-Identifier: Apache-2.0
// What is due, for whom, when, and why: a pure function of study, participant, responses so far and now.
#pragma once

#include "forms/study/study.h"

namespace bedside::study {

enum class DueState { upcoming, due, overdue, missed, done, late, not_expected };

/// A response as the planner needs to see it.
struct ResponseFact {
    std::string form;      ///< form id
    std::string visit;     ///< visit id; empty for event-contingent forms
    Instant authored;
    bool completed = true; ///< false: begun and not completed
};

/// One form expected (or not) of one participant at one visit.
struct PlannedForm {
    std::string form;
    std::string visit;
    DueState state = DueState::upcoming;
    Instant opens;        ///< first moment of the window
    Instant target;
    Instant closes;       ///< first moment after the window
    std::string reason;   ///< msgid of one sentence why it is not expected, missed or flagged; empty for the normal
    std::vector<std::string> flags; ///< "recall-overlap", ...
};

/// Every form of every visit for this participant, in order of opening.
std::vector<PlannedForm> plan(Study const& study, Participant const& participant, std::vector<ResponseFact> const& responses, Instant const& now);

} // namespace bedside::study
