// SPDX-License-Identifier: Apache-2.0
// One [[alert]] of study.toml.
#pragma once

#include "forms/study/study.h"

#include <toml++/toml.h>

namespace bedside::study {

/// `study` has its forms, and the rules that stand above this one. Fails with invalid_study, naming the line.
Result<AlertRule> read_alert_rule(toml::table const& node, Study const& study);

} // namespace bedside::study
