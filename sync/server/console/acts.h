// SPDX-License-Identifier: Apache-2.0
// What staff do at the console. Every act is checked for its form's token before it comes here, and writes the audit trail.
#pragma once

#include "sync/server/http/message.h"
#include "sync/server/tablets/study_server.h"

namespace bedside::server {

/// What an act needs: the server, and who does it.
struct ActContext {
    StudyServer& server;
    std::string who; ///< "console:name"
};
/// Where to go afterwards. Fails as the storage does; invalid_argument, conflict and the like carry a sentence for staff.
using Act = Result<std::string> (*)(HttpRequest const&, ActContext const&);

struct NamedAct {
    char const* pattern;
    Act act;
};
/// Acts of coordinators and administrators.
std::vector<NamedAct> staff_acts();

} // namespace bedside::server
