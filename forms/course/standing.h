// SPDX-License-Identifier: Apache-2.0
// Who is on the study since when, and which dates count: every statement about it with who made it, and which one stands.
#pragma once

#include "forms/course/facts.h"

namespace bedside::course {

enum class Origin { roster, tablet, console };

/// One statement about one field.
struct Statement {
    std::string field;  ///< "state" or "anchor:NAME"
    std::string value;  ///< the state's name in the roster, or ISO 8601; empty: taken back
    std::string since;  ///< of a state: ISO 8601; may be empty
    Origin origin = Origin::roster;
    std::string fact;   ///< id of the status record's version in force, or of the change; empty: the roster
    std::string by;
    std::string reason;
    Instant at;         ///< when it was said; unset for the roster
    bool stands = false;
};

struct Standing {
    study::Participant participant;
    std::vector<Statement> history; ///< by field, then in the order in which they hold: the last of a field stands
};

/// A status record in force.
struct StatusRecord {
    FormFact const* fact = nullptr; ///< the version in force
    study::CompletedForm const* completed = nullptr;
};

/// The console's word stands above what tablets recorded before it, or what it knew; a later record stands above both.
Standing standing_of(study::Study const& study, study::Participant const& roster, std::vector<StatusRecord> const& records, std::vector<ChangeFact> const& changes);

} // namespace bedside::course
