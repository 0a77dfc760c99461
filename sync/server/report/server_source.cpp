// SPDX-License-Identifier: Apache-2.0
#include "sync/server/report/server_source.h"

#include "sync/server/storage/participants.h"

namespace bedside::report {

Result<Source> source_of(server::StudyServer& server)
{
    Source source;
    source.study_files = TRY(server.storage().read([](server::Connection& connection) { return server::documents(connection, "study"); }));
    if (source.study_files.empty())
        return fail(Code::not_found, "no study is published here yet; publish one first");
    auto roster = TRY(server.storage().read([](server::Connection& connection) { return server::documents(connection, "roster"); }));
    source.roster = roster["roster.csv"];
    source.each_response = [&server](auto const& visit) -> Result<void> { return server.storage().read([&](server::Connection& connection) { return server::each_current_response(connection, visit); }); };
    source.replaced_form = [&server](std::string const& canonical) -> Result<std::optional<ReplacedForm>> {
        auto const known = TRY(server.storage().read([&](server::Connection& connection) { return server::published_form(connection, canonical); }));
        return known ? std::optional(ReplacedForm { known->form, known->bytes }) : std::nullopt;
    };
    return source;
}

} // namespace bedside::report
