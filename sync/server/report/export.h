// SPDX-License-Identifier: Apache-2.0
// Data sets for statisticians as files: the same bytes for the same data, in memory never more than a few participants.
#pragma once

#include "sync/server/report/tables.h"

#include <filesystem>

namespace bedside::report {

/// Writes into DIR, each file whole or not at all:
/// - long.csv: one row an item; a skipped item is a row NOT DONE with its reason
/// - wide.csv: one row a participant and visit
/// - qs.csv: as CDISC's QS; demonstration wording is refused, and the manifest says how many responses that kept out
/// - odm.xml: CDISC ODM-XML 1.3.2, a snapshot
/// - forms.csv: how each form came; audit.csv: the server's audit trail; queries.csv; compliance.csv; dictionary.csv
/// - Patient, ResearchStudy, ResearchSubject, Questionnaire, QuestionnaireResponse .ndjson and one for each type that came with forms:
///   FHIR R4 as Bulk Data lays it out; responses are the frozen bytes
/// - mixed_model.R, which reads long.csv
/// - manifest.json: versions, moment, and sha256 of each file
/// Returns the number of files. Fails with invalid_study, or as the source and a write do.
Result<int> write_export(Source const& source, std::filesystem::path const& folder, std::string const& software_version);

/// report.html (self-contained) and every table as CSV. Returns the number of files.
Result<int> write_report(Collected const& data, Allocation const& allocation, std::filesystem::path const& folder);
/// The page alone.
std::string report_page(Collected const& data, Allocation const& allocation, std::vector<Table> const& tables);

} // namespace bedside::report
