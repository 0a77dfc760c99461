// SPDX-License-Identifier: Apache-2.0
#include "sync/admin/simulate_command.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace bedside::admin {

Result<int> simulate_trial(simulate::TrialOptions const& options, bool prepare_only, int load_forms, std::ostream& out)
{
    spdlog::set_default_logger(spdlog::stderr_logger_mt("bedside-admin"));
    spdlog::set_level(spdlog::level::warn);
    if (load_forms > 0)
        return simulate::run_fleet(options, load_forms, out);
    return prepare_only ? simulate::prepare_trial(options, out) : simulate::run_trial(options, out);
}

} // namespace bedside::admin
