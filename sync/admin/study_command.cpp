// SPDX-License-Identifier: Apache-2.0
// A study folder in the terminal.
#include "sync/admin/study_command.h"
#include "forms/base/csv.h"
#include "forms/study/planner.h"
#include "forms/study/publication.h"

#include <set>

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

/// The lines of one form's texts that have no recording.
class Unrecorded {
public:
    Unrecorded(study::StudyForm const& form, std::ostream& out)
        : m_form(form)
        , m_out(out)
    {
    }

    void add(std::vector<forms::Item> const& items)
    {
        for (auto const& item : items) {
            if (item.hidden)
                continue;
            if (!std::holds_alternative<forms::GroupItem>(item.kind)) {
                add(item, item.header);
                add(item, item.text);
                if (auto const* choice = std::get_if<forms::ChoiceItem>(&item.kind)) {
                    for (auto const& option : choice->options)
                        add(item, option.display);
                }
                add_boxes(item);
            }
            add(item.children);
        }
    }

private:
    void add_boxes(forms::Item const& item)
    {
        auto const* number = std::get_if<forms::IntegerItem>(&item.kind);
        if (!number || !item.anchors)
            return;
        for (auto value = number->minimum.value_or(0); value <= number->maximum.value_or(-1); ++value)
            add(item, forms::LocalizedText { std::to_string(value), {} });
        add(item, item.anchors->low);
        add(item, item.anchors->high);
    }

    void add(forms::Item const& item, forms::LocalizedText const& text)
    {
        add(item, m_form.definition->language, text.original);
        for (auto const& [language, translation] : text.translations)
            add(item, language, translation);
    }

    void add(forms::Item const& item, std::string const& language, std::string const& text)
    {
        if (!text.empty() && !m_form.recordings.contains(text) && m_listed.emplace(language, text).second)
            m_out << csv_record({ m_form.id, item.link_id, language, text });
    }

    study::StudyForm const& m_form;
    std::ostream& m_out;
    std::set<std::pair<std::string, std::string>> m_listed;
};

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

Result<int> study_recordings(std::filesystem::path const& folder, Instant const& now, std::ostream& out)
{
    auto const publication = TRY(study::prepare_publication(folder, now));
    out << csv_record({ "form", "item", "language", "text" });
    for (auto const& form : publication.study.forms)
        Unrecorded(form, out).add(form.definition->items);
    return 0;
}

} // namespace bedside::admin
