// SPDX-License-Identifier: Apache-2.0
// A simulated participant: how it goes with the illness, and what is answered to an item.
#pragma once

#include "forms/engine/answers.h"
#include "forms/study/study.h"
#include "sync/simulate/parameters.h"
#include "sync/simulate/random.h"

#include <optional>

namespace bedside::simulate {

/// A day in days since 1970, study-local.
using Day = std::int64_t;

struct Departure {
    study::ParticipantState state = study::ParticipantState::withdrawn;
    Day day = 0;
};

struct ClockFault {
    Day first = 0;
    Day last = 0;
    std::int64_t ms = 0; ///< ahead
};

struct Patient {
    study::Participant participant; ///< as the roster shows it while on study
    std::size_t arm = 0;            ///< index of Parameters::arms
    Day first_day = 0;              ///< first diary day
    Day start_day = 0;              ///< of intrathecal analgesia
    Day last_day = 0;               ///< last diary day
    std::optional<Day> rotation;    ///< from morphine to hydromorphone
    std::optional<Departure> departure;
    std::optional<ClockFault> clock_fault;
    // how this one differs from the arm's average
    double pain = 0;
    double dose = 1;
    double episodes = 1;
    double burden = 0;
    double side_effects = 0;

    bool is_here(Day day) const { return day >= first_day && day <= last_day && (!departure || day < departure->day); }
};

/// Equal numbers for each arm, in an order that the seed decides; a patient has a tablet of the same number.
std::vector<Patient> recruit(Parameters const& parameters, study::Study const& study, std::uint64_t seed, int count);

/// What is true of a patient on a day; the same at every look.
struct Condition {
    double pain = 0;     ///< average of 24 h, not rounded
    int episodes = 0;
    double dose = 0;     ///< mg intrathecal morphine equivalent a day
    double burden = 0;
    double side_effects = 0;
    scoring::Opioid drug = scoring::Opioid::morphine;
    int concentration_ug_per_ml = 0;
};
Condition condition_on(Parameters const& parameters, Patient const& patient, std::uint64_t seed, Day day);

/// What the answers to one form are about.
struct Situation {
    Condition condition;
    Instant now;                          ///< on the tablet's clock
    std::optional<Instant> onset;         ///< of an episode
    int episodes = 0;                     ///< of an evening record: all of the day
    int unlogged = 0;                     ///< of these, never entered
    study::OpioidSettings opioid;
};

/// A valid answer to any item; a sensible one to those of the shipped instruments.
forms::Answer answer_to(forms::Item const& item, Situation const& situation, Random& random);

} // namespace bedside::simulate
