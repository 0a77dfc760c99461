// SPDX-License-Identifier: Apache-2.0
// bedside-server update: programs for the tablets, from the command line.
#pragma once

#include "sync/server/tablets/study_server.h"

#include <ostream>

namespace bedside::server {

/// Takes a bundle in that `key_file` (PEM, the public half) signed, so that no tablet is offered what it would refuse. Fails with not_found,
/// forbidden or invalid_data.
Result<int> publish_update(StudyServer& server, std::filesystem::path const& bundle, std::filesystem::path const& key_file, std::string const& who, std::ostream& out);
/// One line an update, the pinned version, and what each tablet has.
Result<int> list_updates(StudyServer& server, std::ostream& out);
Result<int> pin_update(StudyServer& server, std::string const& version, std::string const& who, std::ostream& out);

} // namespace bedside::server
