// SPDX-License-Identifier: Apache-2.0
#include "sync/server/console/compliance.h"

#include <algorithm>

namespace bedside::server {

using study::DueState;

VisitCell visit_cell(study::Study const& study, std::string_view visit, std::vector<study::PlannedForm> const& planned, Instant const& now, std::string_view only_form)
{
    VisitCell cell;
    int late = 0;
    int missed = 0;
    int open = 0;
    int overdue = 0;
    for (auto const& form : planned) {
        if (form.visit != visit || (!only_form.empty() && form.form != only_form))
            continue;
        cell.forms.push_back(form);
        if (form.state == DueState::not_expected) {
            cell.reason = form.reason;
            continue;
        }
        ++cell.expected;
        switch (form.state) {
        case DueState::done: ++cell.done; break;
        case DueState::late:
            ++late;
            cell.done += study.late_counts ? 1 : 0;
            break;
        case DueState::missed: ++missed; break;
        case DueState::due: ++open; break;
        case DueState::overdue: ++overdue; break;
        case DueState::upcoming:
        case DueState::not_expected: break;
        }
        if (form.state == DueState::due || form.state == DueState::overdue)
            cell.days_left = static_cast<long>(std::max<std::int64_t>(0, form.closes.wall_ms - now.wall_ms) / 86'400'000);
    }
    if (cell.expected == 0)
        cell.standing = VisitStanding::not_expected;
    else if (cell.done == cell.expected)
        cell.standing = VisitStanding::done;
    else if (overdue > 0)
        cell.standing = VisitStanding::overdue;
    else if (open > 0)
        cell.standing = VisitStanding::open;
    else if (cell.done > 0 && missed + late > 0)
        cell.standing = VisitStanding::partial;
    else if (late > 0)
        cell.standing = VisitStanding::late;
    else if (missed > 0)
        cell.standing = VisitStanding::missed;
    if (cell.expected > 0)
        cell.reason.clear();
    return cell;
}

bool is_complete(VisitCell const& cell) { return cell.standing == VisitStanding::done; }

bool counts(VisitCell const& cell)
{
    switch (cell.standing) {
    case VisitStanding::done:
    case VisitStanding::partial:
    case VisitStanding::missed:
    case VisitStanding::late: return true;
    case VisitStanding::open:
    case VisitStanding::overdue:
    case VisitStanding::upcoming:
    case VisitStanding::not_expected: return false;
    }
    return false;
}

bool ComplianceRow::is_late() const
{
    return std::any_of(visits.begin(), visits.end(), [](VisitCell const& cell) { return cell.standing == VisitStanding::overdue; });
}

bool ComplianceRow::wants_attention() const { return complete < countable || is_late(); }

ComplianceRow compliance_row(study::Study const& study, study::Participant const& participant, std::vector<study::PlannedForm> const& planned, Instant const& now, std::string_view only_form)
{
    ComplianceRow row;
    row.participant = participant.number;
    for (auto const& visit : study.visits) {
        auto cell = visit_cell(study, visit.id, planned, now, only_form);
        row.countable += counts(cell) ? 1 : 0;
        row.complete += is_complete(cell) ? 1 : 0;
        row.visits.push_back(std::move(cell));
    }
    for (auto const& form : planned) {
        auto const* diary = study.diary_of_form(form.form);
        if (diary == nullptr || diary->kind != study::DiaryKind::end_of_day)
            continue;
        auto const held = form.state == DueState::done || form.state == DueState::late;
        row.diary_days += held ? 1 : 0;
        row.diary_expected += held || form.state == DueState::missed ? 1 : 0;
    }
    return row;
}

} // namespace bedside::server
