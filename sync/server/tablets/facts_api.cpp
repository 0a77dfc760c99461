// SPDX-License-Identifier: Apache-2.0
#include "sync/server/tablets/facts_api.h"

#include "forms/engine/json.h"
#include "sync/server/storage/facts.h"

#include <set>

namespace bedside::server {
namespace {

using forms::Json;

constexpr int facts_together = 1000; ///< in one reply

} // namespace

std::vector<std::string> participants_for(StudyInForce const& study, std::string_view tablet)
{
    std::vector<std::string> numbers;
    for (auto const& one : study::participants_of_tablet(study.roster, tablet))
        numbers.push_back(one.number);
    return numbers;
}

Result<std::string> facts_reply(StudyServer& server, std::string_view tablet, std::string_view body)
{
    auto const asked = TRY(Json::parse(body, 4));
    auto const after = asked.integer_at("after");
    if (!after || *after < 0)
        return fail(Code::invalid_data, "Say after which number facts are wanted.");
    std::set<std::string> held;
    if (auto const* list = asked.find("participants")) {
        for (auto const& one : list->array())
            held.insert(one.text());
    }
    auto const published = TRY(server.study_in_force());
    std::vector<std::pair<std::string, std::int64_t>> wanted;
    Json::Array numbers;
    for (auto const& number : participants_for(*published, tablet)) {
        wanted.emplace_back(number, held.contains(number) ? *after : 0);
        numbers.emplace_back(number);
    }
    std::shared_ptr<study::Study const> const study(published, &published->study);
    auto const found = TRY(server.storage().read([&](ReadConnection& connection) {
        auto versions = form_versions(connection, study);
        return facts_for_tablet(connection, versions, wanted, tablet, facts_together);
    }));
    Json::Array facts;
    for (auto const& line : found.lines)
        facts.push_back(TRY(Json::parse(line, 16)));
    return Json(Json::Object { { "facts", std::move(facts) }, { "after", Json(found.upto) }, { "more", Json(found.more) }, { "participants", std::move(numbers) } }).dump();
}

} // namespace bedside::server
