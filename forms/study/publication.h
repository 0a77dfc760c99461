// SPDX-License-Identifier: Apache-2.0
// A study folder made ready for tablets: instruments copied in, example dates made real, everything checked.
#pragma once

#include "forms/study/study.h"

namespace bedside::study {

/// A staff account of a study; the PIN is known only as its Argon2id hash.
struct StaffMember {
    std::string id;       ///< "N-03"
    std::string role;     ///< "nurse", "coordinator", "administrator"
    std::string pin_hash; ///< "$argon2id$..."
};

/// What a server publishes and a tablet receives.
struct Publication {
    Study study;
    std::map<std::string, std::string> files; ///< relative name -> bytes: study.toml, instruments/*.json, forms/*.json, packs
    std::map<std::string, std::string> recordings; ///< sha256 hex -> bytes: what the wording packs' texts sound like
    std::string roster;                       ///< CSV for load_roster, every anchor absolute
    std::vector<StaffMember> staff;
};

/// Reads and checks the whole folder: study.toml, forms, packs with their recordings and dates, roster.csv, staff.csv; shipped instruments are copied into `files`.
/// The roster of a demonstration study may count its anchors from the moment of publication ("today-35d", "now-20h"); they are
/// resolved here, once, with `now`. Any other study with such an anchor is refused. Fails with invalid_study.
Result<Publication> prepare_publication(std::filesystem::path const& folder, Instant const& now);

/// Staff accounts as CSV with the header id,role,pin_hash. Fails with invalid_study, naming the line.
Result<std::vector<StaffMember>> load_staff(std::string_view csv);

} // namespace bedside::study
