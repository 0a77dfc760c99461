// SPDX-License-Identifier: Apache-2.0
#include "forms/study/status.h"

#include "forms/engine/vocabulary.h"

#include <algorithm>

namespace bedside::study {

bool is_status_form(forms::Definition const& definition) { return definition.url == forms::vocabulary::questionnaire("study-status"); }

void apply_status(Participant& participant, Study const& study, CompletedForm const& record)
{
    auto const event = code_at(record, "event");
    auto const moments = values_at(record, "event-at");
    auto const* text = moments.empty() ? nullptr : std::get_if<forms::DateTime>(&moments.front());
    auto const at = text ? parse_iso8601(text->text) : Result<Instant>(record.authored);
    if (event.empty() || !at)
        return;
    if (std::find(study.anchors.begin(), study.anchors.end(), event) != study.anchors.end()) {
        participant.anchors[event] = *at;
        return;
    }
    if (event == "withdrawn")
        participant.state = ParticipantState::withdrawn;
    else if (event == "died")
        participant.state = ParticipantState::died;
    else if (event == "completed")
        participant.state = ParticipantState::completed;
    else
        return;
    participant.state_since = *at;
}

} // namespace bedside::study
