// SPDX-License-Identifier: Apache-2.0
#include "sync/server/tablets/heartbeat.h"

#include "forms/engine/json.h"

namespace bedside::server {

Result<Heartbeat> read_heartbeat(std::string_view body, Instant const& now)
{
    auto const said = TRY(forms::Json::parse(body, 8));
    Heartbeat heartbeat;
    heartbeat.last_sequence = said.integer_at("last_sequence").value_or(0);
    heartbeat.chain_head = said.string_at("chain_head");
    heartbeat.receipts = said.integer_at("receipts").value_or(0);
    heartbeat.queue = said.integer_at("queue").value_or(0);
    heartbeat.quarantined = said.integer_at("quarantined").value_or(0);
    heartbeat.oldest_unsent_ms = said.integer_at("oldest_unsent_ms");
    heartbeat.skew_ms = said.integer_at("clock_ms").value_or(now.wall_ms) - now.wall_ms;
    heartbeat.battery_percent = said.integer_at("battery_percent");
    if (auto const* charging = said.find("charging"); charging != nullptr && charging->is_boolean())
        heartbeat.charging = charging->boolean();
    heartbeat.storage_free_bytes = said.integer_at("storage_free_bytes");
    heartbeat.mode = said.string_at("mode").substr(0, 16);
    heartbeat.version = said.string_at("version").substr(0, 64);
    heartbeat.architecture = said.string_at("architecture").substr(0, 32);
    heartbeat.suite = said.string_at("suite").substr(0, 32);
    heartbeat.update_state = said.string_at("update_state").substr(0, 16);
    heartbeat.update_version = said.string_at("update_version").substr(0, 64);
    heartbeat.update_detail = said.string_at("update_detail").substr(0, 200);
    heartbeat.documents_etag = said.string_at("documents_etag").substr(0, 80);
    heartbeat.instance = said.string_at("instance").substr(0, 80);
    heartbeat.previous_link = said.string_at("previous_link").substr(0, 80);
    heartbeat.link = said.string_at("link").substr(0, 80);
    bool const sound = heartbeat.last_sequence >= 0 && heartbeat.receipts >= 0 && heartbeat.receipts <= heartbeat.last_sequence && heartbeat.queue >= 0
        && heartbeat.last_sequence < 1'000'000'000 && heartbeat.chain_head.size() <= 64;
    if (!sound)
        return fail(Code::invalid_data, "The heartbeat contradicts itself.");
    return heartbeat;
}

} // namespace bedside::server
