// SPDX-License-Identifier: Apache-2.0
#include "sync/wire/alert.h"

#include "forms/engine/json.h"
#include "forms/engine/vocabulary.h"

namespace bedside::wire {
namespace {

using forms::Json;
using forms::reference;
namespace vocabulary = forms::vocabulary;

Json coded(std::string_view system, std::string_view code)
{
    Json::Object coding { { "system", Json(vocabulary::code_system(system)) }, { "code", Json(code) } };
    return Json::Array { Json::Object { { "coding", Json::Array { std::move(coding) } } } };
}

std::string id_behind(Json const* reference, std::string const& type)
{
    auto const text = reference ? reference->string_at("reference") : std::string();
    return text.starts_with(type + "/") ? text.substr(type.size() + 1) : std::string();
}

Json const* first(Json const* array) { return array && array->is_array() && !array->array().empty() ? &array->array().front() : nullptr; }

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

Result<AlertRecord> parse_communication(std::string_view text)
{
    auto const json = TRY(Json::parse(text));
    AlertRecord alert;
    alert.id = json.string_at("id");
    alert.urgent = json.string_at("priority") == "urgent";
    alert.participant = id_behind(json.find("subject"), "Patient");
    alert.response_id = id_behind(first(json.find("about")), "QuestionnaireResponse");
    alert.tablet = id_behind(json.find("sender"), "Device");
    if (auto const* reason = first(json.find("reasonCode")))
        if (auto const* coding = first(reason->find("coding")))
            alert.rule = coding->string_at("code");
    if (auto const* payload = first(json.find("payload")))
        alert.text = payload->string_at("contentString");
    if (json.string_at("resourceType") != "Communication" || alert.id.empty() || alert.rule.empty() || alert.participant.empty())
        return fail(Code::invalid_data, "This is not the Communication of an alert.");
    alert.raised = TRY(parse_iso8601(json.string_at("sent")));
    return alert;
}

} // namespace bedside::wire
