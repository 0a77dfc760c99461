// SPDX-License-Identifier: Apache-2.0
// The server's database as the ground of export and report.
#pragma once

#include "sync/server/report/data_set.h"
#include "sync/server/study_server.h"

namespace bedside::report {

/// `server` must outlive the source. Fails with not_found before a study is published.
Result<Source> source_of(server::StudyServer& server);

} // namespace bedside::report
