// SPDX-License-Identifier: Apache-2.0
// bedside-server query, lock and unlock: data management from the command line.
#pragma once

#include "sync/server/storage/data_management.h"
#include "sync/server/tablets/study_server.h"

#include <ostream>

namespace bedside::server {

/// One line a query.
Result<int> list_queries(StudyServer& server, Queries which, std::ostream& out);
/// Tells the new query's number.
Result<int> new_query(StudyServer& server, std::string const& response_id, std::string const& item, std::string const& text, std::string const& who, std::ostream& out);
Result<int> set_lock(StudyServer& server, std::string const& reason, std::string const& who, std::ostream& out);
Result<int> end_lock(StudyServer& server, std::string const& reason, std::string const& who, std::ostream& out);

} // namespace bedside::server
