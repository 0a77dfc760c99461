// SPDX-License-Identifier: Apache-2.0
// bedside-admin simulate: a trial of simulated patients, and a fleet of tablets as a load.
#pragma once

#include "sync/simulate/trial.h"

namespace bedside::admin {

/// run_trial; prepare_trial; or, with forms for each tablet, run_fleet. Only warnings are logged.
Result<int> simulate_trial(simulate::TrialOptions const& options, bool prepare_only, int load_forms, std::ostream& out);

} // namespace bedside::admin
