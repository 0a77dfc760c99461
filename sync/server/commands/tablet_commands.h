// SPDX-License-Identifier: Apache-2.0
// What goes to a tablet and comes from it by hand, on a USB stick.
#pragma once

#include "sync/server/tablets/study_server.h"

#include <ostream>

namespace bedside::server {

/// Writes `DIR/bedside/tablet.conf`: the address that tablets use (`url`, or the configured one) and a fresh one-time code. The folder comes first,
/// so that no code is made for a stick that can't be written. Fails with not_found, invalid_argument, or as a write does.
Result<int> prepare_stick(StudyServer& server, std::filesystem::path const& folder, std::string const& tablet, std::string const& url, std::string const& who, std::ostream& out);
/// Takes in a tablet's rescue file; the files of a store that did not open there go to `into`. Status 1 when something in it was refused.
Result<int> import_rescue(StudyServer& server, std::filesystem::path const& file, std::filesystem::path const& into, std::string const& who, std::ostream& out, std::ostream& complaints);

} // namespace bedside::server
