// SPDX-License-Identifier: Apache-2.0
// Facts about a participant: only ever added, each with an id, a set of them has no order. Tablets and server each hold a part.
#pragma once

#include "forms/study/readings.h"

#include <memory>
#include <set>
#include <string>
#include <vector>

namespace bedside::course {

/// One version of a completed form: as it was handed in, or a correction of one, made on a tablet or in the console.
struct FormFact {
    std::string id;      ///< of the response; of a console's version see version_id()
    std::string amends;  ///< id of the fact that this one corrects; empty: handed in anew
    std::string tablet;  ///< where it was made; empty: in the console
    std::string by;      ///< staff identity of who recorded or corrected it; empty: the patient
    std::string reason;  ///< why it was corrected
    std::vector<std::string> flags; ///< frozen into it: "late", "recall-overlap", ...
    study::CompletedForm form;      ///< `authored`: when this version was made
    bool whole = true;              ///< false: of its answers only those that the study's rules and charts name, and those that were corrected
    std::vector<forms::ItemPath> changed = {}; ///< of a correction that is not whole: the paths that it changed or emptied
};

/// A change of a participant's state or dates that was made in the console. It stands above what tablets recorded before it.
struct ChangeFact {
    std::string id;
    std::string field;  ///< "state", or "anchor:NAME"; others do not concern the course
    std::string value;  ///< a state's name in the roster, or ISO 8601; empty: taken back
    std::string since;  ///< of a state: ISO 8601; else empty
    std::string reason;
    std::string by;
    Instant at;
    std::vector<std::string> knew = {}; ///< ids of the status records that had been received when it was made
};

/// Somebody has seen an alert.
struct AcknowledgementFact {
    std::string alert; ///< alert_id()
    std::string by;
    std::string where; ///< tablet; empty: the console
    Instant at;
    std::string note = {};
};

/// Somebody's word on a fork: of several corrections that did not know of each other this one stands.
struct DecisionFact {
    std::string id;
    std::string stands;            ///< FormFact::id
    std::vector<std::string> over; ///< FormFact::id of the others that were known then
    std::string by;
    std::string reason;
    Instant at;
};

struct Facts {
    study::Participant roster; ///< as the roster says
    std::vector<std::shared_ptr<FormFact const>> forms;
    std::vector<ChangeFact> changes;
    std::vector<AcknowledgementFact> acknowledgements;
    std::vector<DecisionFact> decisions;
};

/// The id of a version that the console made of a response: "<response>.<version>". Version 1 is the response itself.
std::string version_id(std::string_view response_id, std::int64_t version);
/// The response that an id names a version of, and which: { "<response>", 1 } for a response's own.
std::pair<std::string, std::int64_t> response_of_version(std::string_view id);

/// linkIds whose answers leave the tablet or server that has the whole form: what the study's rules, diaries and charts look at.
std::set<std::string, std::less<>> named_items(study::Study const& study, std::string_view form);
/// The same fact with these answers only, and those that a correction changed.
FormFact reduced(study::Study const& study, FormFact const& fact);

/// A fact as one line of JSON, as it travels to the participant's other tablets and is kept there; and back.
std::string encode(std::string_view participant, FormFact const& fact);
std::string encode(std::string_view participant, ChangeFact const& fact);
std::string encode(std::string_view participant, AcknowledgementFact const& fact);
std::string encode(std::string_view participant, DecisionFact const& fact);
/// What was read, for whom. Exactly one of them is there.
struct Decoded {
    std::string participant;
    std::string id; ///< distinct for each fact of whatever kind
    std::shared_ptr<FormFact const> form = {};
    std::optional<ChangeFact> change = {};
    std::optional<AcknowledgementFact> acknowledgement = {};
    std::optional<DecisionFact> decision = {};
};
/// Fails with invalid_data. A form that the study does not have keeps no definition.
Result<Decoded> decode(std::string_view json, study::Study const& study);
/// Adds what was read to the facts of its participant.
void insert(Facts& facts, Decoded decoded);

} // namespace bedside::course
