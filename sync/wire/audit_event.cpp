// SPDX-License-Identifier: Apache-2.0
// Audit rows in FHIR's words (DICOM's audit event types, as R4's value set has them), and back.
#include "sync/wire/audit_event.h"

#include "forms/base/identifiers.h"
#include "forms/engine/fhir.h"
#include "forms/engine/vocabulary.h"

#include <charconv>

namespace bedside::wire {
namespace {

using forms::first_in;
using forms::Json;
using forms::reference;
namespace vocabulary = forms::vocabulary;

struct Kind {
    std::string_view code;
    std::string_view display;
    std::string_view action; ///< create, read, update, delete, execute
};

Kind kind_of(std::string_view event)
{
    if (event.starts_with("pin-") || event == "lock" || event.starts_with("login"))
        return { "110114", "User Authentication", "E" };
    if (event == "response-begun")
        return { "110110", "Patient Record", "C" };
    if (event.starts_with("response-"))
        return { "110110", "Patient Record", "U" };
    if (event.starts_with("rescue") || event.starts_with("export"))
        return { "110106", "Export", "R" };
    return { "110100", "Application Activity", "E" };
}

Json agent_of(std::string_view who, std::string_view tablet)
{
    constexpr std::string_view staff = "staff:";
    if (who.starts_with(staff)) {
        Json::Object identifier { { "system", Json(vocabulary::code_system(vocabulary::staff)) }, { "value", Json(who.substr(staff.size())) } };
        return Json::Object { { "who", Json::Object { { "identifier", std::move(identifier) } } }, { "requestor", Json(true) } };
    }
    if (who.starts_with("system:")) {
        return Json::Object { { "who", reference("Device", tablet) }, { "name", Json(who) }, { "requestor", Json(true) } };
    }
    return Json::Object { { "altId", Json(who.empty() ? std::string_view("unknown") : who) }, { "requestor", Json(true) } };
}

Json detail(std::string_view type, std::string_view value) { return Json::Object { { "type", Json(type) }, { "valueString", Json(value) } }; }

auto no_audit_transaction() { return fail(Code::invalid_data, "This is not a transaction of AuditEvents as a tablet sends them."); }

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
    auto const* subtype = first_in(event, "subtype");
    auto const* agent = first_in(event, "agent");
    auto const* entity = first_in(event, "entity");
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
        auto const* role = first_in(agents[1], "role");
        auto const* coding = role != nullptr ? first_in(*role, "coding") : nullptr;
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

std::string audit_event(std::string_view tablet, AuditRecord const& record)
{
    auto const kind = kind_of(record.event);
    Json::Array agents { agent_of(record.who, tablet) };
    if (!record.assisted_by.empty()) {
        Json::Object coding { { "system", Json(vocabulary::code_system(vocabulary::roles)) }, { "code", Json(record.assisted_by) } };
        Json::Object role { { "coding", Json::Array { std::move(coding) } } };
        agents.push_back(Json::Object { { "role", Json::Array { std::move(role) } }, { "altId", "assistant" }, { "requestor", Json(false) } });
    }
    Json::Array details {
        detail("number", std::to_string(record.number)),
        detail("hash", record.hash),
        detail("monotonic-ms", std::to_string(record.at.monotonic_ms)),
        detail("boot-id", record.at.boot_id.empty() ? "unknown" : record.at.boot_id),
        detail("skew-ms", std::to_string(record.skew_ms)),
    };
    if (!record.detail.empty())
        details.push_back(detail("detail", record.detail));
    Json::Object source { { "observer", reference("Device", tablet) } };
    Json::Object event {
        { "resourceType", "AuditEvent" },
        { "id", Json(record.hash) },
        { "type", Json::Object { { "system", "http://dicom.nema.org/resources/ontology/DCM" }, { "code", Json(kind.code) }, { "display", Json(kind.display) } } },
        { "subtype", Json::Array { Json::Object { { "system", Json(vocabulary::code_system("audit-event")) }, { "code", Json(record.event) } } } },
        { "action", Json(kind.action) },
        { "recorded", Json(iso8601(record.at)) },
        { "outcome", record.event == "pin-refused" ? "4" : "0" },
        { "agent", std::move(agents) },
        { "source", std::move(source) },
        { "entity", Json::Array { Json::Object { { "name", "audit row" }, { "detail", std::move(details) } } } },
    };
    return Json(std::move(event)).dump();
}

std::string build_audit_transaction(std::string_view tablet, std::span<AuditRecord const> records)
{
    TransactionWriter transaction;
    for (auto const& record : records)
        transaction.put({ "AuditEvent", record.hash }, audit_event(tablet, record));
    return std::move(transaction).finish();
}

Result<ReceivedAuditEvent> parse_audit_event(std::string_view json)
{
    auto const event = TRY(Json::parse(json, deepest_json));
    return read_event(event, json);
}

Result<std::vector<ReceivedAuditEvent>> audit_events_in(Transaction const& transaction)
{
    if (transaction.entries().size() > most_audit_events)
        return fail(Code::too_large, "The transaction has more than 500 AuditEvents.");
    std::vector<ReceivedAuditEvent> received;
    for (auto const& entry : transaction.entries())
        received.push_back(TRY(read_event(*entry.resource, entry.source)));
    return received;
}

} // namespace bedside::wire
