// SPDX-License-Identifier: Apache-2.0
// One line of the table of faults, and who fills it.
#pragma once

#include "tests/faults/site.h"

#include <functional>
#include <random>

namespace bedside::test {

struct Line {
    int hits = 0;       ///< how often the fault really struck
    int forms = 0;      ///< completed, as the patients were told
    int lost = 0;
    int duplicated = 0;
    int altered = 0;
    int put_aside = 0;  ///< refused by the server, kept on the tablet with the reason
    std::string note;   ///< what else had to be seen, and was
    std::string skipped; ///< why it can't run here
};

struct Run {
    int rounds = 0;
    std::mt19937 random;
    SystemClock clock;

    /// A whole number from 0 to `most`.
    int upto(int most) { return static_cast<int>(random() % static_cast<unsigned>(most + 1)); }
};

/// Adds a tablet's forms to the line: each that its patient was told is saved, and each that its store holds, must be on the server once with
/// the same bytes. Proves store and database whole. The server may run. `beside`: forms that the server keeps apart; they count as put aside.
Result<void> account(Run& run, Site& site, std::vector<TabletProgram const*> const& tablets, Line& line, Forms const& beside = {});

inline constexpr int forms_a_round = 4;
inline void sleep_ms(int milliseconds) { std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds)); }

/// How long this takes, undisturbed.
template <typename Work>
Result<int> milliseconds_of(Work const& work)
{
    auto const begun = std::chrono::steady_clock::now();
    TRY(work());
    return static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun).count());
}

/// The kiosk's stand-in works to its end.
Result<void> hands_in_forms(TabletProgram& tablet, int forms = forms_a_round, int poison = 0);

/// Grows with every form that the stand-in has handed in.
std::uintmax_t forms_written(TabletProgram const& tablet);
/// Until the ward that was just started has handed in its first form, however slow the machine is.
void wait_for_a_form(TabletProgram const& tablet);

struct FaultTest {
    std::string name;
    std::function<Result<Line>(Run&)> perform;
};
/// Deaths, cables and boxes in between.
std::vector<FaultTest> network_faults();
/// Clocks, disks, copies, poison.
std::vector<FaultTest> machine_faults();

} // namespace bedside::test
