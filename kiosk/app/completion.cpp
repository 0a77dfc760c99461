// SPDX-License-Identifier: Apache-2.0
#include "kiosk/app/completion.h"

#include "forms/base/crypto.h"
#include "forms/study/alerts.h"
#include "kiosk/flow/entry.h"
#include "forms/study/episode.h"
#include "sync/wire/alert.h"

#include <algorithm>
#include <set>

namespace bedside::app {
namespace {

/// The header of a correction: about the original's source, helper and flags; the rules about episodes are looked at again.
Result<forms::ResponseHeader> header_of_correction(store::Store const& store, study::Study const& study, flow::CompleteResponse const& effect, forms::Answers const& answers)
{
    auto header = effect.header;
    auto const frozen = TRY(store.frozen_by_id(header.amends));
    if (!frozen)
        return fail(Code::not_found, "the form to be corrected is not on this tablet");
    auto const original = TRY(forms::parse_response(*effect.definition, frozen->bytes));
    header.staff = original.header.staff;
    header.assisted_by = original.header.assisted_by;
    auto const filler = header.staff.empty() ? study::Filler::patient : study::Filler::staff;
    auto const told = study::episode_flags(study, { frozen->form, header.visit, original.header.authored, effect.definition, answers }, filler);
    header.flags = original.header.flags;
    std::erase_if(header.flags, [](std::string const& flag) { return study::is_episode_flag(flag); });
    header.flags.insert(header.flags.end(), told.begin(), told.end());
    return header;
}

} // namespace

Result<std::vector<study::CompletedForm>> completed_forms_of(store::Store const& store, study::Study const& study, FormVersions& versions, std::string_view participant, std::string const& corrected_now)
{
    std::vector<std::pair<std::string, study::CompletedForm>> all;
    std::set<std::string> corrected { corrected_now };
    for (auto const& frozen : TRY(store.frozen(participant))) {
        auto const form = study.form(frozen.form) ? versions.of(store, frozen) : Result<SharedForm>(fail(Code::not_found, "the study has no such form"));
        auto const parsed = form ? forms::parse_response(**form, frozen.bytes) : std::unexpected(form.error());
        if (!parsed)
            continue;
        if (!parsed->header.amends.empty())
            corrected.insert(parsed->header.amends);
        all.emplace_back(frozen.entry.response_id, study::CompletedForm { frozen.form, frozen.visit, parsed->header.authored, *form, parsed->answers });
    }
    std::vector<study::CompletedForm> found;
    for (auto& [id, form] : all) {
        if (!corrected.contains(id))
            found.push_back(std::move(form));
    }
    return found;
}

Result<flow::ResponseCompleted> complete_form(store::Store& store, study::Study const& study, FormVersions& versions, flow::CompleteResponse const& effect)
{
    auto answers = TRY(store.answers(effect.header.id));
    std::erase_if(answers, [](auto const& entry) { return !flow::says_something(entry.second); });
    auto header = effect.header;
    if (!header.amends.empty())
        header = TRY(header_of_correction(store, study, effect, answers));
    auto const bytes = TRY(forms::build_response(*effect.definition, answers, header));

    std::string form;
    for (auto const& open : TRY(store.open_responses())) {
        if (open.id == header.id)
            form = open.form;
    }
    // As frozen, without what branching hides.
    auto const said = TRY(forms::parse_response(*effect.definition, bytes));
    study::CompletedForm const completed { form, header.visit, header.authored, effect.definition, said.answers };
    auto const earlier = TRY(completed_forms_of(store, study, versions, header.subject, header.amends));
    std::vector<std::string> resources;
    bool urgent = false;
    for (auto const& alert : study::alerts_of(study, completed, earlier)) {
        urgent = urgent || alert.urgent;
        resources.push_back(wire::communication({ random_uuid(), header.id, header.subject, header.tablet, alert.rule,
            alert.title.in(study.languages.empty() ? std::string_view {} : std::string_view(study.languages.front())), alert.urgent, header.authored }));
    }
    auto const frozen = TRY(store.complete(header.id, bytes, { effect.actor, header.assisted_by }, resources, urgent || effect.urgent ? 1 : 0));
    return flow::ResponseCompleted { header.id, frozen.entry.sequence, urgent };
}

} // namespace bedside::app
