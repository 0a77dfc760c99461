// SPDX-License-Identifier: Apache-2.0
// The coordinator's pages.
#pragma once

#include "sync/server/http/message.h"
#include "sync/server/tablets/study_server.h"

#include <memory>

namespace bedside::server {

/// All console routes: login, pages, assets. `server` must outlive the router.
std::shared_ptr<Router const> console_router(StudyServer& server);

} // namespace bedside::server
