// SPDX-License-Identifier: Apache-2.0
// Writes and reads the transaction that carries one completed form.
#include "sync/wire/bundle.h"

#include "forms/base/clock.h"
#include "forms/engine/json.h"
#include "forms/engine/vocabulary.h"
#include "sync/wire/identifiers.h"

#include <algorithm>

namespace bedside::wire {
namespace {

using forms::Json;
using forms::reference;
namespace vocabulary = forms::vocabulary;

// Names under vocabulary::extension(): one extension of the Provenance, with parts.
constexpr std::string_view chain_extension = "chain";

Json extension(std::string_view url, std::string_view member, Json value)
{
    return Json::Object { { "url", Json(url) }, { std::string(member), std::move(value) } };
}

Json coded(std::string_view system, std::string_view code, std::string_view display)
{
    return Json::Object { { "system", Json(system) }, { "code", Json(code) }, { "display", Json(display) } };
}

/// Who made the record, when, its place in the tablet's sequence, and the tablet's signature over that place.
std::string provenance_of(Submission const& submission, std::string const& recorded)
{
    auto const& entry = submission.entry;
    Json::Array parts {
        extension("sequence", "valueInteger", Json(entry.sequence)),
        extension("sha256", "valueString", Json(entry.sha256)),
        extension("previous", "valueString", Json(entry.previous)),
        extension("skew", "valueDecimal", Json(submission.skew_ms)), // milliseconds; a decimal, because years do not fit FHIR's integer
    };
    Json::Object chain { { "url", Json(vocabulary::extension(chain_extension)) }, { "extension", std::move(parts) } };
    Json::Object agent_type { { "coding", Json::Array { coded("http://terminology.hl7.org/CodeSystem/provenance-participant-type", "assembler", "Assembler") } } };
    Json::Object agent { { "type", std::move(agent_type) }, { "who", reference("Device", entry.tablet) } };
    Json::Object activity { { "coding", Json::Array { coded("http://terminology.hl7.org/CodeSystem/v3-DataOperation", "CREATE", "create") } } };
    // ASTM E1762-95: the machine vouches for where the record comes from.
    Json::Object signature {
        { "type", Json::Array { coded("urn:iso-astm:E1762-95:2013", "1.2.840.10065.1.12.1.14", "Source Signature") } },
        { "when", Json(recorded) },
        { "who", reference("Device", entry.tablet) },
        { "targetFormat", "application/fhir+json" },
        { "sigFormat", "application/octet-stream" },
        { "data", Json(submission.signature) },
    };
    Json::Object provenance {
        { "resourceType", "Provenance" },
        { "id", Json(entry.response_id) },
        { "extension", Json::Array { std::move(chain) } },
        { "target", Json::Array { reference("QuestionnaireResponse", entry.response_id) } },
        { "recorded", Json(recorded) },
        { "activity", std::move(activity) },
        { "agent", Json::Array { std::move(agent) } },
        { "signature", Json::Array { std::move(signature) } },
    };
    return Json(std::move(provenance)).dump();
}

void append_entry(std::string& out, ResourceName const& name, std::string_view resource)
{
    auto const path = name.type + "/" + name.id;
    out += R"({"fullUrl":")";
    out += vocabulary::base;
    out += "/" + path + R"(","request":{"method":"PUT","url":")" + path + R"("},"resource":)";
    out += resource;
    out += "}";
}

auto malformed(char const* what) { return fail(Code::invalid_data, std::string("This is not a transaction with one completed form: ") + what + "."); }

/// The value of the part called `name` of a complex extension.
Json const* part_of(Json const& extension, std::string_view name, std::string_view member)
{
    auto const* parts = extension.find("extension");
    if (parts == nullptr || !parts->is_array())
        return nullptr;
    for (auto const& part : parts->array())
        if (part.string_at("url") == name)
            return part.find(member);
    return nullptr;
}

Result<void> read_provenance(Json const& provenance, Submission& submission)
{
    auto const* extensions = provenance.find("extension");
    Json const* chain = nullptr;
    if (extensions != nullptr && extensions->is_array())
        for (auto const& candidate : extensions->array())
            if (candidate.string_at("url") == vocabulary::extension(chain_extension))
                chain = &candidate;
    if (chain == nullptr)
        return malformed("the Provenance names no place in the tablet's sequence");
    auto& entry = submission.entry;
    auto const* hash = part_of(*chain, "sha256", "valueString");
    auto const* previous = part_of(*chain, "previous", "valueString");
    auto const* sequence = part_of(*chain, "sequence", "valueInteger");
    entry.sequence = sequence ? sequence->integer64().value_or(0) : 0;
    if (entry.sequence < 1 || hash == nullptr || previous == nullptr || !is_sha256_hex(hash->text()) || !is_sha256_hex(previous->text()))
        return malformed("the place in the tablet's sequence is incomplete");
    entry.sha256 = hash->text();
    entry.previous = previous->text();
    if (auto const* skew = part_of(*chain, "skew", "valueDecimal")) {
        auto const milliseconds = skew->integer64();
        if (!milliseconds)
            return malformed("the clock skew is no whole number of milliseconds");
        submission.skew_ms = *milliseconds;
    }

    auto const* target = provenance.find("target");
    if (target == nullptr || !target->is_array() || target->array().size() != 1
        || target->array().front().string_at("reference") != "QuestionnaireResponse/" + entry.response_id)
        return malformed("the Provenance is about another resource");
    auto const* signatures = provenance.find("signature");
    if (signatures == nullptr || !signatures->is_array() || signatures->array().size() != 1)
        return malformed("it must have exactly one signature");
    auto const& signature = signatures->array().front();
    submission.signature = signature.string_at("data");
    if (submission.signature.empty() || !from_base64(submission.signature))
        return malformed("the signature is no base64");
    auto const* who = signature.find("who");
    auto const signer = who != nullptr ? who->string_at("reference") : std::string();
    constexpr std::string_view device = "Device/";
    if (!signer.starts_with(device) || !is_fhir_id(std::string_view(signer).substr(device.size())))
        return malformed("the signature names no tablet");
    entry.tablet = signer.substr(device.size());
    submission.recorded = provenance.string_at("recorded");
    if (!parse_iso8601(submission.recorded))
        return malformed("the Provenance does not say when it was recorded");
    return {};
}

Result<ResourceName> name_of(Json const& resource)
{
    ResourceName name { resource.string_at("resourceType"), resource.string_at("id") };
    if (!is_resource_type(name.type) || !is_fhir_id(name.id))
        return fail(Code::invalid_data, "A resource must have a type and an id.");
    return name;
}

struct Entry {
    ResourceName name;
    Json const* resource;
};

Result<Entry> read_entry(Json const& entry)
{
    auto const* resource = entry.find("resource");
    auto const* request = entry.find("request");
    if (resource == nullptr || request == nullptr)
        return malformed("an entry lacks its resource or its request");
    auto name = TRY(name_of(*resource));
    if (request->string_at("method") != "PUT" || request->string_at("url") != name.type + "/" + name.id)
        return malformed("an entry is not a PUT of its own resource");
    return Entry { std::move(name), resource };
}

} // namespace

Result<ResourceName> name_of_resource(std::string_view json)
{
    auto const resource = TRY(Json::parse(json, deepest_json));
    return name_of(resource);
}

Result<std::string> build_transaction(Submission const& submission)
{
    auto const& entry = submission.entry;
    auto const response = TRY(Json::parse(submission.response_json, deepest_json));
    auto const name = TRY(name_of(response));
    if (name.type != "QuestionnaireResponse" || name.id != entry.response_id || !is_fhir_id(entry.tablet) || entry.sequence < 1
        || !is_sha256_hex(entry.sha256) || !is_sha256_hex(entry.previous))
        return fail(Code::invalid_data, "The completed form and its place in the sequence do not belong together.");
    auto const recorded = submission.recorded.empty() ? response.string_at("authored") : submission.recorded;
    if (!parse_iso8601(recorded))
        return fail(Code::invalid_data, "The completed form does not say when it was completed.");
    std::string out = R"({"resourceType":"Bundle","type":"transaction","entry":[)";
    append_entry(out, name, submission.response_json);
    out += ",";
    append_entry(out, { "Provenance", entry.response_id }, provenance_of(submission, recorded));
    for (auto const& resource : submission.resources) {
        out += ",";
        append_entry(out, TRY(name_of_resource(resource)), resource);
    }
    out += "]}";
    return out;
}

Result<Submission> parse_transaction(std::string_view json)
{
    if (json.size() > largest_transaction)
        return fail(Code::too_large, "The transaction is larger than 8 MB.");
    if (!forms::is_clean_text(json))
        return malformed("it is not clean UTF-8");
    auto const bundle = TRY(Json::parse(json, deepest_json));
    auto const* entries = bundle.find("entry");
    if (bundle.string_at("resourceType") != "Bundle" || bundle.string_at("type") != "transaction" || entries == nullptr || !entries->is_array())
        return malformed("no Bundle of type transaction with entries");
    if (entries->array().size() > most_entries)
        return fail(Code::too_large, "The transaction has more than 1000 entries.");
    Submission submission;
    Json const* provenance = nullptr;
    std::vector<std::string> names;
    for (auto const& one : entries->array()) {
        auto const entry = TRY(read_entry(one));
        names.push_back(entry.name.type + "/" + entry.name.id);
        if (entry.name.type == "QuestionnaireResponse") {
            if (!submission.response_json.empty())
                return malformed("there are two completed forms");
            submission.entry.response_id = entry.name.id;
            submission.response_json = entry.resource->source_in(json);
        } else if (entry.name.type == "Provenance" && provenance == nullptr) {
            provenance = entry.resource;
            if (submission.entry.response_id != entry.name.id)
                return malformed("the completed form must come first and its Provenance next");
        } else {
            submission.resources.emplace_back(entry.resource->source_in(json));
        }
    }
    std::ranges::sort(names);
    if (std::ranges::adjacent_find(names) != names.end())
        return malformed("a resource is there twice");
    if (submission.response_json.empty() || provenance == nullptr)
        return malformed("the completed form or its Provenance is missing");
    TRY(read_provenance(*provenance, submission));
    return submission;
}

Result<Submission> submission_of(std::string response_json, std::string_view provenance_json)
{
    Submission submission;
    submission.entry.response_id = TRY(name_of_resource(response_json)).id;
    submission.response_json = std::move(response_json);
    auto const provenance = TRY(Json::parse(provenance_json, deepest_json));
    TRY(read_provenance(provenance, submission));
    return submission;
}

Result<void> verify_submission(Submission const& submission, std::span<std::uint8_t const> public_key)
{
    if (sha256_hex(submission.response_json) != submission.entry.sha256)
        return fail(Code::corrupted, "The form's bytes do not have the hash that its tablet signed.");
    auto const signature = from_base64(submission.signature);
    if (!signature || !verify(public_key, submission.entry.canonical(), *signature))
        return fail(Code::unauthorised, "The form is not signed by the tablet that it names.");
    return {};
}

} // namespace bedside::wire
