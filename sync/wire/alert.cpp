// SPDX-License-Identifier: Apache-2.0
#include "sync/wire/alert.h"

#include "forms/engine/fhir.h"
#include "forms/engine/vocabulary.h"
#include "sync/wire/transaction.h"

namespace bedside::wire {
namespace {

using forms::first_in;
using forms::Json;
using forms::reference;
using forms::referenced_id;
namespace vocabulary = forms::vocabulary;

Json coded(std::string_view system, std::string_view code)
{
    Json::Object coding { { "system", Json(vocabulary::code_system(system)) }, { "code", Json(code) } };
    return Json::Array { Json::Object { { "coding", Json::Array { std::move(coding) } } } };
}

} // namespace

std::string communication(AlertRecord const& alert)
{
    return Json(Json::Object {
                    { "resourceType", "Communication" },
                    { "id", Json(alert.id) },
                    { "status", "in-progress" },
                    { "category", coded("communication", "alert") },
                    { "priority", alert.urgent ? "urgent" : "routine" },
                    { "subject", reference("Patient", alert.participant) },
                    { "about", Json::Array { reference("QuestionnaireResponse", alert.response_id) } },
                    { "sent", Json(iso8601(alert.raised)) },
                    { "sender", reference("Device", alert.tablet) },
                    { "reasonCode", coded("alert", alert.rule) },
                    { "payload", Json::Array { Json::Object { { "contentString", Json(alert.text) } } } },
                })
        .dump();
}

AlertRecord alert_in(Json const& communication)
{
    AlertRecord alert;
    alert.id = communication.string_at("id");
    alert.urgent = communication.string_at("priority") == "urgent";
    alert.participant = referenced_id(communication.find("subject"), "Patient");
    alert.response_id = referenced_id(first_in(communication, "about"), "QuestionnaireResponse");
    alert.tablet = referenced_id(communication.find("sender"), "Device");
    if (auto const* reason = first_in(communication, "reasonCode"))
        if (auto const* coding = first_in(*reason, "coding"))
            alert.rule = coding->string_at("code");
    if (auto const* payload = first_in(communication, "payload"))
        alert.text = payload->string_at("contentString");
    if (auto const sent = parse_iso8601(communication.string_at("sent")))
        alert.raised = *sent;
    return alert;
}

Result<AlertRecord> parse_communication(std::string_view text)
{
    auto const json = TRY(Json::parse(text, deepest_json));
    auto alert = alert_in(json);
    if (json.string_at("resourceType") != "Communication" || alert.id.empty() || alert.rule.empty() || alert.participant.empty() || !parse_iso8601(json.string_at("sent")))
        return fail(Code::invalid_data, "This is not the Communication of an alert.");
    return alert;
}

} // namespace bedside::wire
