// SPDX-License-Identifier: Apache-2.0
// A study folder in the terminal.
#include "sync/admin/study_command.h"
#include "forms/base/csv.h"
#include "forms/study/planner.h"
#include "forms/study/publication.h"

namespace bedside::admin {
namespace {

std::string_view name_of(study::DueState state)
{
    switch (state) {
    case study::DueState::upcoming: return "upcoming";
    case study::DueState::due: return "due";
    case study::DueState::overdue: return "overdue";
    case study::DueState::missed: return "missed";
    case study::DueState::done: return "done";
    case study::DueState::late: return "late";
    case study::DueState::not_expected: return "not-expected";
    }
    return "";
}

} // namespace

Result<int> study_check(std::vector<std::filesystem::path> const& folders, Instant const& now, std::ostream& out)
{
    int status = 0;
    for (auto const& folder : folders) {
        auto const publication = study::prepare_publication(folder, now);
        if (!publication) {
            out << folder.string() << ": invalid: " << publication.error().message << "\n";
            status = 1;
            continue;
        }
        auto const& study = publication->study;
        auto const participants = TRY(study::load_roster(publication->roster, study));
        out << folder.string() << ": ok: " << study.id << " version " << study.version << ", " << study.visits.size() << " visits, " << study.forms.size() << " forms, "
            << study.diaries.size() << " diaries, " << study.alerts.size() << " alert rules, " << participants.size() << " participants, " << publication->staff.size() << " staff accounts"
            << (study.demonstration ? ", demonstration" : "") << "\n";
    }
    return status;
}

Result<int> study_roster(std::filesystem::path const& folder, Instant const& now, std::ostream& out)
{
    out << TRY(study::prepare_publication(folder, now)).roster;
    return 0;
}

Result<int> study_plan(std::filesystem::path const& folder, Instant const& now, std::ostream& out)
{
    auto const publication = TRY(study::prepare_publication(folder, now));
    out << csv_record({ "number", "visit", "form", "state", "opens", "target", "closes", "flags", "reason" });
    for (auto const& participant : TRY(study::load_roster(publication.roster, publication.study))) {
        for (auto const& one : study::plan(publication.study, participant, {}, now)) {
            std::string flags;
            for (auto const& flag : one.flags)
                flags += (flags.empty() ? "" : " ") + flag;
            auto const moment = [&](Instant const& instant) { return one.closes.wall_ms == 0 ? std::string() : iso8601(instant); };
            out << csv_record({ participant.number, one.visit, one.form, std::string(name_of(one.state)), moment(one.opens), moment(one.target), moment(one.closes), flags, one.reason });
        }
    }
    return 0;
}

} // namespace bedside::admin
