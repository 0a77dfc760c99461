// SPDX-License-Identifier: Apache-2.0
// Participants x visits: what was done, what is late, and of how many. Pure; the planner decides what is due.
#pragma once

#include "forms/study/planner.h"

namespace bedside::server {

/// How a visit of one participant stands. Colour and words follow from it, in this order of the design's legend.
enum class VisitStanding { done, partial, open, overdue, missed, late, upcoming, not_expected };

struct VisitCell {
    VisitStanding standing = VisitStanding::upcoming;
    int done = 0;       ///< forms completed inside the window (or late, where the study counts late ones)
    int expected = 0;   ///< forms expected of this participant at this visit
    long days_left = 0; ///< whole days until the window closes; for open and overdue
    std::string reason; ///< msgid of why it is not expected; empty for the others
    std::vector<study::PlannedForm> forms; ///< each form of the visit
};

/// One participant's line. A visit counts once its window is closed or all its forms are here; what is open, upcoming or not expected does not count.
struct ComplianceRow {
    std::string participant;
    std::vector<VisitCell> visits; ///< in the study's order
    int complete = 0;              ///< numerator
    int countable = 0;             ///< denominator
    int diary_days = 0;            ///< days with an end-of-day record: those can be evaluated
    int diary_expected = 0;        ///< days that had to have one by now
    /// A form is overdue or a visit was missed or is partial.
    bool wants_attention() const;
    /// A form can still be done and its target has passed.
    bool is_late() const;
};

VisitCell visit_cell(study::Study const& study, std::string_view visit, std::vector<study::PlannedForm> const& planned, Instant const& now, std::string_view only_form = {});
/// Of one form when `only_form` names one, else of all.
ComplianceRow compliance_row(study::Study const& study, study::Participant const& participant, std::vector<study::PlannedForm> const& planned, Instant const& now, std::string_view only_form);
/// Whether a cell is in the denominator.
bool counts(VisitCell const& cell);
/// Whether a cell is in the numerator.
bool is_complete(VisitCell const& cell);

} // namespace bedside::server
