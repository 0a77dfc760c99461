// SPDX-License-Identifier: Apache-2.0
#include "sync/server/tablets/fhir.h"

#include "forms/engine/json.h"
#include "forms/engine/vocabulary.h"

namespace bedside::server {
namespace {

using forms::Json;
namespace vocabulary = forms::vocabulary;

/// FHIR's IssueType for our code.
char const* issue_type(Code code)
{
    switch (code) {
    case Code::not_found: return "not-found";
    case Code::already_exists: return "duplicate";
    case Code::conflict: return "conflict";
    case Code::unauthorised: return "login";
    case Code::forbidden:
    case Code::revoked: return "forbidden";
    case Code::too_large: return "too-long";
    case Code::busy:
    case Code::unavailable:
    case Code::disk_full:
    case Code::network: return "transient";
    case Code::unsupported_form: return "not-supported";
    case Code::invalid_argument:
    case Code::invalid_form:
    case Code::invalid_response:
    case Code::invalid_data:
    case Code::invalid_study:
    case Code::invalid_pack:
    case Code::rejected: return "invalid";
    case Code::wrong_key:
    case Code::missing_key:
    case Code::corrupted:
    case Code::future_schema:
    case Code::read_only:
    case Code::io:
    case Code::tls:
    case Code::internal: return "exception";
    }
    return "exception";
}

Json::Object issue(char const* severity, char const* type, std::string_view code, std::string_view sentence)
{
    Json::Object coding { { "system", Json(vocabulary::code_system("failure")) }, { "code", Json(code) } };
    Json::Object details { { "coding", Json::Array { std::move(coding) } }, { "text", Json(sentence) } };
    return { { "severity", severity }, { "code", type }, { "details", std::move(details) }, { "diagnostics", Json(sentence) } };
}

Json::Object response_entry(Verdict verdict, std::string const& path, std::string const& when)
{
    return { { "status", verdict == Verdict::created ? "201 Created" : "200 OK" }, { "location", Json(path + "/_history/1") }, { "etag", "W/\"1\"" }, { "lastModified", Json(when) } };
}

} // namespace

HttpResponse outcome(Error const& error)
{
    // A failure of the machine says nothing about the machine.
    bool const inside = http_status_of(error.code) == 500;
    auto const sentence = inside ? std::string("The server failed inside; its log says where.") : error.message;
    Json::Object body { { "resourceType", "OperationOutcome" }, { "issue", Json::Array { issue("error", issue_type(error.code), name_of(error.code), sentence) } } };
    HttpResponse response;
    response.status = http_status_of(error.code);
    response.content_type = "application/fhir+json";
    response.body = Json(std::move(body)).dump();
    if (response.status == 503 || response.status == 429 || response.status == 507)
        response.headers.emplace_back("Retry-After", "5");
    return response;
}

std::string transaction_response(wire::Submission const& submission, Admission const& admission)
{
    auto const& id = submission.entry.response_id;
    auto const& when = admission.receipt.server_time;
    Json::Object receipt { { "url", Json(vocabulary::extension("receipt")) }, { "valueString", Json(admission.receipt.to_json()) } };
    Json::Object told { { "resourceType", "OperationOutcome" }, { "extension", Json::Array { std::move(receipt) } },
        { "issue", Json::Array { issue("information", "informational", admission.verdict == Verdict::created ? "received" : "known", "Received and stored.") } } };
    auto first = response_entry(admission.verdict, "QuestionnaireResponse/" + id, when);
    first.emplace("outcome", std::move(told));
    Json::Array entries { Json(Json::Object { { "response", std::move(first) } }),
        Json(Json::Object { { "response", response_entry(admission.verdict, "Provenance/" + id, when) } }) };
    for (auto const& json : submission.resources) {
        if (auto const name = wire::name_of_resource(json))
            entries.emplace_back(Json::Object { { "response", response_entry(admission.verdict, name->type + "/" + name->id, when) } });
    }
    return Json(Json::Object { { "resourceType", "Bundle" }, { "type", "transaction-response" }, { "entry", std::move(entries) } }).dump();
}

std::string audit_response(std::span<wire::ReceivedAuditEvent const> events, std::string const& when)
{
    Json::Array entries;
    for (auto const& event : events)
        entries.emplace_back(Json::Object { { "response", response_entry(Verdict::created, "AuditEvent/" + event.record.hash, when) } });
    return Json(Json::Object { { "resourceType", "Bundle" }, { "type", "transaction-response" }, { "entry", std::move(entries) } }).dump();
}

std::string capability_statement(std::string_view version, std::string_view date)
{
    Json::Object rest { { "mode", "server" }, { "interaction", Json::Array { Json(Json::Object { { "code", "transaction" } }) } },
        { "documentation", "One transaction for each completed form: QuestionnaireResponse, Provenance, and what travels with them." } };
    Json::Object statement { { "resourceType", "CapabilityStatement" }, { "status", "active" }, { "date", Json(date) }, { "kind", "instance" }, { "fhirVersion", "4.0.1" },
        { "format", Json::Array { Json("application/fhir+json") } },
        { "software", Json::Object { { "name", "bedside-server" }, { "version", Json(version) } } },
        { "implementation", Json::Object { { "description", "Bedside study server" } } }, { "rest", Json::Array { std::move(rest) } } };
    return Json(std::move(statement)).dump();
}

} // namespace bedside::server
