// SPDX-License-Identifier: Apache-2.0
// POST /tablet/facts: what is known about a tablet's participants and was made elsewhere.
#pragma once

#include "sync/server/http/message.h"
#include "sync/server/tablets/study_server.h"

namespace bedside::server {

/// The numbers of the participants that this tablet may know.
std::vector<std::string> participants_for(StudyInForce const& study, std::string_view tablet);
/// The reply's body for {"after": N, "participants": [whose facts up to N the tablet has]}: facts as course::encode() makes them, the number to ask
/// after next time, whether there are more, and the tablet's participants. Fails with invalid_data, or as the database does.
Result<std::string> facts_reply(StudyServer& server, std::string_view tablet, std::string_view body);

} // namespace bedside::server
