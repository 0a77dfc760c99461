// SPDX-License-Identifier: Apache-2.0
// The server's database as the ground of export and report.
#pragma once

#include "sync/server/report/data_set.h"
#include "sync/server/tablets/study_server.h"

namespace bedside::report {

/// One state of the database, however long it is read and whatever comes in meanwhile; for one thread. `server` must outlive the source. Its moment is that of the newest form, publication or change at the console, unless `as_of_ms` (since 1970) says another:
/// so the same data give the same files, whenever they are written. Fails with not_found before a study is published.
Result<Source> source_of(server::StudyServer& server, std::optional<std::int64_t> as_of_ms = {});

} // namespace bedside::report
