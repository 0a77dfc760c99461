// SPDX-License-Identifier: Apache-2.0
// simulation.toml: how simulated patients fare and behave.
#pragma once

#include "forms/base/clock.h"
#include "forms/scoring/opioid.h"

#include <filesystem>
#include <string>
#include <vector>

namespace bedside::simulate {

struct Arm {
    std::string name;
    scoring::Opioid drug = scoring::Opioid::morphine;
    int concentration_ug_per_ml = 1000;
    // one value for each of Parameters::days
    std::vector<double> pain;         ///< NRS, average of 24 h
    std::vector<double> episodes;     ///< breakthrough episodes a day
    std::vector<double> dose;         ///< mg intrathecal morphine equivalent a day
    std::vector<double> burden;       ///< QLQ-C30 symptom items above "not at all", 0..3
    std::vector<double> side_effects; ///< severity 0..4
};

/// Probabilities 0..1.
struct Conduct {
    double refused_item = 0;
    double missed_evening = 0;
    double late_evening = 0;
    double missed_visit_form = 0;
    double late_visit_form = 0;
    double episode_logged = 1;
    double episode_late = 0;
    double changed_answer = 0;
    double assisted = 0;
    double offline_day = 0;
    double withdrawn = 0;
    double died = 0;
    double rotated = 0;
    double wrong_clock = 0;
};

struct Days {
    int least = 0;
    int most = 0;
};

struct Parameters {
    CivilDate start;
    int recruitment_days = 0;
    Days trialing;             ///< from epidural trialing to the start of intrathecal analgesia
    Days discharge;            ///< from there to discharge
    std::vector<double> days;  ///< from the start of intrathecal analgesia, rising
    std::vector<Arm> arms;     ///< participants are allocated to them in equal numbers
    Conduct conduct;
};

/// Reads STUDY/simulation.toml. Fails with not_found, or invalid_study naming the line; an unknown key is refused.
Result<Parameters> read_parameters(std::filesystem::path const& study_folder);

/// The value on a day, interpolated between the days that `values` belong to, constant outside.
double at_day(std::vector<double> const& days, std::vector<double> const& values, double day);

} // namespace bedside::simulate
