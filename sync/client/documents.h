// SPDX-License-Identifier: Apache-2.0
// Study, roster and staff list in the tablet's store.
#pragma once

#include "forms/study/publication.h"
#include "sync/store/store.h"

#include <set>

namespace bedside::client {

using Files = std::map<std::string, std::string>;

/// Checks the documents as a whole before any of them replaces what the tablet has. Fails with invalid_study and a sentence.
/// `etag`: by which the server names them; empty when they come from a folder. After a cut the tablet has all of the old ones or all of these.
Result<study::Study> put_in_place(store::Store& store, Files const& study_files, std::string const& roster, std::vector<study::StaffMember> const& staff, std::string_view etag);

/// What the study's wording packs sound like: the sha256 hex of each recording.
std::set<std::string> recordings_of(study::Study const& study);

} // namespace bedside::client
