// SPDX-License-Identifier: Apache-2.0
// Audit rows in FHIR's words (DICOM's audit event types, as R4's value set has them).
#include "sync/wire/audit_event.h"

#include "forms/engine/json.h"
#include "forms/engine/vocabulary.h"

namespace bedside::wire {
namespace {

using forms::Json;
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
        Json::Object device { { "reference", Json("Device/" + std::string(tablet)) } };
        return Json::Object { { "who", std::move(device) }, { "name", Json(who) }, { "requestor", Json(true) } };
    }
    return Json::Object { { "altId", Json(who.empty() ? std::string_view("unknown") : who) }, { "requestor", Json(true) } };
}

Json detail(std::string_view type, std::string_view value) { return Json::Object { { "type", Json(type) }, { "valueString", Json(value) } }; }

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
    Json::Object source { { "observer", Json::Object { { "reference", Json("Device/" + std::string(tablet)) } } } };
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
    std::string out = R"({"resourceType":"Bundle","type":"transaction","entry":[)";
    for (std::size_t i = 0; i < records.size(); ++i) {
        auto const path = "AuditEvent/" + records[i].hash;
        out += i == 0 ? "" : ",";
        out += R"({"fullUrl":")" + std::string(vocabulary::base) + "/" + path + R"(","request":{"method":"PUT","url":")" + path + R"("},"resource":)"
            + audit_event(tablet, records[i]) + "}";
    }
    return out + "]}";
}

} // namespace bedside::wire
