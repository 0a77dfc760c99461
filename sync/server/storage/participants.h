// SPDX-License-Identifier: Apache-2.0
// What the console changed about participants, and the later versions of their forms.
#pragma once

#include "forms/study/study.h"
#include "sync/server/storage/settings.h"

#include <functional>

namespace bedside::server {

/// One change of the roster.
struct ParticipantChange {
    std::string participant {};
    std::string field {};  ///< "state", "ward", "tablet", or "anchor:NAME"
    std::string before {};
    std::string value {};  ///< as in a roster: "withdrawn", "T-03", an ISO 8601 moment; empty takes it back
    std::string since {};  ///< of a state: ISO 8601; else empty
    std::string reason {};
    std::string who {};
    std::int64_t at_ms = 0;
};
/// Puts a change into the roster; a participant who is not there any more is passed over. Fails with invalid_argument (field or value).
Result<void> apply_change(std::vector<study::Participant>& roster, study::Study const& study, ParticipantChange const& change);
/// The roster of a study folder as it is after everything that the console changed, oldest first.
Result<std::string> roster_with_changes(ReadConnection& connection, std::string_view csv, study::Study const& study);
/// Changes the published roster at once, so that tablets fetch it, and keeps the change. Fails with not_found (nobody has this number, or
/// nothing is published) or invalid_argument (also without a reason).
Result<void> change_participant(Connection& connection, Instant const& now, ParticipantChange change);
/// Newest first.
Result<std::vector<ParticipantChange>> changes_of(ReadConnection& connection, std::string_view participant);

/// A later version of a received form; version 1 is the form as received.
struct Correction {
    std::string response_id {};
    std::int64_t version = 2;
    std::string bytes {};  ///< a QuestionnaireResponse with the status `amended`
    std::string sha256 {};
    std::string what {};   ///< linkIds that changed, separated by blanks
    std::string reason {};
    std::string who {};
    std::int64_t at_ms = 0;
};
/// Keeps a next version beside the form; number and hash are filled in. Fails with not_found, or invalid_argument without a reason.
Result<void> add_correction(Connection& connection, Instant const& now, Correction correction);
/// Oldest first.
Result<std::vector<Correction>> corrections_of(ReadConnection& connection, std::string_view response_id);
/// The bytes in force: the last correction's, else as received. Fails with not_found.
Result<std::string> current_bytes(ReadConnection& connection, std::string_view response_id);
/// each_response() with the bytes in force.
Result<void> each_current_response(ReadConnection& connection, std::function<Result<void>(std::string const&, std::string const&)> const& visit);

} // namespace bedside::server
