// SPDX-License-Identifier: Apache-2.0
#include "forms/study/status.h"

#include "forms/engine/vocabulary.h"

#include <algorithm>

namespace bedside::study {
namespace {

constexpr std::string_view anchor_field = "anchor:";

bool counts_from(Study const& study, std::string_view anchor) { return std::find(study.anchors.begin(), study.anchors.end(), anchor) != study.anchors.end(); }

} // namespace

bool is_status_form(forms::Definition const& definition) { return definition.url == forms::vocabulary::questionnaire("study-status"); }

std::optional<StatusStatement> statement_of(Study const& study, CompletedForm const& record)
{
    auto const event = code_at(record, "event");
    auto const moments = values_at(record, "event-at");
    auto const* text = moments.empty() ? nullptr : std::get_if<forms::DateTime>(&moments.front());
    auto const at = text ? parse_iso8601(text->text) : Result<Instant>(record.authored);
    if (event.empty() || !at)
        return {};
    if (counts_from(study, event))
        return StatusStatement { std::string(anchor_field) + event, iso8601(*at), {} };
    auto const state = state_named(event);
    if (!state || *state == ParticipantState::screened)
        return {};
    return StatusStatement { "state", event, iso8601(*at) };
}

Result<void> apply_statement(Participant& participant, Study const& study, StatusStatement const& statement)
{
    if (statement.field == "state") {
        auto const state = state_named(statement.value);
        if (!state)
            return fail(Code::invalid_argument, "This is no state of a participant.");
        std::optional<Instant> since;
        if (!statement.since.empty())
            since = TRY(parse_iso8601(statement.since));
        participant.state = *state;
        participant.state_since = since;
        return {};
    }
    auto const anchor = statement.field.starts_with(anchor_field) ? statement.field.substr(anchor_field.size()) : std::string();
    if (!counts_from(study, anchor))
        return fail(Code::invalid_argument, "The study has no such date.");
    std::optional<Instant> moment;
    if (!statement.value.empty())
        moment = TRY(parse_iso8601(statement.value));
    participant.anchors.erase(anchor);
    if (moment)
        participant.anchors.emplace(anchor, *moment);
    return {};
}

} // namespace bedside::study
