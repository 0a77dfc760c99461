// SPDX-License-Identifier: Apache-2.0
// The daemon: both ports until a signal.
#pragma once

#include "sync/server/tablets/study_server.h"

namespace bedside::server {

/// Serves until SIGTERM or SIGINT. Logs one line when it listens. With `ports_file`, writes "tablet_port=N" and "console_port=N" there
/// (atomically) once both listen.
Result<int> serve(Config const& config, std::filesystem::path const& ports_file, std::string_view version, Clock const& clock);


} // namespace bedside::server
