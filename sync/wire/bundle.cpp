// SPDX-License-Identifier: Apache-2.0
// Writes and reads the transaction that carries one completed form.
#include "sync/wire/bundle.h"

#include "forms/base/clock.h"
#include "forms/base/identifiers.h"
#include "forms/engine/fhir.h"
#include "forms/engine/vocabulary.h"

#include <algorithm>

namespace bedside::wire {
namespace {

using forms::Json;
using forms::extension_in;
using forms::reference;
using forms::referenced_id;
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

auto malformed(char const* what) { return fail(Code::invalid_data, std::string("This is not a transaction with one completed form: ") + what + "."); }

/// The value of the part called `name` of a complex extension.
Json const* part_of(Json const& extension, std::string_view name, std::string_view member)
{
    auto const* part = extension_in(extension, name);
    return part != nullptr ? part->find(member) : nullptr;
}

Result<void> read_provenance(Json const& provenance, Submission& submission)
{
    auto const* chain = extension_in(provenance, vocabulary::extension(chain_extension));
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
        || referenced_id(&target->array().front(), "QuestionnaireResponse") != entry.response_id)
        return malformed("the Provenance is about another resource");
    auto const* signatures = provenance.find("signature");
    if (signatures == nullptr || !signatures->is_array() || signatures->array().size() != 1)
        return malformed("it must have exactly one signature");
    auto const& signature = signatures->array().front();
    submission.signature = signature.string_at("data");
    if (submission.signature.empty() || !from_base64(submission.signature))
        return malformed("the signature is no base64");
    entry.tablet = referenced_id(signature.find("who"), "Device");
    if (!is_fhir_id(entry.tablet))
        return malformed("the signature names no tablet");
    submission.recorded = provenance.string_at("recorded");
    if (!parse_iso8601(submission.recorded))
        return malformed("the Provenance does not say when it was recorded");
    return {};
}

} // namespace

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
    TransactionWriter transaction;
    transaction.put(name, submission.response_json);
    transaction.put({ "Provenance", entry.response_id }, provenance_of(submission, recorded));
    for (auto const& resource : submission.resources) {
        auto const other = TRY(name_of_resource(resource));
        transaction.put(other, resource);
    }
    return std::move(transaction).finish();
}

Result<Submission> parse_transaction(std::string_view json)
{
    auto const transaction = TRY(Transaction::parse(json));
    return submission_in(transaction);
}

Result<Submission> submission_in(Transaction const& transaction)
{
    Submission submission;
    Json const* provenance = nullptr;
    std::vector<std::string> names;
    for (auto const& entry : transaction.entries()) {
        names.push_back(entry.name.path());
        if (entry.name.type == "QuestionnaireResponse") {
            if (!submission.response_json.empty())
                return malformed("there are two completed forms");
            submission.entry.response_id = entry.name.id;
            submission.response_json = entry.source;
        } else if (entry.name.type == "Provenance" && provenance == nullptr) {
            provenance = entry.resource;
            if (submission.entry.response_id != entry.name.id)
                return malformed("the completed form must come first and its Provenance next");
        } else {
            submission.resources.emplace_back(entry.source);
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
