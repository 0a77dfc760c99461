// SPDX-License-Identifier: Apache-2.0
// bedside-admin study: what a study folder says, before it is published.
#pragma once

#include "forms/base/clock.h"

#include <filesystem>
#include <ostream>
#include <vector>

namespace bedside::admin {

/// Checks each folder as publication would, at the moment `now`; one line each: "ok" with what it holds, or "invalid" with the reason.
/// Exit status 0 when all are ok, 1 otherwise.
Result<int> study_check(std::vector<std::filesystem::path> const& folders, Instant const& now, std::ostream& out);

/// Writes the roster with every date absolute, as publication at `now` would. Fails with invalid_study.
Result<int> study_roster(std::filesystem::path const& folder, Instant const& now, std::ostream& out);

/// Writes what is due at `now`, as CSV: number,visit,form,state,opens,target,closes,flags,reason. Fails with invalid_study.
Result<int> study_plan(std::filesystem::path const& folder, Instant const& now, std::ostream& out);

/// Writes which sentences of the study's forms no person has recorded, as CSV: form,item,language,text, each text once a form. A wording pack brings
/// recordings; where it doesn't, the tablet has a computer's voice for the product's own forms and none for others. Fails with invalid_study.
Result<int> study_recordings(std::filesystem::path const& folder, Instant const& now, std::ostream& out);

} // namespace bedside::admin
