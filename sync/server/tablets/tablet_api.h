// SPDX-License-Identifier: Apache-2.0
// What tablets may ask for.
#pragma once

#include "sync/server/http/message.h"
#include "sync/server/tablets/study_server.h"

#include <memory>

namespace bedside::server {

/// GET /fhir/metadata, POST /fhir, POST /tablet/heartbeat, POST /tablet/orders/{number}, GET /tablet/documents, GET /enrol/ca, POST /enrol.
/// `server` must outlive the router.
std::shared_ptr<Router const> tablet_router(StudyServer& server, std::string_view version);

} // namespace bedside::server
