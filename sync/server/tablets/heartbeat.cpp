// SPDX-License-Identifier: Apache-2.0
#include "sync/server/tablets/heartbeat.h"

#include "forms/base/utf8.h"
#include "forms/engine/json.h"

namespace bedside::server {

Result<Heartbeat> read_heartbeat(std::string_view body, Instant const& now)
{
    auto const said = TRY(forms::Json::parse(body, 8));
    auto const text = [&](char const* name, std::size_t characters) { return std::string(utf8::prefix(said.string_at(name), characters)); };
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
    heartbeat.mode = text("mode", 16);
    heartbeat.version = text("version", 64);
    heartbeat.architecture = text("architecture", 32);
    heartbeat.suite = text("suite", 32);
    heartbeat.update_state = text("update_state", 16);
    heartbeat.update_version = text("update_version", 64);
    heartbeat.update_detail = text("update_detail", 200);
    heartbeat.documents_etag = text("documents_etag", 80);
    heartbeat.instance = text("instance", 80);
    heartbeat.previous_link = text("previous_link", 80);
    heartbeat.link = text("link", 80);
    bool const sound = heartbeat.last_sequence >= 0 && heartbeat.receipts >= 0 && heartbeat.receipts <= heartbeat.last_sequence && heartbeat.queue >= 0
        && heartbeat.last_sequence < 1'000'000'000 && heartbeat.chain_head.size() <= 64;
    if (!sound)
        return fail(Code::invalid_data, "The heartbeat contradicts itself.");
    return heartbeat;
}

} // namespace bedside::server
