// SPDX-License-Identifier: Apache-2.0
// `bedside-server mirror`.
#pragma once

#include "sync/server/mirror/mirror.h"

#include <chrono>
#include <ostream>

namespace bedside::server {

/// The first line. Fails with not_found or invalid_argument (empty, or open to others).
Result<std::string> read_token(std::filesystem::path const& file);
/// One round; exit status 1 when it broke off.
Result<int> mirror_now(StudyServer& server, MirrorTarget const& target, std::ostream& out);
/// Rounds until SIGTERM or SIGINT. A server that can't be read now is asked again; it ends only by a fault of this machine.
Result<int> keep_mirroring(StudyServer& server, MirrorTarget const& target, std::chrono::seconds every);

} // namespace bedside::server
