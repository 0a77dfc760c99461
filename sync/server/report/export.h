// SPDX-License-Identifier: Apache-2.0
// Data sets and report as files: the same bytes for the same data.
#pragma once

#include "sync/server/report/tables.h"

#include <filesystem>

namespace bedside::report {

/// Relative name -> bytes.
using Outputs = std::map<std::string, std::string>;

/// wide.csv, long.csv, qs.csv, compliance.csv, dictionary.csv, QuestionnaireResponse.ndjson, and manifest.json with the sha256 of each.
/// A skipped item is a row NOT DONE with its reason. qs.csv leaves out every response with demonstration wording, and the manifest says how many.
Outputs export_files(DataSet const& data, Instant const& now, std::string const& software_version);

/// report.html (self-contained) and every table as CSV.
Outputs report_files(DataSet const& data, Allocation const& allocation, Instant const& now);

/// Writes into a folder that is made when missing; files of the same name are replaced, each whole or not at all. Fails with io.
Result<int> write_outputs(Outputs const& outputs, std::filesystem::path const& folder);

} // namespace bedside::report
