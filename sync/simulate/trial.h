// SPDX-License-Identifier: Apache-2.0
// A whole trial by simulated patients: real forms, engine, stores, sync client and server; the seed decides everything but keys.
#pragma once

#include "forms/base/result.h"

#include <cstdint>
#include <filesystem>
#include <string>

#include <iosfwd>

namespace bedside::simulate {

struct TrialOptions {
    std::filesystem::path study;     ///< folder with study.toml and simulation.toml
    std::filesystem::path directory; ///< must not exist, or be what `prepare_trial` left
    std::uint64_t seed = 1;
    int participants = 42;
    int threads = 2;
    std::string url;                 ///< of a running server; empty: one is started inside
    std::filesystem::path codes;     ///< enrolment codes for that server, one a line, in the order S-001, S-002 ...
};

/// Writes DIR/study (the study marked as simulated, with these participants) and DIR/allocation.csv: what a server elsewhere must publish.
Result<int> prepare_trial(TrialOptions const& options, std::ostream& out);

/// Runs the trial and proves that the server has every form once. With the server inside, leaves DIR/server (to be looked at with
/// bedside-server serve), DIR/export and DIR/report; the same seed gives the same bytes in both. Fails with already_exists, with
/// corrupted when a form is missing, doubled or altered, or as its parts do.
Result<int> run_trial(TrialOptions const& options, std::ostream& out);

/// Not a trial but a load: every patient's tablet hands in `forms_each` forms, then `threads` of them at a time hand them over. Tells how
/// fast the server took them. Fails as run_trial does.
Result<int> run_fleet(TrialOptions const& options, int forms_each, std::ostream& out);

} // namespace bedside::simulate
