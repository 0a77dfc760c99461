// SPDX-License-Identifier: Apache-2.0
// The roster's columns, and example rosters that count from the moment of publication. Internal to this folder.
#pragma once

#include "forms/study/study.h"

namespace bedside::study {

inline constexpr std::string_view roster_columns[] = { "number", "initials", "birth_year", "language", "ward", "tablet", "groups", "state", "state_since" };

/// The roster with every "today-35d", "today-35dT09:30" and "now-20h" replaced by a date or a moment.
/// Fails with invalid_study, naming the line; also when the study is no demonstration and the roster has any.
Result<std::string> resolve_example_roster(std::string_view csv, Study const& study, Instant const& now);

} // namespace bedside::study
