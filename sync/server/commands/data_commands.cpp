// SPDX-License-Identifier: Apache-2.0
#include "sync/server/commands/data_commands.h"

namespace bedside::server {

Result<int> list_queries(StudyServer& server, Queries which, std::ostream& out)
{
    for (auto const& query : TRY(server.storage().read([&](ReadConnection& connection) { return data_queries(connection, which); }))) {
        out << query.number << "  " << (query.closed_ms ? "closed" : query.answered_ms ? "answered" : "open") << "  " << query.participant << " " << query.form << " " << query.visit << (query.item.empty() ? "" : " " + query.item) << "  " << query.response_id << "\n    "
            << query.raised_by << ": " << query.text << "\n";
        if (query.answered_ms)
            out << "    " << query.answered_by << ": " << query.answer << "\n";
    }
    return 0;
}

Result<int> new_query(StudyServer& server, std::string const& response_id, std::string const& item, std::string const& text, std::string const& who, std::ostream& out)
{
    auto const now = server.clock().now();
    out << "Query " << TRY(server.storage().write([&](Connection& connection) { return raise_query(connection, now, response_id, item, text, who); })) << " is open.\n";
    return 0;
}

Result<int> set_lock(StudyServer& server, std::string const& reason, std::string const& who, std::ostream& out)
{
    auto const now = server.clock().now();
    TRY(server.storage().write([&](Connection& connection) { return lock_study(connection, now, reason, who); }));
    out << "The study is locked: nothing that the data sets are made of changes until it is unlocked.\n";
    return 0;
}

Result<int> end_lock(StudyServer& server, std::string const& reason, std::string const& who, std::ostream& out)
{
    auto const now = server.clock().now();
    TRY(server.storage().write([&](Connection& connection) { return unlock_study(connection, now, reason, who); }));
    out << "The study takes changes again.\n";
    return 0;
}

} // namespace bedside::server
