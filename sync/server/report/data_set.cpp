// SPDX-License-Identifier: Apache-2.0
// Frozen bytes into numbers.
#include "sync/server/report/data_set.h"

#include "forms/engine/json.h"
#include "forms/engine/revision.h"

#include <algorithm>
#include <span>
#include <tuple>

namespace bedside::report {
namespace {

constexpr int diary_days = 7; ///< breakthrough frequency at a visit: the week that ends on its target day

/// Finds the definition that a response was answered with: the study's own, or one that it has replaced.
class Reader {
public:
    Reader(study::Study const& study, Source const& source)
        : m_study(study)
        , m_source(source)
    {
    }

    /// nullopt when the study never had this form, or the bytes do not fit it.
    Result<std::optional<ReceivedForm>> read(std::string const& bytes)
    {
        auto const json = forms::Json::parse(bytes);
        auto const* known = json ? TRY(version(json->string_at("questionnaire"))) : nullptr;
        auto const* form = known ? m_study.form(known->form) : nullptr;
        auto parsed = form ? forms::parse_response(*known->definition, bytes) : Result<forms::ParsedResponse>(fail(Code::not_found, "an unknown form"));
        if (!parsed)
            return std::optional<ReceivedForm>();
        auto kept = known->definition == form->definition ? parsed->answers : forms::carry_over(*known->definition, parsed->answers, *form->definition).kept;
        return std::optional(ReceivedForm {
            .parsed = *parsed,
            .definition = known->definition,
            .completed = { form->id, parsed->header.visit, parsed->header.authored, form->definition, std::move(kept) },
            .bytes = bytes,
        });
    }

private:
    struct Version {
        std::string form;
        std::shared_ptr<forms::Definition const> definition;
    };

    /// nullptr when it was never published.
    Result<Version const*> version(std::string const& canonical)
    {
        if (auto const found = m_versions.find(canonical); found != m_versions.end())
            return &found->second;
        for (auto const& form : m_study.forms) {
            if (form.definition->canonical() == canonical)
                return &(m_versions[canonical] = { form.id, form.definition });
        }
        auto const replaced = m_source.replaced_form ? TRY(m_source.replaced_form(canonical)) : std::nullopt;
        if (!replaced)
            return nullptr;
        auto definition = TRY(forms::load_questionnaire(replaced->bytes));
        return &(m_versions[canonical] = { replaced->form, std::make_shared<forms::Definition const>(std::move(definition)) });
    }

    study::Study const& m_study;
    Source const& m_source;
    std::map<std::string, Version> m_versions;
};

/// A participant's forms; they stand together.
std::span<ReceivedForm const> forms_of(DataSet const& data, std::string const& participant)
{
    auto const range = std::ranges::equal_range(data.forms, participant, {}, [](ReceivedForm const& one) -> std::string const& { return one.parsed.header.subject; });
    return { range.begin(), range.end() };
}

std::optional<double> breakthrough_at(DataSet const& data, study::Participant const& participant, study::Visit const& visit)
{
    auto const anchor = participant.anchors.find(visit.anchor);
    if (anchor == participant.anchors.end())
        return {};
    auto const& zone = data.study.zone;
    auto const target = visit.in_hours ? zone.date_at(anchor->second.wall_ms + std::int64_t { visit.target } * 3'600'000)
                                       : date_from_days(days_since_epoch(zone.date_at(anchor->second.wall_ms)) + visit.target);
    std::vector<scoring::Episode> episodes;
    std::vector<scoring::DiaryDay> days;
    for (auto const& form : forms_of(data, participant.number)) {
        auto const* diary = data.study.diary_of_form(form.completed.form);
        if (!diary)
            continue;
        if (diary->kind == study::DiaryKind::event)
            episodes.push_back(study::episode_of(data.study, form.completed));
        else if (auto const day = study::diary_day_of(form.completed))
            days.push_back(*day);
    }
    return scoring::breakthrough_frequency(episodes, days, date_from_days(days_since_epoch(target) - diary_days + 1), target, data.study.background_pain_limit).per_day;
}

} // namespace

Result<DataSet> read_data_set(Source const& source)
{
    DataSet data;
    data.study = TRY(study::load_study(source.study_files));
    data.participants = TRY(study::load_roster(source.roster, data.study));
    std::sort(data.participants.begin(), data.participants.end(), [](auto const& a, auto const& b) { return a.number < b.number; });
    Reader reader(data.study, source);
    auto const take = [&](std::string const& id, std::string const& bytes) -> Result<void> {
        if (auto received = TRY(reader.read(bytes))) {
            data.forms.push_back(std::move(*received));
        } else {
            data.unreadable.push_back(id);
            data.unreadable_bytes.push_back(bytes);
        }
        return {};
    };
    auto const done = source.each_response(take);
    if (!done)
        return std::unexpected(done.error());
    std::sort(data.forms.begin(), data.forms.end(), [](auto const& a, auto const& b) {
        auto const key = [](ReceivedForm const& one) { return std::tie(one.parsed.header.subject, one.parsed.header.authored.wall_ms, one.parsed.header.id); };
        return key(a) < key(b);
    });
    return data;
}

std::vector<study::ResponseFact> facts_of(DataSet const& data, std::string const& participant)
{
    std::vector<study::ResponseFact> facts;
    for (auto const& form : forms_of(data, participant))
        facts.push_back({ form.completed.form, form.completed.visit, form.completed.authored, true });
    return facts;
}

ReceivedForm const* response_at(DataSet const& data, std::string const& participant, std::string const& form, std::string const& visit)
{
    for (auto const& one : forms_of(data, participant)) {
        if (one.completed.form == form && one.completed.visit == visit)
            return &one;
    }
    return nullptr;
}

std::vector<Measure> measures()
{
    std::vector<Measure> all {
        { "NRS_NOW", "Pain now", "0-10" },
        { "NRS_AVERAGE", "Average pain, 24 h", "0-10" },
        { "NRS_WORST", "Worst pain, 24 h", "0-10" },
        { "NRS_LEAST", "Least pain, 24 h", "0-10" },
        { "DOSE_IT_MORPHINE_EQ", "Daily dose, intrathecal morphine equivalent", "mg/24 h" },
        { "BTP_PER_DAY", "Breakthrough episodes per evaluable day", "1/day" },
    };
    for (auto const& scale : scoring::qlq_c30_scales())
        all.push_back({ std::string(scale.code), "QLQ-C30 " + std::string(scale.code), "0-100" });
    all.push_back({ "SUMMARY", "QLQ-C30 summary score", "0-100" });
    return all;
}

std::vector<std::string> side_effects()
{
    return { "constipation", "nausea", "vomiting", "drowsiness", "itching", "urinary-retention", "dizziness", "sweating", "jerks", "breathing" };
}

std::optional<double> value_at(DataSet const& data, study::Participant const& participant, study::Visit const& visit, std::string const& measure)
{
    if (measure.starts_with("NRS_")) {
        auto item = measure.substr(4);
        std::transform(item.begin(), item.end(), item.begin(), [](char c) { return static_cast<char>(c - 'A' + 'a'); });
        auto const* form = response_at(data, participant.number, "pain-nrs", visit.id);
        return form ? study::number_at(form->completed, item) : std::nullopt;
    }
    if (measure == "BTP_PER_DAY")
        return breakthrough_at(data, participant, visit);
    if (measure == "DOSE_IT_MORPHINE_EQ") {
        auto const* form = response_at(data, participant.number, data.study.opioid.form, visit.id);
        auto const consumption = form ? study::consumption_of(data.study, form->completed) : std::nullopt;
        return consumption ? std::optional(consumption->equivalent_per_day.milligrams()) : std::nullopt;
    }
    auto const* form = response_at(data, participant.number, "qlq-c30", visit.id);
    if (!form)
        return {};
    auto const scores = scoring::score_qlq_c30(study::qlq_c30_items_of(form->completed));
    return scores ? scores->of(measure) : std::nullopt;
}

std::optional<int> severity_at(DataSet const& data, study::Participant const& participant, study::Visit const& visit, std::string const& side_effect)
{
    auto const* form = response_at(data, participant.number, "side-effects", visit.id);
    return form ? study::integer_at(form->completed, side_effect) : std::nullopt;
}

} // namespace bedside::report
