// SPDX-License-Identifier: Apache-2.0
#include "sync/wire/audit_reader.h"

#include "forms/engine/json.h"
#include "sync/wire/identifiers.h"

#include <charconv>

namespace bedside::wire {
namespace {

using forms::Json;

auto no_audit_transaction() { return fail(Code::invalid_data, "This is not a transaction of AuditEvents as a tablet sends them."); }

Json const* first_of(Json const& object, std::string_view member)
{
    auto const* array = object.find(member);
    return array != nullptr && array->is_array() && !array->array().empty() ? &array->array().front() : nullptr;
}

/// The inverse of agent_of.
std::string who_of(Json const& agent)
{
    auto const* who = agent.find("who");
    if (who == nullptr) {
        auto const name = agent.string_at("altId");
        return name == "unknown" ? std::string() : name;
    }
    if (auto const* identifier = who->find("identifier"))
        return "staff:" + identifier->string_at("value");
    return agent.string_at("name");
}

std::int64_t number_of(std::string const& digits, bool& sound)
{
    std::int64_t number = 0;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    sound = sound && error == std::errc() && end == digits.data() + digits.size();
    return number;
}

/// `source`: the exact bytes of the event.
Result<ReceivedAuditEvent> read_event(Json const& event, std::string_view source)
{
    auto const* subtype = first_of(event, "subtype");
    auto const* agent = first_of(event, "agent");
    auto const* entity = first_of(event, "entity");
    auto const* details = entity != nullptr ? entity->find("detail") : nullptr;
    auto const at = parse_iso8601(event.string_at("recorded"));
    if (event.string_at("resourceType") != "AuditEvent" || subtype == nullptr || agent == nullptr || details == nullptr || !details->is_array() || !at)
        return no_audit_transaction();
    ReceivedAuditEvent received { {}, std::string(source) };
    auto& record = received.record;
    record.event = subtype->string_at("code");
    record.who = who_of(*agent);
    record.hash = event.string_at("id");
    record.at = *at;
    if (auto const& agents = event.find("agent")->array(); agents.size() > 1) {
        auto const* role = first_of(agents[1], "role");
        auto const* coding = role != nullptr ? first_of(*role, "coding") : nullptr;
        record.assisted_by = coding != nullptr ? coding->string_at("code") : "";
    }
    bool sound = is_sha256_hex(record.hash) && !record.event.empty();
    for (auto const& one : details->array()) {
        auto const type = one.string_at("type");
        auto const value = one.string_at("valueString");
        if (type == "number")
            record.number = number_of(value, sound);
        else if (type == "monotonic-ms")
            record.at.monotonic_ms = number_of(value, sound);
        else if (type == "skew-ms")
            record.skew_ms = number_of(value, sound);
        else if (type == "boot-id")
            record.at.boot_id = value == "unknown" ? "" : value;
        else if (type == "detail")
            record.detail = value;
    }
    if (!sound || record.number < 1)
        return no_audit_transaction();
    return received;
}

} // namespace

Result<ReceivedAuditEvent> parse_audit_event(std::string_view json)
{
    auto const event = TRY(Json::parse(json, deepest_json));
    return read_event(event, json);
}

bool is_audit_transaction(std::string_view json)
{
    auto const bundle = Json::parse(json, deepest_json);
    auto const* entry = bundle ? first_of(*bundle, "entry") : nullptr;
    auto const* resource = entry != nullptr ? entry->find("resource") : nullptr;
    return resource != nullptr && resource->string_at("resourceType") == "AuditEvent";
}

Result<std::vector<ReceivedAuditEvent>> parse_audit_transaction(std::string_view json)
{
    if (!forms::is_clean_text(json))
        return no_audit_transaction();
    auto const bundle = TRY(Json::parse(json, deepest_json));
    auto const* entries = bundle.find("entry");
    if (bundle.string_at("resourceType") != "Bundle" || bundle.string_at("type") != "transaction" || entries == nullptr || !entries->is_array())
        return no_audit_transaction();
    if (entries->array().size() > most_audit_events)
        return fail(Code::too_large, "The transaction has more than 500 AuditEvents.");
    std::vector<ReceivedAuditEvent> received;
    for (auto const& entry : entries->array()) {
        auto const* resource = entry.find("resource");
        auto const* request = entry.find("request");
        if (resource == nullptr || request == nullptr)
            return no_audit_transaction();
        received.push_back(TRY(read_event(*resource, resource->source_in(json))));
        if (request->string_at("method") != "PUT" || request->string_at("url") != "AuditEvent/" + received.back().record.hash)
            return no_audit_transaction();
    }
    return received;
}

} // namespace bedside::wire
