// SPDX-License-Identifier: Apache-2.0
// Failures of the storage thread: to the journal, and as values.
#pragma once

#include "forms/base/result.h"

#include <exception>

namespace bedside::app {

/// To the journal: what was not done, and why. No patient data in it.
void log_failure(char const* what, Error const& error);
/// The error for something that a library threw.
Error error_of(std::exception const* thrown);

/// What `work` returns; what it throws becomes a failure.
template <typename Work>
auto guarded(Work work) -> decltype(work())
{
    try {
        return work();
    } catch (std::exception const& thrown) {
        return std::unexpected(error_of(&thrown));
    } catch (...) {
        return std::unexpected(error_of(nullptr));
    }
}

} // namespace bedside::app
